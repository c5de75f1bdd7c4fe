"""What the window takes of the screen, and which of its parts fit into it."""

from typing import NamedTuple

from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QWidget

SMALLEST_SIZE = QSize(480, 300)
"""Fits a screen of 1366 x 768 that shows everything twice as large, with a task bar."""

_LARGEST_SIZE = QSize(1680, 1050)
_SHARE = 0.85  # of the screen, where that is more than the design needs
_DESIGN_SIZE = QSize(1280, 800)
_TITLE_PX = 40
"""What the system draws above a window, which is not known before the window is shown."""

_CHARTS_FROM = QSize(640, 570)
_READINGS_FROM = QSize(700, 220)


class Parts(NamedTuple):
    """Which parts stand beside the picture."""

    charts: bool
    readings: bool


def parts_that_fit(room: QSize, wanted: Parts) -> Parts:
    """Of the wanted parts those for which picture, readings and charts together have the room: the picture is first."""
    return Parts(wanted.charts and _holds(room, _CHARTS_FROM), wanted.readings and _holds(room, _READINGS_FROM))


def first_place(available: QRect) -> QRect:
    """Where a window opens at first: in the middle of what the screen has left, as large as it is of use."""
    width = _side(available.width(), _DESIGN_SIZE.width(), _LARGEST_SIZE.width())
    height = _side(available.height() - _TITLE_PX, _DESIGN_SIZE.height(), _LARGEST_SIZE.height())
    left = available.left() + (available.width() - width) // 2
    return QRect(left, available.top() + _TITLE_PX + (available.height() - _TITLE_PX - height) // 2, width, height)


def keep_on_screen(window: QWidget) -> None:
    """Make a window that is larger than its screen, or beyond its edge, as that screen allows."""
    available = window.screen().availableGeometry()
    place = window.geometry()
    width, height = min(place.width(), available.width()), min(place.height(), available.height() - _TITLE_PX)
    left = max(available.left(), min(place.left(), available.right() + 1 - width))
    top = max(available.top() + _TITLE_PX, min(place.top(), available.bottom() + 1 - height))
    if not available.contains(place):
        window.setGeometry(left, top, width, height)


def _side(available_px: int, design_px: int, largest_px: int) -> int:
    return min(available_px, largest_px, max(design_px, round(available_px * _SHARE)))


def _holds(room: QSize, needed: QSize) -> bool:
    return room.width() >= needed.width() and room.height() >= needed.height()
