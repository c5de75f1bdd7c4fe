"""The measures against numbers worked out by hand."""

import math

import numpy as np
import pytest

from trainer.evaluation.metrics import (
    NO_CLASS,
    angle_difference,
    area_under_roc,
    bootstrap_interval,
    calibration_error,
    confidence_bins,
    ferplus_majority,
    mean_correlation,
    mean_interval,
    plurality,
    recalls,
    wilson,
    without_contempt,
)

# neutral, happiness, surprise, sadness, anger, disgust, fear, contempt, unknown, not a face
VOTES = {
    "clear": (7, 1, 0, 0, 2, 0, 0, 0, 0, 0),
    "tie of two emotions": (4, 4, 1, 0, 0, 0, 0, 0, 1, 0),
    "unknown wins": (3, 1, 0, 0, 0, 0, 0, 0, 6, 0),
    "tie with unknown": (4, 0, 0, 1, 0, 0, 0, 1, 4, 0),
    "below half, though alone": (0, 0, 0, 4, 3, 3, 0, 0, 0, 0),
    "half of what remains is not enough": (0, 0, 4, 0, 2, 0, 2, 0, 1, 1),
    "single votes dropped make it more than half": (1, 1, 1, 0, 1, 0, 0, 4, 1, 1),
    "a vote for unknown counts in the rest": (0, 5, 0, 0, 0, 0, 0, 0, 2, 3),
    "not a face": (0, 0, 0, 0, 0, 0, 0, 0, 0, 10),
    "no votes at all": (0,) * 10,
}


def test_plurality_stands_alone_among_all_ten_columns() -> None:
    expected = [0, NO_CLASS, NO_CLASS, NO_CLASS, 3, 2, 7, 1, NO_CLASS, NO_CLASS]
    assert plurality(np.array(list(VOTES.values()))).tolist() == expected


def test_the_authors_rule_wants_more_than_half_of_the_votes_that_remain() -> None:
    expected = [0, NO_CLASS, NO_CLASS, NO_CLASS, NO_CLASS, NO_CLASS, 7, NO_CLASS, NO_CLASS, NO_CLASS]
    assert ferplus_majority(np.array(list(VOTES.values()))).tolist() == expected


def test_dropping_contempt_renormalises_the_rest() -> None:
    seven = without_contempt(np.array([[0.1, 0.2, 0, 0, 0.1, 0, 0, 0.6]]))
    assert seven == pytest.approx(np.array([[0.25, 0.5, 0, 0, 0.25, 0, 0]]))


def test_recall_is_per_class_and_none_for_a_class_without_pictures() -> None:
    assert recalls(np.array([0, 0, 0, 2]), np.array([0, 1, 0, 2]), 3) == [pytest.approx(2 / 3), None, 1.0]


def test_calibration_error_weighs_the_gap_of_each_bin() -> None:
    confidence = np.array([0.95, 0.95, 0.50, 0.52])  # bins 14, 14 and 7, 7
    correct = np.array([True, False, True, True])
    # gap of bin 14: |0.5 - 0.95| = 0.45; of bin 7: |1 - 0.51| = 0.49; half of the pictures in each
    assert calibration_error(confidence, correct) == pytest.approx(0.47)


def test_calibration_bins_reach_from_above_zero_to_one() -> None:
    assert calibration_error(np.array([0.0, 1.0]), np.array([False, True])) == 0.0
    assert calibration_error(np.array([]), np.array([], dtype=bool)) is None


def test_gaps_within_a_bin_cancel_but_not_across_bins() -> None:
    together = calibration_error(np.array([0.62, 0.64]), np.array([True, False]))  # both in (9/15, 10/15]
    apart = calibration_error(np.array([0.62, 0.70]), np.array([True, False]))
    assert together == pytest.approx(abs(1 - 1.26) / 2)
    assert apart == pytest.approx((0.38 + 0.70) / 2)


