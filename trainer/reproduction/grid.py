"""A grid of runs, and what its page says beside the numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from trainer.reproduction.arms import Arm, Figure, Plain

PAPER = (
    "The paper trains on AffectNet, 224 px in colour; we have FER2013 with the votes of FER+, 48 px in grey.",
    "The paper's networks are EfficientNet-B0 and B2; the table names ours.",
    "The epoch is chosen on the validation split, the test split is looked at once for each run.",
)
"""How most of our comparisons differ from the paper's."""


class Scale(StrEnum):
    """SMALL is for two cores, FULL for a CUDA GPU."""

    SMALL = "small"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Grid:
    """A comparison: every arm on every part of the labelled pictures of `source` with every seed.

    `setting` is common to all arms, `steps` the length of a run by scale. The figure `measure` chooses the step among
    `validations`. `reference` is the arm the others are compared with, `whole` how often pictures are not cropped.
    """

    title: str
    question: str
    source: str
    measure: str
    figure: Figure
    reference: str
    arms: Mapping[str, Arm]
    setting: Plain
    parts: tuple[float, ...]
    steps: Mapping[Scale, int]
    whole: float = 0.0
    validations: int = 10
    apart: tuple[str, ...] = PAPER


_SCALES: Mapping[Scale, Plain] = MappingProxyType(
    {
        Scale.SMALL: {
            "size_px": 48,
            "widths": [32, 64, 128, 256],
            "blocks": [1, 1, 1, 1],
            "batch": 128,
            "warmup_steps": 100,
            "ema_decay": 0.995,
        },
        Scale.FULL: {"size_px": 64, "batch": 256, "warmup_steps": 300, "ema_decay": 0.999},
    }
)


def scale_setting(scale: Scale) -> Plain:
    """What the scale says of every run of every grid."""
    return _SCALES[scale]


@dataclass(frozen=True, slots=True)
class GridText:
    """`arms` describes each arm in a line, in the tables' order; `reference` is the one the others are compared with.

    `equal_compute` is an arm without anything new that was trained as long as the others compute, if there is one.
    `question` is a paragraph, `differences_from_paper` are sentences, `command` makes the page.
    """

    name: str
    title: str
    question: str
    differences_from_paper: tuple[str, ...]
    reference: str
    arms: Mapping[str, str]
    figure: Figure
    command: str
    equal_compute: str = ""
