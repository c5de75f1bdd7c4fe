"""The status bar: rates, latency, drops and device, and now and then a message in their place."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QFont, QResizeEvent
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QStatusBar, QWidget

from app.capture.source import SourceInfo, SourceKind
from app.overlay.translation import marked, tr
from app.overlay.words import number
from app.runtime.meter import MeterSnapshot
from app.ui.language.sentences import in_language
from app.ui.look.plain_label import PlainLabel, plain_tip

if TYPE_CHECKING:
    from app.perception.model import DeviceReport

_REFRESH_MS = 500
_MESSAGE_MS = 8000
_UNKNOWN = "\N{EN DASH}"
_NOTHING = MeterSnapshot(0.0, 0.0, None, None, None, 0, 0, 0)
_NAMES = {
    SourceKind.CAMERA: marked("Camera"),
    SourceKind.VIDEO: marked("Video"),
    SourceKind.IMAGE: marked("Picture"),
    SourceKind.STREAM: marked("Stream"),
    SourceKind.DEMO: marked("Demo clip"),
}


class StatusLine(QStatusBar):
    """Asks twice a second what was measured and which device is used; what has no room is left out from the right."""

    def __init__(
        self, measured: Callable[[], MeterSnapshot | None], device: "Callable[[], DeviceReport | None]"
    ) -> None:
        super().__init__()
        self._measured = measured
        self._device_now = device
        self._source_name = tr("Source")
        self._lights: list[QWidget] = []
        self._measures_shown = True
        self._source = _segment(tr("Frames a second that the source delivers, and their size"))
        self._analysis = _segment(tr("Frames a second that are analysed, and the time for one"))
        self._latency = _segment(tr("From a frame captured to that frame painted: half, and 95 of 100, are faster"))
        self._drops = _segment(tr("Frames that a newer one overtook since the start"))
        self._device = _segment(tr("Where the network runs, and why there"))
        self._device.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._segments = (self._source, self._analysis, self._latency, self._drops)
        self.setSizeGripEnabled(False)
        self.setMinimumWidth(1)  # it gives way by itself
        self.setContentsMargins(10, 0, 10, 0)
        for segment in self._segments:
            self.addWidget(segment)
        self.addWidget(self._device, 1)
        self._saved: Path | None = None
        self._show_saved = QPushButton(tr("Show in folder"))
        self._show_saved.clicked.connect(self._open_folder)
        self._show_saved.hide()
        self.addPermanentWidget(self._show_saved)
        self.messageChanged.connect(self._on_message)
        self._refresh = QTimer(self, interval=_REFRESH_MS)
        self._refresh.timeout.connect(self.refresh)
        self.messageChanged.connect(lambda text: None if text else self._fit())
        self._refresh.start()
        self.refresh()

    def add_light(self, light: QWidget) -> None:
        """Something at the right that stays while a message is said."""
        self._lights.append(light)
        self.addPermanentWidget(light)

    def show_source(self, info: SourceInfo | None) -> None:
        """Name the rate by the kind of the open source, None where none is open."""
        self._source_name = tr("Source") if info is None else tr(_NAMES[info.kind])
        self.refresh()

    def say(self, sentence: str, saved: Path | None = None) -> None:
        """Show a sentence for some seconds, with a way to what was saved."""
        self.showMessage(in_language(sentence), _MESSAGE_MS)
        self._saved = saved
        self._show_saved.setVisible(saved is not None)

    def _on_message(self, text: str) -> None:
        if not text:
            self._show_saved.hide()

    def _open_folder(self) -> None:
        if self._saved is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._saved.parent)))

    def show_measures(self, on: bool) -> None:
        """Whether there is anything to measure: no source was opened yet where a recording is reviewed at first."""
        self._measures_shown = on
        self._fit()

    def refresh(self) -> None:
        measured = self._measured() or _NOTHING
        size = (
            tr(" at {width} × {height}", width=measured.width_px, height=measured.height_px)
            if measured.width_px
            else ""
        )
        self._source.setText(f"{self._source_name} {_rate(measured.capture_fps)}{size}")
        time = f", {_ms(measured.perceive_median_ms)}" if measured.perceive_median_ms is not None else ""
        self._analysis.setText(tr("Analysis {rate}", rate=_rate(measured.inference_fps)) + time)
        median, p95 = (_ms(value) for value in (measured.latency_median_ms, measured.latency_p95_ms))
        self._latency.setText(tr("Latency {median} (95%: {slowest})", median=median, slowest=p95))
        self._drops.setText(tr("Dropped {count}", count=number(measured.dropped)))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if self.currentMessage():
            return  # it stands in the place of the segments, which show again after it
        room_px = self.width() - 2 * 16 if self._measures_shown else -1
        room_px -= sum(light.sizeHint().width() for light in self._lights if light.isVisibleTo(self))
        for segment in self._segments:
            # The width at once: the layout follows later, and cuts the end off a text that has grown.
            segment.setMinimumWidth(segment.sizeHint().width())
            room_px -= segment.sizeHint().width()
            segment.setVisible(room_px >= 0)
        text, tip = _device_words(self._device_now())
        self._device.setText(text)
        self._device.setToolTip(plain_tip(tip))
        self._device.setVisible(room_px >= self._device.sizeHint().width())


def _device_words(device: "DeviceReport | None") -> tuple[str, str]:
    """Where the network runs, and for the tip why there and what would make it faster."""
    if device is None:
        return tr("Loading the network…"), ""
    text = tr("Device {name}, {time} ms a face", name=device.running, time=number(device.probe_ms, 1))
    return text, tr("The network runs on {name}: {reason}.", name=device.running, reason=in_language(device.reason))


def _rate(fps: float) -> str:
    return tr("{rate} fps", rate=number(fps) if fps > 0 else _UNKNOWN)


def _ms(value: float | None) -> str:
    return f"{_UNKNOWN if value is None else number(value)} ms"


def _segment(explanation: str) -> QLabel:
    label = PlainLabel()
    label.setProperty("tone", "quiet")
    label.setToolTip(explanation)
    label.setContentsMargins(0, 0, 14, 0)
    font = QFont(label.font())
    font.setPixelSize(12)
    font.setFeature(QFont.Tag("tnum"), 1)
    label.setFont(font)
    return label
