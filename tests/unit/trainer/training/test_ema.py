"""The moving average by hand, and batch statistics taken anew without a trace in the run."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
import torch

from trainer.config import TrainConfig
from trainer.data.augment import Augmentation
from trainer.data.batch import Batch
from trainer.data.dataset import Dataset, SourceUse
from trainer.training.building import build_joint
from trainer.training.ema import update_ema, with_recomputed_statistics

CONFIG = TrainConfig(size_px=24, widths=(4,), blocks=(1,), batch=4, steps=3, sources={"made": SourceUse(1.0)})
EVEN = [1.0] * 8


def test_the_average_follows_quickly_at_first_and_then_by_its_decay() -> None:
    joint, averaged = build_joint(CONFIG, EVEN), build_joint(CONFIG, EVEN)
    names = ("net.emotion.1.bias", "net.backbone.bn1.running_mean")  # weights and batch statistics alike
    for name in names:
        joint.state_dict()[name].fill_(10.0)
        averaged.state_dict()[name].fill_(0.0)
    joint.state_dict()["net.backbone.bn1.num_batches_tracked"].fill_(7)
    update_ema(averaged, joint, decay=0.9, step=1)  # keeps 2/11
    assert averaged.state_dict()["net.backbone.bn1.num_batches_tracked"] == 7
    for name in names:
        assert averaged.state_dict()[name].tolist() == pytest.approx([10 * 9 / 11] * len(averaged.state_dict()[name]))
    for name in names:
        averaged.state_dict()[name].fill_(0.0)
    update_ema(averaged, joint, decay=0.9, step=1000)
    for name in names:
        assert averaged.state_dict()[name].tolist() == pytest.approx([1.0] * len(averaged.state_dict()[name]))


def test_decay_zero_keeps_the_trained_weights() -> None:
    joint, averaged = build_joint(CONFIG, EVEN), build_joint(CONFIG, EVEN)
    update_ema(averaged, joint, decay=0.0, step=5)
    pairs = zip(averaged.state_dict().values(), joint.state_dict().values(), strict=True)
    assert all(torch.equal(old, new) for old, new in pairs)


def test_recomputed_statistics_reach_the_run_only_at_its_end(made_data: Callable[[], Dataset]) -> None:
    torch.set_num_threads(1)
    config, averaged = replace(CONFIG, recompute_batches=2), build_joint(CONFIG, EVEN)
    assert with_recomputed_statistics(averaged, made_data(), CONFIG, last=True) is averaged
    before = averaged.net.state_dict()["backbone.bn1.running_mean"].clone()
    judged = with_recomputed_statistics(averaged, made_data(), config, last=False)
    assert torch.equal(averaged.net.state_dict()["backbone.bn1.running_mean"], before)
    assert not torch.equal(judged.net.state_dict()["backbone.bn1.running_mean"], before)
    assert with_recomputed_statistics(averaged, made_data(), config, last=True) is averaged
    for name, value in averaged.net.state_dict().items():
        assert torch.equal(value, judged.net.state_dict()[name]), name


class Asked:
    """Training data that remembers which steps it was asked for."""

    def __init__(self, data: Dataset) -> None:
        self._data = data
        self.steps: list[int] = []

    def training_batches(self, size: int, how: Augmentation, start: int, stop: int) -> Iterator[Batch]:
        self.steps += range(start, stop)
        yield from self._data.training_batches(size, how, start, stop)


def test_statistics_are_taken_of_batches_that_no_step_trains_on(made_data: Callable[[], Dataset]) -> None:
    torch.set_num_threads(1)
    data = Asked(made_data())
    config = replace(CONFIG, recompute_batches=2)
    with_recomputed_statistics(build_joint(CONFIG, EVEN), data, config, last=False)  # type: ignore[arg-type]
    assert data.steps == [config.steps, config.steps + 1]
