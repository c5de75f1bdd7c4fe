"""The picture: an error while painting ends the painting, not the program."""

import math
from collections.abc import Callable

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from app.domain.frame import Frame
from app.domain.reading import FaceReading, Pose
from app.domain.result import FrameResult, StepTimes
from app.overlay.style import OverlayStyle
from app.ui.video.video_view import VideoView


def test_a_reading_that_cannot_be_painted_does_not_stop_later_pictures(qtbot: QtBot, studio: object) -> None:
    make_reading: Callable[..., FaceReading] = studio.reading  # type: ignore[attr-defined]
    frame = Frame(np.full((240, 320, 3), 128, np.uint8), 0, 0.0, 0.0)
    times = StepTimes(1.0, 1.0, 1.0, 3.0)
    view = VideoView()
    qtbot.addWidget(view)
    view.resize(320, 240)
    view.show_result(FrameResult(frame, (make_reading(pose=Pose(math.nan, 0, 0)),), times), OverlayStyle())
    with pytest.raises(ValueError, match="NaN"):
        view.grab()
    assert not view.paintingActive()
    view.show_result(FrameResult(frame, (make_reading(),), times), OverlayStyle())
    assert not view.grab().isNull()
