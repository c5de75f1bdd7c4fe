"""The arms of a comparison: what each changes of the common setting, and which other arm's run it builds on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from trainer.failure import TrainerError

Plain = Mapping[str, Any]


class Figure(StrEnum):
    """What a comparison is about: a share of right answers, or a mean absolute error in degrees."""

    ACCURACY = "accuracy"
    ERROR_DEG = "mean absolute error"


class ReproductionError(TrainerError):
    """A comparison cannot go on; the message is one sentence for the user."""


class Published(StrEnum):
    """Weights of others, in a file that the user has: ImageNet's in timm's naming, or `faceres.json`."""

    IMAGENET = "imagenet"
    FACERES = "faceres"


@dataclass(frozen=True, slots=True)
class Arm:
    """One kind of run.

    `changes` are differences from the grid's setting, as a configuration file holds them. `starts_from` and
    `perceived_by` name arms whose run of the same seed and part gives the backbone's first weights, or the frozen
    encoder of the perceptual loss; `starts_from` and `perceived_by` may also be published weights. `computes_like`
    names an arm whose arithmetic this one gets, in steps of its own. `unlabelled` faces join each batch, as many as
    this share of the labelled ones. With `measured` False the arm only serves others.
    """

    words: str
    changes: Plain = field(default_factory=dict)
    starts_from: str | Published = ""
    perceived_by: str | Published = ""
    computes_like: str = ""
    unlabelled: float = 0.0
    measured: bool = True

    def needs(self) -> tuple[str, ...]:
        """The arms whose runs it reads."""
        return tuple(name for name in (self.starts_from, self.perceived_by) if name and name not in tuple(Published))

    def files(self) -> tuple[Published, ...]:
        """The weights of others that it reads."""
        return tuple(each for each in (self.starts_from, self.perceived_by) if isinstance(each, Published))


def merged(*layers: Plain) -> dict[str, Any]:
    """Tables laid over each other, the later ones on top, table by table."""
    found: dict[str, Any] = {}
    for layer in layers:
        for key, value in layer.items():
            below = found.get(key)
            both = isinstance(value, Mapping) and isinstance(below, Mapping)
            found[key] = merged(below, value) if both else value  # type: ignore[arg-type]
    return found
