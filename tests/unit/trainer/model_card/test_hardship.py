"""The tables of hard cases: bands of yaw, corruptions of several results side by side, steadiness."""

from typing import Any

from trainer.model_card.hardship import robustness_tables, steadiness_table, yaw_table
from trainer.model_card.values import Result


def condition(kind: str, text: str, **levels: float) -> dict[str, Any]:
    def level(value: float) -> dict[str, Any]:
        between = {"low": value - 0.01, "high": value + 0.01, "change_low": -0.05, "change_high": -0.03}
        sure = {} if value > 1 else {"confidence": value + 0.02}
        return {"value": value, "n": 3375, **sure, "change": 0.0 if kind == "none" else -0.04, **between}

    return {"kind": kind, "severity": 1.0, "text": text, **{task: level(value) for task, value in levels.items()}}


def robust(file: str, *conditions: dict[str, Any]) -> dict[str, Any]:
    return {"file": file, "where": ["split=test"], "aligned": True, "robustness": list(conditions)}


def test_tasks_of_two_files_stand_side_by_side_and_pose_apart() -> None:
    emotion = robust("fer2013.parquet", condition("none", "", emotion=0.85), condition("blur", "2 px", emotion=0.81))
    gender = robust("utkface.parquet", condition("none", "", gender=0.95), condition("grey", "grey", gender=0.91))
    pose = robust("helen.parquet", condition("none", "", pose=2.5), condition("blur", "2 px", pose=2.46))
    text = robustness_tables([emotion, gender, pose])
    assert "| as they are |  | 85.0 % (84.0 to 86.0) |  | 87.0 % | 95.0 % (94.0 to 96.0) |  | 97.0 % |" in text
    assert "| blur | 2 px | 81.0 % (80.0 to 82.0) | -4.0 (-5.0 to -3.0) | 83.0 % | - | - | - |" in text
    assert "| grey | grey | - | - | - | 91.0 % (90.0 to 92.0) | -4.0 (-5.0 to -3.0) | 93.0 % |" in text
    assert "| blur | 2 px | 2.46 (2.45 to 2.47) | -0.04 (-0.05 to -0.03) |" in text
    assert "Pose: HELEN, test, aligned, n = 3,375." in text
    assert robustness_tables([{"file": "helen.parquet", "faces": {}}]) == ""


def test_yaw_bands_are_those_of_the_file_with_most_far_turned_heads() -> None:
    def result(file: str, n: int) -> dict[str, Any]:
        flips = {"accuracy": 0.25, "n": n, "low": 0.1, "high": 0.5}
        band = {"n": n, "yaw": 5.0, "yaw_interval": [4.0, 6.0], "mean": 3.0, "mean_interval": None, "sign_flips": flips}
        return {"file": file, "where": [], "faces": {}, "pose": {"by_yaw": {"45-75": band}}}

    text = yaw_table([result("helen.parquet", 4), result("held-out-turned.parquet", 40)])
    assert text.startswith("views turned in 3-D, test:")
    assert "| 45-75 | 5.00 (4.00 to 6.00) | 3.00 | 25.0 % (10.0 to 50.0) | 40 |" in text
    assert yaw_table([{"file": "helen.parquet", "faces": {}}]) == ""


def test_steadiness_before_and_after_smoothing() -> None:
    angle: Result = {"angle": "yaw", "raw_jitter_deg": 0.9, "smooth_jitter_deg": 0.25, "lag_ms": 60.4}
    clip: Result = {"noise_sd": 4.0, "labels": {"raw_per_minute": 12.0, "smooth_per_minute": 0.5}, "angles": [angle]}
    text = steadiness_table([clip])
    assert "| 4 | jitter of yaw at rest | 0.90 degrees | 0.25 degrees | 60 ms |" in text
    assert "| 4 | changes of the label in a minute | 12.0 | 0.5 |" in text
    assert steadiness_table([]) == ""
