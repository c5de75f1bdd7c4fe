"""Texts shown as they are: Qt takes what looks like HTML for HTML, and a file may be called `<h1>BIG.mp4`."""

import html

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel


class PlainLabel(QLabel):
    """A label that shows its text letter by letter; every label of the window is one."""

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)


def plain_tip(text: str) -> str:
    """A tool tip that shows a text from outside letter by letter; a tool tip has no setting for it."""
    return f"<span>{html.escape(text)}</span>".replace("\n", "<br>")
