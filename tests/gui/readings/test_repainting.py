"""What takes long to paint is painted where it is seen to change, and always then."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.domain.reading import EMOTIONS, Emotion, EmotionScores, Pose
from app.ui.look.theme import Theme
from app.ui.readings.emotion_bars import EmotionBars
from app.ui.readings.gender_scale import GenderScale
from app.ui.readings.pose_gauge import PoseGauge


class Paintings(QObject):
    """Counts how often a widget is painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__()
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() is QEvent.Type.Paint
        return False


@pytest.fixture
def repaints(qtbot: QtBot, qapp: Any) -> Callable[[QWidget, Callable[[], None]], bool]:
    def after(widget: QWidget, change: Callable[[], None]) -> bool:
        if not widget.isVisible():
            qtbot.addWidget(widget)
            widget.show()
            qtbot.waitExposed(widget)
        for _ in range(3):
            qapp.processEvents()
        paintings = Paintings(widget)
        change()
        for _ in range(3):
            qapp.processEvents()
        return paintings.count > 0

    return after


def test_the_cube_follows_whole_degrees_and_the_mirror(repaints: Any, qapp: Any) -> None:
    gauge = PoseGauge(Theme("light", qapp))
    assert repaints(gauge, lambda: gauge.show_pose(Pose(10.0, 5.0, 0.0), mirrored=False))
    assert not repaints(gauge, lambda: gauge.show_pose(Pose(10.3, 4.8, 0.2), mirrored=False))
    assert repaints(gauge, lambda: gauge.show_pose(Pose(10.3, 4.8, 0.6), mirrored=False))
    assert repaints(gauge, lambda: gauge.show_pose(Pose(10.3, 4.8, 0.6), mirrored=True))
    assert repaints(gauge, lambda: gauge.show_pose(None, mirrored=True))


def test_a_head_that_turns_slowly_is_followed(repaints: Any, qapp: Any) -> None:
    gauge = PoseGauge(Theme("light", qapp))
    gauge.show_pose(Pose(0.0, 0.0, 0.0), mirrored=False)
    turned = [
        repaints(gauge, lambda yaw=step / 10: gauge.show_pose(Pose(yaw, 0, 0), mirrored=False)) for step in range(31)
    ]
    assert sum(turned) == 3  # from 0 to 1, 2 and 3 degrees


def test_the_bars_follow_half_percents_and_the_label(repaints: Any, qapp: Any, studio: Any) -> None:
    bars = EmotionBars(Theme("light", qapp))

    def show(first: float, label: Emotion | None = Emotion.NEUTRAL) -> None:
        rest = (1 - first) / (len(EMOTIONS) - 1)
        reading = replace(studio.reading().reading, emotion=EmotionScores((first, *[rest] * (len(EMOTIONS) - 1))))
        bars.show_face(replace(studio.reading(), reading=reading, label=label))

    assert repaints(bars, lambda: show(0.700))
    assert not repaints(bars, lambda: show(0.701))
    assert repaints(bars, lambda: show(0.708))
    assert repaints(bars, lambda: show(0.708, None))
    show(0.9945)
    assert repaints(bars, lambda: show(0.9960)), "99 % became 100 %, as the label on the face says"
    assert repaints(bars, lambda: bars.show_face(None))


def test_the_scale_follows_whole_percents(repaints: Any, qapp: Any) -> None:
    scale = GenderScale(Theme("light", qapp))
    assert repaints(scale, lambda: scale.show_probability(0.50))
    assert not repaints(scale, lambda: scale.show_probability(0.504))
    assert repaints(scale, lambda: scale.show_probability(0.52))
    assert repaints(scale, lambda: scale.show_probability(None))
