"""Asked and reached: the right result for each aim, and a verdict by its value."""

from typing import Any

from trainer.model_card.aims import aims_table
from trainer.model_card.values import Result
from trainer.plain_values import Json


def emotion(where: str, aligned: bool, accuracy: float, every: float) -> dict[str, Any]:
    return {
        "file": "fer2013_ferplus.parquet",
        "where": [where],
        "aligned": aligned,
        "faces": {"pictures": 3589, "not_found": 0, "broken": 0},
        "emotion": {
            "accuracy": accuracy,
            "low": accuracy - 0.01,
            "high": accuracy + 0.01,
            "n": 3375,
            "n_all": 3375,
            "accuracy_ferplus": 0.89,
            "n_ferplus": 3152,
            "ece": 0.021,
            "balanced_accuracy": 0.68,
            "recall": {"neutral": 0.9, "fear": 0.49, "contempt": 0.25, "disgust": 0.36},
            "accuracy_all": every,
            "intervals": {"accuracy_all": [every - 0.01, every + 0.01], "ece": [0.01, 0.03]},
            "recall_intervals": {"neutral": [0.88, 0.92], "fear": [0.4, 0.6]},
            "confusion": [[90, 10, *[0] * 6], *[[0] * 8] * 5, [0, 7, *[0] * 6], [0] * 8],
        },
    }


def pose(file: str, bands: dict[str, Any]) -> dict[str, Any]:
    return {
        "file": file,
        "where": [],
        "aligned": False,
        "faces": {"pictures": 300, "not_found": 0, "broken": 0},
        "pose": {
            "mae": {"mean": 2.4},
            "mae_low": {"mean": 2.2},
            "mae_high": {"mean": 2.6},
            "n": 300,
            "offset": {"yaw": -0.8, "pitch": 0.5, "roll": 0.0},
            "offset_intervals": {"yaw": [-1.0, -0.6]},
            "by_yaw": bands,
        },
    }


def rows(*results: Result, size_bytes: int = 11_000_000) -> dict[str, str]:
    lines = aims_table(results, size_bytes).splitlines()[2:]
    return {line.split(" | ")[0].removeprefix("| "): line for line in lines}


def test_the_test_split_is_spoken_of_and_the_loss_is_of_the_same_pictures() -> None:
    found = rows(
        emotion("split=val", True, 0.95, 0.95),
        emotion("split=val", False, 0.95, 0.95),
        emotion("split=test", False, 0.87, 0.84),
        emotion("split=test", True, 0.88, 0.88),
    )
    assert (
        ">= 86 % | 88.0 % | 87.0 % to 89.0 % | 3,375 | yes | FER2013 with FER+ votes, test, aligned"
        in found["emotion, 8 classes"]
    )
    assert "<= 3 points | 4.0 points | 2.6 to 5.4 | 3,375 | no |" in found["emotion lost end to end"]
    assert ">= 90 % | 90.0 % | 88.0 % to 92.0 % | 100 | yes |" in found["neutral recall"]
    assert "<= 1.5 % | 2.1 % | 1.0 % to 3.0 % | 3,375 | no |" in found["emotion, ECE"]


def test_rare_emotions_have_aims_of_their_own() -> None:
    found = rows(emotion("split=test", True, 0.88, 0.88))
    assert ">= 68 % | 68.0 % |  | 3,375 | yes |" in found["mean recall"]
    assert ">= 50 % | 49.0 % | 40.0 % to 60.0 % | 7 | no |" in found["fear recall"]
    assert ">= 25 % | 25.0 % |  | 0 | yes |" in found["contempt recall"]
    assert ">= 35 % | 36.0 % |" in found["disgust recall"]


