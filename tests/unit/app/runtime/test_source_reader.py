"""The work of the capture thread, apart from a session."""

import threading
from queue import Queue
from typing import Any

from app.capture.source import CaptureError, SourceInfo, SourceKind
from app.domain.frame import Frame
from app.runtime.gate import Gate
from app.runtime.source_reader import SourceReader


class TellingGate(Gate):
    """Says when somebody came to it."""

    def __init__(self) -> None:
        super().__init__(threading.RLock())
        self.visited = threading.Semaphore(0)

    def wait_open(self) -> bool:
        self.visited.release()
        return super().wait_open()


class TellingEvent(threading.Event):
    """Says for how long somebody waits for it."""

    def __init__(self) -> None:
        super().__init__()
        self.waits_s: Queue[float | None] = Queue()

    def wait(self, timeout: float | None = None) -> bool:
        self.waits_s.put(timeout)
        return super().wait(timeout)


class Watched:
    """A reader with what it told."""

    def __init__(self, source: Any) -> None:
        self.gate, self.stop = TellingGate(), TellingEvent()
        self.opened: list[SourceInfo] = []
        self.lost: list[str] = []
        self.frames: list[Frame] = []
        self.reader = SourceReader(
            lambda: source,
            gate=self.gate,
            stop=self.stop,
            retry_s=1000.0,
            on_opened=self.opened.append,
            on_lost=self.lost.append,
            on_frame=self.frames.append,
        )

    def start(self) -> threading.Thread:
        thread = threading.Thread(target=self.reader.run)
        thread.start()
        return thread


def test_a_file_is_not_read_during_a_pause(stage: Any) -> None:
    source = stage.source(SourceKind.VIDEO)
    source.feed(stage.frame(0), stage.frame(1), None)
    watched = Watched(source)
    watched.gate.pause(True)
    thread = watched.start()
    assert watched.gate.visited.acquire(timeout=stage.patience_s)
    assert watched.frames == []
    watched.gate.pause(False)
    thread.join()
    assert [frame.index for frame in watched.frames] == [0, 1]
    assert source.closed.is_set()


def test_a_camera_is_read_on_during_a_pause(stage: Any) -> None:
    source = stage.source(SourceKind.CAMERA)
    source.feed(stage.frame(0), stage.frame(1), None)
    watched = Watched(source)
    watched.gate.pause(True)
    watched.start().join()
    assert len(watched.frames) == 2


def test_the_source_is_told_before_its_first_frame_and_closed_after_its_last(stage: Any) -> None:
    source = stage.source(SourceKind.VIDEO)
    source.feed(None)
    watched = Watched(source)
    watched.reader.run()
    assert watched.opened == [source.info]
    assert source.closed.is_set()


def test_a_source_opened_after_the_stop_is_closed_unread(stage: Any) -> None:
    source = stage.source(SourceKind.CAMERA)
    source.feed(stage.frame(0))
    watched = Watched(source)
    watched.stop.set()
    watched.reader.run()
    assert watched.frames == []
    assert source.closed.is_set()


def test_closing_the_source_from_outside_ends_the_read(stage: Any) -> None:
    source = stage.source(SourceKind.CAMERA)
    watched = Watched(source)
    thread = watched.start()
    source.wait_drained()
    watched.reader.close_source()
    watched.reader.close_source()
    thread.join()
    assert watched.lost == []


def test_a_lost_camera_is_closed_before_it_is_looked_for(stage: Any) -> None:
    source = stage.source(SourceKind.CAMERA)
    source.feed(CaptureError("Gone."))
    watched = Watched(source)
    thread = watched.start()
    assert source.closed.wait(stage.patience_s)
    watched.stop.set()
    thread.join()
    assert watched.lost == ["Gone."]


def test_a_lost_camera_is_looked_for_after_a_while_and_not_without_a_pause(stage: Any) -> None:
    source = stage.source(SourceKind.CAMERA)
    source.feed(CaptureError("Gone."))
    watched = Watched(source)
    thread = watched.start()
    assert watched.stop.waits_s.get(timeout=stage.patience_s) == 1000.0
    watched.stop.set()
    thread.join()
    assert len(watched.opened) == 1


def test_closing_where_nothing_is_open_does_nothing(stage: Any) -> None:
    Watched(stage.source()).reader.close_source()
