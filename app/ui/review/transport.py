"""Under the picture of a recording: play, the place in it, how fast, and the range."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QSlider, QToolButton

from app.overlay.translation import tr
from app.overlay.words import number
from app.ui.look.icons import Icon, icon
from app.ui.look.plain_label import PlainLabel
from app.ui.look.theme import Theme
from app.ui.review.clock import clock
from app.ui.review.playback import SPEEDS, Playback
from app.ui.review.review_actions import ReviewActions

_STEPS_A_SECOND = 20
_ICON_PX = 20


class Transport(QFrame):
    """`sought` brings the place in seconds that the user chose."""

    sought = Signal(float)

    def __init__(self, theme: Theme, actions: ReviewActions, playback: Playback) -> None:
        super().__init__()
        self.setObjectName("seek-bar")
        self._theme, self._actions, self._playback = theme, actions, playback
        self._duration_s = 0.0
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setAccessibleName(tr("Place in the recording"))
        self._slider.setSingleStep(_STEPS_A_SECOND)
        self._slider.setPageStep(30 * _STEPS_A_SECOND)
        self._slider.valueChanged.connect(lambda value: self.sought.emit(value / _STEPS_A_SECOND))
        self._time = PlainLabel()
        self._time.setProperty("tone", "quiet")
        self._time.setAccessibleName(tr("Time"))
        self._speed = QComboBox()
        self._speed.setAccessibleName(tr("Speed"))
        self._speed.setToolTip(tr("How fast it is played"))
        for speed in SPEEDS:
            self._speed.addItem(f"{number(speed, 2 if speed < 0.5 else 1 if speed < 1 else 0)} ×", speed)
        self._speed.setCurrentIndex(SPEEDS.index(1.0))
        self._speed.currentIndexChanged.connect(lambda: playback.set_speed(self._speed.currentData()))
        self._play = self._button(actions.play)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 12, 4)
        row.setSpacing(8)
        row.addWidget(self._play)
        row.addWidget(self._slider, 1)
        row.addWidget(self._time)
        row.addWidget(self._speed)
        playback.moved.connect(self.show_time)
        playback.changed.connect(self._show_playing)
        theme.changed.connect(self._show_playing)
        self._show_playing()

    def load(self, duration_s: float) -> None:
        """Another recording of this length."""
        self._duration_s = duration_s
        self._slider.blockSignals(True)
        self._slider.setRange(0, int(duration_s * _STEPS_A_SECOND))
        self._slider.blockSignals(False)
        self._speed.setCurrentIndex(SPEEDS.index(1.0))
        self.show_time(0.0)
        widest = f"{clock(duration_s, tenths=True)} / {clock(duration_s)}"
        self._time.setMinimumWidth(self._time.fontMetrics().horizontalAdvance(widest) + 4)

    def show_time(self, time_s: float) -> None:
        self._time.setText(f"{clock(time_s, tenths=True)} / {clock(self._duration_s)}")
        if not self._slider.isSliderDown():
            self._slider.blockSignals(True)
            self._slider.setValue(round(time_s * _STEPS_A_SECOND))
            self._slider.blockSignals(False)

    def _show_playing(self) -> None:
        playing = self._playback.playing
        self._actions.play.setChecked(playing)
        self._actions.play.setText(tr("Pause") if playing else tr("Play"))
        self._actions.play.setIcon(icon(Icon.PAUSE if playing else Icon.PLAY, self._theme.colours.text))

    def _button(self, action: QAction) -> QToolButton:
        button = QToolButton()
        button.setDefaultAction(action)
        button.setIconSize(QSize(_ICON_PX, _ICON_PX))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setAccessibleName(action.text())
        return button
