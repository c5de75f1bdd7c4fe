"""The script of the demo clip: smooth tracks, named expressions, a file that reads back."""

from itertools import pairwise
from pathlib import Path

import pytest

from trainer.demo.script import DURATION_S, FPS, ClipScript, load_script, moment_at


def test_tracks_move_without_jumps() -> None:
    moments = [moment_at(index / FPS) for index in range(round(DURATION_S * FPS))]
    for before, after in pairwise(moments):
        assert abs(after.yaw_deg - before.yaw_deg) < 3
        assert abs(after.pitch_deg - before.pitch_deg) < 3
        assert abs(after.roll_deg - before.roll_deg) < 3
        assert abs(after.aside - before.aside) < 0.15


@pytest.mark.parametrize(
    ("time_s", "expression"), [(0, "neutral"), (16, "smile"), (17.6, "surprise"), (19.4, "frown"), (15.0, None)]
)
def test_expressions_are_named_when_they_are_clear(time_s: float, expression: str | None) -> None:
    assert moment_at(time_s).expression == expression


def test_a_turn_reaches_its_angle_and_comes_back() -> None:
    assert moment_at(2.2).yaw_deg == 30
    assert moment_at(4.5).yaw_deg == -30
    assert moment_at(6).yaw_deg == 0


def test_a_script_reads_back(tmp_path: Path) -> None:
    script = ClipScript(30, 64, 48, (True, False), (1.5, None), (0.0, None), (-2.0, None), ("smile", None))
    script.save(tmp_path / "clip.json")
    assert load_script(tmp_path / "clip.json") == script
