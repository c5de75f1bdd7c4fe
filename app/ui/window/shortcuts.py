"""The list of keys, under F1."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon, QKeySequence
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.overlay.translation import marked, tr
from app.ui.look.plain_label import PlainLabel
from app.ui.window.actions import Group

_ON_THE_PICTURE = ((marked("Choose a face to the side"), "\u2190  \u2192"), (marked("Choose a face"), marked("Click")))
_ELLIPSIS = "…"


class ShortcutsDialog(QDialog):
    """Two columns of groups, each row a key and what it does."""

    def __init__(self, groups: Sequence[Group], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Keyboard shortcuts"))
        self.setAccessibleName(tr("Keyboard shortcuts"))
        columns = QHBoxLayout()
        columns.setSpacing(40)
        offered = [group for group in groups if any(action.isVisible() for action in group.actions)]
        for part in (offered[:2], offered[2:]):
            column = QVBoxLayout()
            column.setSpacing(18)
            for group in part:
                extra = [(tr(name), tr(keys)) for name, keys in _ON_THE_PICTURE] if group.title == tr("Faces") else ()
                column.addLayout(_group(group, extra))
            column.addStretch(1)
            columns.addLayout(column, 1)
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close.rejected.connect(self.reject)
        for button in close.buttons():
            button.setIcon(QIcon())
        around = QVBoxLayout(self)
        around.setContentsMargins(28, 24, 28, 20)
        around.setSpacing(22)
        around.addLayout(columns)
        hint = _label(tr("Tab goes from one control to the next, Space presses it."), "quiet")
        around.addWidget(hint)
        around.addWidget(close)


def _group(group: Group, extra: Sequence[tuple[str, str]]) -> QGridLayout:
    rows = [
        (
            action.text().rstrip(_ELLIPSIS).replace("&", ""),
            action.shortcut().toString(QKeySequence.SequenceFormat.NativeText),
        )
        for action in group.actions
        if action.isVisible()
    ]
    grid = QGridLayout()
    grid.setVerticalSpacing(7)
    grid.setHorizontalSpacing(24)
    grid.addWidget(_label(group.title.upper(), "section"), 0, 0, 1, 2)
    for row, (name, keys) in enumerate((*rows, *extra), start=1):
        grid.addWidget(_label(name, ""), row, 0)
        key = _label(keys, "key")
        key.setFrameShape(QFrame.Shape.NoFrame)
        grid.addWidget(key, row, 1, Qt.AlignmentFlag.AlignRight)
    grid.setColumnStretch(0, 1)
    return grid


def _label(text: str, tone: str) -> QLabel:
    label = PlainLabel(text)
    label.setProperty("tone", tone)
    return label
