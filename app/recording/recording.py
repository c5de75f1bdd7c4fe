"""One recording: takes results, markers and states from any thread, and writes them on a thread of its own."""

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from app.capture.source import SourceInfo
from app.domain.plain_text import plain
from app.domain.result import FrameResult
from app.output.part_file import gone, tells_of_full_disk
from app.output.sink import OutputError
from app.recording.clock import RecordingClock
from app.recording.events import Event, EventKind
from app.recording.files import RecordingFiles
from app.recording.folder import new_folder
from app.recording.intake import Intake
from app.recording.plan import Outcome, Progress, RecordingPlan
from app.recording.room import Room

FLUSH_S = 0.8
"""So often numbers go to the disk; with what the writing takes no piece is longer than a second."""


class Recording:
    """Begins with its making, which raises OutputError, and goes on until `end`, or until it cannot go on.

    Any thread may call it, and nothing waits for the disk but `wait`. `on_ended` is called once, on the recording's
    own thread, when everything is closed. `on_problem` gets a sentence where something failed (the video) and the
    recording goes on.
    """

    def __init__(
        self,
        folder: Path,
        plan: RecordingPlan,
        on_ended: Callable[[Outcome], None],
        on_problem: Callable[[str], None] = lambda sentence: None,
    ) -> None:
        self.folder = new_folder(folder, set_aside=plan.set_aside)
        self._clock = RecordingClock()
        self._room = Room(self.folder, plan.least_free_bytes)
        self._room.require()
        self._files = RecordingFiles(self.folder, plan, self._clock)
        self._intake = Intake(self._clock, time.perf_counter())
        self._on_ended, self._on_problem = on_ended, on_problem
        self._thread = threading.Thread(target=self._run, name="poise-recording", daemon=True)
        self._thread.start()

    def take(self, result: FrameResult) -> None:
        """Keep the numbers of a frame."""
        self._intake.take(result)

    def take_picture(self, result: FrameResult) -> None:
        """Keep the picture of a frame, where a video is kept; drawing and encoding takes its time on this thread."""
        if self._files.pictures is None or not self._intake.begins_with(result):
            return
        try:
            self._files.pictures.write(result)
        except OutputError as error:
            sentence = f"{plain(str(error), 600)} The numbers are recorded on."
            self.note(Event(EventKind.STATE, time.perf_counter(), sentence, "recording"))
            self._on_problem(sentence)

    def note(self, event: Event) -> None:
        """A marker, say."""
        self._intake.note(event)

    def tell(self, state: str, source: SourceInfo | None, message: str) -> None:
        """What the session does, in the runtime's words."""
        self._intake.tell(time.perf_counter(), state, source, message)

    def progress(self) -> Progress:
        tally = replace(self._intake.tally)
        counts = self._files.counts(tally)
        now_s = self._clock.time_s(time.perf_counter()) if self._clock.begun else 0.0
        return Progress(self.folder, now_s, counts, tally.faces_now, self._intake.closed)

    def end(self, reason: str = "", at: float | None = None) -> None:
        """Take nothing more and complete the files; `reason` is a sentence where nobody asked for it.

        `at`: when the end was asked for, in seconds of `time.perf_counter()`; now if not given.
        """
        self._intake.close(time.perf_counter() if at is None else at, reason)

    def wait(self, timeout_s: float) -> bool:
        """Wait until everything is closed; False where that takes longer. What is not joined then stays in pieces."""
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    # On the recording's own thread

    def _run(self) -> None:
        try:
            self._write_until_the_end()
        except OutputError as error:
            self.end(self._sentence_of(error))
        finally:
            self.end("The recording ended unexpectedly.")  # changes nothing where it has ended already
            self._complete()

    def _write_until_the_end(self) -> None:
        flushed_at = time.monotonic()
        while not self._intake.closed:
            left_s = FLUSH_S - (time.monotonic() - flushed_at)
            self._files.add(self._intake.wait(max(0.0, left_s)))
            if time.monotonic() - flushed_at >= FLUSH_S:
                flushed_at = time.monotonic()
                self._files.flush(self._intake.tally, self._intake.source)
                self._look_for_room()

    def _look_for_room(self) -> None:
        if not self.folder.is_dir():
            raise gone(self.folder)
        if self._room.short():
            self.end(f"The recording has ended, because the disk is nearly full; it is whole, in {self.folder}.")

    def _sentence_of(self, error: OutputError) -> str:
        cause = error.__cause__
        if not self.folder.is_dir():
            return f"The recording has ended: its folder {self.folder} was removed, and with it what it held."
        if isinstance(cause, FileNotFoundError):  # somebody is taking the folder away just now, or a file of it
            return f"The recording has ended: what lay in {self.folder} was removed, and with it what it held."
        if isinstance(cause, OSError) and tells_of_full_disk(cause):
            return f"The recording has ended, because the disk is full; what it has until then is in {self.folder}."
        return f"The recording has ended ({error}); what it has until then is in {self.folder}."

    def _complete(self) -> None:
        self._room.give_back()
        steps = (self._flush_the_last, self._files.close_video, self._describe_the_end, self._files.join)
        problems = [problem for step in steps if (problem := _problem(step))]
        counts = replace(self.progress().counts, size_bytes=self._files.size_on_disk())
        self._on_ended(Outcome(self.folder, counts, self._intake.reason, problems[0] if problems else ""))

    def _flush_the_last(self) -> None:
        self._files.add(self._intake.wait(0.0))
        self._files.flush(self._intake.tally, self._intake.source)

    def _describe_the_end(self) -> None:
        ended_unix_s = self._clock.unix_time_s(time.perf_counter())
        self._files.describe_end(self._intake.tally, ended_unix_s, self._intake.reason)


def _problem(step: Callable[[], None]) -> str:
    """What went wrong in a step, as a sentence; the other steps are tried all the same."""
    try:
        step()
    except OutputError as error:
        return str(error)
    return ""
