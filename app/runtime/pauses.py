"""When a session was paused, so that paused time counts nowhere."""

import math


class Pauses:
    """The pauses so far, by the clock that stamps the frames; whoever shares it between threads guards it."""

    def __init__(self) -> None:
        self._past: list[tuple[float, float]] = []
        self._since: float | None = None

    def pause(self, paused: bool, at: float) -> None:
        """A pause begins or ends at a moment; told twice it changes nothing."""
        if paused and self._since is None:
            self._since = at
        elif not paused and self._since is not None:
            self._past.append((self._since, at))
            self._since = None

    def seconds_between(self, start: float, end: float) -> float:
        """How much of a span was paused."""
        running = [] if self._since is None else [(self._since, math.inf)]
        return sum(max(0.0, min(end, until) - max(start, since)) for since, until in (*self._past, *running))
