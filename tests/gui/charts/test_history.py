"""The past of each face, for the charts."""

import time

import numpy as np
import pytest

from app.domain.frame import Frame
from app.domain.reading import Flaw
from app.domain.result import FrameResult, StepTimes
from app.ui.charts.history import History


@pytest.fixture
def at(studio):
    begun = time.perf_counter()

    def result(second, *track_ids, flaw=None):
        frame = Frame(np.zeros((4, 4, 3), np.uint8), 0, second, begun + second)
        return FrameResult(
            frame, tuple(studio.reading(track_id, flaw=flaw) for track_id in track_ids), StepTimes(1, 1, 1, 3)
        )

    return result


def test_the_newest_sample_is_now(at):
    history = History(60)
    for second in range(5):
        history.add(at(second, 1))
    track = history.of(1)
    assert track.time_s == pytest.approx([-4, -3, -2, -1, 0])
    assert track.emotions.shape == (5, 8)
    assert track.angles_deg[-1] == pytest.approx([20, -10, 5])


def test_what_is_older_is_forgotten(at):
    history = History(3)
    for second in range(10):
        history.add(at(second, 1))
    assert history.of(1).time_s[0] == pytest.approx(-3)


def test_a_face_that_was_away_leaves_a_gap(at):
    history = History(60)
    for second, faces in ((0.0, (1,)), (0.2, (1,)), (5.0, ()), (10.0, (1,))):
        history.add(at(second, *faces))
    assert np.isnan(history.of(1).emotions[:, 0]).sum() == 1


def test_faces_do_not_mix(at):
    history = History(60)
    history.add(at(0, 1, 2))
    history.add(at(1, 2))
    assert (len(history.of(1).time_s), len(history.of(2).time_s), len(history.of(3).time_s)) == (1, 2, 0)


def test_samples_are_no_denser_than_a_chart_can_show(at):
    history = History(60)
    for number in range(100):
        history.add(at(number / 100, 1))
    assert len(history.of(1).time_s) <= 11


@pytest.mark.parametrize(("flaw", "angles_stand"), [(Flaw.DARK, False), (Flaw.TURNED, True)])
def test_what_is_not_claimed_leaves_a_gap(at, flaw, angles_stand):
    history = History(60)
    history.add(at(0.0, 1))
    history.add(at(0.2, 1, flaw=flaw))
    track = history.of(1)
    assert np.isnan(track.emotions).all(axis=1).tolist() == [False, True]
    assert np.isfinite(track.angles_deg).all(axis=1).tolist() == [True, angles_stand]


def test_paused_time_takes_no_room(at):
    history = History(60)
    for second in (0.0, 0.2):
        history.add(at(second, 1))
    begun = at(0.0).frame.captured_at
    history.pause(True, begun + 0.3)
    history.pause(False, begun + 30.3)
    history.add(at(30.5, 1))
    assert history.of(1).time_s == pytest.approx([-0.5, -0.3, 0.0])


def test_a_face_that_left_is_not_one_of_now(at):
    history = History(60)
    history.add(at(0.0, 1))
    assert history.of(1).fresh
    history.add(at(2.0))
    assert not history.of(1).fresh
    assert not history.of(7).fresh
