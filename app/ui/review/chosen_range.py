"""The range of a recording that the numbers are about, and what is done with it."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from app.output.row_formats import TABLE_SUFFIXES
from app.overlay.translation import tr
from app.recording.reader import StoredRecording
from app.ui.review.export import Exported, export_range
from app.ui.review.playback import Playback
from app.ui.review.review_actions import ReviewActions
from app.ui.session.bridge import Background

_STEP_S = 5.0
_BEFORE_S = 1.0
_SHORTEST_S = 0.05


class ChosenRange(QObject):
    """Begins as the whole recording. `changed` when it is another; `zoomed` brings what the charts shall show.

    `said` brings a sentence and the path of what was saved (or None).
    """

    changed = Signal()
    zoomed = Signal(float, float)
    said = Signal(str, object)

    def __init__(self, actions: ReviewActions, playback: Playback, background: Background, window: QWidget) -> None:
        super().__init__(window)
        self._actions, self._playback, self._background, self._window = actions, playback, background, window
        self._recording: StoredRecording | None = None
        self._chosen: tuple[float, float] | None = None
        self._connect()

    @property
    def seconds(self) -> tuple[float, float]:
        """From and until, the whole recording where nothing was chosen."""
        return self._chosen or (0.0, 0.0 if self._recording is None else self._recording.duration_s)

    @property
    def chosen(self) -> bool:
        return self._chosen is not None

    def load(self, recording: StoredRecording) -> None:
        """Another recording, all of it."""
        self._recording = recording
        self._clear()

    def choose(self, start_s: float, end_s: float) -> None:
        """A range of no length is none, and changes nothing."""
        if end_s - start_s >= _SHORTEST_S:
            self._chosen = (start_s, end_s)
            self._tell()

    def _connect(self) -> None:
        actions, playback = self._actions, self._playback
        actions.play.toggled.connect(playback.play)
        actions.back.triggered.connect(lambda: playback.go_to(playback.time_s - _STEP_S))
        actions.forward.triggered.connect(lambda: playback.go_to(playback.time_s + _STEP_S))
        actions.next_marker.triggered.connect(lambda: self._go_to_marker(1))
        actions.previous_marker.triggered.connect(lambda: self._go_to_marker(-1))
        actions.begin.triggered.connect(lambda: self._end_at(begin=True))
        actions.end.triggered.connect(lambda: self._end_at(begin=False))
        actions.whole.triggered.connect(self._clear)
        actions.zoom.toggled.connect(lambda: self._zoom())
        actions.export.triggered.connect(self._ask_for_export)

    def _end_at(self, *, begin: bool) -> None:
        """One end of the range is the moment that is shown; the other stays where it makes sense."""
        if self._recording is None:
            return
        start_s, end_s = self.seconds
        now_s = self._playback.time_s
        if begin:
            self.choose(now_s, end_s if end_s > now_s else self._recording.duration_s)
        else:
            self.choose(start_s if start_s < now_s else 0.0, now_s)

    def _clear(self) -> None:
        self._chosen = None
        self._tell()

    def offer(self) -> None:
        """Only what can be done now: little without a recording, and less without a range."""
        actions = self._actions
        for action in actions.group.actions:
            needs_range = action in (actions.whole, actions.zoom)
            opens = action in (actions.open_newest, actions.open_recording, actions.open_table)
            action.setEnabled(self.chosen if needs_range else opens or self._recording is not None)

    def _tell(self) -> None:
        if not self.chosen:
            self._actions.zoom.setChecked(False)
        self.offer()
        self.changed.emit()

    def _zoom(self) -> None:
        if self._recording is not None:
            zoomed = self._actions.zoom.isChecked()
            self.zoomed.emit(*(self.seconds if zoomed else (0.0, self._recording.duration_s)))

    def _go_to_marker(self, by: int) -> None:
        """To the marker after (1) or before (-1) this moment; one is told where there is no more."""
        markers = () if self._recording is None else self._recording.markers
        now_s = self._playback.time_s
        after = [marker for marker in markers if marker.time_s > now_s + 1e-3]
        before = [
            marker for marker in markers if marker.time_s < now_s - (_BEFORE_S if self._playback.playing else 1e-3)
        ]
        found = after[:1] if by > 0 else before[-1:]
        if found:
            self._playback.go_to(found[0].time_s)
            self.said.emit(tr("Marker: {name}", name=found[0].text or "\N{EN DASH}"), None)
        else:
            self.said.emit(tr("There is no further marker."), None)

    def _ask_for_export(self) -> None:
        if self._recording is None:
            return
        patterns = " ".join(f"*{suffix}" for suffix in TABLE_SUFFIXES)
        dialog = QFileDialog(self._window, tr("Export the range as a table"), self._proposed())
        dialog.setNameFilter(tr("Tables ({patterns})", patterns=patterns))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.fileSelected.connect(self.export)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def export(self, text: str) -> None:
        """Write the range to a table of this name."""
        if self._recording is not None:
            work = partial(export_range, self._recording, *self.seconds, Path(text))
            self._background.run(work, self._on_exported)

    def _on_exported(self, outcome: Exported) -> None:
        self.said.emit(outcome.sentence, outcome.path)

    def _proposed(self) -> str:
        """A name beside the recording."""
        if self._recording is None:
            return ""
        path = self._recording.path
        return str(path.parent / f"{path.stem if path.is_file() else path.name} range.csv")
