"""One live sink in the panel: what it is, its fields, a switch, and what it does now."""

import time

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.output.live.sink import SinkStatus
from app.overlay.translation import tr
from app.overlay.words import number
from app.ui.live.fields import Fields
from app.ui.look.plain_label import PlainLabel


class OutputRow(QFrame):
    """`switched` asks to start (True) or to stop."""

    switched = Signal(bool)

    def __init__(self, title: str, purpose: str, fields: Fields) -> None:
        super().__init__()
        self.fields = fields
        self.setObjectName("card")
        self._runs = False
        self._rate = _Rate()
        self._switch = QPushButton(tr("Start"))
        self._switch.setAutoDefault(False)
        self._switch.setMinimumWidth(88)
        self._switch.setAccessibleName(tr("Start {name}", name=title))
        self._switch.clicked.connect(lambda: self.switched.emit(not self._runs))
        self._title = title
        self._counts = _label("", "quiet")
        self._address = _Address(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addLayout(self._head(title, purpose))
        column.addWidget(fields)
        column.addWidget(self._address)
        column.addWidget(self._counts)
        self.show_status(None, starting=False)

    def show_status(self, status: SinkStatus | None, *, starting: bool) -> None:
        """What the sink does now; None while it does not run."""
        self._runs = status is not None
        text = tr("Stop") if self._runs else tr("Start")
        self._switch.setText(tr("Starting…") if starting else text)
        self._switch.setAccessibleName(f"{text} {self._title}")
        self._switch.setEnabled(not starting)
        self.fields.setVisible(not self._runs)
        self.fields.setEnabled(not starting)
        self._address.setVisible(self._runs)
        self._counts.setVisible(self._runs)
        if status is None:
            self._rate = _Rate()
        else:
            self._address.show_text(status.address)
            self._counts.setText(_words(status, self._rate.of(status.sent)))

    def _head(self, title: str, purpose: str) -> QHBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(_label(title, "lead"))
        body = _label(purpose, "body")
        body.setWordWrap(True)
        words.addWidget(body)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addLayout(words, 1)
        head.addWidget(self._switch)
        return head


class _Address(QWidget):
    """An address to read, to select and to copy."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self._field = QLineEdit(readOnly=True)
        self._field.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._field.setAccessibleName(tr("Address of {name}", name=title))
        copy = QPushButton(tr("Copy"))
        copy.setAutoDefault(False)
        copy.setMinimumWidth(88)
        copy.setAccessibleName(tr("Copy the address of {name}", name=title))
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._field.text()))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(self._field, 1)
        row.addWidget(copy)

    def show_text(self, text: str) -> None:
        if text != self._field.text():  # else a selection would go
            self._field.setText(text)
            self._field.setCursorPosition(0)


class _Rate:
    """Frames a second from one look to the next."""

    def __init__(self) -> None:
        self._last: tuple[float, int] | None = None
        self._rate = 0.0

    def of(self, sent: int) -> float:
        now = time.perf_counter()
        if self._last is not None and now - self._last[0] >= 0.2:
            self._rate = (sent - self._last[1]) / (now - self._last[0])
        if self._last is None or now - self._last[0] >= 0.2:
            self._last = (now, sent)
        return max(0.0, self._rate)


def _words(status: SinkStatus, rate: float) -> str:
    readers = _readers(status.clients)
    where = "" if status.local else tr("; it leaves this machine, not encrypted")
    text = (
        readers
        + tr("{rate} frames a second, {dropped} dropped for slow readers", rate=number(rate), dropped=status.dropped)
        + where
    )
    return text[0].upper() + text[1:]


def _label(text: str, tone: str) -> PlainLabel:
    label = PlainLabel(text)
    label.setProperty("tone", tone)
    return label


def _readers(count: int | None) -> str:
    match count:
        case None:
            return ""
        case 0:
            return tr("no reader yet, ")
        case 1:
            return tr("1 reader, ")
        case _:
            return tr("{count} readers, ", count=count)
