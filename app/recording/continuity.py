"""Whether the frames of a recording follow each other: where some are missing, for how long, and why."""

from dataclasses import dataclass

from app.domain.frame import Frame
from app.recording.events import Event, EventKind

GAP_S = 1.0
"""Frames further apart than this have a gap between them."""

_BEFORE_S = 0.5
"""A pause is told a little before or after the last frame that came through."""

_JUMP_S = 0.5
NUMBERED_ANEW = "faces are numbered anew"
NO_REASON = "no frame came"


@dataclass(frozen=True, slots=True)
class Passage:
    """From one frame to the next: frames that were left out between them, and what there is to tell."""

    dropped: int
    events: tuple[Event, ...] = ()


class Continuity:
    """Follows the frames of a recording; one thread at a time uses it."""

    def __init__(self) -> None:
        self._last: Frame | None = None
        self._told: list[tuple[float, str]] = []

    def told(self, at: float, reason: str) -> None:
        """Something that explains it if no frame comes from about this moment on."""
        self._told.append((at, reason))

    def follow(self, frame: Frame) -> Passage:
        """The next frame has come."""
        last, self._last = self._last, frame
        if last is None:
            return Passage(0)
        gap = self._gap(last.captured_at, frame.captured_at)
        again = _begins_again(last, frame)
        events = () if gap is None else (gap,)
        if again is not None:
            events = (*events, again)
        self._told = [(at, reason) for at, reason in self._told if at > frame.captured_at]
        return Passage(_dropped(last, frame), events)

    def end(self, at: float) -> tuple[Event, ...]:
        """The recording ends at this moment; a gap that goes on until then is told."""
        gap = None if self._last is None else self._gap(self._last.captured_at, at)
        return () if gap is None else (gap,)

    def _gap(self, since: float, until: float) -> Event | None:
        if until - since <= GAP_S:
            return None
        told = (reason for at, reason in self._told if since - _BEFORE_S <= at <= until)
        reasons = tuple(dict.fromkeys(told)) or (NO_REASON,)
        return Event(EventKind.GAP, since, "; ".join(reasons), "recording", until)


def _begins_again(last: Frame, frame: Frame) -> Event | None:
    """A clip that starts again, a source that was opened anew: the numbers of the faces begin anew with it."""
    if frame.time_s >= last.time_s:
        return None
    return Event(EventKind.STATE, frame.captured_at, f"the source began again; {NUMBERED_ANEW}", "recording")


def _dropped(last: Frame, frame: Frame) -> int:
    """Frames left out between two; none where the source was opened anew, or somebody went to another place of it."""
    source_s, passed_s = frame.time_s - last.time_s, frame.captured_at - last.captured_at
    went_on = 0 <= source_s <= passed_s + _JUMP_S
    return max(0, frame.index - last.index - 1) if went_on else 0
