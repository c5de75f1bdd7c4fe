"""Median and 95th percentile."""

from app.commands.percentiles import Percentiles, percentiles


def test_the_middle_and_what_one_in_twenty_exceeds() -> None:
    assert percentiles([float(value) for value in range(1, 101)]) == Percentiles(50.5, 95.0, 100)


def test_one_measurement_is_both() -> None:
    assert percentiles([3.14159]) == Percentiles(3.14, 3.14, 1)


def test_nothing_measured_has_no_percentiles() -> None:
    assert percentiles([]) is None
