"""The corruptions that are measured, and how their severities are written."""

from types import MappingProxyType
from typing import assert_never

from trainer.robustness.corruption import GREY_PX, Corruption, Kind

SEVERITIES = MappingProxyType(
    {
        Kind.BLUR: (1.0, 2.0, 3.0),
        Kind.NOISE: (10.0, 20.0, 40.0),
        Kind.JPEG: (50.0, 30.0, 10.0),
        Kind.BRIGHTNESS: (-80.0, -40.0, 40.0, 80.0),
        Kind.CONTRAST: (0.6, 0.3, 0.15),
        Kind.SMALL: (32.0, 24.0, 16.0),
        Kind.LOWER: (0.3, 0.5),
        Kind.EYES: (0.15, 0.25),
        Kind.ROLL: (15.0, 30.0, 45.0),
        Kind.SHIFT: (0.05, 0.10, 0.15),
        Kind.GREY: (1.0, 2.0),
    }
)
"""From the mildest on, but brightness from dark to light."""

LIGHT_AND_DETAIL = (Kind.BLUR, Kind.NOISE, Kind.JPEG, Kind.BRIGHTNESS, Kind.CONTRAST, Kind.SMALL, Kind.GREY)
"""These leave the pose as it is, and a roll changes it by a known turn: only here is the pose measured."""

UNITS = MappingProxyType(
    {
        Kind.BLUR: "sigma, px",
        Kind.NOISE: "sd, grey levels",
        Kind.JPEG: "quality",
        Kind.BRIGHTNESS: "grey levels",
        Kind.CONTRAST: "factor",
        Kind.SMALL: "side of the face, px",
        Kind.LOWER: "% of the height",
        Kind.EYES: "% of the height",
        Kind.ROLL: "degrees",
        Kind.SHIFT: "% of the side",
        Kind.GREY: "",
    }
)


def corruptions(coloured: bool) -> tuple[Corruption, ...]:
    """All of them; `grey` only for pictures with colours."""
    kinds = [kind for kind in Kind if coloured or kind is not Kind.GREY]
    return tuple(Corruption(kind, severity) for kind in kinds for severity in SEVERITIES[kind])


def severity_text(kind: Kind, severity: float) -> str:
    """As it stands under plots, without its unit."""
    match kind:
        case Kind.GREY:
            return "grey" if severity < 2 else f"grey, {GREY_PX} px"
        case Kind.BRIGHTNESS:
            return f"{severity:+g}".replace("-", "\N{MINUS SIGN}")
        case Kind.LOWER | Kind.EYES | Kind.SHIFT:
            return f"{100 * severity:g}"
        case _:
            return f"{severity:g}"


def severity_words(kind: Kind, severity: float) -> str:
    """As it stands in tables, with its unit."""
    text = severity_text(kind, severity)
    match kind:
        case Kind.BLUR:
            return f"sigma {text} px"
        case Kind.NOISE:
            return f"sd {text}"
        case Kind.JPEG:
            return f"quality {text}"
        case Kind.BRIGHTNESS:
            return f"{text} levels"
        case Kind.CONTRAST:
            return f"times {text}"
        case Kind.SMALL:
            return f"{text} px"
        case Kind.LOWER | Kind.EYES:
            return f"{text} % high"
        case Kind.ROLL:
            return f"{text} degrees"
        case Kind.SHIFT:
            return f"{text} % of side"
        case Kind.GREY:
            return text
    assert_never(kind)
