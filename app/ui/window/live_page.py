"""The page with the picture, the readings and the charts."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from app.capture.source import SourceKind
from app.domain.result import FrameResult
from app.overlay.style import OverlayStyle
from app.overlay.translation import tr
from app.overlay.words import number
from app.runtime.pulse import Silent, Stall
from app.runtime.session import SessionEvent, SessionState
from app.settings import Settings
from app.ui.charts.timeline import Timeline
from app.ui.look.theme import Theme
from app.ui.readings.face_choice import FaceChoice
from app.ui.readings.panel import ReadingsPanel
from app.ui.video.seek_bar import SeekBar
from app.ui.video.state_card import StateCard
from app.ui.video.video_view import VideoView
from app.ui.window.banner import Banner
from app.ui.window.controls import SessionControls
from app.ui.window.room import Parts, parts_that_fit

_PLENTY_PX = 10_000


class LivePage(QWidget):
    """Shows results and states; everything on it is about one chosen face."""

    painted = Signal(object)  # FrameResult, while it is painted
    shown = Signal(object, object)  # the current FrameResult or None, and its OverlayStyle

    def __init__(
        self,
        settings: Settings,
        theme: Theme,
        controls: SessionControls,
        banner: Banner,
        seek_bar: SeekBar,
    ) -> None:
        super().__init__()
        self._settings = settings
        self._choice = FaceChoice()
        self._last: FrameResult | None = None
        self._state = SessionState.OPENING
        self._kind: SourceKind | None = None
        self._mirrored_once = False
        self._stall: Stall | None = None
        self._view = self.picture = VideoView()
        self.card = StateCard(self._view)
        self._panel = ReadingsPanel(theme)
        self.timeline = Timeline(settings.chart_seconds, theme)
        self._view.painted.connect(self.painted)
        self._view.clicked.connect(self._on_clicked)
        for steps in (self._view.stepped, self._panel.stepped):
            steps.connect(self.step_face)
        # Each in a place of its own, which full screen empties whatever the part itself wants.
        self.around_picture = (_column((banner,), banner), _column((seek_bar,), seek_bar))
        picture = _column((self._view, self.around_picture[1]), self._view)
        self._upright = _splitter(
            Qt.Orientation.Vertical,
            picture,
            self.timeline,
            settings.charts_height_px,
        )
        self._across = _splitter(Qt.Orientation.Horizontal, self._upright, self._panel, settings.readings_width_px)
        self._seek_bar = seek_bar
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(_column((controls, self.around_picture[0], self._across), self._across))

    @property
    def last(self) -> FrameResult | None:
        """The result that is shown."""
        return self._last

    @property
    def is_camera(self) -> bool:
        """Whether the picture is that of a camera, as long as nothing else is known."""
        return self._kind in (None, SourceKind.CAMERA)

    @property
    def mirrored(self) -> bool:
        """Whether the picture is mirrored, as one knows oneself; only a camera's is unless the user asks for it."""
        return self._settings.mirror if self.is_camera else self._mirrored_once

    def mirror_once(self, on: bool) -> None:
        """Mirror the source that is open now, one that is no camera."""
        self._mirrored_once = on
        self._refresh()

    def measures(self) -> Mapping[str, int]:
        """Where the user drew the borders, as fields of `Settings`; nothing of a part that is not shown."""
        drawn = {"charts_height_px": self._upright.sizes()[1], "readings_width_px": self._across.sizes()[1]}
        return {name: size_px for name, size_px in drawn.items() if size_px}

    @property
    def style_now(self) -> OverlayStyle:
        settings = self._settings
        return OverlayStyle(
            mirrored=self.mirrored,
            show_gender=settings.show_gender,
            show_axes=settings.show_axes,
            chosen_id=self._choice.chosen_id,
            show_emotion=settings.show_emotion,
            show_bars=settings.show_bars,
            show_pose=settings.show_pose,
            show_ids=settings.show_ids,
            text_scale=settings.text_scale,
            anonymous=settings.anonymous,
        )

    def show_result(self, result: FrameResult) -> None:
        self._last = result
        self._choice.update(result)
        self.timeline.add(result, self._choice.chosen_id)
        self._seek_bar.show_time(result.frame.time_s)
        self._refresh()

    def show_event(self, event: SessionEvent) -> None:
        self._state = event.state
        self._stall = None
        self._kind = None if event.source is None else event.source.kind
        self.card.show_event(event, self._settings)
        self._seek_bar.show_duration(event.source.duration_s if event.source and self._current else None)
        self.timeline.show_state(paused=event.state is SessionState.PAUSED, current=self._current)
        if event.state is SessionState.OPENING:
            self._last = None
            self._mirrored_once = False
            self._choice.clear()
            self.timeline.clear()
        self._refresh()

    def show_stall(self, stall: Stall | None) -> None:
        """Nothing new comes: what is shown turns grey with its age, until something does (None)."""
        self._stall = stall
        self.card.show_stall(stall)
        self._refresh()

    def show_settings(self, settings: Settings) -> None:
        self._settings = settings
        self.timeline.set_seconds(settings.chart_seconds)
        self._fit_parts()
        self._refresh()

    def step_face(self, by: int) -> None:
        """Choose the next (1) or previous (-1) face."""
        if self._choice.step(by):
            self._refresh()

    def _fit_parts(self) -> None:
        """Charts and readings make way for the picture where there is little room."""
        settings = self._settings
        wanted = Parts(settings.show_charts, settings.show_readings)
        parts = Parts(False, False) if self.window().isFullScreen() else parts_that_fit(self.size(), wanted)
        for part, visible, splitter, part_px in (
            (self.timeline, parts.charts, self._upright, settings.charts_height_px),
            (self._panel, parts.readings, self._across, settings.readings_width_px),
        ):
            if part.isVisibleTo(splitter) != visible:
                part.setVisible(visible)
                if visible:
                    splitter.setSizes([_PLENTY_PX, part_px])

    def _on_clicked(self, track_id: int) -> None:
        self._choice.choose(track_id)
        self._refresh()

    def _refresh(self) -> None:
        self._view.show_result(self._last, self.style_now)
        self._view.show_note(*self._note())
        self.shown.emit(self._last if self._current and self._stall is None else None, self.style_now)
        faces = self._last.faces if self._last is not None and self._current else ()
        chosen = next((face for face in faces if face.face.track_id == self._choice.chosen_id), None)
        self._panel.show_face(chosen, self._choice.ids, self._absence(), self.mirrored, self._settings.show_gender)
        self._panel.show_age(None if self._stall is None else self._stall.age_s)

    def _absence(self) -> str:
        """What to say where no face is shown: only a picture that was analysed has none."""
        if self._last is None or not self._current:
            return ""
        return tr("No face") if self._analysed else tr("Loading…")

    @property
    def _current(self) -> bool:
        """Whether what is shown is the picture of now, or the one that a pause holds."""
        return self._state in (SessionState.RUNNING, SessionState.PAUSED)

    @property
    def _analysed(self) -> bool:
        """Whether the picture that is shown was looked at; before the network is loaded none is."""
        return self._last is not None and self._last.times.perceive_ms > 0

    def _note(self) -> tuple[str, bool]:
        """What to write on the picture, and whether it is out of date."""
        if self._state is SessionState.PAUSED:
            return tr("Paused"), False
        if self._state is not SessionState.RUNNING:
            return "", True
        if self._stall is not None:
            age = number(self._stall.age_s)
            no_picture = self._stall.silent is Silent.SOURCE
            said = tr("No new picture for {age} s", age=age) if no_picture else tr("Nothing read for {age} s", age=age)
            return said, True
        if self._last is None or self._last.faces:
            return "", False
        if not self._analysed:
            return tr("Loading the network…"), False
        return tr("No face in the picture"), False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_parts()


def _column(rows: Sequence[QWidget], growing: QWidget) -> QWidget:
    """Rows below each other, of which one takes what height there is."""
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for row in rows:
        column.addWidget(row, 1 if row is growing else 0)
    return made


def _splitter(orientation: Qt.Orientation, first: QWidget, second: QWidget, second_px: int) -> QSplitter:
    """Two widgets of which the first takes what room there is."""
    splitter = QSplitter(orientation)
    splitter.addWidget(first)
    splitter.addWidget(second)
    splitter.setStretchFactor(0, 1)
    splitter.setSizes([_PLENTY_PX, second_px])
    splitter.setChildrenCollapsible(False)
    splitter.setHandleWidth(1)
    return splitter
