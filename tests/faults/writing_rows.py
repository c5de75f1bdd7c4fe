"""What the tests kill: writes a row about every millisecond to the table named, and says on standard output when."""

import sys
import time
from itertools import count
from pathlib import Path

import numpy as np

from app.domain.face import Box, Detection, Face, Keypoints, Point
from app.domain.frame import Frame
from app.domain.reading import Emotion, EmotionScores, FaceReading, Pose, Reading
from app.domain.result import FrameResult, StepTimes
from app.output.table import TableSink

READING = Reading(EmotionScores((0.05, 0.6, 0.1, 0.05, 0.05, 0.05, 0.05, 0.05)), Pose(1.0, 2.0, 3.0), 0.5)
FACE = FaceReading(
    Face(1, Detection(Box(2.0, 3.0, 20.0, 20.0), Keypoints(*(Point(5.0, 5.0),) * 6), 0.9)),
    READING,
    READING,
    Emotion.HAPPINESS,
)
PIXELS = np.zeros((48, 64, 3), np.uint8)

sink = TableSink(Path(sys.argv[1]))
pause_s = float(sys.argv[2])
sink.begin("camera")
for index in count():
    sink.write(FrameResult(Frame(PIXELS, index, index / 30, 0.0), (FACE,), StepTimes(1.0, 1.0, 1.0, 3.0)))
    sys.stdout.write(f"{index} {time.time()}\n")
    sys.stdout.flush()
    time.sleep(pause_s)
