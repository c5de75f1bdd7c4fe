"""Median and 95th percentile."""

from app.commands.spread import Spread, spread


def test_the_middle_and_what_one_in_twenty_exceeds() -> None:
    assert spread([float(value) for value in range(1, 101)]) == Spread(50.5, 95.0, 100)


def test_one_measurement_is_both() -> None:
    assert spread([3.14159]) == Spread(3.14, 3.14, 1)


def test_nothing_measured_has_no_spread() -> None:
    assert spread([]) is None
