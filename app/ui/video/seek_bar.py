"""Under the picture of a file: where it is, where it goes on, and whether it starts again at its end."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSlider, QToolButton

from app.overlay.translation import tr
from app.ui.look.plain_label import PlainLabel

_STEPS_A_SECOND = 100


class SeekBar(QFrame):
    """`sought` brings the place in seconds that the user chose; hidden for a source without a length."""

    sought = Signal(float)

    def __init__(self, repeat: QAction) -> None:
        super().__init__()
        self.setObjectName("seek-bar")
        self._duration_s = 0.0
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setAccessibleName(tr("Place in the file"))
        self._slider.setSingleStep(_STEPS_A_SECOND)
        self._slider.setPageStep(5 * _STEPS_A_SECOND)
        self._slider.valueChanged.connect(self._on_chosen)
        self._time = PlainLabel()
        self._time.setProperty("tone", "quiet")
        self._time.setAccessibleName(tr("Time"))
        button = QToolButton()
        button.setDefaultAction(repeat)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setAccessibleName(repeat.text())
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 12, 4)
        row.setSpacing(12)
        row.addWidget(self._slider, 1)
        row.addWidget(self._time)
        row.addWidget(button)
        self.hide()

    def show_duration(self, duration_s: float | None) -> None:
        """How long the source is, None for one without a length."""
        self._duration_s = duration_s or 0.0
        self._slider.setRange(0, round(self._duration_s * _STEPS_A_SECOND))
        self.setVisible(bool(duration_s))

    def show_time(self, time_s: float) -> None:
        """Where the source is; its time goes on while a file is played again and again."""
        if not self._duration_s:
            return
        place_s = time_s % self._duration_s
        self._time.setText(f"{_clock(place_s)} / {_clock(self._duration_s)}")
        if not self._slider.isSliderDown():
            self._slider.blockSignals(True)
            self._slider.setValue(round(place_s * _STEPS_A_SECOND))
            self._slider.blockSignals(False)

    def step(self, by_s: float) -> None:
        """Go on so many seconds away from here."""
        self._slider.setValue(self._slider.value() + round(by_s * _STEPS_A_SECOND))

    def _on_chosen(self, value: int) -> None:
        self.sought.emit(value / _STEPS_A_SECOND)


def _clock(seconds: float) -> str:
    whole = int(seconds)
    hours, minutes = whole // 3600, whole // 60 % 60
    return f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes}:{whole % 60:02}"
