"""Readings over time, per track: steady probabilities, angles and labels that still follow quickly."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import assert_never

from app.domain.reading import Emotion, EmotionScores, Flaw, Pose, Reading

_GENDER_FACTOR = 5.0
"""Presentation does not change within seconds, so it may be slower than emotion by this factor."""

_SLOWEST_HZ, _HZ_PER_SPEED, _SPEED_HZ = 1.0, 0.05, 1.0
"""One-Euro: cut-off of a still head, its growth per degree/s, and the cut-off of the speed itself."""

_LEAD = 0.06
"""A new label shows at once when it leads the next likely emotion by this much, ..."""

_LEAD_S = 0.4
"""... and after this many seconds with any lead."""

_RELEASE = 0.08
"""A shown label may sink this far below the threshold before it gives way to "uncertain"."""


class SmoothedProbabilities:
    """Exponential smoothing by a time constant in seconds; the first value passes unsmoothed."""

    def __init__(self, constant_s: float) -> None:
        self._constant_s = constant_s
        self._values: tuple[float, ...] | None = None
        self._time_s = 0.0

    def step(self, values: tuple[float, ...], time_s: float) -> tuple[float, ...]:
        """The smoothed values; their sum stays that of the input, as every step is a weighted mean."""
        if self._values is None or self._constant_s <= 0:
            self._values = values
        else:
            share = 1 - math.exp(-max(0.0, time_s - self._time_s) / self._constant_s)
            self._values = tuple(old + share * (new - old) for old, new in zip(self._values, values, strict=True))
        self._time_s = time_s
        return self._values


class OneEuroAngle:
    """The One-Euro filter on one angle in degrees: still when the head is still, quick when it moves.

    Casiez, Roussel, Vogel: 1 Euro filter, CHI 2012, algorithm 1. Angles are unwrapped first, so a step over
    +-180 is a small one.
    """

    def __init__(self) -> None:
        self._angle: float | None = None
        self._speed = 0.0
        self._time_s = 0.0

    def step(self, angle_deg: float, time_s: float) -> float:
        """The filtered angle in [-180, 180]; a second value of the same moment changes nothing."""
        elapsed = time_s - self._time_s
        if self._angle is None:
            self._angle, self._time_s = angle_deg, time_s
        elif elapsed > 0:
            moved = math.remainder(angle_deg - self._angle, 360.0)
            self._speed += _share(_SPEED_HZ, elapsed) * (moved / elapsed - self._speed)
            cut_off = _SLOWEST_HZ + _HZ_PER_SPEED * abs(self._speed)
            self._angle, self._time_s = self._angle + _share(cut_off, elapsed) * moved, time_s
        return math.remainder(self._angle, 360.0)


def _share(cut_off_hz: float, elapsed_s: float) -> float:
    """How much of a new value a first-order low-pass takes over (equation 3 of the paper)."""
    return 1 / (1 + 1 / (2 * math.pi * cut_off_hz * elapsed_s))


class SteadyLabel:
    """The emotion to show: always the most likely one, or None.

    It is None while no emotion is likely enough, and between two that are about as likely: so the bars never speak
    against the label, and a tie does not make it flicker.
    """

    def __init__(self, uncertain_below: float) -> None:
        self._uncertain_below = uncertain_below
        self._shown: Emotion | None = None
        self._leader: Emotion | None = None
        self._leads_since = 0.0

    def step(self, scores: EmotionScores, time_s: float) -> Emotion | None:
        top = scores.top
        if top is not self._leader:
            self._leader, self._leads_since = top, time_s
        self._shown = self._next(scores, top, time_s - self._leads_since)
        return self._shown

    def _next(self, scores: EmotionScores, top: Emotion, led_s: float) -> Emotion | None:
        if top is self._shown and scores.confidence >= self._uncertain_below - _RELEASE:
            return top
        clear = scores.lead >= _LEAD or led_s >= _LEAD_S
        return certain_label(scores, self._uncertain_below) if clear else None


def certain_label(scores: EmotionScores, uncertain_below: float) -> Emotion | None:
    """The most likely emotion, None below the threshold; all there is to say of a still picture."""
    return scores.top if scores.confidence >= uncertain_below else None


class _TrackSmoother:
    """The filters of one face."""

    def __init__(self, constant_s: float, uncertain_below: float) -> None:
        self._emotion = SmoothedProbabilities(constant_s)
        self._female = SmoothedProbabilities(constant_s * _GENDER_FACTOR)
        self._yaw, self._pitch, self._roll = OneEuroAngle(), OneEuroAngle(), OneEuroAngle()
        self._label = SteadyLabel(uncertain_below)

    def step(self, raw: Reading, time_s: float, flaw: Flaw | None) -> "Smoothed":
        match flaw:
            case None:
                return self._all(raw, time_s)
            case Flaw.TURNED:
                return Smoothed(replace(raw, pose=self._pose(raw.pose, time_s)), None)
            case Flaw.SMALL | Flaw.DARK | Flaw.BRIGHT | Flaw.BLURRED | Flaw.UNREADABLE:
                return Smoothed(raw, None)
            case _:
                assert_never(flaw)

    def _all(self, raw: Reading, time_s: float) -> "Smoothed":
        scores = EmotionScores(self._emotion.step(raw.emotion.probabilities, time_s))
        (female,) = self._female.step((raw.female,), time_s)
        return Smoothed(Reading(scores, self._pose(raw.pose, time_s), female), self._label.step(scores, time_s))

    def _pose(self, raw: Pose, time_s: float) -> Pose:
        return Pose(
            yaw_deg=self._yaw.step(raw.yaw_deg, time_s),
            pitch_deg=self._pitch.step(raw.pitch_deg, time_s),
            roll_deg=self._roll.step(raw.roll_deg, time_s),
        )


@dataclass(frozen=True, slots=True)
class Smoothed:
    """A steady reading and the label to show."""

    reading: Reading
    label: Emotion | None


class Smoother:
    """Smooths the readings of every track for itself; times are those of the frames, in seconds."""

    def __init__(self, constant_s: float, uncertain_below: float) -> None:
        self._constant_s = constant_s
        self._uncertain_below = uncertain_below
        self._tracks: dict[int, _TrackSmoother] = {}

    def step(self, track_id: int, raw: Reading, time_s: float, flaw: Flaw | None = None) -> Smoothed:
        """The steady reading; one with a flaw passes as it is, has no label and leaves no trace in later ones.

        Only the angles of a face turned too far go on being smoothed, as they go on being shown.
        """
        track = self._tracks.setdefault(track_id, _TrackSmoother(self._constant_s, self._uncertain_below))
        return track.step(raw, time_s, flaw)

    def keep(self, track_ids: Iterable[int]) -> None:
        """Drop the state of all other tracks."""
        alive = set(track_ids)
        self._tracks = {track_id: track for track_id, track in self._tracks.items() if track_id in alive}
