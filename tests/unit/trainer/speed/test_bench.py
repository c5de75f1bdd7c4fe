"""What is made of measured seconds, and a measurement of a tiny run that only has to be whole."""

from collections.abc import Callable, Iterator

import pytest
import torch

from trainer.config import TrainConfig
from trainer.data.augment import NOTHING
from trainer.data.dataset import Dataset, SourceUse
from trainer.speed.bench import Speed, Turn, measure

CPU = torch.device("cpu")
TURNS = (Turn(0.4, 0.1, 0.5, 0.01), Turn(0.4, 0.1, 1.0, 0.5), Turn(0.3, 0.1, 0.5, 0.02))
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
    speed = Speed("cpu", 50, TURNS, None)
    assert speed.share == pytest.approx(0.8)  # the median of 1.0, 0.5 and 0.8
    assert speed.aim == 0.9


def test_on_a_card_the_loop_is_held_against_the_model_alone() -> None:
    speed = Speed("cuda", 50, TURNS, None)
    assert speed.share == pytest.approx(0.6)  # of 0.8, 0.4 and 0.6
    assert speed.aim == 0.8


def test_figures_are_medians_of_the_turns() -> None:
    speed = Speed("cpu", 50, TURNS, None)
    assert [speed.pictures_per_s(kind) for kind in ("model", "data", "loop")] == pytest.approx([125, 500, 100])
    assert speed.waiting_share == pytest.approx(0.04)


def test_a_turn_measures_all_three(made_data: Callable[[], Dataset]) -> None:
    done = list[int]()
    speed = measure(TINY, made_data(), CPU, steps=2, turns=2, tell=done.append)
    assert done == [1, 2]
    assert (speed.device, speed.batch, len(speed.turns)) == ("cpu", 8, 2)
    for turn in speed.turns:
        assert min(turn.model_s, turn.data_s, turn.loop_s) > 0
        assert 0 <= turn.waiting_s < turn.loop_s
    assert speed.peak_bytes is None or speed.peak_bytes > 2**20
