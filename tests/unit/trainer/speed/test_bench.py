"""What is made of measured seconds, and a measurement of a tiny run that only has to be whole."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
import torch

from trainer.config import TrainConfig
from trainer.data.augment import NOTHING
from trainer.data.dataset import Dataset, SourceUse
from trainer.speed.bench import Round, Speed, measure, random_pictures

CPU = torch.device("cpu")
ROUNDS = (Round(0.4, 0.1, 0.5, 0.01), Round(0.4, 0.1, 1.0, 0.5), Round(0.3, 0.1, 0.5, 0.02))
TINY = TrainConfig(
    size_px=24,
    widths=(4, 8),
    blocks=(1, 1),
    batch=8,
    steps=3,
    precision="32-true",
    augmentation=NOTHING,
    sources={"made": SourceUse(1.0)},
)


@pytest.fixture(autouse=True)
def _one_thread() -> Iterator[None]:
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


def test_on_the_cpu_the_loop_is_held_against_model_plus_batches() -> None:
    speed = Speed("cpu", 50, ROUNDS, None)
    assert speed.share == pytest.approx(0.8)  # the median of 1.0, 0.5 and 0.8
    assert speed.aim == 0.9


def test_on_a_card_the_loop_is_held_against_the_model_alone() -> None:
    speed = Speed("cuda", 50, ROUNDS, None)
    assert speed.share == pytest.approx(0.6)  # of 0.8, 0.4 and 0.6
    assert speed.aim == 0.8


def test_figures_are_medians_of_the_turns() -> None:
    speed = Speed("cpu", 50, ROUNDS, None)
    assert [speed.pictures_per_s(kind) for kind in ("model", "data", "loop")] == pytest.approx([125, 500, 100])
    assert speed.waiting_share == pytest.approx(0.04)


def test_a_turn_measures_all_three(made_data: Callable[[], Dataset]) -> None:
    done = list[int]()
    speed = measure(TINY, made_data(), CPU, steps=2, rounds=2, tell=done.append)
    assert done == [1, 2]
    assert (speed.device, speed.batch, len(speed.rounds)) == ("cpu", 8, 2)
    for each in speed.rounds:
        assert min(each.model_s, each.data_s, each.loop_s) > 0
        assert 0 <= each.waiting_s < each.loop_s
    assert speed.peak_bytes is None or speed.peak_bytes > 2**20


def test_every_source_has_pictures_with_all_labels() -> None:
    uses = {"a": SourceUse(0.5), "b": SourceUse(0.25), "rest": SourceUse(0.25, source="b", labels=False)}
    data = random_pictures(replace(TrainConfig(), sources=uses, size_px=16))
    (batch,) = data.training_batches(8, TrainConfig().augmentation, 0, 1)
    assert batch.faces.shape == (8, 3, 16, 16)
    assert float(batch.faces.float().std()) > 20
    for weight in (batch.emotion_weight, batch.pose_weight, batch.gender_weight):
        assert [bool(each) for each in weight] == [True] * 6 + [False] * 2