def test_what_spoilt_pictures_cost_is_told_in_points_of_loss() -> None:
    def spoilt(kind: str, severity: float, change: float) -> dict[str, Any]:
        level = {"value": 0.7, "n": 3000, "change": change, "change_low": change - 0.02, "change_high": change + 0.01}
        return {"kind": kind, "severity": severity, "text": f"{severity:g}", "emotion": level}

    conditions = [spoilt("blur", 3.0, -0.125), spoilt("blur", 2.0, -0.5), spoilt("lower half covered", 0.5, -0.22)]
    found = rows({"file": "fer2013_ferplus.parquet", "where": ["split=val"], "robustness": conditions})
    assert (
        "<= 12 points | 12.5 points | 11.5 to 14.5 | 3,000 | no | FER2013 with FER+ votes, validation"
        in found["emotion lost by blur, 3"]
    )
    assert "<= 22 points | 22.0 points |" in found["emotion lost by lower half covered, 0.5"]
    assert "| yes |" in found["emotion lost by lower half covered, 0.5"]
    assert len(found) == 3  # and the size


def test_gender_by_age() -> None:
    ages = {"0-9": {"accuracy": 0.7, "n": 296}, ">=10": {"accuracy": 0.981, "n": 2031}}
    gender = {"accuracy": 0.95, "n": 2327, "ece": 0.011, "groups": {"age": ages}}
    faces = {"pictures": 2328, "not_found": 1, "broken": 0}
    found = rows(
        {"file": "utkface_128.parquet", "where": ["fold=8"], "aligned": False, "faces": faces, "gender": gender}
    )
    assert ">= 95 % | 95.0 % |" in found["gender"] and "| yes |" in found["gender"]
    assert ">= 98 % | 98.1 % |" in found["gender from age 10 on"] and "| yes |" in found["gender from age 10 on"]
    assert ">= 75 % | 70.0 % |" in found["gender below age 10"] and "| no |" in found["gender below age 10"]
    assert "<= 1 % | 1.1 % |" in found["gender, ECE"] and "| no |" in found["gender, ECE"]


def test_pose_on_photographs_against_the_teacher_and_far_turned() -> None:
    flips = {"accuracy": 0.01, "n": 90, "low": 0.0, "high": 0.05}
    far = {"n": 90, "mean": 7.0, "mean_interval": [6.0, 8.0], "sign_flips": flips}
    near = {"n": 250, "mean": 2.6, "mean_interval": [2.5, 2.7], "sign_flips": None}
    found = rows(
        pose("helen.parquet", {"0-45": near}),
        pose("utkface_128.parquet", {"0-45": near}),
        pose("turned.parquet", {"45-75": far}),
    )
    assert "<= 2 degrees | 2.40 degrees | 2.20 to 2.60 | 300 | no | HELEN" in found["head pose, mean of the angles"]
    assert "| -0.80 degrees | -1.00 to -0.60 | 300 | no |" in found["constant offset of yaw"]
    assert "| yes |" in found["constant offset of pitch"]
    assert "| 2.60 degrees | 2.50 to 2.70 | 250 | no |" in found["difference from the teacher, up to 45 degrees yaw"]
    assert (
        "< 5 degrees | 7.00 degrees | 6.00 to 8.00 | 90 | no |" in found["yaw of 45 to 75 degrees, mean of the angles"]
    )
    assert "none | 1.0 % | 0.0 % to 5.0 % | 90 | no |" in found["and to the wrong side"]


def test_size_times_and_steadiness() -> None:
    times: list[Json] = [
        {"threads": 2, "faces": faces, "median_ms": 2.5, "p10_ms": 2.4, "p90_ms": 2.9} for faces in (1, 4, 8)
    ]
    angles: list[Json] = [{"angle": "yaw", "raw_jitter_deg": 0.9, "smooth_jitter_deg": 0.6, "lag_ms": None}]
    found = rows(
        {"model": "poise.onnx", "times": times},
        {"labels": {"smooth_per_minute": 3.0}, "angles": angles},
        size_bytes=12_500_000,
    )
    assert "<= 3 ms | 2.50 ms |" in found["one face, two threads"]
    assert "<= 15 ms | 2.50 ms |" in found["8 faces, two threads"]
    assert "| 0.60 degrees |  |  | no |" in found["jitter of yaw at rest"]
    assert "| 12.5 MB |  |  | no |" in found["size of the file"]
    assert "| 0 | 3 |  |  | no | the demo clip" in found["changes of the label in a minute"]
    assert len(found) == 5
