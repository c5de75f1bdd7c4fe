"""Shares of time, pose and attention of a face in a range."""

import numpy as np
import pytest

from app.recording.reader import open_recording
from app.recording.summary import NO_FACE, NOT_JUDGED, UNKNOWN, summarise
from tests.unit.app.recording.made import recording, row, table


def summary_of(path, start_s, end_s, face_id=1):
    opened = open_recording(path)
    return summarise(opened.frames, opened.track(face_id), start_s, end_s)


def test_time_is_weighed_not_rows(tmp_path):
    """Ten frames of joy in one second, and ten of anger in the five after it."""
    joy = [row(place * 0.1) for place in range(10)]
    anger = [row(1 + place * 0.5, emotion="anger") for place in range(10)]
    times = [each["time_s"] for each in (*joy, *anger)]
    made = summary_of(recording(tmp_path / "r", [*joy, *anger], [*times, 6.0]), 0.0, 6.0)
    assert made.emotions["happiness"] == pytest.approx(1 / 6)
    assert made.emotions["anger"] == pytest.approx(5 / 6)
    assert made.judged_s == made.seen_s == made.recorded_s == pytest.approx(6.0)


def test_gaps_count_for_nothing_and_absence_does(tmp_path):
    times = [place * 0.1 for place in range(20)]
    later = [10 + time_s for time_s in times]
    made = summary_of(recording(tmp_path / "r", [row(time_s) for time_s in times], [*times, *later]), 0.0, 12.0)
    assert made.recorded_s == pytest.approx(4.0)
    assert made.gap_s == pytest.approx(8.0)
    assert made.emotions["happiness"] == pytest.approx(0.5)
    assert made.emotions[NO_FACE] == made.attention["absent"] == pytest.approx(0.5)


def test_a_frame_at_the_edge_of_the_range_counts_in_part(tmp_path):
    times = [float(place) / 2 for place in range(5)]
    made = summary_of(recording(tmp_path / "r", [row(time_s) for time_s in times], times), 0.25, 1.25)
    assert made.recorded_s == made.seen_s == pytest.approx(1.0)


def test_what_is_not_claimed_is_a_share_of_its_own(tmp_path):
    rows = [
        row(0.0, emotion="uncertain"),
        row(0.1, valid=0, reason="too dark", emotion="uncertain", attention=""),
        row(0.2, valid=0, reason="turned too far", yaw_deg=80.0, emotion="uncertain", attention="away"),
        row(0.3),
    ]
    made = summary_of(table(tmp_path / "t.csv", rows), 0.0, 0.4)
    assert made.emotions["uncertain"] == pytest.approx(0.25)
    assert made.emotions[NOT_JUDGED] == pytest.approx(0.5)
    assert made.attention[UNKNOWN] == pytest.approx(0.25)
    assert made.attention["away"] == pytest.approx(0.25)
    assert made.pose["yaw"].most == 80.0, "a face turned too far still has its angles"
    assert sum(made.emotions.values()) == pytest.approx(1.0)
    assert sum(made.attention.values()) == pytest.approx(1.0)


def test_the_range_of_the_pose(tmp_path):
    rows = [row(place / 10, yaw_deg=float(place)) for place in range(101)]
    pose = summary_of(table(tmp_path / "t.parquet", rows), 0.0, 10.1).pose["yaw"]
    assert (pose.least, pose.most) == (0.0, 100.0)
    assert np.allclose((pose.p5, pose.median, pose.p95), (5, 50, 95), atol=1)


def test_a_table_has_no_gaps_what_lies_between_showed_no_face(tmp_path):
    rows = [row(place / 10) for place in range(10)] + [row(9 + place / 10) for place in range(10)]
    made = summary_of(table(tmp_path / "t.jsonl", rows), 0.0, 10.0)
    assert made.gap_s == pytest.approx(0.0)
    assert made.emotions[NO_FACE] == pytest.approx(0.8, abs=0.01)


def test_a_range_of_nothing_has_no_shares(tmp_path):
    made = summary_of(table(tmp_path / "t.csv", [row(0.0), row(0.1)]), 5.0, 5.0)
    assert made.recorded_s == 0.0
    assert set(made.emotions.values()) == {0.0}
    assert made.pose == {}
