"""The one shape of everything that sends results to other programs, and what it is told besides results."""

from dataclasses import dataclass
from typing import Protocol

from app.output.sink import ResultSink

NOTICE = (
    "Poise will send what it reads of every face in the picture (emotion, head pose, attention, perceived gender; no "
    "pictures) to other programs, moment by moment. Who is seen must know and agree. Do not use it on people at work "
    "or in education: the EU AI Act forbids it in Article 5(1)(f), except for medical or safety reasons."
)
"""What a user agrees to before the first result is sent."""


@dataclass(frozen=True, slots=True)
class Marker:
    """A mark that another program set: `captured_at` is in seconds of `time.perf_counter()`, like a frame's."""

    text: str
    captured_at: float
    origin: str


@dataclass(frozen=True, slots=True)
class SourceState:
    """What the source does: `state` as the runtime names it, the source's own name, and a sentence or ""."""

    state: str
    source: str
    message: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """Between these moments, in seconds of `time.perf_counter()`, nothing was read; `reason` says why in a word."""

    since: float
    until: float
    reason: str


@dataclass(frozen=True, slots=True)
class SinkStatus:
    """What a sink says of itself.

    `address` is what a reader needs to find it, with the token where there is one. `clients`: None where a sender
    cannot know. `sent` counts messages of frames to all readers, `dropped` those that a reader was too slow for.
    `local` is False where what is sent may leave this machine.
    """

    kind: str
    address: str
    clients: int | None
    sent: int
    dropped: int
    local: bool


class LiveSink(ResultSink, Protocol):
    """Sends results at once. No method waits for a reader: one that is too slow gets the newest, and drops are counted.

    Any thread may call it; calls follow one another. OutputError from any of them means that the sink has ended.
    """

    def mark(self, marker: Marker) -> None:
        """Pass on a marker; markers are never dropped for a newer one."""

    def tell(self, state: SourceState) -> None:
        """Pass on what the source does; a reader that comes later gets the last one first."""

    def miss(self, gap: Gap) -> None:
        """Pass on that nothing was read for a while; comes before the frame after it, and is never dropped for one."""

    def status(self) -> SinkStatus: ...
