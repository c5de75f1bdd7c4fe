"""The workspace Review: opens a recording off the GUI thread, and keeps its parts at the same moment and range."""

from collections.abc import Callable, Sequence
from functools import cached_property, partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget
from shiboken6 import isValid

from app.overlay.translation import tr
from app.recording.reader import StoredRecording, open_recording
from app.recording.stored_rows import ReadError
from app.recording.summary import Summary, summarise
from app.recording.track import Track
from app.ui.look.theme import Theme
from app.ui.review.chosen_range import ChosenRange
from app.ui.review.opening import OpeningCard, OpeningChoice
from app.ui.review.page import ReviewPage
from app.ui.review.playback import Playback
from app.ui.review.qt_types import TypesFirst
from app.ui.review.reporting import Reporting
from app.ui.review.review_actions import ReviewActions
from app.ui.session.bridge import Background
from app.ui.session.consent import Consent, Purpose
from app.ui.settings.keeper import SettingsKeeper

if TYPE_CHECKING:
    from app.ui.review.stretch_charts import StretchCharts

_SUM_UP_MS = 80


class ReviewWorkspace(QStackedWidget):
    """`said` brings a sentence and the path of what was saved (or None), `opened` the StoredRecording that is shown."""

    said = Signal(str, object)
    opened = Signal(object)

    def __init__(
        self, actions: ReviewActions, theme: Theme, keeper: SettingsKeeper, background: Background, window: QWidget
    ) -> None:
        super().__init__()
        self._theme, self._background = theme, background
        self._consent = Consent(keeper)
        self.actions_here = actions
        self._playback = Playback(self)
        self._choice = OpeningChoice(self.actions_here, keeper, background, window)
        self._card = OpeningCard(self.actions_here)
        self._range = ChosenRange(self.actions_here, self._playback, background, window)
        self._reporting = Reporting(self.actions_here, background, window)
        self._charts: StretchCharts | None = None
        self._loading_charts = False
        self._recording: StoredRecording | None = None
        self._tracks: Sequence[Track] = ()
        self._asked = 0
        self._then: Callable[[], None] = lambda: None
        self._sum_up = QTimer(self, singleShot=True, interval=_SUM_UP_MS)
        self.addWidget(self._card)
        self._connect()

    @cached_property
    def page(self) -> ReviewPage:
        """Where a recording is shown; made with the first one, because most starts of the window see none."""
        page = ReviewPage(self._theme, self.actions_here, self._playback, self._choice.menu)
        page.file_chosen.connect(lambda file: self.open(self._recording.path, file) if self._recording else None)
        page.panel.chosen.connect(self._on_faces)
        page.transport.sought.connect(self._playback.go_to)
        page.picture.failed.connect(lambda sentence: self.said.emit(sentence, None))
        self.addWidget(page)
        return page

    @property
    def recording(self) -> StoredRecording | None:
        """What is open."""
        return self._recording

    def open(self, path: Path, file: str | None = None) -> None:
        """Open a recording's folder or a table, of one of several inputs this `file`; nothing before consent."""
        if not self._consent.given(Purpose.ANALYSE):
            return
        self._asked += 1
        self._playback.play(False)
        if self._recording is None:
            self._card.say(tr("Opening…"), path.name)
        self._load_charts()
        self._background.run(partial(_opened, path, file), partial(self._on_opened, self._asked, path))

    def offer(self) -> None:
        """Only what can be done now."""
        self._range.offer()

    def leave(self) -> None:
        """Another workspace is shown."""
        self._playback.play(False)

    def close_parts(self, timeout_s: float) -> bool:
        """Stop what runs; False where something was left behind."""
        self._asked += 1
        self._playback.play(False)
        return self._recording is None or self.page.picture.close_film(timeout_s)

    def _connect(self) -> None:
        self._choice.chosen.connect(self.open)
        self._choice.said.connect(lambda sentence: self.said.emit(sentence, None))
        self._playback.moved.connect(self._on_moved)
        self._range.changed.connect(self._on_range)
        self._range.said.connect(self.said)
        self._reporting.said.connect(self.said)
        self.opened.connect(self._reporting.load)
        self._sum_up.timeout.connect(self._summarise)
        self._theme.changed.connect(self._colour)

    # Opening

    def _on_opened(self, asked: int, path: Path, outcome: StoredRecording | ReadError) -> None:
        if asked != self._asked or not isValid(self):
            return
        if isinstance(outcome, ReadError):
            if self._recording is None:
                self._card.say(tr("This did not work"), str(outcome))
            self.said.emit(str(outcome), None)
            return
        self._choice.remember(path)
        self._then = partial(self._show, outcome)
        if self._charts is not None:
            self._then()

    def _load_charts(self) -> None:
        """pyqtgraph takes a good part of a second to import, so that happens on a thread."""
        if not self._loading_charts:
            self._loading_charts = True
            module = "app.ui.review.stretch_charts"
            TypesFirst(lambda: self._background.run(lambda: import_module(module), lambda _: self._on_charts()), self)

    def _on_charts(self) -> None:
        if not isValid(self):  # the window may have been closed meanwhile
            return
        from app.ui.review.stretch_charts import StretchCharts

        self._charts = StretchCharts()
        self._charts.moved.connect(self._playback.go_to)
        self._charts.ranged.connect(self._range.choose)
        self._range.zoomed.connect(self._charts.show_stretch)
        self.page.add_charts(self._charts)
        self._colour()
        self._then()

    def _show(self, recording: StoredRecording) -> None:
        self._then = lambda: None
        self._recording = recording
        self._tracks = ()
        self.setCurrentWidget(self.page)
        gaps = [(gap.time_s, gap.until_s) for gap in recording.gaps if gap.until_s is not None]
        if self._charts is not None:
            self._charts.show_recording(recording.duration_s, (*recording.gaps, *recording.markers))
        self.page.show_recording(recording)
        self._playback.load(recording.duration_s, gaps)
        self.page.transport.load(recording.duration_s)
        self._range.load(recording)
        self.page.panel.show_faces(recording.faces)
        self.opened.emit(recording)

    # Faces, moment and range

    def _on_faces(self, ids: Sequence[int]) -> None:
        if self._recording is not None:
            read = partial(_tracks, self._recording, ids, self._tracks)
            self._background.run(read, partial(self._on_tracks, self._recording))

    def _on_tracks(self, recording: StoredRecording, outcome: Sequence[Track] | ReadError) -> None:
        if recording is not self._recording or self._charts is None or not isValid(self):
            return
        if isinstance(outcome, ReadError):
            self.said.emit(str(outcome), None)
            return
        self._tracks = outcome
        self._charts.show_faces(outcome)
        self.page.picture.show_faces(outcome)
        self._on_moved(self._playback.time_s)
        self._on_range()

    def _on_moved(self, time_s: float) -> None:
        if self._recording is None:
            return
        self.page.picture.show_moment(time_s)
        if self._charts is not None:
            self._charts.show_moment(time_s)
            self._charts.follow(time_s)

    def _on_range(self) -> None:
        if self._charts is not None:
            self._charts.show_range(*self._range.seconds, self._range.chosen)
        self._sum_up.start()

    def _summarise(self) -> None:
        if self._recording is not None:
            seconds = self._range.seconds
            work = partial(_summaries, self._recording, self._tracks, *seconds)
            self._background.run(work, partial(self._on_summaries, self._recording, seconds))

    def _on_summaries(
        self, recording: StoredRecording, seconds: tuple[float, float], summaries: Sequence[Summary]
    ) -> None:
        if recording is self._recording and seconds == self._range.seconds and isValid(self):
            self.page.panel.show_summaries(summaries)

    def _colour(self) -> None:
        if self._charts is not None:
            self._charts.colour(self._theme.colours)


def _opened(path: Path, file: str | None) -> StoredRecording | ReadError:
    try:
        return open_recording(path, file)
    except ReadError as error:
        return error


def _tracks(recording: StoredRecording, ids: Sequence[int], known: Sequence[Track]) -> Sequence[Track] | ReadError:
    there = {track.face_id: track for track in known}
    try:
        return [there.get(face_id) or recording.track(face_id) for face_id in ids]
    except ReadError as error:
        return error


def _summaries(recording: StoredRecording, tracks: Sequence[Track], start_s: float, end_s: float) -> Sequence[Summary]:
    return [summarise(recording.frames, track, start_s, end_s) for track in tracks]
