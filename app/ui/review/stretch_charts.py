"""The charts of one face or two over the same stretch of a recording: emotions and angles side by side."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from app.domain.reading import EMOTIONS
from app.overlay.translation import tr
from app.overlay.words import angle_names, emotion_name, percent
from app.recording.downsampling import downsampled
from app.recording.stored_session import StoredEvent
from app.recording.track import Track
from app.ui.look.theme import Colours
from app.ui.review.time_chart import TimeChart

_BROKEN_S = 1.0
_SHORTEST_S = 0.5
_REDRAW_MS = 40
_SHARES = (0.0, 0.5, 1.0)
_TURNS = {-60.0: "−60°", -30.0: "−30°", 0.0: "0°", 30.0: "+30°", 60.0: "+60°"}


class StretchCharts(QWidget):
    """`moved` brings the moment that was pressed, `ranged` the seconds from and until of a range that is drawn.

    The wheel zooms; all charts show the same stretch.
    """

    moved = Signal(float)
    ranged = Signal(float, float)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("timeline")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(tr("Charts of the recording"))
        self._rows: list[_Row] = []
        self._shown: list[_Row] = []
        self._events: Sequence[StoredEvent] = ()
        self._duration_s = 1.0
        self._stretch = (0.0, 1.0)
        self._colours: Colours | None = None
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(8, 4, 8, 4)
        self._grid.setSpacing(8)
        self._later = QTimer(self, singleShot=True, interval=_REDRAW_MS)
        self._later.timeout.connect(self._redraw)

    def show_recording(self, duration_s: float, events: Sequence[StoredEvent]) -> None:
        """Show another recording in its whole length; its faces follow."""
        self._duration_s, self._events = max(_SHORTEST_S, duration_s), events
        self._stretch = (0.0, self._duration_s)

    def show_faces(self, tracks: Sequence[Track]) -> None:
        """The charts of these faces, one row for each."""
        while len(self._rows) < len(tracks):  # a chart takes long enough to be felt, so those that are there stay
            self._rows.append(self._new_row(len(self._rows)))
        for place, row in enumerate(self._rows):
            shown = place < len(tracks)
            if shown:
                row.show(tracks[place], named=len(tracks) > 1)
            for chart in row.charts:
                chart.widget.setVisible(shown)
        self._shown = self._rows[: len(tracks)]
        if self._colours is not None:
            self.colour(self._colours)
        self._redraw()
        self._later.start()  # once more when the layout has given them their widths

    def show_moment(self, time_s: float) -> None:
        for chart in self._charts():
            chart.show_moment(time_s)

    def show_range(self, start_s: float, end_s: float, chosen: bool) -> None:
        for chart in self._charts():
            chart.show_range(start_s, end_s, chosen)

    def show_stretch(self, start_s: float, end_s: float) -> None:
        """Show only a part of the recording."""
        span_s = min(self._duration_s, max(_SHORTEST_S, end_s - start_s))
        start_s = max(0.0, min(start_s, self._duration_s - span_s))
        if (start_s, start_s + span_s) != self._stretch:
            self._stretch = (start_s, start_s + span_s)
            self._later.start()

    def follow(self, time_s: float) -> None:
        """Turn the page where a moment lies outside of what is shown."""
        start_s, end_s = self._stretch
        if not start_s <= time_s <= end_s:
            self.show_stretch(time_s - 0.05 * (end_s - start_s), time_s + 0.95 * (end_s - start_s))

    def colour(self, colours: Colours) -> None:
        self._colours = colours
        for row in self._shown:
            row.colour(colours)
            for chart in row.charts:
                chart.show_events(self._events)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._later.start()

    def _charts(self) -> list[TimeChart]:
        return [chart for row in self._shown for chart in row.charts]

    def _new_row(self, place: int) -> "_Row":
        row = _Row()
        for column, chart in enumerate(row.charts):
            self._grid.addWidget(chart.widget, place, column)
            chart.widget.pressed.connect(self._on_pressed)
            chart.widget.dragged.connect(self._on_dragged)
            chart.widget.zoomed.connect(self._on_zoomed)
        return row

    def _redraw(self) -> None:
        start_s, end_s = self._stretch
        for row in self._shown:
            row.draw(start_s, end_s)

    def _on_pressed(self, time_s: float) -> None:
        self.moved.emit(self._within(time_s))

    def _on_dragged(self, first_s: float, last_s: float) -> None:
        self.ranged.emit(self._within(first_s), self._within(last_s))

    def _on_zoomed(self, by: float, about_s: float) -> None:
        start_s, end_s = self._stretch
        about_s = self._within(about_s)
        self.show_stretch(about_s - (about_s - start_s) / by, about_s + (end_s - about_s) / by)

    def _within(self, time_s: float) -> float:
        return max(0.0, min(self._duration_s, time_s))


class _Row:
    """The two charts of one face."""

    def __init__(self) -> None:
        share = {step: percent(step) for step in _SHARES}
        self._emotions = TimeChart("", [emotion_name(emotion) for emotion in EMOTIONS], 0.0, 1.0, share)
        self._angles = TimeChart("", angle_names(), -60.0, 60.0, _TURNS)
        self.charts = (self._emotions, self._angles)

    def show(self, track: Track, named: bool) -> None:
        """Take another face; what is not claimed of it becomes NaN."""
        face = tr("Face {number}", number=track.face_id) + ": " if named else ""
        self._emotions.rename(face + tr("Emotions"))
        self._angles.rename(face + tr("Head pose"))
        nothing = np.float32(np.nan)
        turned = np.where(track.pose_stands[:, None], np.clip(track.angles_deg, -60.0, 60.0), nothing)
        self._values = (np.where(track.judged[:, None], track.emotions, nothing), turned)
        self._time_s = track.time_s

    def draw(self, start_s: float, end_s: float) -> None:
        for chart, values in zip(self.charts, self._values, strict=True):
            points = downsampled(self._time_s, values, start_s, end_s, chart.curves_px, _BROKEN_S)
            chart.show_stretch(start_s, end_s, points)

    def colour(self, colours: Colours) -> None:
        side, up, out = colours.axes
        self._emotions.colour(colours, [colours.emotions[emotion] for emotion in EMOTIONS])
        self._angles.colour(colours, (up, side, out))  # the axis that each angle turns about
