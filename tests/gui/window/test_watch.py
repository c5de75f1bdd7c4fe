"""How long a window is watched."""

import time
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QEventLoop

from app.domain.frame import Frame
from app.domain.result import FrameResult, StepTimes
from app.ui.window.watch import _Observer


@pytest.mark.parametrize(("face", "lasts_s"), [(True, 0.4), (False, 0.1)])
def test_it_ends_so_long_after_the_first_face_or_for_want_of_one(
    qapp: Any, studio: Any, face: bool, lasts_s: float
) -> None:
    """A run ended with the time that its first face had: after a minute, whatever was asked."""
    loop = QEventLoop()
    observer = _Observer(loop, seconds=0.4, timeout_s=0.1)
    frame = Frame(np.zeros((4, 4, 3), np.uint8), 0, 0.0, time.perf_counter())
    begun = time.perf_counter()
    observer.on_painted(FrameResult(frame, (studio.reading(),) if face else (), StepTimes(1.0, 1.0, 1.0, 3.0)))
    loop.exec()
    assert time.perf_counter() - begun >= 0.9 * lasts_s  # a coarse timer of Qt may end a twentieth too early
    report = observer.report(None)
    assert (report.first_overlay_at is not None) == face
