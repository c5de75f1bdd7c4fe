"""From a grid to its runs, in an order in which every run finds what it builds on, and to their configurations."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from trainer.config import TrainConfig
from trainer.reproduction.arms import Arm, Plain, ReproductionError, merged
from trainer.reproduction.grid import Grid, Scale, scale_setting
from trainer.reproduction.grids import grid_named
from trainer.training.checkpoint import BEST, LAST

_UNLABELLED = ("utkface", "muxspace_facial_expressions")
"""What joins the rest of the grid's own source where an arm takes unlabelled faces, if it was prepared."""


@dataclass(frozen=True, slots=True)
class Job:
    """One run of a grid."""

    grid: str
    arm: str
    part: float
    seed: int

    @property
    def stem(self) -> str:
        return f"{self.arm}-{self.part:g}-{self.seed}"

    def sibling(self, arm: str) -> "Job":
        return Job(self.grid, arm, self.part, self.seed)


@dataclass(frozen=True, slots=True)
class Choice:
    """What of a grid is to be run, on what scale; `steps` None is the grid's own length. `files` are the published
    weights at hand."""

    grid: str
    scale: Scale
    parts: tuple[float, ...]
    seeds: tuple[int, ...]
    arms: tuple[str, ...]
    steps: int | None = None
    files: Mapping[str, str] = field(default_factory=dict)

    @property
    def length(self) -> int:
        return self.steps or grid_named(self.grid).steps[self.scale]


def choose(
    name: str,
    scale: Scale,
    parts: Sequence[float],
    seeds: Sequence[int],
    arms: Sequence[str],
    steps: int | None,
    files: Mapping[str, str],
) -> Choice:
    """Empty parts and arms mean all of the grid's whose files are at hand. Raises ReproductionError."""
    grid = grid_named(name)
    known = [arm for arm, each in grid.arms.items() if all(file in files for file in each.files())]
    for arm in arms:
        if arm not in known:
            raise ReproductionError(f"The grid {name} has no arm {arm} here; choose from {', '.join(known)}.")
    if any(not 0 < part <= 1 for part in parts):
        raise ReproductionError("A part is a share of the labelled pictures, above 0 and up to 1.")
    return Choice(name, scale, tuple(parts) or grid.parts, tuple(seeds), tuple(arms or known), steps, files)


def jobs(choice: Choice) -> tuple[Job, ...]:
    """Seed by seed, so that an interrupted grid can be compared as far as it came; what a run needs comes before it."""
    grid, found = grid_named(choice.grid), list[Job]()

    def add(job: Job) -> None:
        arm = grid.arms[job.arm]
        for needed in (*arm.needs(), *_needs_of_like(grid, arm)):
            add(job.sibling(needed))
        if job not in found:
            found.append(job)

    for seed in choice.seeds:
        for part in choice.parts:
            for arm in choice.arms:
                if grid.arms[arm].measured:
                    add(Job(choice.grid, arm, part, seed))
    return tuple(found)


def needs(job: Job) -> tuple[Job, ...]:
    """The runs whose checkpoints a run reads."""
    grid = grid_named(job.grid)
    arm = grid.arms[job.arm]
    return tuple(job.sibling(name) for name in (*arm.needs(), *_needs_of_like(grid, arm)))


def configuration(choice: Choice, job: Job, work: Path, sources: Mapping[str, int]) -> TrainConfig:
    """The configuration of a run, but for the steps of an arm that computes like another.

    `work` holds the runs' folders, `sources` the number of prepared training pictures by source.
    """
    return TrainConfig.from_dict(_plain(choice, job, work, sources), f"{job.grid}/{job.stem}")


def differences(choice: Choice, job: Job, sources: Mapping[str, int]) -> dict[str, Any]:
    """The same as plain differences from the defaults, with the names of runs instead of paths."""
    return _plain(choice, job, Path(), sources)


def _plain(choice: Choice, job: Job, work: Path, sources: Mapping[str, int]) -> dict[str, Any]:
    grid = grid_named(job.grid)
    arm, every = grid.arms[job.arm], max(1, choice.length // grid.validations)
    plain = merged(
        scale_setting(choice.scale),
        {"steps": choice.length, "validate_every": every, "save_every": every, "seed": job.seed},
        grid.setting,
        arm.changes,
    )
    if arm.measured:
        plain["choose_by"] = f"{grid.source}_{grid.measure}"
    if arm.starts_from:
        plain["initial"] = choice.files.get(arm.starts_from) or str(work / job.sibling(arm.starts_from).stem / LAST)
    if arm.perceived_by:
        file = choice.files.get(arm.perceived_by) or str(work / job.sibling(arm.perceived_by).stem / BEST)
        plain = merged(plain, {"tasks": {"in_painting": {"perceptual_file": file}}})
    return {**plain, "sources": dict(_uses(grid, arm, job.part, sources))}


def _uses(grid: Grid, arm: Arm, part: float, sources: Mapping[str, int]) -> Iterator[tuple[str, Plain]]:
    """The labelled part of the grid's source; where asked, everything else that was prepared, without labels."""
    yield grid.source, {"share": 1.0, "whole": grid.whole, "part": [0.0, part]}
    rest = round(sources[grid.source] * (1 - part))
    others = {name: sources[name] for name in _UNLABELLED if name != grid.source and name in sources}
    total = rest + sum(others.values())
    if not arm.unlabelled or not total:
        return
    if rest:
        share = arm.unlabelled * rest / total
        of_source = {"source": grid.source, "part": [part, 1.0], "whole": grid.whole}
        yield f"{grid.source}-rest", {"share": share, "labels": False, **of_source}
    for name, count in others.items():
        yield name, {"share": arm.unlabelled * count / total, "labels": False}


def _needs_of_like(grid: Grid, arm: Arm) -> tuple[str, ...]:
    return grid.arms[arm.computes_like].needs() if arm.computes_like else ()
