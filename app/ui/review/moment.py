"""What was read of faces at one moment of a recording, as the live picture shows it."""

from collections.abc import Sequence

from app.domain.face import Box, Detection, Face, Keypoints, Point
from app.domain.frame import Frame
from app.domain.reading import Attention, EmotionScores, FaceReading, Pose, Reading
from app.domain.result import FrameResult, StepTimes
from app.recording.track import Track

FRESH_S = 0.5
"""A reading stands for so long when no newer one comes."""

_NOWHERE = Keypoints(*(Point(0.0, 0.0),) * 6)
_ATTENTION = (Attention.FACING, Attention.AWAY)
_UNKNOWN_GENDER = 0.5


def reading_at(track: Track, time_s: float) -> FaceReading | None:
    """The reading of a face at a moment, None where it was not there; the perceived gender is left out."""
    row = track.row_at(time_s, FRESH_S)
    if row is None:
        return None
    box = track.box[row]
    reading = Reading(
        EmotionScores(tuple(map(float, track.emotions[row]))),
        Pose(*map(float, track.angles_deg[row])),
        _UNKNOWN_GENDER,
    )
    flaw = None if track.judged[row] else track.flaw_at(row)
    attention = _ATTENTION[track.attention[row]] if track.attention[row] >= 0 else None
    face = Face(track.face_id, Detection(Box(*map(float, box)), _NOWHERE, 1.0))
    return FaceReading(face, reading, reading, track.emotion_at(row), flaw, attention)


def result_at(frame: Frame, tracks: Sequence[Track], time_s: float) -> FrameResult:
    """A picture of the recording with what was read of these faces then; those without a place in it are left out."""
    readings = (reading_at(track, time_s) for track in tracks)
    faces = tuple(reading for reading in readings if reading is not None and reading.face.box.area > 0)
    return FrameResult(frame, faces, StepTimes(0.0, 0.0, 0.0, 0.0))
