"""The first stages of the backbone stop to learn when it is said, and only they."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from torch import Tensor

from trainer.config import TrainConfig
from trainer.data.augment import NOTHING
from trainer.data.dataset import Dataset, SourceUse
from trainer.model.backbone import build_backbone
from trainer.model.stages import BackboneError, StagedBackbone
from trainer.training.checkpoint import LAST, load_checkpoint
from trainer.training.loop import train

TINY = TrainConfig(
    size_px=24,
    widths=(4, 8),
    blocks=(1, 1),
    batch=8,
    steps=4,
    learning_rate=5e-3,
    warmup_steps=1,
    precision="32-true",
    save_every=1,
    validate_every=4,
    augmentation=NOTHING,
    sources={"made": SourceUse(1.0)},
    frozen_stages=1,
    frozen_from=2,
)

Weights = dict[str, Tensor]


def frozen_part(weights: Weights) -> Weights:
    """The stem and the first stage, with their batch statistics."""
    return {
        name: value
        for name, value in weights.items()
        if name.startswith(("backbone.conv1", "backbone.bn1", "backbone.layer1"))
    }


def same(some: Weights, others: Weights) -> list[bool]:
    return [torch.equal(value, others[name]) for name, value in some.items()]


def _step(folder: Path) -> int:
    return load_checkpoint(folder / LAST).step


def weights_after(steps: int, folder: Path, data: Dataset, config: TrainConfig = TINY) -> Weights:
    """What the network holds when the run in the folder has gone so far."""
    train(config, data, {}, folder, lambda _: None, enough=lambda: (folder / LAST).exists() and _step(folder) >= steps)
    return {name: value.clone() for name, value in load_checkpoint(folder / LAST).weights.items()}


@pytest.mark.parametrize("name", ["mobilenetv1_100", "efficientnet_b0", "resnet18", "mobilenetv4_conv_small"])
def test_the_stem_and_so_many_stages_are_frozen_also_while_training(name: str) -> None:
    backbone = build_backbone(name)
    assert isinstance(backbone, StagedBackbone)
    backbone.freeze(2)
    backbone.train()
    backbone(torch.zeros(2, 3, 64, 64)).sum().backward()
    frozen, free = backbone.stages()[:2], backbone.stages()[2:]
    assert next(backbone.parameters()).grad is None  # the stem's
    assert all(parameter.grad is None for stage in frozen for parameter in stage.parameters())
    assert all(parameter.grad is not None for stage in free for parameter in stage.parameters())
    assert not any(module.training for stage in frozen for module in stage.modules())
    assert all(module.training for stage in free for module in stage.modules())


def test_nothing_is_frozen_by_nought_and_too_much_is_one_sentence() -> None:
    backbone = build_backbone("mobilenetv1_100")
    assert isinstance(backbone, StagedBackbone)
    backbone.freeze(0)
    assert not backbone.frozen and all(parameter.requires_grad for parameter in backbone.parameters())
    with pytest.raises(BackboneError, match="has 5 stages"):
        backbone.freeze(6)


def test_they_learn_until_the_step_that_is_said_and_then_no_more(
    tmp_path: Path, made_data: Callable[[], Dataset]
) -> None:
    seen = [weights_after(step, tmp_path, made_data()) for step in (1, 2, 3, 4)]
    assert not any(same(frozen_part(seen[0]), seen[1]))
    assert all(same(frozen_part(seen[1]), seen[2])) and all(same(frozen_part(seen[1]), seen[3]))
    later = [name for name in seen[3] if "layer2" in name and name.endswith("weight")]
    assert later and not any(torch.equal(seen[1][name], seen[2][name]) for name in later)


def test_a_run_in_one_go_ends_as_one_that_was_broken_off(tmp_path: Path, made_data: Callable[[], Dataset]) -> None:
    parts = [weights_after(step, tmp_path / "parts", made_data()) for step in (2, 3, 4)]
    whole = weights_after(4, tmp_path / "whole", made_data())
    assert all(same(whole, parts[-1]))


def test_what_cannot_be_frozen_is_told_before_the_first_step(tmp_path: Path, made_data: Callable[[], Dataset]) -> None:
    with pytest.raises(BackboneError, match="fewer stages to freeze than 3"):
        train(replace(TINY, frozen_stages=3), made_data(), {}, tmp_path, lambda _: None)
    assert not (tmp_path / LAST).exists()
