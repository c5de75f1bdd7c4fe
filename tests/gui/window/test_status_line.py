"""The status bar in little room."""

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.ui.window.status_line import StatusLine

REASON = "CPU, 2.1 ms a face (a reason that is longer than the window is wide, by a good deal and some more)"


def test_a_long_reason_ends_in_an_ellipsis_and_is_whole_in_the_tip(qtbot: QtBot) -> None:
    line = StatusLine(lambda: None, lambda: REASON)
    qtbot.addWidget(line)
    line.resize(700, 30)
    line.show()
    line.refresh()
    (device,) = (label for label in line.findChildren(QLabel) if label.text().startswith("Device"))
    assert device.text().endswith("…")
    assert REASON in device.toolTip()
    line.resize(1600, 30)
    qtbot.waitUntil(lambda: device.text() == f"Device {REASON}", timeout=20_000)
