"""Recording in the window: its keys, the question before the first one, the light that says how far it is."""

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QMenu, QMessageBox, QToolButton, QWidget

from app.output.sink import OutputError
from app.overlay.translation import tr
from app.overlay.words import number
from app.paths import recordings_dir
from app.settings import numbers_rest_on
from app.ui.language.sentences import in_language
from app.ui.record.recordings import Recordings
from app.ui.session.consent import Consent, Purpose, Question, when_agreed
from app.ui.settings.keeper import SettingsKeeper
from app.ui.window.actions import Actions
from app.ui.window.live_workspace import LiveWorkspace
from app.ui.window.status_line import StatusLine

# The dialogs, and all that writes, are imported where they are used: most starts of the window record nothing.
if TYPE_CHECKING:
    from app.recording.plan import Outcome, Progress
    from app.ui.record.dialog import RecordDialog

_REFRESH_MS = 500


class RecordControl(QObject):
    """Connects the recordings of a window with it; the picture is drawn as in the live workspace. `close` ends them."""

    def __init__(
        self,
        recordings: Recordings | None,
        live: LiveWorkspace,
        consent: Consent,
        keeper: SettingsKeeper,
        actions: Actions,
        status: StatusLine,
    ) -> None:
        super().__init__(live)
        self._recordings = recordings = recordings or Recordings()
        self._live, self._consent, self._keeper = live, consent, keeper
        self._actions, self._status = actions, status
        self._markers = 0
        self._light = self._made_light()
        status.add_light(self._light)
        self._timer = QTimer(self, interval=_REFRESH_MS)
        self._timer.timeout.connect(self._show_light)
        actions.record.triggered.connect(self._switch)
        actions.marker.triggered.connect(self._mark)
        actions.named_marker.triggered.connect(self._ask_marker)
        recordings.changed.connect(self._on_changed)
        recordings.ended.connect(self._on_ended)
        recordings.failed.connect(status.say)

    def close(self) -> None:
        """End the recording; `wait_closed` waits for it."""
        self._timer.stop()
        self._recordings.close()

    def wait_closed(self, deadline: float) -> bool:
        """False where it is not closed by then (of `time.perf_counter()`)."""
        return self._recordings.wait_closed(deadline)

    @property
    def _window(self) -> QWidget:
        return self._live.page.window()

    # Beginning and ending

    def _switch(self) -> None:
        recording = self._recordings.progress() is not None
        self._actions.record.setChecked(recording or self._recordings.starting)  # it shows what is, not what is wanted
        if recording:
            self._recordings.end()
        elif not self._recordings.starting:
            self._when_agreed(self._ask_what)

    def _when_agreed(self, then: Callable[[], None]) -> None:
        from app.recording.plan import NOTICE

        question = Question(Purpose.RECORD, tr("Before anything is kept"), in_language(NOTICE), tr("I agree"))
        when_agreed(self._consent, question, self._window, then)

    def _ask_what(self) -> None:
        from app.ui.record.dialog import RecordDialog

        settings = self._keeper.settings
        folder = Path(settings.recordings_folder) if settings.recordings_folder else recordings_dir()
        dialog = RecordDialog(folder, settings.record_video, settings.record_anonymised, _no_video(), self._window)
        dialog.accepted.connect(lambda: self._begin(dialog))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _begin(self, dialog: "RecordDialog") -> None:
        from app.output.video import GrowingVideoSink
        from app.recording.plan import NOTICE, RecordingPlan
        from app.recording.session_file import Agreement, Kept

        own = "" if dialog.folder == recordings_dir() else str(dialog.folder)
        self._keeper.change(recordings_folder=own, record_video=dialog.video, record_anonymised=dialog.anonymised)
        settings = self._keeper.settings
        style = replace(
            self._live.page.style_now, mirrored=False, chosen_id=None, unit_px=None, anonymous=dialog.anonymised
        )
        plan = RecordingPlan(
            kept=Kept(dialog.video, dialog.video and dialog.anonymised, settings.show_gender),
            consent=Agreement(in_language(NOTICE), settings.recording_accepted_at),
            settings=numbers_rest_on(settings),
            open_video=(lambda path: GrowingVideoSink(path, style)) if dialog.video else None,
            facts=self._recordings.facts,
        )
        self._markers = 0
        self._recordings.begin(dialog.folder, plan)

    # Markers

    def _mark(self) -> None:
        self._set_marker(time.perf_counter(), tr("Marker {number}", number=self._markers + 1))

    def _ask_marker(self) -> None:
        """The moment is that of the key, however long the text takes."""
        at = time.perf_counter()
        if self._recordings.progress() is None:
            self._set_marker(at, "")
            return
        from app.ui.record.dialog import MarkerDialog

        dialog = MarkerDialog(self._window)
        dialog.accepted.connect(lambda: self._set_marker(at, dialog.text or tr("Marker")))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _set_marker(self, at: float, text: str) -> None:
        progress = self._recordings.progress()
        if progress is None or progress.ending:
            self._status.say(tr("Nothing is being recorded; F9 begins a recording."))
            return
        from app.output.live.sink import Marker

        self._markers += 1
        self._recordings.mark(Marker(text, at, "hotkey"))
        self._status.say(tr("{name}, at {time}", name=text, time=clock(progress.seconds)))

    # What is shown

    def _made_light(self) -> QToolButton:
        light = QToolButton()
        light.setObjectName("record-light")
        light.setAutoRaise(True)
        light.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        light.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        light.setToolTip(tr("A recording runs: its time, and its size on the disk."))
        menu = QMenu(light)
        menu.addActions([self._actions.marker, self._actions.named_marker, self._actions.record])
        light.setMenu(menu)
        light.hide()
        return light

    def _on_changed(self) -> None:
        runs = self._recordings.progress() is not None
        self._actions.record.setChecked(runs)
        self._actions.record.setText(tr("End the recording") if runs else tr("Record"))
        self._actions.record.setIconText(tr("Stop") if runs else tr("Record"))  # of the button, which has little room
        self._window.setWindowTitle(tr("Poise, recording") if runs else "Poise")
        if runs:
            self._timer.start()
        else:
            self._timer.stop()
        self._show_light()

    def _show_light(self) -> None:
        progress = self._recordings.progress()
        self._light.setVisible(progress is not None)
        if progress is not None:
            self._light.setText(_words(progress))
            if not self._status.isVisible():  # full screen: nobody shall forget that it is recorded
                self._live.page.picture.hint(_words(progress))

    def _on_ended(self, outcome: "Outcome") -> None:
        """Say in the status bar what was kept, and in a message of its own what went wrong."""
        saved = outcome.folder if outcome.folder.is_dir() else None
        if outcome.reason or outcome.problem:
            text = "\n\n".join(in_language(each) for each in (outcome.reason, outcome.problem) if each)
            message = QMessageBox(QMessageBox.Icon.Warning, tr("The recording has ended"), text, parent=self._window)
            message.setTextFormat(Qt.TextFormat.PlainText)
            message.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            message.open()
        elif saved is not None:
            time_text = clock(outcome.counts.seconds)
            self._status.say(tr("Recorded {time} into {folder}", time=time_text, folder=saved), saved)


def clock(seconds: float) -> str:
    """Hours, where there are some, minutes and seconds."""
    minutes, rest = divmod(max(0, int(seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes:02}:{rest:02}"


def _words(progress: "Progress") -> str:
    if progress.ending:
        return "● " + tr("Completing the recording…")
    size = tr("{size} MB", size=number(progress.counts.size_bytes / 1e6, 1))
    return "● " + tr("Recording {time}, {size}", time=clock(progress.seconds), size=size)


def _no_video() -> str:
    from app.output.growing_video import require_encoder

    try:
        require_encoder()
    except OutputError as error:
        return in_language(str(error))
    return ""
