"""What happens in the demo clip: every track of it over time, and the script that is kept beside the clip."""

import json
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

FPS = 30
DURATION_S = 25.0

Track = tuple[tuple[float, float], ...]
"""(seconds, value) at the turning points; between them the value moves smoothly."""

YAW_DEG: Track = (
    (0.9, 0), (1.9, 30), (2.5, 30), (4.2, -30), (4.8, -30), (5.8, 0), (20.3, 0), (20.9, 12), (21.8, -12), (22.4, 0),
)  # fmt: skip
PITCH_DEG: Track = ((6.0, 0), (6.8, 15), (7.4, 15), (8.7, -15), (9.3, -15), (10.1, 0))
ROLL_DEG: Track = ((10.3, 0), (11.1, 20), (11.7, 20), (13.1, -20), (13.7, -20), (14.6, 0))
SMILE: Track = ((14.8, 0), (15.2, 1), (16.4, 1), (16.8, 0), (20.4, 0), (20.8, 1), (21.8, 1), (22.2, 0))
SURPRISE: Track = ((16.9, 0), (17.2, 1), (18.1, 1), (18.5, 0))
FROWN: Track = ((18.6, 0), (18.9, 1), (19.8, 1), (20.2, 0))
SIZE: Track = (
    (14.6, 1.0), (15.4, 1.3), (18.4, 1.3), (19.4, 1.0), (20.4, 0.85), (21.4, 0.85), (22.4, 1.0),
)  # fmt: skip
LIGHT: Track = ((5.6, 1.0), (6.4, 0.6), (9.4, 0.6), (10.2, 1.0), (20.2, 1.0), (20.8, 1.12), (21.8, 1.12), (22.4, 1.0))
WARMTH: Track = ((10.2, 0.0), (11.2, 1.0), (13.4, 1.0), (14.6, 0.0))
SIDE_LIGHT: Track = ((0.8, 0.0), (2.2, 0.7), (4.5, -0.7), (5.8, 0.0))
ASIDE: Track = ((22.4, 0.0), (23.0, 1.0))  # she leaves last, so that one person keeps one id through the clip

_SURE = 0.9
"""An expression counts as shown from this strength on."""


@dataclass(frozen=True, slots=True)
class Moment:
    """All tracks at one time. Angles in degrees; `aside` is 0 in the middle, 1 out of the picture; the rest factors."""

    yaw_deg: float
    pitch_deg: float
    roll_deg: float
    smile: float
    surprise: float
    frown: float
    size: float
    light: float
    warmth: float
    side_light: float
    aside: float

    @property
    def expression(self) -> str | None:
        """The one that is shown; None between two."""
        strengths = {"smile": self.smile, "surprise": self.surprise, "frown": self.frown}
        for name, strength in strengths.items():
            if strength >= _SURE:
                return name
        return "neutral" if sum(strengths.values()) <= 1 - _SURE else None


@dataclass(frozen=True, slots=True)
class ClipScript:
    """What each frame of the clip shows, one entry a frame; angles in degrees, the convention of `Pose`.

    `face` says whether a face is in the picture; where not, the other entries are None.
    """

    fps: int
    width_px: int
    height_px: int
    face: tuple[bool, ...]
    yaw_deg: tuple[float | None, ...]
    pitch_deg: tuple[float | None, ...]
    roll_deg: tuple[float | None, ...]
    expression: tuple[str | None, ...]

    def save(self, path: Path) -> None:
        path.write_text(json.dumps(asdict(self)) + "\n", encoding="utf-8")


def load_script(path: Path) -> ClipScript:
    fields: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    frozen: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in fields.items()
    }
    return ClipScript(**frozen)


def moment_at(time_s: float) -> Moment:
    """The tracks at a time of the clip in seconds."""
    return Moment(
        yaw_deg=_value(YAW_DEG, time_s),
        pitch_deg=_value(PITCH_DEG, time_s),
        roll_deg=_value(ROLL_DEG, time_s),
        smile=_value(SMILE, time_s),
        surprise=_value(SURPRISE, time_s),
        frown=_value(FROWN, time_s),
        size=_value(SIZE, time_s),
        light=_value(LIGHT, time_s),
        warmth=_value(WARMTH, time_s),
        side_light=_value(SIDE_LIGHT, time_s),
        aside=_value(ASIDE, time_s),
    )


def _value(track: Track, time_s: float) -> float:
    if time_s <= track[0][0]:
        return track[0][1]
    for (start_s, start), (end_s, end) in pairwise(track):
        if time_s <= end_s:
            part = (time_s - start_s) / (end_s - start_s)
            return start + (end - start) * part * part * (3 - 2 * part)
    return track[-1][1]
