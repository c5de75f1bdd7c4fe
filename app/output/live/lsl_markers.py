"""Markers that other programs on this machine send by Lab Streaming Layer, as PsychoPy and its like do."""

import threading
from collections.abc import Callable
from typing import Any

from app.output.live.lsl_library import from_lsl_clock, load_lsl
from app.output.live.sink import Marker

MARKER_TYPE = "Markers"
_LOOK_S = 0.5
_PAUSE_S = 0.01
_CORRECTION_S = 1.0


class LslMarkers:
    """Listens to every stream of the type "Markers" until it is closed; `on_marker` is called on its own thread."""

    def __init__(self, on_marker: Callable[[Marker], None], local_network: bool = False) -> None:
        self._pylsl = load_lsl(local_network)
        self._on_marker = on_marker
        self._perf_counter = from_lsl_clock(self._pylsl)
        self._inlets: dict[str, _MarkerInlet] = {}
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="poise-lsl-markers", daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._stop.set()
        self._thread.join(_LOOK_S + _CORRECTION_S)

    def _run(self) -> None:
        resolver = self._pylsl.ContinuousResolver(prop="type", value=MARKER_TYPE)
        looked_at = -_LOOK_S
        while not self._stop.wait(_PAUSE_S):
            now = self._pylsl.local_clock()
            if now - looked_at >= _LOOK_S:
                looked_at = now
                self._open_new(resolver)
            for uid, inlet in tuple(self._inlets.items()):
                if not inlet.pass_on(self._on_marker, self._perf_counter):
                    del self._inlets[uid]
        self._inlets.clear()

    def _open_new(self, resolver: Any) -> None:
        for info in resolver.results():
            if info.uid() not in self._inlets:
                self._inlets[info.uid()] = _MarkerInlet(self._pylsl, info)


class _MarkerInlet:
    """One stream of markers."""

    def __init__(self, pylsl: Any, info: Any) -> None:
        self._pylsl = pylsl
        self._origin = info.name()
        self._inlet = pylsl.StreamInlet(info, recover=False)
        self._correction_s: float | None = None

    def pass_on(self, on_marker: Callable[[Marker], None], perf_counter: Callable[[float], float]) -> bool:
        """Hand on what has come; False once the stream has gone."""
        try:
            if self._correction_s is None:
                self._inlet.open_stream(timeout=_CORRECTION_S)
                self._correction_s = self._inlet.time_correction(timeout=_CORRECTION_S)
            while True:
                values, at = self._inlet.pull_sample(timeout=0.0)
                if values is None:
                    return True
                text = " ".join(str(value) for value in values)
                on_marker(Marker(text, perf_counter(at + self._correction_s), self._origin))
        except (self._pylsl.LostError, self._pylsl.TimeoutError):
            return False
