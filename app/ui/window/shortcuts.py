"""The list of keys, under F1."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon, QKeySequence
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.overlay.translation import marked, tr
from app.ui.look import scrolling
from app.ui.look.plain_label import PlainLabel
from app.ui.window.actions import Group

_ON_THE_PICTURE = ((marked("Choose a face to the side"), "\u2190  \u2192"), (marked("Choose a face"), marked("Click")))
_ELLIPSIS = "…"
_THREE_COLUMNS_PX = 1000
_HEAD_ROWS = 2  # of a group: its title, and the space above it
_BELOW_PX = 110  # the hint and the button


class ShortcutsDialog(QDialog):
    """Columns of groups, each row a key and what it does; as many columns as the screen has the width for."""

    def __init__(self, groups: Sequence[Group], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Keyboard shortcuts"))
        self.setAccessibleName(tr("Keyboard shortcuts"))
        content = QWidget()
        columns = QHBoxLayout(content)
        columns.setContentsMargins(28, 24, 28, 12)
        columns.setSpacing(40)
        offered = [group for group in groups if any(action.isVisible() for action in group.actions)]
        for part in _dealt(offered, 3 if scrolling.room_for_dialog(parent).width() >= _THREE_COLUMNS_PX else 2):
            columns.addLayout(_column(part), 1)
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close.rejected.connect(self.reject)
        for button in close.buttons():
            button.setIcon(QIcon())
        hint = _label(tr("Tab goes from one control to the next, Space presses it."), "quiet")
        hint.setWordWrap(True)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 20)
        around.setSpacing(12)
        around.setSizeConstraint(QVBoxLayout.SizeConstraint.SetFixedSize)
        around.addWidget(scrolling.Scrolling(content, self.windowTitle(), _BELOW_PX))
        below = QVBoxLayout()
        below.setContentsMargins(28, 0, 28, 0)
        below.setSpacing(12)
        below.addWidget(hint)
        below.addWidget(close)
        around.addLayout(below)


def _dealt(groups: Sequence[Group], count: int) -> list[list[Group]]:
    """The groups in their order, in so many columns of about the same height."""
    columns: list[list[Group]] = [[] for _ in range(count)]
    rows = [sum(action.isVisible() for action in group.actions) + _HEAD_ROWS for group in groups]
    for index, group in enumerate(groups):
        middle = sum(rows[:index]) + rows[index] / 2
        columns[min(count - 1, int(middle * count / sum(rows)))].append(group)
    return columns


def _column(groups: Sequence[Group]) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(18)
    for group in groups:
        extra = [(tr(name), tr(keys)) for name, keys in _ON_THE_PICTURE] if group.title == tr("Faces") else ()
        column.addLayout(_group(group, extra))
    column.addStretch(1)
    return column


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