def test_area_counts_ties_half() -> None:
    score = np.array([0.9, 0.5, 0.5, 0.1])
    positive = np.array([True, True, False, False])
    # pairs: 0.9 beats both, 0.5 ties one and beats one: 3.5 of 4
    assert area_under_roc(score, positive) == pytest.approx(3.5 / 4)
    assert area_under_roc(np.full(4, 0.3), positive) == pytest.approx(0.5)
    assert area_under_roc(-score, positive) == pytest.approx(0.5 / 4)


def test_area_needs_both_kinds() -> None:
    assert area_under_roc(np.array([0.1, 0.2]), np.array([True, True])) is None
    assert area_under_roc(np.array([]), np.array([], dtype=bool)) is None


def test_angles_differ_the_short_way_round() -> None:
    difference = angle_difference(np.array([10.0, -179.0, 179.0, 0.0]), np.array([-5.0, 179.0, -179.0, 180.0]))
    assert difference == pytest.approx(np.array([15.0, 2.0, -2.0, -180.0]))


def test_wilson_interval_of_eight_in_ten() -> None:
    # (0.8 + z2/20 -+ z sqrt(0.16/10 + z2/400)) / (1 + z2/10) with z = 1.96
    assert wilson(8, 10) == pytest.approx((0.4902, 0.9433), abs=2e-4)


def test_wilson_interval_stays_between_zero_and_one() -> None:
    assert wilson(0, 10) == pytest.approx((0.0, 0.2775), abs=2e-4)
    assert wilson(10, 10) == pytest.approx((0.7225, 1.0), abs=2e-4)
    assert wilson(0, 0) is None


def test_interval_of_a_mean() -> None:
    interval = mean_interval(np.array([1.0, 3.0]))  # deviation sqrt 2, divided by sqrt 2: 1
    assert interval == pytest.approx((2 - 1.959964, 2 + 1.959964))
    assert mean_interval(np.array([1.0])) is None
    assert not math.isnan(interval.low if interval else math.nan)


def test_bins_hold_their_upper_bound() -> None:
    assert confidence_bins(np.array([0.0, 1 / 15, 1 / 15 + 1e-6, 0.5, 1.0])).tolist() == [0, 0, 1, 7, 14]


def test_the_bootstrap_of_a_mean_is_its_normal_interval_and_repeats_itself() -> None:
    right = np.arange(400) % 4 > 0  # three in four
    interval = bootstrap_interval(0.75, lambda rows: float(right[rows].mean()), right.size)
    assert interval == bootstrap_interval(0.75, lambda rows: float(right[rows].mean()), right.size)
    assert interval is not None
    reach = 1.96 * math.sqrt(0.75 * 0.25 / 400)
    assert (0.75 - interval.low, interval.high - 0.75) == pytest.approx((reach, reach), rel=0.1)


def test_the_bootstrap_stays_a_share_and_needs_a_value() -> None:
    wide = bootstrap_interval(0.9, lambda rows: float(rows[0] % 2), 10)
    assert wide == (0.0, 1.0)
    assert bootstrap_interval(None, lambda rows: None, 10) is None
    assert bootstrap_interval(1.0, lambda rows: 1.0, 1) is None


def test_correlation_is_a_mean_over_the_columns_that_vary() -> None:
    truth = np.array([[0.0, 0.5, 0.1, 0.30], [0.5, 0.25, 0.3, 0.31], [1.0, 0.0, 0.2, 0.30]])
    said = np.array([[0.1, 0.0, 0.5, 0.9], [0.2, 0.1, 0.5, 0.1], [0.3, 0.2, 0.5, 0.9]])
    assert mean_correlation(said, truth) == pytest.approx((1 - 1 + 0) / 3)  # the last hardly varies
    assert mean_correlation(said[:, :1], truth[:, :1]) == pytest.approx(1.0)
    uneven = np.array([[0.0], [1.0], [0.0]])
    assert mean_correlation(uneven, truth[:, 2:3]) == pytest.approx(np.corrcoef(uneven[:, 0], truth[:, 2])[0, 1])
    assert mean_correlation(said[:, 3:], truth[:, 3:]) is None
