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
            "recall": {"neutral": 0.9},
            "accuracy_all": every,
            "intervals": {"accuracy_all": [every - 0.01, every + 0.01], "ece": [0.01, 0.03]},
            "recall_intervals": {"neutral": [0.88, 0.92]},
            "confusion": [[90, 10, *[0] * 6], *[[0] * 8] * 7],
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
    assert "<= 2 % | 2.1 % | 1.0 % to 3.0 % | 3,375 | no |" in found["emotion, ECE"]


def test_pose_on_photographs_against_the_teacher_and_far_turned() -> None:
    flips = {"accuracy": 0.01, "n": 90, "low": 0.0, "high": 0.05}
    far = {"n": 90, "mean": 7.0, "mean_interval": [6.0, 8.0], "sign_flips": flips}
    near = {"n": 250, "mean": 2.6, "mean_interval": [2.5, 2.7], "sign_flips": None}
    found = rows(
        pose("helen.parquet", {"0-45": near}),
        pose("utkface_128.parquet", {"0-45": near}),
        pose("turned.parquet", {"45-75": far}),
    )
    assert "<= 2.5 degrees | 2.40 degrees | 2.20 to 2.60 | 300 | yes | HELEN" in found["head pose, mean of the angles"]
    assert "| -0.80 degrees | -1.00 to -0.60 | 300 | no |" in found["constant offset of yaw"]
    assert "| yes |" in found["constant offset of pitch"]
    assert "| 2.60 degrees | 2.50 to 2.70 | 250 | no |" in found["difference from the teacher, up to 45 degrees yaw"]
    assert (
        "< 8 degrees | 7.00 degrees | 6.00 to 8.00 | 90 | yes |" in found["yaw of 45 to 75 degrees, mean of the angles"]
    )
    assert "none | 1.0 % | 0.0 % to 5.0 % | 90 | no |" in found["and to the wrong side"]


def test_size_times_and_steadiness() -> None:
    times: list[Json] = [
        {"threads": 2, "faces": faces, "median_ms": 2.5, "p10_ms": 2.4, "p90_ms": 2.9} for faces in (1, 4, 8)
    ]
    angles: list[Json] = [{"angle": "yaw", "raw_jitter_deg": 0.9, "smooth_jitter_deg": 0.6, "lag_ms": None}]
    found = rows({"model": "poise.onnx", "times": times}, {"labels": {}, "angles": angles}, size_bytes=12_500_000)
    assert "<= 3 ms | 2.50 ms |" in found["one face, two threads"]
    assert "<= 15 ms | 2.50 ms |" in found["8 faces, two threads"]
    assert "| 0.60 degrees |  |  | no |" in found["jitter of yaw at rest"]
    assert "| 12.5 MB |  |  | no |" in found["size of the file"]
    assert len(found) == 4
