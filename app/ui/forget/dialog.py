"""Shows what Poise has kept and where, asks once, and says what came of it."""

from collections.abc import Sequence
from typing import assert_never

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.forgetting import Kind, Trace
from app.overlay.translation import tr
from app.overlay.words import number
from app.ui.language.sentences import in_language
from app.ui.look.plain_label import PlainLabel
from app.ui.look.scrolling import Scrolling

_WIDTH_PX = 560
_ASKED_FIRST = (Kind.RECORDINGS, Kind.SNAPSHOTS)
"""What goes only where it is ticked; the others always go."""

_MOST_TOLD = 8
_KILO = 1000.0


class ForgetDialog(QDialog):
    """`agreed` brings the traces that shall go; `left` that the program shall end, once it was told what came of it."""

    agreed = Signal(object)
    left = Signal()

    def __init__(self, found: Sequence[Trace], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Forget everything"))
        self._rows = tuple((trace, _box(trace)) for trace in found)
        self._forget = _button(tr("Forget this and end Poise"))
        self._forget.setProperty("primary", True)
        self._forget.clicked.connect(self._on_agreed)
        self._cancel = _button(tr("Cancel"))
        self._cancel.clicked.connect(self.reject)
        self._said = _label("", "strong")
        self._said.hide()
        self._build()

    def show_outcome(self, sentences: Sequence[str]) -> None:
        """What could not be removed, if anything; the program ends with this dialog."""
        for _, box in self._rows:
            box.setEnabled(False)
        told = [in_language(sentence) for sentence in sentences[:_MOST_TOLD]]
        more = len(sentences) - len(told)
        told += [tr("And {count} more.", count=more)] if more > 0 else []
        self._said.setText("\n".join([tr("It is forgotten."), *told]))
        self._said.show()
        self._forget.hide()
        self._cancel.setText(tr("End Poise"))
        self._cancel.setEnabled(True)
        self._cancel.setFocus()
        self.finished.connect(self.left)

    def _on_agreed(self) -> None:
        self._forget.setEnabled(False)
        self._cancel.setEnabled(False)
        self.agreed.emit(tuple(trace for trace, box in self._rows if box.isChecked()))

    def _build(self) -> None:
        rows = QWidget()
        column = QVBoxLayout(rows)
        column.setContentsMargins(24, 20, 24, 8)
        column.setSpacing(4)
        column.addWidget(_label(tr("This is what Poise has kept on this machine. What is ticked is deleted."), "lead"))
        column.addSpacing(10)
        for trace, box in self._rows:
            column.addWidget(box)
            place = _label(str(trace.place), "body")
            place.setContentsMargins(30, 0, 0, 10)
            column.addWidget(place)
        rest = tr(
            "Poise keeps no other files and no cache. Tables, videos and reports that you saved elsewhere are yours "
            "to delete. It cannot be undone."
        )
        column.addWidget(_label(rest, "body"))
        column.addWidget(self._said)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(24, 4, 24, 18)
        buttons.setSpacing(10)
        buttons.addStretch(1)
        buttons.addWidget(self._forget)
        buttons.addWidget(self._cancel)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(Scrolling(rows, tr("Forget everything"), taken_px=70), 1)
        around.addLayout(buttons)
        self.setFixedWidth(_WIDTH_PX)


def _box(trace: Trace) -> QCheckBox:
    """What is kept, how much of it, and whether it goes."""
    box = QCheckBox(_words(trace))
    box.setAccessibleDescription(str(trace.place))
    box.setChecked(trace.kind not in _ASKED_FIRST)
    box.setEnabled(trace.kind in _ASKED_FIRST and trace.count > 0)
    return box


def _words(trace: Trace) -> str:
    name = _name(trace.kind)
    if not trace.count:
        return tr("{name}: none", name=name)
    return tr("{name}: {count}, {size}", name=name, count=trace.count, size=_size(trace.size_bytes))


def _name(kind: Kind) -> str:
    match kind:
        case Kind.SETTINGS:
            return tr("Settings, and what you agreed to")
        case Kind.BASELINES:
            return tr("Baselines")
        case Kind.RECORDINGS:
            return tr("Recordings")
        case Kind.SNAPSHOTS:
            return tr("Snapshots")
        case _:
            assert_never(kind)


def _size(count: int) -> str:
    if count < _KILO:
        return tr("{number} bytes", number=number(count))
    if count < _KILO * _KILO:
        return tr("{number} kB", number=number(count / _KILO))
    return tr("{number} MB", number=number(count / _KILO / _KILO, 1))


def _button(text: str) -> QPushButton:
    button = QPushButton(text)
    button.setAutoDefault(False)
    return button


def _label(text: str, tone: str) -> PlainLabel:
    label = PlainLabel(text)
    label.setProperty("tone", tone)
    label.setWordWrap(True)
    return label
