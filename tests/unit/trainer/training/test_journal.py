"""The names of figures: of which set and task they are, and how they are read."""

import pytest

from trainer.training.journal import Measure, measure_of, shown, title


@pytest.mark.parametrize(
    ("key", "measure"),
    [
        ("fer2013_emotion_accuracy", Measure("fer2013", "emotion", "accuracy")),
        ("muxspace_facial_expressions_pose_mae_deg", Measure("muxspace_facial_expressions", "pose", "mae_deg")),
        ("my_emotion_set_gender_accuracy", Measure("my_emotion_set", "gender", "accuracy")),
        ("utkface_movements_correlation", Measure("utkface", "movements", "correlation")),
        ("a_puzzling_accuracy", Measure("a", "puzzling", "accuracy")),
        ("a_puzzling_rotation_turn_accuracy", Measure("a", "puzzling_rotation", "turn_accuracy")),
        ("a_tile_rotation_accuracy", Measure("a", "tile_rotation", "accuracy")),
        ("a_in_painting_psnr_db", Measure("a", "in_painting", "psnr_db")),
    ],
)
def test_a_key_names_set_task_and_kind(key: str, measure: Measure) -> None:
    assert measure_of(key) == measure


@pytest.mark.parametrize("key", ["step", "unix_time_s", "loss_emotion", "loss_tile_rotation", "weight_pose"])
def test_other_keys_name_no_figure(key: str) -> None:
    assert measure_of(key) is None


def test_figures_are_read_with_their_units() -> None:
    assert shown("turn_accuracy", 0.4567) == "45.7 %"
    assert shown("mae_deg", 3.456) == "3.46°"
    assert shown("psnr_db", 17.26) == "17.3 dB"
    assert shown("ssim", 0.34567) == "0.346"
    assert title("in_painting", "psnr_db") == "in-painting PSNR"
    assert title("pose", "mae_deg") == "pose error"
    assert f"{title('movements', 'correlation')} {shown('correlation', 0.6543)}" == "movements correlation 0.654"
