"""The Live panel: every way to send results to other programs, with what each does now."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QLayout, QVBoxLayout, QWidget

from app.overlay.translation import tr
from app.ui.language.sentences import in_language
from app.ui.live.fields import JsonLinesFields, LslFields, OscFields, WebSocketFields
from app.ui.live.outputs import OutputKind, Outputs
from app.ui.live.row import OutputRow
from app.ui.look.plain_label import PlainLabel
from app.ui.look.scrolling import Scrolling

_REFRESH_MS = 500
_WIDTH_PX = 620


class LivePanel(QDialog):
    """Stays open beside the window. `agreed` asks the user where that is needed and calls back once he has agreed."""

    def __init__(self, outputs: Outputs, agreed: Callable[[Callable[[], None]], None], parent: QWidget) -> None:
        super().__init__(parent)
        self._outputs = outputs
        self._agreed = agreed
        self.setWindowTitle(tr("Live output"))
        self._rows = _rows()
        for row in self._rows.values():
            row.setFixedWidth(_WIDTH_PX)
        self._said = PlainLabel("")
        self._said.setWordWrap(True)
        self._said.setFixedWidth(_WIDTH_PX)
        self._said.setProperty("tone", "strong")
        self._said.hide()
        self._build()
        for kind, row in self._rows.items():
            row.switched.connect(partial(self._switch, kind))
        outputs.changed.connect(self._refresh)
        outputs.failed.connect(self._say)
        self._timer = QTimer(self, interval=_REFRESH_MS)
        self._timer.timeout.connect(self._refresh)
        self._refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()
        self._say("")

    def _build(self) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        lead = PlainLabel(
            tr(
                "What is read of every face, to other programs while it happens. No pictures are sent.\n"
                "docs/protocol.md says what is in it; examples/ has a client for each."
            )
        )
        lead.setProperty("tone", "body")
        lead.setWordWrap(True)
        lead.setFixedWidth(_WIDTH_PX)
        column.addWidget(lead)
        for row in self._rows.values():
            column.addWidget(row)
        column.addWidget(self._said)
        column.addStretch(1)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.setSizeConstraint(QLayout.SizeConstraint.SetFixedSize)  # as large as what it shows now
        around.addWidget(Scrolling(content, self.windowTitle()))

    def _switch(self, kind: OutputKind, on: bool) -> None:
        self._say("")
        if on:
            self._agreed(lambda: self._outputs.start(kind, self._rows[kind].fields.opener()))
        else:
            self._outputs.stop(kind)

    def _say(self, sentence: str) -> None:
        self._said.setText(in_language(sentence))
        self._said.setVisible(bool(sentence))

    def _refresh(self) -> None:
        for kind, row in self._rows.items():
            row.show_status(self._outputs.status(kind), starting=self._outputs.is_starting(kind))


def _rows() -> Mapping[OutputKind, OutputRow]:
    return {
        OutputKind.WEBSOCKET: OutputRow(
            tr("WebSocket"),
            tr("For web pages and programs on this machine; its address holds a token."),
            WebSocketFields(),
        ),
        OutputKind.LSL: OutputRow(
            tr("Lab Streaming Layer"),
            tr("For LabRecorder, PsychoPy and the like; takes their markers too."),
            LslFields(),
        ),
        OutputKind.OSC: OutputRow("OSC", tr("For installations: TouchDesigner, Max, Processing."), OscFields()),
        OutputKind.JSON_LINES: OutputRow(
            tr("JSON lines"), tr("Into a file, a line for each frame."), JsonLinesFields()
        ),
    }
