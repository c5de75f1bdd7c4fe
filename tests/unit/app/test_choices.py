"""What the command line chose, with the saved settings."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from app import choices
from app.baselines import save_baseline
from app.choices import chosen_settings, perception_options, settings_with, used_baseline
from app.perception.baseline import Baseline, BaselineError
from app.perception.effort import Effort
from app.settings import Settings

ANNA = Baseline("Anna", "2026-11-21T20:00:00+00:00", "tiny", 280, tuple(np.eye(3).ravel()), (0.0,) * 8)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(choices, "baselines_dir", lambda: tmp_path)
    save_baseline(ANNA, tmp_path)
    return tmp_path


def test_what_is_not_given_stays_as_it_is_saved() -> None:
    assert chosen_settings(None, None, None) == {}
    assert chosen_settings("demo", Path("a.onnx"), "cpu") == {"source": "demo", "model_path": "a.onnx", "device": "cpu"}


def test_a_baseline_is_named_or_switched_off(folder: Path) -> None:
    saved = Settings(baseline="Anna", use_baseline=True)
    assert used_baseline(saved) == ANNA
    assert used_baseline(replace(saved, **chosen_settings(None, None, None, ""))) is None
    assert used_baseline(settings_with(chosen_settings(None, None, None, "anna"))) == ANNA
    assert used_baseline(Settings(baseline="Anna")) is None
    assert used_baseline(Settings(use_baseline=True)) is None


def test_a_name_that_there_is_not_is_one_sentence(folder: Path) -> None:
    with pytest.raises(BaselineError, match="There is no baseline named Ben; there are: Anna"):
        used_baseline(settings_with(chosen_settings(None, None, None, "Ben")))


@pytest.mark.parametrize(
    ("source", "effort"),
    [
        ("holiday.JPG", Effort.EVERY_FRAME),
        ("clip.mp4", Effort.LIVE),
        ("demo", Effort.LIVE),
        ("camera:front.jpg", Effort.LIVE),
        ("http://host/picture.jpg", Effort.LIVE),
        ("", Effort.LIVE),
    ],
)
def test_a_picture_is_looked_at_with_all_there_is(source: str, effort: Effort) -> None:
    assert perception_options(Settings(source=source)).effort is effort
