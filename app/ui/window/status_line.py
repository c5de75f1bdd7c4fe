"""The status bar: rates, latency, drops and device, and now and then a message in their place."""

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QStatusBar, QWidget

from app.capture.source import SourceInfo, SourceKind
from app.perception.model import DeviceReport
from app.runtime.meter import MeterSnapshot
from app.ui.look.plain_label import PlainLabel, plain_tip

_REFRESH_MS = 500
_MESSAGE_MS = 8000
_UNKNOWN = "\N{EN DASH}"
_NOTHING = MeterSnapshot(0.0, 0.0, None, None, None, 0, 0, 0)
_NAMES = {
    SourceKind.CAMERA: "Camera",
    SourceKind.VIDEO: "Video",
    SourceKind.IMAGE: "Picture",
    SourceKind.STREAM: "Stream",
    SourceKind.DEMO: "Demo clip",
}


class StatusLine(QStatusBar):
    """Asks twice a second what was measured and which device is used; what has no room is left out from the right."""

    def __init__(self, measured: Callable[[], MeterSnapshot | None], device: Callable[[], DeviceReport | None]) -> None:
        super().__init__()
        self._measured = measured
        self._device_now = device
        self._source_name = "Source"
        self._light: QWidget | None = None
        self._source = _segment("Frames a second that the source delivers, and their size")
        self._analysis = _segment("Frames a second that are analysed, and the time for one")
        self._latency = _segment("From a frame captured to that frame painted: half, and 95 of 100, are faster")
        self._drops = _segment("Frames that a newer one overtook since the start")
        self._device = _segment("Where the network runs, and why there")
        self._device.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._segments = (self._source, self._analysis, self._latency, self._drops)
        self.setSizeGripEnabled(False)
        self.setMinimumWidth(1)  # it gives way by itself
        self.setContentsMargins(10, 0, 10, 0)
        for segment in self._segments:
            self.addWidget(segment)
        self.addWidget(self._device, 1)
        self._refresh = QTimer(self, interval=_REFRESH_MS)
        self._refresh.timeout.connect(self.refresh)
        self.messageChanged.connect(lambda text: None if text else self._fit())
        self._refresh.start()
        self.refresh()

    def add_light(self, light: QWidget) -> None:
        """Something at the right that stays while a message is said."""
        self._light = light
        self.addPermanentWidget(light)

    def show_source(self, info: SourceInfo | None) -> None:
        """Name the rate by the kind of the open source, None where none is open."""
        self._source_name = "Source" if info is None else _NAMES[info.kind]
        self.refresh()

    def say(self, sentence: str) -> None:
        self.showMessage(sentence, _MESSAGE_MS)

    def refresh(self) -> None:
        measured = self._measured() or _NOTHING
        size = f" at {measured.width_px} × {measured.height_px}" if measured.width_px else ""
        self._source.setText(f"{self._source_name} {_rate(measured.capture_fps)}{size}")
        time = f", {measured.perceive_median_ms:.0f} ms" if measured.perceive_median_ms is not None else ""
        self._analysis.setText(f"Analysis {_rate(measured.inference_fps)}{time}")
        median, p95 = (_ms(value) for value in (measured.latency_median_ms, measured.latency_p95_ms))
        self._latency.setText(f"Latency {median} (95%: {p95})")
        self._drops.setText(f"Dropped {measured.dropped}")
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if self.currentMessage():
            return  # it stands in the place of the segments, which show again after it
        room_px = self.width() - 2 * 16
        if self._light is not None and self._light.isVisibleTo(self):
            room_px -= self._light.sizeHint().width()
        for segment in self._segments:
            room_px -= segment.sizeHint().width()
            segment.setVisible(room_px >= 0)
        text, tip = _device_words(self._device_now())
        self._device.setText(text)
        self._device.setToolTip(plain_tip(tip))
        self._device.setVisible(room_px >= self._device.fontMetrics().horizontalAdvance(text))


def _device_words(device: DeviceReport | None) -> tuple[str, str]:
    """Where the network runs, and for the tip why there and what would make it faster."""
    if device is None:
        return "Loading the network\N{HORIZONTAL ELLIPSIS}", ""
    text = f"Device {device.running}, {device.probe_ms:.1f} ms a face"
    return text, f"The network runs on {device.running}: {device.reason}."


def _rate(fps: float) -> str:
    return f"{fps:.0f} fps" if fps > 0 else f"{_UNKNOWN} fps"


def _ms(value: float | None) -> str:
    return f"{_UNKNOWN} ms" if value is None else f"{value:.0f} ms"


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
