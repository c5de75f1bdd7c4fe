"""What `bench` measures beside Poise."""

import json
from pathlib import Path

import numpy as np
import pytest

from app.commands.bench.landmarker import landmarker_times_ms
from app.commands.bench.separate import separate_times_ms
from app.commands.failures import CommandError
from app.paths import separate_networks_dir

PICTURES = tuple(np.full((720, 1280, 3), 40 * value, np.uint8) for value in range(4))


def test_what_is_no_landmarker_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"There is no file .*; give the path of face_landmarker\.task\.$"):
        landmarker_times_ms(tmp_path / "none.task", PICTURES)


def test_separate_networks_are_run_one_after_the_other_with_the_detector() -> None:
    times = separate_times_ms(1, PICTURES)
    assert len(times) == 30 and min(times) > 0


def test_the_shipped_graphs_hold_no_weights_and_say_which_they_lack() -> None:
    folder = separate_networks_dir()
    lacking = json.loads((folder / "weights.json").read_text(encoding="utf-8"))
    numbers = {name: sum(int(np.prod(shape)) for shape in shapes.values()) for name, shapes in lacking.items()}
    assert 3.5e6 < numbers["efficientnet_b0"] < 5.5e6 and 22e6 < numbers["resnet50"] < 26e6
    assert sum(file.stat().st_size for file in folder.iterdir()) < 100_000


@pytest.mark.parametrize("broken", ["weights.json", "resnet50.onnx"])
def test_separate_networks_that_are_broken_are_one_sentence(broken: str, tmp_path: Path) -> None:
    for file in separate_networks_dir().iterdir():
        (tmp_path / file.name).write_bytes(b"[]" if file.name == broken else file.read_bytes())
    with pytest.raises(CommandError, match=r"^The networks to compare with cannot be run .*; reinstall Poise"):
        separate_times_ms(1, PICTURES, tmp_path)
