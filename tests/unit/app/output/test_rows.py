"""The columns of the table, word by word, and which faces give a row."""

from dataclasses import replace

import numpy as np

from app.domain.face import Box, Detection, Face, Keypoints, Point
from app.domain.frame import Frame
from app.domain.reading import Attention, Emotion, EmotionScores, FaceReading, Pose, Reading
from app.domain.result import FrameResult, StepTimes
from app.output.rows import COLUMNS, rows_of

SMOOTHED = Reading(EmotionScores((0.1, 0.6, 0.1, 0.05, 0.05, 0.04, 0.03, 0.03)), Pose(10.126, -5.0, 2.5), 0.7)
RAW = Reading(EmotionScores((0.4, 0.3, 0.1, 0.05, 0.05, 0.04, 0.03, 0.03)), Pose(12.0, -6.0, 3.5), 0.8)
POINTS = Keypoints(*(Point(30.0, 40.0) for _ in range(6)))
SEEN = FaceReading(Face(4, Detection(Box(20.04, 21.26, 32.0, 33.0), POINTS, 0.9)), SMOOTHED, RAW, Emotion.HAPPINESS)


def result_of(*faces: FaceReading) -> FrameResult:
    frame = Frame(np.zeros((48, 64, 3), np.uint8), 7, 0.23333, 1.0)
    return FrameResult(frame, faces, StepTimes(1.0, 1.0, 1.0, 3.0))


def test_columns_are_the_documented_ones() -> None:
    assert ", ".join(COLUMNS) == (
        "file, time_s, frame, face_id, box_x, box_y, box_w, box_h, valid, reason, attention, baseline, "
        "neutral, happiness, surprise, sadness, anger, disgust, fear, contempt, "
        "emotion, confidence, yaw_deg, pitch_deg, roll_deg, female, "
        "neutral_raw, happiness_raw, surprise_raw, sadness_raw, anger_raw, disgust_raw, fear_raw, contempt_raw, "
        "emotion_raw, confidence_raw, yaw_deg_raw, pitch_deg_raw, roll_deg_raw, female_raw"
    )


def test_a_row_says_what_was_read() -> None:
    (row,) = rows_of("a.mp4", result_of(SEEN))
    assert (row["file"], row["time_s"], row["frame"], row["face_id"]) == ("a.mp4", 0.233, 7, 4)
    assert (row["box_x"], row["box_y"], row["box_w"], row["box_h"]) == (20.0, 21.3, 32.0, 33.0)
    assert (row["emotion"], row["confidence"], row["happiness"]) == ("happiness", 0.6, 0.6)
    assert (row["yaw_deg"], row["pitch_deg"], row["roll_deg"], row["female"]) == (10.13, -5.0, 2.5, 0.7)
    assert (row["emotion_raw"], row["confidence_raw"], row["yaw_deg_raw"]) == ("neutral", 0.4, 12.0)


def test_an_uncertain_label_says_so_and_keeps_its_probabilities() -> None:
    (row,) = rows_of("a.mp4", result_of(replace(SEEN, label=None)))
    assert (row["emotion"], row["confidence"], row["emotion_raw"]) == ("uncertain", 0.6, "neutral")


def test_a_frame_without_a_face_gives_no_row() -> None:
    assert rows_of("a.mp4", result_of()) == ()


def test_a_face_that_is_lost_for_the_moment_gives_no_row() -> None:
    lost = replace(SEEN, face=replace(SEEN.face, track_id=5, observed=False))
    assert [row["face_id"] for row in rows_of("a.mp4", result_of(SEEN, lost))] == [4]


def test_the_attention_stands_in_its_column() -> None:
    (row,) = rows_of("a.mp4", result_of(replace(SEEN, attention=Attention.AWAY)))
    assert row["attention"] == "away"
    (row,) = rows_of("a.mp4", result_of(SEEN))
    assert row["attention"] == ""


def test_the_baseline_is_named_and_the_raw_columns_know_none() -> None:
    (row,) = rows_of("a.mp4", result_of(replace(SEEN, baseline="Anna")))
    (plain,) = rows_of("a.mp4", result_of(SEEN))
    assert (row["baseline"], plain["baseline"]) == ("Anna", "")
    assert {**row, "baseline": ""} == plain
