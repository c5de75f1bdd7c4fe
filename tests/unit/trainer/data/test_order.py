"""The order is a permutation in every epoch, local to windows, and known in advance."""

import numpy as np
import pytest
from numpy.random import default_rng

from trainer.data.order import Order, Row, SourceUse, Steps, Window, places_of_part

WINDOW = Window(pictures=5, blocks=3)
"""Fifteen pictures at most."""


def order_of(length: int = 70, window: Window = WINDOW, **uses: SourceUse) -> Order:
    uses = uses or {"a": SourceUse(1.0)}
    return Order({name: np.arange(100, 100 + length) for name in uses}, uses, seed=5, window=window)


def epochs_of(order: Order, length: int, epochs: int) -> list[list[int]]:
    rows = [row for step in range(epochs) for row in order.rows(step, length)]
    return [[row.place for row in rows if row.epoch == epoch] for epoch in range(epochs)]


@pytest.mark.parametrize("length", [1, 5, 15, 16, 31, 70])
def test_every_epoch_takes_every_picture_once_and_each_in_another_order(length: int) -> None:
    epochs = epochs_of(order_of(length), length, 3)
    assert all(sorted(each) == list(range(100, 100 + length)) for each in epochs)
    assert length == 1 or len({tuple(each) for each in epochs}) > 1


def test_what_fits_into_a_window_is_shuffled_in_full() -> None:
    expected = 100 + default_rng((5, 0, 0, 15)).permutation(15)
    assert epochs_of(order_of(15), 15, 1) == [expected.tolist()]


def test_a_window_mixes_a_few_blocks_of_neighbours() -> None:
    (epoch,) = epochs_of(order_of(70), 70, 1)
    blocks = [{(place - 100) // 5 for place in epoch[start : start + 15]} for start in (0, 15, 30)]
    assert [len(each) for each in blocks] == [3, 3, 3]
    assert any(max(each) - min(each) > 3 for each in blocks)  # far-off blocks meet
    assert epoch[:15] != sorted(epoch[:15])


@pytest.mark.parametrize("size", [32, 64, 128, 129, 512])
def test_a_batch_has_the_rows_asked_for_and_every_use_its_share(size: int) -> None:
    shares = {"fer": 0.57, "utk": 0.235, "mux": 0.065, "helen": 0.04, "turned": 0.09}
    order = order_of(**{name: SourceUse(share) for name, share in shares.items()})
    rows = order.rows(3, size)
    assert len(rows) == size  # rounding each share by itself gave 129 of 128
    for use, share in enumerate(shares.values()):
        assert abs(sum(row.use == use for row in rows) - share * size) < 1


def test_every_use_is_in_a_batch_however_small_its_share() -> None:
    order = order_of(a=SourceUse(0.97), b=SourceUse(0.02), c=SourceUse(0.01))
    assert [row.use for row in order.rows(0, 8)] == [0] * 6 + [1, 2]


def test_steps_are_known_without_those_before_them() -> None:
    through = [row for step in range(9) for row in order_of().rows(step, 16)]
    assert order_of().rows(7, 16) == through[7 * 16 : 8 * 16]


@pytest.mark.parametrize(("every", "ranks"), [(1, 1), (2, 1), (1, 3), (3, 2)])
@pytest.mark.parametrize("share", [0.6, 0.5])  # six rows before the second use, or five: no multiple of the ranks
def test_what_is_coming_is_what_the_rows_take(every: int, ranks: int, share: float) -> None:
    order = order_of(a=SourceUse(share), b=SourceUse(1 - share))
    for first in range(every):
        for rank in range(ranks):
            steps = Steps(10, 2 + first, 17, every, rank, ranks)
            rows = [r for step in range(2 + first, 17, every) for r in order.rows(step, 10)[rank::ranks]]
            for use in (0, 1):
                mine = [row for row in rows if row.use == use]
                assert drained(order, mine, steps) == [row.place for row in mine]


def drained(order: Order, rows: list[Row], steps: Steps) -> list[int]:
    """All places, asked for a window at a time."""
    taken = list[int]()
    while len(taken) < len(rows):
        taken += order.coming(rows[len(taken)], steps).tolist()
    return taken


def test_the_longest_window_bounds_what_is_coming() -> None:
    order = order_of(70)
    assert order.longest_window(0) == 15
    assert len(order.coming(order.rows(0, 70)[0], Steps(70, 0, 2))) == 15


def test_parts_of_a_source_share_no_place_and_the_seed_chooses() -> None:
    places = np.arange(0, 200, 2)
    first, rest = (places_of_part(places, SourceUse(1.0, part=part), "a", 3) for part in ((0.0, 0.3), (0.3, 1.0)))
    assert sorted([*first, *rest]) == places.tolist()
    assert first.tolist() == sorted(first)
    assert len(first) == 30
    assert first.tolist() != places_of_part(places, SourceUse(1.0, part=(0.0, 0.3)), "a", 4).tolist()
