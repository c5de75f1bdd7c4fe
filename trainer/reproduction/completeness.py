"""What keeps a grid's runs from being the whole, even comparison that the grid asks for."""

from collections.abc import Sequence
from typing import NamedTuple

from trainer.reproduction.comparison import PartResult
from trainer.reproduction.grid_text import GridText

_COMMON = ("backbone", "widths", "blocks", "size_px", "batch", "steps", "learning_rate", "precision")
"""What a grid sets the same for all its arms; an arm of equal compute differs in the steps it made, not in these."""


class Missing(NamedTuple):
    """Runs that are not on record."""

    arm: str
    part: float
    seeds: tuple[int, ...]


def missing(grid: GridText, parts: Sequence[PartResult]) -> tuple[Missing, ...]:
    """Runs of the grid's arms on the parts and with the seeds that other runs have."""
    seeds = sorted({seed for part in parts for arm in part.arms for seed in arm.seeds})
    found = []
    for part in parts:
        there = {arm.arm: arm.seeds for arm in part.arms}
        for arm in grid.arms:
            lacking = tuple(seed for seed in seeds if seed not in there.get(arm, ()))
            found += [Missing(arm, part.part, lacking)] if lacking else []
    return tuple(found)


def uneven(part: PartResult) -> tuple[str, ...]:
    """Names of settings that should be the same in all runs of a part and are not."""
    settings = [run.differences for arm in part.arms for run in arm.runs]
    return tuple(name for name in _COMMON if any(each.get(name) != settings[0].get(name) for each in settings))
