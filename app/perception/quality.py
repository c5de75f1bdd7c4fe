"""Whether a face is good enough to judge: its size, light, sharpness and turn against limits."""

from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from app.domain.reading import Flaw, Pose

_LOOKED_AT_PX = 32
"""Side of the square that light and sharpness are measured in, whatever the network's input is."""

_GLARING = 250
"""Luminance from which a pixel counts as burnt out."""

_LEAST_EDGES = 1.0
"""Grey levels squared; a square with less than this in its edges is plain, and what is left in it is noise."""

_MARGIN = 1.1
"""A face with a flaw must be better than the limit by this factor to be free of it, ..."""

_CLEAR_S = 0.25
"""... and for this many seconds."""


@dataclass(frozen=True, slots=True)
class Quality:
    """What is measured of one face.

    `side_px` is the side of its crop in pixels of the frame, `luminance` the mean of the crop (0 to 255), `glare` the
    share of its pixels that are burnt out, `sharpness` how much of its edges is fine detail. Angles in degrees.
    """

    side_px: float
    luminance: float
    glare: float
    sharpness: float
    yaw_deg: float
    pitch_deg: float


@dataclass(frozen=True, slots=True)
class Limits:
    """Where a face stops being good enough; the one place of these numbers.

    Those of size, light and blur are where spoilt validation pictures of FER+ (1500, `tests/bench/quality_limits.py`)
    lose about 5 points of accuracy in emotion; perceived gender bears more. Emotion falls from 85.2 % to 80.9, 77.9
    and 75.5 at crops of 24, 20 and 16 px; to 82.9, 81.1 and 78.3 at a mean luminance of 34, 23 and 17 with a noise of 2
    grey levels; to 81.4, 80.5 and 78.1 with 31, 37 and 41 % burnt out; to 81.0, 78.3 and 75.3 at a sharpness of 0.22,
    0.16 and 0.13 by Gaussian blur, but by motion to 80.6, 77.7 and 74.9 at 0.34, 0.24 and 0.18: the limit lies between
    the two. The turn: beyond 60 degrees no picture says how good emotion is; on views turned in 3-D the angles still
    stand there.
    """

    least_side_px: float = 22.0
    least_luminance: float = 20.0
    most_glare: float = 0.38
    least_sharpness: float = 0.2
    most_yaw_deg: float = 60.0
    most_pitch_deg: float = 45.0

    def tightened(self, factor: float) -> "Limits":
        """Limits that are harder to keep, by a factor above 1."""
        return Limits(
            least_side_px=self.least_side_px * factor,
            least_luminance=self.least_luminance * factor,
            most_glare=self.most_glare / factor,
            least_sharpness=self.least_sharpness * factor,
            most_yaw_deg=self.most_yaw_deg / factor,
            most_pitch_deg=self.most_pitch_deg / factor,
        )

    def flaws(self, quality: Quality) -> tuple[Flaw, ...]:
        """What is wrong with a face, in the order of `Flaw`."""
        turned = abs(quality.yaw_deg) > self.most_yaw_deg or abs(quality.pitch_deg) > self.most_pitch_deg
        found = {
            Flaw.SMALL: quality.side_px < self.least_side_px,
            Flaw.DARK: quality.luminance < self.least_luminance,
            Flaw.BRIGHT: quality.glare > self.most_glare,
            Flaw.BLURRED: quality.sharpness < self.least_sharpness,
            Flaw.TURNED: turned,
        }
        return tuple(flaw for flaw, holds in found.items() if holds)


def quality_of(square: NDArray[np.uint8], side_px: float, pose: Pose) -> Quality:
    """Measure a face; `square` is its crop uint8 [px, px, 3] RGB, `side_px` the crop's side in the frame."""
    small = cv2.resize(square, (_LOOKED_AT_PX, _LOOKED_AT_PX), interpolation=cv2.INTER_AREA)
    grey = np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), np.uint8)
    return Quality(
        side_px=side_px,
        luminance=float(grey.mean()),
        glare=float((grey >= _GLARING).mean()),
        sharpness=sharpness_of(grey),
        yaw_deg=pose.yaw_deg,
        pitch_deg=pose.pitch_deg,
    )


def sharpness_of(grey: NDArray[np.uint8]) -> float:
    """Curvature against slope of a grey square uint8 [px, px], in the direction that has least of it.

    Blur by motion takes the detail of one direction only: on validation pictures the least of four directions tells
    blurred faces from sharp ones with an area under the curve of 0.965, the variance of the Laplacian over that of
    the picture with 0.87. Contrast cancels out.
    """
    levels = grey.astype(np.float32)
    middle = 2 * levels[1:-1, 1:-1]
    across = levels[1:-1, 2:] - middle + levels[1:-1, :-2]
    down = levels[2:, 1:-1] - middle + levels[:-2, 1:-1]
    falling = levels[2:, 2:] - middle + levels[:-2, :-2]
    rising = levels[2:, :-2] - middle + levels[:-2, 2:]
    # A diagonal step is longer by the root of 2.
    least = min(across.var(), down.var(), falling.var() / 2, rising.var() / 2)
    slopes = np.square(np.diff(levels, axis=1)).mean() + np.square(np.diff(levels, axis=0)).mean()
    return float(least / max(slopes, _LEAST_EDGES))


@dataclass(slots=True)
class _Named:
    """The flaw that is named of one face, and when it was last seen."""

    flaw: Flaw
    seen_at: float


class QualityGate:
    """Names the flaw of every track without wavering at a limit; times are those of the frames, in seconds.

    A flaw is named at once, and until the face has been clearly free of it for a moment.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._clear_limits = limits.tightened(_MARGIN)
        self._named: dict[int, _Named] = {}

    def step(self, track_id: int, quality: Quality, time_s: float) -> Flaw | None:
        """The flaw of a face at this time, None where it can be judged."""
        named = self._named.get(track_id)
        if named is not None and named.flaw in self._clear_limits.flaws(quality):
            named.seen_at = time_s
        elif named is None or time_s - named.seen_at >= _CLEAR_S:
            named = self._name(track_id, quality, time_s)
        return None if named is None else named.flaw

    def keep(self, track_ids: Iterable[int]) -> None:
        """Drop the state of all other tracks."""
        alive = set(track_ids)
        self._named = {track_id: named for track_id, named in self._named.items() if track_id in alive}

    def _name(self, track_id: int, quality: Quality, time_s: float) -> _Named | None:
        """Look at the face anew."""
        self._named.pop(track_id, None)
        for flaw in self._limits.flaws(quality)[:1]:
            self._named[track_id] = _Named(flaw, time_s)
        return self._named.get(track_id)
