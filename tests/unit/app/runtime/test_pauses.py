"""Paused time counts nowhere."""

import math

from app.runtime.pauses import Pauses


def test_only_what_lies_in_a_pause_is_counted() -> None:
    pauses = Pauses()
    pauses.pause(True, 10.0)
    pauses.pause(False, 30.0)
    pauses.pause(True, 50.0)
    assert pauses.seconds_between(0.0, 5.0) == 0.0
    assert pauses.seconds_between(9.0, 11.0) == 1.0
    assert pauses.seconds_between(-math.inf, 40.0) == 20.0
    assert pauses.seconds_between(0.0, 55.0) == 25.0


def test_what_is_told_twice_changes_nothing() -> None:
    pauses = Pauses()
    pauses.pause(False, 1.0)
    pauses.pause(True, 2.0)
    pauses.pause(True, 3.0)
    pauses.pause(False, 4.0)
    assert pauses.seconds_between(0.0, 9.0) == 2.0
