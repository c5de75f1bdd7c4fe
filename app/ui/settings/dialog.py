"""Edits the settings."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.overlay.translation import tr
from app.settings import Settings
from app.ui.look import scrolling
from app.ui.look.plain_label import PlainLabel
from app.ui.look.stylesheet import CONTROL_HEIGHT_PX
from app.ui.settings.fields import Entry, Field, sections, set_value, value_of

_WIDTH_PX, _HEIGHT_PX = 560, 720
_DEFAULTS = Settings()


class SettingsDialog(QDialog):
    """Shows settings, each with help and a way back; `chosen` gives the fields of `Settings` as they are set now."""

    def __init__(self, settings: Settings, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Settings"))
        self._fields: dict[str, Field] = {}
        standard = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(standard.Ok | standard.Cancel | standard.RestoreDefaults)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        buttons.button(standard.RestoreDefaults).clicked.connect(lambda: self._show(_DEFAULTS))
        for button in buttons.buttons():
            button.setIcon(QIcon())
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 16)
        around.setSpacing(12)
        around.addWidget(self._scrolling(self._rows()), 1)
        row = QHBoxLayout()
        row.setContentsMargins(24, 0, 24, 0)
        row.addWidget(buttons)
        around.addLayout(row)
        self._show(settings)
        room = scrolling.room_for_dialog(parent)
        self.resize(min(_WIDTH_PX, room.width()), min(_HEIGHT_PX, room.height()))

    def chosen(self) -> Mapping[str, Any]:
        return {name: value_of(field) for name, field in self._fields.items()}

    def _show(self, settings: Settings) -> None:
        for name, field in self._fields.items():
            set_value(field, getattr(settings, name))

    def _scrolling(self, rows: QWidget) -> QScrollArea:
        area = QScrollArea()
        area.setWidget(rows)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setAccessibleName(tr("Settings"))
        return area

    def _rows(self) -> QWidget:
        rows = QWidget()
        grid = QGridLayout(rows)
        grid.setContentsMargins(24, 12, 24, 12)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for section in sections():
            grid.addWidget(_label(section.title, "section"), grid.rowCount(), 0, 1, 3)
            for entry in section.entries:
                self._add(grid, entry)
        grid.setRowStretch(grid.rowCount(), 1)
        return rows

    def _add(self, grid: QGridLayout, entry: Entry) -> None:
        row, field = grid.rowCount(), entry.field
        self._fields[entry.name] = field
        if not isinstance(field, QCheckBox):
            field.setMinimumHeight(CONTROL_HEIGHT_PX)
        label = _label(entry.text, "")
        label.setBuddy(field)
        if entry.text:
            field.setAccessibleName(entry.text)
        field.setAccessibleDescription(entry.help)
        field.setToolTip(entry.help)
        grid.addWidget(label, row, 0)
        grid.addLayout(self._editor(entry), row, 1)
        grid.addWidget(self._reset(entry), row, 2)
        words = _label(entry.help, "body")
        words.setWordWrap(True)
        words.setContentsMargins(0, 0, 0, 8)
        grid.addWidget(words, row + 1, 1, 1, 2)

    def _reset(self, entry: Entry) -> QToolButton:
        button = QToolButton()
        button.setText("\N{ANTICLOCKWISE OPEN CIRCLE ARROW}")
        button.setToolTip(tr("Back to the default"))
        button.setAccessibleName(tr("Default for {name}", name=entry.text or entry.help))
        button.clicked.connect(partial(set_value, entry.field, getattr(_DEFAULTS, entry.name)))
        return button

    def _editor(self, entry: Entry) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(entry.field, 1)
        if entry.name == "model_path":
            browse = QPushButton(tr("Browse…"))
            browse.setAutoDefault(False)
            browse.clicked.connect(partial(self._browse, entry.field))
            row.addWidget(browse)
        return row

    def _browse(self, field: Field) -> None:
        dialog = QFileDialog(self, tr("Choose a network"), str(Path.home()), tr("Networks (*.onnx)"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(partial(set_value, field))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def _label(text: str, tone: str) -> PlainLabel:
    label = PlainLabel(text)
    label.setProperty("tone", tone)
    return label
