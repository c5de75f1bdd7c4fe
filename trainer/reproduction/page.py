"""A comparison written down: in plain words what helps and what does not, then tables, plots and every run."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from trainer.reproduction.arms import ReproductionError
from trainer.reproduction.comparison import ArmResult, PartResult, Verdict, compare, missing, uneven
from trainer.reproduction.grid import GridText
from trainer.reproduction.plots import draw_curves, draw_scores, unit
from trainer.reproduction.record import Run
from trainer.reproduction.statistics import DRAWS
from trainer.reproduction.tables import difference_in_words, gap_table, markdown, part_table, run_table, share
from trainer.templates.rendering import markdown_page

__all__ = ["GridText", "write_page"]

_OUTCOMES = (Verdict.HELPS, Verdict.HARMS, Verdict.UNSEEN)

_ALIKE = 0.05
"""So far apart may the arithmetic of two arms be that is called the same."""


def write_page(grid: GridText, runs: Sequence[Run], folder: Path) -> Path:
    """Write `<folder>/<grid>.md` and its plots in `<folder>/<grid>/`; the same runs give the same bytes.

    Raises ReproductionError.
    """
    parts = compare(grid, runs)
    longer = compare(replace(grid, reference=grid.equal_compute), runs) if grid.equal_compute else ()
    path = folder / f"{grid.name}.md"
    try:
        for part in parts:
            draw_scores(grid, part, folder / _plot(grid, part, "scores"))
            draw_curves(grid, part, folder / _plot(grid, part, "curves"))
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(_page(grid, parts, longer), encoding="utf-8", newline="\n")
    except OSError as error:
        raise ReproductionError(f"{path} cannot be written ({error}); free space or give --results.") from error
    return path


def _page(grid: GridText, parts: Sequence[PartResult], longer: Sequence[PartResult]) -> str:
    return markdown_page(
        "reproduction.md.j2",
        grid=grid,
        parts=[_shown(grid, part) for part in parts],
        longer=[_alike(replace(grid, reference=grid.equal_compute), part) for part in longer],
        lacking=[f"{arm} on {share(part)} ({_seeds(seeds)})" for arm, part, seeds in missing(grid, parts)],
        arms=markdown(("arm", "what it is"), [(_named(grid, arm), words) for arm, words in grid.arms.items()]),
        gaps=gap_table(grid, parts),
        runs=run_table(grid, parts) if parts else "",
        draws=DRAWS,
    )


def _shown(grid: GridText, part: PartResult) -> dict[str, object]:
    """What the page says of one part."""
    return {
        "labels": "With all labels" if part.part == 1 else f"With {share(part.part)} of the labels",
        "share": share(part.part),
        "reference": _reference(grid, part),
        "judged": _judged(grid, [arm for arm in part.arms if arm.difference]),
        "uneven": uneven(part),
        "table": part_table(grid, part),
        "pictures": part.pictures,
        "scores": _plot(grid, part, "scores"),
        "curves": _plot(grid, part, "curves"),
    }


def _alike(grid: GridText, part: PartResult) -> dict[str, object]:
    """What is left of the arms that computed about as much as the reference."""
    alike = [arm for arm in part.arms if arm.difference and arm.compute and abs(arm.compute - 1) < _ALIKE]
    return {"reference": _reference(grid, part), "alike": _judged(grid, alike)}


def _reference(grid: GridText, part: PartResult) -> dict[str, str]:
    """Its name, and its figure if it was run."""
    found = _arm(part, grid.reference)
    factor, of_figure, _ = unit(grid.figure)
    return {
        "name": grid.reference,
        "figure": f"{factor * found.figure.mean:.2f} {of_figure}" if found else "",
    }


def _arm(part: PartResult, name: str) -> ArmResult | None:
    return next((arm for arm in part.arms if arm.arm == name), None)


def _judged(grid: GridText, arms: Sequence[ArmResult]) -> list[str]:
    """What helps first, then what harms, then what makes no difference."""
    return [
        f"**{arm.arm}** {outcome}: {difference_in_words(grid, arm.difference)}{_of_seeds(arm.difference.seeds)}."
        for outcome in _OUTCOMES
        for arm in arms
        if arm.difference and arm.difference.verdict is outcome
    ]


def _plot(grid: GridText, part: PartResult, kind: str) -> str:
    return f"{grid.name}/{kind}-{part.part:g}.png"


def _named(grid: GridText, arm: str) -> str:
    return f"{arm} (reference)" if arm == grid.reference else arm


def _of_seeds(seeds: Sequence[int]) -> str:
    """A warning where one seed says nothing of the spread between them."""
    return "" if len(seeds) > 1 else " (one seed: the interval is that of the pictures alone)"


def _seeds(seeds: Sequence[int]) -> str:
    return f"seed{'s' if len(seeds) > 1 else ''} {', '.join(map(str, seeds))}"
