"""The status bar: rates, latency, drops and device, and now and then a message in their place."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QLabel, QSizePolicy, QStatusBar

from app.runtime.meter import MeterSnapshot
from app.ui.look.plain_label import PlainLabel, plain_tip

_REFRESH_MS = 500
_MESSAGE_MS = 8000
_UNKNOWN = "\N{EN DASH}"


class StatusLine(QStatusBar):
    """Asks twice a second what was measured and which device is used."""

    def __init__(self, measured: Callable[[], MeterSnapshot | None], device_text: Callable[[], str]) -> None:
        super().__init__()
        self._measured = measured
        self._device_text = device_text
        self._camera = _segment("Frames a second that the source delivers, and their size")
        self._analysis = _segment("Frames a second that are analysed, and the time for one")
        self._latency = _segment("From a frame captured to that frame painted: half, and 95 of 100, are faster")
        self._drops = _segment("Frames that a newer one overtook since the start")
        self._device = _segment("Where the network runs, and why there")
        self._device.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setSizeGripEnabled(False)
        self.setContentsMargins(10, 0, 10, 0)
        for segment in (self._camera, self._analysis, self._latency, self._drops):
            self.addWidget(segment)
        self.addWidget(self._device, 1)
        self._refresh = QTimer(self, interval=_REFRESH_MS)
        self._refresh.timeout.connect(self.refresh)
        self._refresh.start()
        self.refresh()

    def say(self, sentence: str) -> None:
        self.showMessage(sentence, _MESSAGE_MS)

    def refresh(self) -> None:
        measured = self._measured()
        if measured is None:
            measured = MeterSnapshot(0.0, 0.0, None, None, None, 0, 0, 0)
        size = f" at {measured.width_px} × {measured.height_px}" if measured.width_px else ""
        self._camera.setText(f"Camera {_rate(measured.capture_fps)}{size}")
        time = f", {measured.perceive_median_ms:.0f} ms" if measured.perceive_median_ms is not None else ""
        self._analysis.setText(f"Analysis {_rate(measured.inference_fps)}{time}")
        median, p95 = (_ms(value) for value in (measured.latency_median_ms, measured.latency_p95_ms))
        self._latency.setText(f"Latency {median} (95%: {p95})")
        self._drops.setText(f"Dropped {measured.dropped}")
        device = self._device_text() or "loading the network\N{HORIZONTAL ELLIPSIS}"
        room_px = self._device.contentsRect().width()
        self._device.setText(
            self._device.fontMetrics().elidedText(f"Device {device}", Qt.TextElideMode.ElideRight, room_px)
        )
        self._device.setToolTip(plain_tip(f"{device}\nWhere the network runs, and why there"))


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
