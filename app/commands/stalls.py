"""Says in a command that runs a session when its source or its analysis no longer answers, and when it does again."""

from collections.abc import Callable

from app.runtime.meter import Meter
from app.runtime.pulse import Silent
from app.runtime.session import SessionEvent, SessionState

LOOK_S = 1.0
"""So often `look` is to be called: what is silent for three seconds is told within five."""

END_S = 1.2
"""A session that hangs is left after this time, so that a command ends within two seconds, its files with it."""

RELEASE_S = 0.3

_SENTENCES = {
    Silent.SOURCE: "No picture has come for {age:.0f} s; Poise waits for the source, and Ctrl-C ends it.",
    Silent.ANALYSIS: "The analysis has not answered for {age:.0f} s; Ctrl-C ends Poise and keeps what was read.",
}


class StallTeller:
    """Tells each silence once; one thread looks, any may bring events."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._told: Silent | None = None
        self._runs = self._live = False

    def on_event(self, event: SessionEvent) -> None:
        self._runs = event.state is SessionState.RUNNING
        self._live = event.source is not None and event.source.live

    def look(self, meter: Meter) -> None:
        stall = meter.stall(self._live) if self._runs else None
        silent = None if stall is None else stall.silent
        if silent is self._told:
            return
        if stall is not None:
            self._say(_SENTENCES[stall.silent].format(age=stall.age_s))
        elif self._runs:
            self._say("It goes on.")
        self._told = silent
