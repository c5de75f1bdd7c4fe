"""Things made ahead come in order, not too early, and end with the generator."""

import threading

import pytest

from trainer.data.read_ahead import made_ahead


def test_everything_comes_once_and_in_order() -> None:
    assert list(made_ahead(lambda number: number * 10, 3, 12)) == [10 * number for number in range(3, 12)]
    assert list(made_ahead(str, 5, 5)) == []


def test_no_more_than_four_are_ahead() -> None:
    made = list[int]()
    things = made_ahead(lambda number: made.append(number) or number, 0, 100)
    assert [next(things), next(things)] == [0, 1]
    things.close()
    assert made == list(range(len(made)))
    assert len(made) <= 6


def test_the_thread_ends_with_the_generator() -> None:
    things = made_ahead(str, 0, 100)
    next(things)
    things.close()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("poise-batches")]


def test_a_failure_reaches_the_caller() -> None:
    with pytest.raises(ZeroDivisionError):
        list(made_ahead(lambda number: 1 // (number - 2), 0, 5))
