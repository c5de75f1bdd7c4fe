"""Answers held against labels, at the edges of the rules."""

import numpy as np

from trainer.evaluation.marks import emotion_marks, gender_marks, pose_marks, top_emotion
from trainer.evaluation.metrics import NO_CLASS

NAN = np.nan


def test_a_probability_of_a_half_is_female() -> None:
    labelled, female = np.array([1.0, 0.0, 1.0, 0.0, NAN, 1.0]), np.array([0.5, 0.5, 0.49, 0.49, 0.9, NAN])
    np.testing.assert_array_equal(gender_marks(labelled, female), [1, 0, 0, 1, NAN, NAN])


def test_an_answer_in_part_is_none() -> None:
    answers = np.full((3, 8), 0.1)
    answers[:, 2] = 0.3
    answers[1, 5] = NAN
    answers[2] = NAN
    assert top_emotion(answers).tolist() == [2, NO_CLASS, NO_CLASS]
    votes = np.zeros((3, 10), np.int64)
    votes[:, 2] = 5
    np.testing.assert_array_equal(emotion_marks(votes, answers), [1, NAN, NAN])


def test_an_error_of_pose_is_the_mean_of_three_the_short_way_round() -> None:
    marks = pose_marks(np.array([[0.0, 0.0, 179.0], [NAN, 0.0, 0.0]]), np.array([[3.0, -6.0, -178.0], [0.0, 0.0, 0.0]]))
    np.testing.assert_allclose(marks, [(3 + 6 + 3) / 3, NAN])
