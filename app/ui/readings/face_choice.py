"""Which face the panel and the charts are about."""

import math

from app.domain.result import FrameResult

_PATIENCE_S = 1.0


class FaceChoice:
    """The chosen face: the one the user picked while it is there, else the largest, kept as long as it is there."""

    def __init__(self) -> None:
        self._chosen: int | None = None
        self._seen_at = -math.inf
        self._ids: tuple[int, ...] = ()

    @property
    def chosen_id(self) -> int | None:
        return self._chosen

    @property
    def ids(self) -> tuple[int, ...]:
        """The faces of the newest frame, from left to right."""
        return self._ids

    def update(self, result: FrameResult) -> None:
        """Take notice of a frame; a chosen face that is away for a moment is waited for."""
        self._ids = tuple(f.face.track_id for f in sorted(result.faces, key=lambda f: f.face.box.centre.x))
        now = result.frame.captured_at
        if self._chosen not in self._ids and now - self._seen_at > _PATIENCE_S:
            largest = max(result.faces, key=lambda face: face.face.box.area, default=None)
            self._chosen = None if largest is None else largest.face.track_id
        if self._chosen in self._ids:
            self._seen_at = now

    def choose(self, track_id: int) -> None:
        if track_id in self._ids:
            self._chosen = track_id

    def step(self, by: int) -> bool:
        """Go to the next (1) or the previous (-1) face; False at the last one, where nothing is changed."""
        if self._chosen not in self._ids:
            return False
        at = self._ids.index(self._chosen) + by
        if not 0 <= at < len(self._ids):
            return False
        self._chosen = self._ids[at]
        return True

    def clear(self) -> None:
        self._chosen, self._ids, self._seen_at = None, (), -math.inf
