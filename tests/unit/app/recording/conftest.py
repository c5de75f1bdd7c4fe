"""Results as a session gives them, and recordings that end with their test."""

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.domain.face import Box, Detection, Face, Keypoints, Point
from app.domain.frame import Frame
from app.domain.reading import Emotion, EmotionScores, FaceReading, Pose, Reading
from app.domain.result import FrameResult, StepTimes
from app.recording.plan import Outcome, RecordingPlan
from app.recording.recording import Recording
from app.recording.session_file import Agreement, Kept

READING = Reading(EmotionScores((0.1, 0.6, 0.1, 0.05, 0.05, 0.04, 0.03, 0.03)), Pose(10.0, -5.0, 2.5), 0.7)
AGREEMENT = Agreement("Numbers are kept.", "2026-01-01T00:00:00.000+00:00")


def result(index: int, at: float, faces: int = 1, time_s: float | None = None) -> FrameResult:
    """A frame captured at this moment; without a time of its own, 30 a second."""
    points = Keypoints(*(Point(5.0, 5.0),) * 6)
    readings = tuple(
        FaceReading(
            Face(track_id, Detection(Box(2.0, 3.0, 20.0, 20.0), points, 0.9)), READING, READING, Emotion.HAPPINESS
        )
        for track_id in range(1, faces + 1)
    )
    frame = Frame(np.zeros((48, 64, 3), np.uint8), index, index / 30 if time_s is None else time_s, at)
    return FrameResult(frame, readings, StepTimes(1.0, 1.0, 1.0, 3.0))


@dataclass
class Ended:
    """Who is told of the end."""

    outcomes: list[Outcome] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


@dataclass
class Studio:
    """Makes recordings in a folder of the test."""

    folder: Path
    told: Ended = field(default_factory=Ended)
    made: list[Recording] = field(default_factory=list)

    def begin(self, name: str = "session", **plan: Any) -> Recording:
        settled = {"kept": Kept(), "consent": AGREEMENT, "least_free_bytes": 0, **plan}
        recording = Recording(
            self.folder / name, RecordingPlan(**settled), self.told.outcomes.append, self.told.problems.append
        )
        self.made.append(recording)
        return recording

    def finish(self, recording: Recording) -> Outcome:
        recording.end()
        assert recording.wait(10.0)
        return self.told.outcomes[-1]


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    made = Studio(tmp_path)
    yield made
    for recording in made.made:
        recording.end()
        recording.wait(10.0)


def session_of(folder: Path) -> dict[str, Any]:
    found = json.loads((folder / "session.json").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def events_of(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "events.jsonl").read_text(encoding="utf-8").splitlines()]


def wait_until(met: Callable[[], bool], patience_s: float = 10.0) -> None:
    deadline = time.monotonic() + patience_s
    while not met():
        assert time.monotonic() < deadline, "it did not come in time"
        time.sleep(0.01)
