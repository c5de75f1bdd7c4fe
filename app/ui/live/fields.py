"""What the user can set of each live sink, and how it is opened from that."""

from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QSpinBox, QWidget

from app.output.live.admission import FILE_ORIGIN, Admission
from app.output.live.broadcast import Broadcast
from app.output.live.json_lines import open_json_lines
from app.output.live.sink import LiveSink
from app.output.live.websocket_server import DEFAULT_PORT, WebSocketPlace, WebSocketSink
from app.overlay.translation import tr
from app.ui.live.outputs import MAX_RATE_HZ, OpenSink
from app.ui.look.plain_label import PlainLabel
from app.ui.look.stylesheet import CONTROL_HEIGHT_PX


class Fields(QWidget):
    """The fields of one sink in a row; `opener` takes what they hold now."""

    def __init__(self) -> None:
        super().__init__()
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(8)

    def opener(self) -> OpenSink:
        raise NotImplementedError


class WebSocketFields(Fields):
    def __init__(self) -> None:
        super().__init__()
        self._port = QSpinBox(minimum=0, maximum=65535, value=DEFAULT_PORT)
        self._port.setSpecialValueText("any")
        self._port.setAccessibleName(tr("Port of the WebSocket"))
        self._files = QCheckBox(tr("Pages opened from a file may connect"))
        _labelled(self.row, tr("Port"), self._port)
        self.row.addSpacing(8)
        self.row.addWidget(self._files)
        self.row.addStretch(1)

    def opener(self) -> OpenSink:
        origins = frozenset({FILE_ORIGIN}) if self._files.isChecked() else frozenset[str]()
        place = WebSocketPlace(self._port.value(), admission=Admission(origins=origins))
        return lambda broadcast: WebSocketSink(place, MAX_RATE_HZ, broadcast.mark)


class LslFields(Fields):
    def __init__(self) -> None:
        super().__init__()
        self._network = QCheckBox(tr("On the local network too"))
        self._network.setToolTip(tr("Everybody on your network can then find the stream and read it."))
        self.row.addWidget(self._network)
        self.row.addStretch(1)

    def opener(self) -> OpenSink:
        network = self._network.isChecked()

        def opened(broadcast: Broadcast) -> LiveSink:
            from app.output.live.lsl import LslSink  # its library takes half a second

            return LslSink(network, MAX_RATE_HZ, broadcast.mark)

        return opened


class OscFields(Fields):
    def __init__(self) -> None:
        super().__init__()
        self._place = QLineEdit("127.0.0.1:9000")
        self._place.setAccessibleName(tr("Where OSC goes"))
        _labelled(self.row, tr("To"), self._place)

    def opener(self) -> OpenSink:
        place = self._place.text().strip()

        def opened(broadcast: Broadcast) -> LiveSink:
            from app.output.live.osc import OscSink

            return OscSink(place, MAX_RATE_HZ)

        return opened


class JsonLinesFields(Fields):
    def __init__(self) -> None:
        super().__init__()
        self._path = QLineEdit(str(Path.home() / "poise.jsonl"))
        self._path.setAccessibleName(tr("File for JSON lines"))
        browse = QPushButton(tr("Browse…"))
        browse.setAutoDefault(False)
        browse.clicked.connect(self._browse)
        _labelled(self.row, tr("New file"), self._path)
        self.row.addWidget(browse)

    def opener(self) -> OpenSink:
        path = self._path.text().strip()
        return lambda broadcast: open_json_lines(path, MAX_RATE_HZ)

    def _browse(self) -> None:
        dialog = QFileDialog(self, tr("Write JSON lines to"), self._path.text(), tr("JSON lines (*.jsonl)"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)  # nothing is overwritten
        dialog.setDefaultSuffix("jsonl")
        dialog.fileSelected.connect(self._path.setText)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def _labelled(row: QHBoxLayout, text: str, field: QWidget) -> None:
    label = PlainLabel(text)
    label.setProperty("tone", "quiet")
    label.setBuddy(field)
    row.addWidget(label)
    field.setMinimumHeight(CONTROL_HEIGHT_PX)
    row.addWidget(field, 1 if isinstance(field, QLineEdit) else 0)
