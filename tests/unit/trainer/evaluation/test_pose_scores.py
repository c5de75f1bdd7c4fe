"""Errors of head pose, and whose the offsets are."""

import numpy as np
import pytest
from numpy.typing import NDArray

from trainer.evaluation.answers import Answers
from trainer.evaluation.pose_scores import pose_scores

TRUTH = np.array([(10.0, 5.0, -3.0), (-20.0, 0.0, 8.0), (40.0, -5.0, 0.0)])
MIRROR = (-1, 1, -1)


def answers(angles_deg: NDArray[np.float64]) -> Answers:
    found = np.isfinite(angles_deg).all(axis=1)
    return Answers(found, np.full((len(angles_deg), 8), 1 / 8), angles_deg, np.full(len(angles_deg), 0.5), ())


def test_an_offset_that_a_mirror_turns_round_is_the_labels() -> None:
    read = TRUTH + np.array((2.0, 1.0, -0.5))  # what the faces show, while the labels say otherwise
    scores = pose_scores(TRUTH, answers(read), answers(read * MIRROR))
    assert scores.offset == pytest.approx({"yaw": 2.0, "pitch": 1.0, "roll": -0.5})
    assert scores.own_offset == pytest.approx({"yaw": 0.0, "roll": 0.0})


def test_an_offset_that_a_mirror_leaves_is_the_network_s() -> None:
    slip = np.array((3.0, 0.0, -1.0))
    scores = pose_scores(TRUTH, answers(TRUTH + slip), answers(TRUTH * MIRROR + slip))
    assert scores.offset == pytest.approx({"yaw": 3.0, "pitch": 0.0, "roll": -1.0})
    assert scores.own_offset == pytest.approx({"yaw": 3.0, "roll": -1.0})


def test_pictures_whose_mirror_image_was_not_found_do_not_count() -> None:
    lost = TRUTH * MIRROR
    lost[0] = np.nan
    scores = pose_scores(TRUTH, answers(TRUTH), answers(lost))
    assert scores.n == 3
    assert scores.own_offset == pytest.approx({"yaw": 0.0, "roll": 0.0})


def test_without_mirror_images_nothing_is_said() -> None:
    assert pose_scores(TRUTH, answers(TRUTH)).own_offset is None


def test_a_head_read_as_straight_is_not_read_to_the_wrong_side() -> None:
    truth = np.array([(30.0, 0.0, 0.0)] * 4)
    read = np.array([(-1.0, 0.0, 0.0), (0.0, 0.0, 0.0), (1.0, 0.0, 0.0), (40.0, 0.0, 0.0)])
    flips = pose_scores(truth, answers(read)).by_yaw["30-45"].sign_flips
    assert flips is not None
    assert (flips.accuracy, flips.n) == (0.25, 4)
