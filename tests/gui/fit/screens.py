"""The screens on which the window is looked at, and what is left of them."""

from PySide6.QtCore import QRect

TASK_BAR_PX = 40
SCREENS = [(width, height, scale) for width, height in ((1366, 768), (1920, 1080), (2560, 1440))
           for scale in (1.0, 1.5, 2.0)]  # fmt: skip


def available(width: int, height: int, scale: float) -> QRect:
    """What is left of a screen, in the pixels of a window."""
    return QRect(0, 0, int(width / scale), int(height / scale) - TASK_BAR_PX)
