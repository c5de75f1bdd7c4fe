"""What the tests kill: records about 30 frames a second to the folder named, and says on standard output when.

`python making_recording.py FOLDER numbers|video [LEAST_FREE_BYTES]`; ends by itself where the recording does.
"""

import sys
import time
from itertools import count
from pathlib import Path

import numpy as np

from app.capture.source import SourceInfo, SourceKind
from app.domain.face import Box, Detection, Face, Keypoints, Point
from app.domain.frame import Frame
from app.domain.reading import Emotion, EmotionScores, FaceReading, Pose, Reading
from app.domain.result import FrameResult, StepTimes
from app.output.video import GrowingVideoSink
from app.overlay.style import OverlayStyle
from app.recording.events import Event, EventKind
from app.recording.plan import Outcome, RecordingPlan
from app.recording.recording import Recording
from app.recording.session_file import Agreement, Kept
from app.ui.application import drawing_application

READING = Reading(EmotionScores((0.05, 0.6, 0.1, 0.05, 0.05, 0.05, 0.05, 0.05)), Pose(1.0, 2.0, 3.0), 0.5)
FACE = FaceReading(
    Face(1, Detection(Box(20.0, 30.0, 60.0, 60.0), Keypoints(*(Point(5.0, 5.0),) * 6), 0.9)),
    READING,
    READING,
    Emotion.HAPPINESS,
)
NOISE = np.random.default_rng(0).integers(0, 255, (144, 192, 3), dtype=np.uint8)
EVERY_MARKER = 10


def say(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def on_ended(outcome: Outcome) -> None:
    say("ended:", outcome.reason, "|", outcome.problem)


video = sys.argv[2] == "video"
drawing_application()
style = OverlayStyle(show_emotion=False, show_pose=False)
plan = RecordingPlan(
    Kept(video=video),
    Agreement("", ""),
    open_video=(lambda path: GrowingVideoSink(path, style)) if video else None,
    least_free_bytes=int(sys.argv[3]) if len(sys.argv) > 3 else 0,
)
recording = Recording(Path(sys.argv[1]), plan, on_ended)
recording.tell("running", SourceInfo("A camera", SourceKind.CAMERA, 192, 144, 30.0, None), "")
for index in count():
    now = time.perf_counter()
    result = FrameResult(
        Frame(np.roll(NOISE, index, 1), index, index / 30, now), (FACE,), StepTimes(1.0, 1.0, 1.0, 3.0)
    )
    recording.take_picture(result)
    recording.take(result)
    if index % EVERY_MARKER == 0:
        recording.note(Event(EventKind.MARKER, now, str(index), "hotkey"))
    say(index, time.time())
    if recording.wait(0.0):
        break
    time.sleep(1 / 30)
