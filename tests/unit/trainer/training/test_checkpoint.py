"""Checkpoints: all that a run needs, written whole or not at all."""

from dataclasses import replace
from pathlib import Path

import pytest
import torch

from trainer.config import ConfigError, Schedule, TrainConfig
from trainer.training.checkpoint import Checkpoint, CheckpointError, load_checkpoint, save_checkpoint

CONFIG = TrainConfig(seed=9, schedule=Schedule.DROPS)


def checkpoint(step: int = 5) -> Checkpoint:
    return Checkpoint(
        step=step,
        config=CONFIG,
        weights={"a": torch.ones(2)},
        averaged={"a": torch.zeros(2)},
        optimiser={"state": {0: {"step": torch.tensor(5.0)}}, "param_groups": [{"lr": 0.1, "betas": (0.9, 0.99)}]},
        auxiliary={"b": torch.full((2,), 2.0)},
    )


def test_everything_comes_back(tmp_path: Path) -> None:
    save_checkpoint(checkpoint(), tmp_path / "new" / "last.ckpt")
    loaded = load_checkpoint(tmp_path / "new" / "last.ckpt")
    assert (loaded.step, loaded.config) == (5, CONFIG)
    assert torch.equal(loaded.weights["a"], torch.ones(2))
    assert torch.equal(loaded.averaged["a"], torch.zeros(2))
    assert torch.equal(loaded.auxiliary["b"], torch.full((2,), 2.0))
    assert loaded.optimiser["param_groups"] == [{"lr": 0.1, "betas": (0.9, 0.99)}]
    assert not loaded.averaged_auxiliary


def test_a_checkpoint_from_before_the_self_supervised_tasks_loads(tmp_path: Path) -> None:
    old = {"step": 5, "config": {"seed": 9, "tasks": {"emotion": 1.0, "pose": 2.0, "gender": 0.5}}}
    torch.save({**old, "weights": {}, "averaged": {}, "optimiser": {}}, tmp_path / "old.ckpt")
    loaded = load_checkpoint(tmp_path / "old.ckpt")
    assert loaded.config == TrainConfig(seed=9)
    assert not loaded.auxiliary


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "last.ckpt"
    save_checkpoint(checkpoint(step=5), path)

    def half(state: object, part: Path) -> None:
        part.write_bytes(b"half")
        raise OSError("no space left")

    with monkeypatch.context() as patch:
        patch.setattr(torch, "save", half)
        with pytest.raises(CheckpointError, match="cannot be written"):
            save_checkpoint(checkpoint(step=6), path)
    assert load_checkpoint(path).step == 5
    save_checkpoint(checkpoint(step=7), path)  # what the failure left does not matter
    assert load_checkpoint(path).step == 7
    assert [each.name for each in tmp_path.iterdir() if each.is_file()] == ["last.ckpt"]


def test_what_is_no_checkpoint_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match="There is no checkpoint"):
        load_checkpoint(tmp_path / "absent.ckpt")
    broken = tmp_path / "broken.ckpt"
    for content in (b"", b"not a checkpoint"):
        broken.write_bytes(content)
        with pytest.raises(CheckpointError, match=r"broken\.ckpt is no checkpoint"):
            load_checkpoint(broken)
    save_checkpoint(checkpoint(), broken)
    broken.write_bytes(broken.read_bytes()[:200])
    with pytest.raises(CheckpointError, match="is no checkpoint"):
        load_checkpoint(broken)
    torch.save({"step": 1}, broken)
    with pytest.raises(CheckpointError, match="is no checkpoint"):
        load_checkpoint(broken)
    torch.save([1, 2], broken)
    with pytest.raises(CheckpointError, match="is no checkpoint"):
        load_checkpoint(broken)


def test_an_unknown_key_in_its_configuration_names_the_file(tmp_path: Path) -> None:
    path = tmp_path / "last.ckpt"
    torch.save({"step": 1, "config": {"colour": 1}, "weights": {}, "averaged": {}, "optimiser": {}}, path)
    with pytest.raises(ConfigError, match=r"last\.ckpt: unknown key `colour`"):
        load_checkpoint(path)


def test_a_configuration_is_compared_as_it_was_written(tmp_path: Path) -> None:
    save_checkpoint(replace(checkpoint(), config=replace(CONFIG, widths=(4, 8), blocks=(1, 1))), tmp_path / "a.ckpt")
    assert load_checkpoint(tmp_path / "a.ckpt").config.widths == (4, 8)
