"""What has the focus is seen: one ring in the accent's colour, on every kind of control and in both themes."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDoubleSpinBox,
    QLineEdit,
    QPushButton,
    QSlider,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
)

from app.ui.look.stylesheet import stylesheet
from app.ui.look.theme import DARK, LIGHT, Theme

KINDS = {
    "button": lambda: QPushButton("Press"),
    "tool button": lambda: QToolButton(text="Press"),
    "check box": lambda: QCheckBox("Check"),
    "choice": QComboBox,
    "number": QSpinBox,
    "decimal number": QDoubleSpinBox,
    "line": QLineEdit,
    "slider": lambda: QSlider(Qt.Orientation.Horizontal),
}


def pixels(widget):
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : image.width() * 3].reshape(image.height(), image.width(), 3).astype(int)


def ring(widget, colour):
    """How much of the edge, 3 pixels wide, has the colour."""
    shown = pixels(widget)
    near = np.abs(shown - np.array(QColor(colour).getRgb()[:3])).max(axis=2) < 60
    edge = np.ones(near.shape, bool)
    edge[3:-3, 3:-3] = False
    return near[edge].mean()


@pytest.mark.parametrize("colours", [DARK, LIGHT], ids=["dark", "light"])
@pytest.mark.parametrize("kind", KINDS)
def test_the_focus_is_seen(qtbot, qapp, kind, colours):
    Theme("dark" if colours.dark else "light", qapp)
    dialog = QDialog()
    qtbot.addWidget(dialog)
    dialog.setStyleSheet(stylesheet(colours))
    column = QVBoxLayout(dialog)
    control, other = KINDS[kind](), QPushButton("Other", autoDefault=False)
    if isinstance(control, QPushButton):
        control.setAutoDefault(False)
    column.addWidget(control)
    column.addWidget(other)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    other.setFocus(Qt.FocusReason.TabFocusReason)
    without = ring(control, colours.accent)
    control.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(control.hasFocus)
    assert ring(control, colours.accent) > max(0.15, 3 * without)
