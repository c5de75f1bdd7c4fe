"""Notices when frames stop coming, or come and are not analysed."""

from dataclasses import dataclass
from enum import StrEnum


class Silent(StrEnum):
    """Which of the two does not answer."""

    SOURCE = "source"
    ANALYSIS = "analysis"


@dataclass(frozen=True, slots=True)
class Stall:
    """Who is silent, and for how many seconds nothing new was captured or read."""

    silent: Silent
    age_s: float


SOURCE_S = 2.0
ANALYSIS_S = 3.0
"""The slowest machine that was measured needs 0.2 s for eight faces."""

LOADING_S = 30.0
"""The first frame waits for the network; an NVIDIA card may take ten seconds to start."""


class Pulse:
    """The signs of life of one session; times are seconds of one clock. Its owner holds a lock."""

    def __init__(self) -> None:
        self._captured_at: float | None = None
        self._perceived_at: float | None = None
        self._waiting_since: float | None = None  # a frame that nobody has answered
        self._paused = False

    def captured(self, now: float) -> None:
        self._captured_at = now
        if self._waiting_since is None:
            self._waiting_since = now

    def perceived(self, now: float) -> None:
        self._perceived_at = now
        self._waiting_since = None

    def pause(self, paused: bool, now: float) -> None:
        """What was silent in a pause begins anew after it."""
        self._paused = paused
        self._waiting_since = None
        self._captured_at = None if self._captured_at is None else now

    def stall(self, now: float, live: bool) -> Stall | None:
        """Who is silent now; only a live source may be, a file takes the time that it takes."""
        if self._paused or self._captured_at is None:
            return None
        if self._waiting_since is not None:
            patience_s = LOADING_S if self._perceived_at is None else ANALYSIS_S
            if now - self._waiting_since >= patience_s:
                return Stall(Silent.ANALYSIS, now - (self._perceived_at or self._waiting_since))
        if live and now - self._captured_at >= SOURCE_S:
            return Stall(Silent.SOURCE, now - self._captured_at)
        return None
