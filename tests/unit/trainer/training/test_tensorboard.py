"""Scalars for TensorBoard where it is installed, and silence where it is not."""

from pathlib import Path

import pytest

from trainer.training.loop import Progress
from trainer.training.tensorboard import LOSSES_EVERY, scalars


class Memory:
    """A writer that keeps what it is given."""

    def __init__(self) -> None:
        self.added: list[tuple[str, float, int]] = []
        self.closed = False

    def add_scalar(self, tag: str, value: float, step: int) -> None:
        self.added.append((tag, value, step))

    def close(self) -> None:
        self.closed = True


def test_losses_come_every_few_steps_and_each_validation_once(tmp_path: Path) -> None:
    memory, opened = Memory(), list[Path]()
    none, first = dict[str, float](), {"made_pose_mae_deg": 3.0, "made_emotion_accuracy": 0.5}

    def opening(folder: Path) -> Memory:
        opened.append(folder)
        return memory

    with scalars(tmp_path, opening) as show:
        for step in range(1, 2 * LOSSES_EVERY + 1):
            show(Progress(step, 99, 1, 1, {"pose": float(step)}, first if step >= 15 else none))
    assert opened == [tmp_path]
    assert memory.added == [
        ("loss/pose", 10.0, 10),
        ("pose_mae_deg/made", 3.0, 15),
        ("emotion_accuracy/made", 0.5, 15),
        ("loss/pose", 20.0, 20),
    ]
    assert memory.closed


def test_without_tensorboard_nothing_is_written_or_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("trainer.training.tensorboard.find_spec", lambda name: None)
    with scalars(tmp_path / "tensorboard") as show:
        show(Progress(10, 10, 1, 1, {"pose": 1.0}, {}))
    assert not (tmp_path / "tensorboard").exists()
    assert capsys.readouterr() == ("", "")


def test_with_tensorboard_there_are_event_files(tmp_path: Path) -> None:
    pytest.importorskip("tensorboard")
    with scalars(tmp_path) as show:
        show(Progress(10, 10, 1, 1, {"pose": 1.0}, {}))
    assert list(tmp_path.glob("events.*"))
