"""Few points that still show every peak."""

import numpy as np

from app.recording.downsampling import downsampled


def test_a_single_peak_among_many_values_is_still_seen():
    time_s = np.arange(200_000) / 30
    values = np.zeros((200_000, 2), np.float32)
    values[123_456, 1] = 1.0
    values[77, 0] = -1.0
    points = downsampled(time_s, values, 0.0, time_s[-1], 800, 1.0)
    assert len(points.time_s) <= 1610
    assert points.values[:, 1].max() == 1.0
    assert points.values[:, 0].min() == -1.0
    peak_s = points.time_s[points.values[:, 1].argmax()]
    assert abs(peak_s - 123_456 / 30) < 2 * time_s[-1] / 800
    assert (np.diff(points.time_s) > 0).all()


def test_few_values_stay_as_they_are():
    time_s = np.array([0.0, 0.1, 0.2])
    values = np.array([[1.0], [2.0], [3.0]], np.float32)
    points = downsampled(time_s, values, 0.0, 0.2, 800, 1.0)
    assert np.array_equal(points.time_s, time_s)
    assert np.array_equal(points.values, values)


def test_the_curve_is_broken_where_there_is_nothing():
    time_s = np.concatenate([np.arange(1000) / 30, 100 + np.arange(1000) / 30])
    for stretches in (50, 5000):
        points = downsampled(time_s, np.ones((2000, 1), np.float32), 0.0, 140.0, stretches, 1.0)
        assert np.isnan(points.values).sum() == 1


def test_values_that_are_not_claimed_do_not_hide_those_that_are():
    time_s = np.arange(10_000) / 30
    values = np.full((10_000, 1), np.nan, np.float32)
    values[::2] = 0.5
    points = downsampled(time_s, values, 0.0, time_s[-1], 100, 1.0)
    assert np.isfinite(points.values).all()


def test_only_the_range_is_looked_at():
    time_s = np.arange(10_000) / 30
    points = downsampled(time_s, np.ones((10_000, 1), np.float32), 100.0, 101.0, 100, 1.0)
    assert 30 <= len(points.time_s) <= 34
    assert len(downsampled(time_s, np.ones((10_000, 1), np.float32), 900.0, 901.0, 100, 1.0).time_s) <= 1
    assert len(downsampled(np.empty(0), np.empty((0, 1), np.float32), 0.0, 1.0, 100, 1.0).time_s) == 0
