"""Readings made by hand, and the application object that Qt needs to draw text."""

import os
import time
from collections.abc import Callable

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
import pytest
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from app.domain.face import Box, Detection, Face, Keypoints, Point
from app.domain.frame import Frame
from app.domain.reading import EMOTIONS, Emotion, EmotionScores, FaceReading, Flaw, Pose, Reading
from app.domain.result import FrameResult, StepTimes
from app.overlay.paint import paint_result
from app.overlay.style import OverlayStyle

MakeFace = Callable[..., FaceReading]
Draw = Callable[..., QImage]


@pytest.fixture
def make_face() -> MakeFace:
    def make(
        box: Box = Box(60, 60, 80, 80),
        track_id: int = 1,
        emotion: Emotion = Emotion.HAPPINESS,
        probability: float = 0.8,
        pose: Pose = Pose(0, 0, 0),
        female: float = 0.5,
        certain: bool = True,
        observed: bool = True,
        flaw: Flaw | None = None,
    ) -> FaceReading:
        rest = (1 - probability) / 7
        scores = EmotionScores(tuple(probability if each is emotion else rest for each in EMOTIONS))
        keypoints = Keypoints(*(Point(0, 0),) * 6)
        reading = Reading(scores, pose, female)
        face = Face(track_id, Detection(box, keypoints, 1.0), observed)
        return FaceReading(face, reading, reading, emotion if certain and flaw is None else None, flaw)

    return make


@pytest.fixture
def draw(qapp: QApplication) -> Draw:
    """Draw faces on a black picture."""

    def drawn(style: OverlayStyle, *faces: FaceReading, width: int = 400, height: int = 300) -> QImage:
        frame = Frame(np.zeros((height, width, 3), np.uint8), 0, 0.0, time.perf_counter())
        image = QImage(width, height, QImage.Format.Format_RGB32)
        image.fill(0)
        painter = QPainter(image)
        paint_result(painter, FrameResult(frame, faces, StepTimes(1, 1, 1, 3)), style)
        painter.end()
        return image

    return drawn
