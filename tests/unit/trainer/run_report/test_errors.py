"""What the plots show of errors, against numbers worked out by hand."""

import numpy as np
import pytest

from trainer.evaluation.metrics import calibration_error, confusion
from trainer.run_report.emotion_plots import emotion_section, reliability
from trainer.run_report.judged import EmotionAnswers, PoseAnswers
from trainer.run_report.mistakes import most_confidently_wrong
from trainer.run_report.pose_plots import Bin, errors_by_angle


def answers(*cells: tuple[int, int, float]) -> EmotionAnswers:
    """Of (label, answer, confidence)."""
    probabilities = np.array(
        [[(1 - sure) / 7 + (sure - (1 - sure) / 7) * (c == said) for c in range(8)] for _, said, sure in cells]
    )
    return EmotionAnswers(np.arange(len(cells)) * 10, np.array([label for label, _, _ in cells]), probabilities)


FIVE = answers((0, 0, 0.9), (0, 1, 0.95), (1, 1, 0.3), (4, 0, 0.6), (4, 4, 0.92))


def test_the_confusion_matrix_counts_labels_in_rows_and_answers_in_columns() -> None:
    counts = confusion(FIVE.truth, FIVE.predicted)
    assert (counts[0, 0], counts[0, 1], counts[1, 1], counts[4, 0], counts[4, 4]) == (1, 1, 1, 1, 1)
    assert counts.sum() == 5


def test_reliability_bins_agree_with_the_expected_calibration_error() -> None:
    number, confidence, accuracy = reliability(FIVE)
    assert number[[4, 8, 13, 14]].tolist() == [1, 1, 2, 1]  # (0.267, 0.333], (0.533, 0.6], (0.867, 0.933], above
    assert confidence[13] == pytest.approx(0.91)
    assert accuracy[13] == 1.0
    assert accuracy[14] == 0.0
    by_hand = (0.7 + 0.6 + 2 * 0.09 + 0.95) / 5
    assert np.nansum(np.abs(confidence - accuracy) * number) / 5 == pytest.approx(by_hand)
    assert calibration_error(FIVE.confidence, FIVE.predicted == FIVE.truth) == pytest.approx(by_hand)


def test_the_section_names_recall_and_precision() -> None:
    html = emotion_section(FIVE).body
    assert '<th scope="row">neutral</th><td>2</td><td>50.0 %</td><td>2</td><td>50.0 %</td>' in html
    assert '<th scope="row">anger</th><td>2</td><td>50.0 %</td><td>1</td><td>100.0 %</td>' in html
    assert '<th scope="row">fear</th><td>0</td><td>–</td><td>0</td><td>–</td>' in html
    assert "Right on 60.0 % of 5 faces" in html
    assert "Expected calibration error: 48.6 %" in html


def test_without_labels_a_sentence_says_so() -> None:
    empty = EmotionAnswers(np.zeros(0, int), np.zeros(0, int), np.zeros((0, 8)))
    assert "No validation picture names an emotion" in emotion_section(empty).body


def test_pose_errors_fall_in_bins_of_fifteen_degrees_around_zero() -> None:
    truth = np.array([-7.5, 0.0, 7.4, 7.5, -8.0, 80.0, 200.0])
    error = np.array([1.0, -2.0, 3.0, -4.0, 5.0, 6.0, 8.0])
    assert errors_by_angle(truth, error) == (Bin(-15, 1, 5.0), Bin(0, 3, 2.0), Bin(15, 1, 4.0), Bin(75, 2, 7.0))


def test_the_worst_mistake_is_the_surest() -> None:
    assert most_confidently_wrong(FIVE, 9).tolist() == [1, 3]
    assert most_confidently_wrong(FIVE, 1).tolist() == [1]


def test_no_poses_are_no_bins() -> None:
    none = PoseAnswers(np.zeros(0, int), np.zeros((0, 3)), np.zeros((0, 3)))
    assert errors_by_angle(none.truth_deg[:, 0], none.error_deg[:, 0]) == ()
