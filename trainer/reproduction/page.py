"""A comparison written down: in plain words what helps and what does not, then tables, plots and every run."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from trainer.reproduction.arms import Figure, ReproductionError
from trainer.reproduction.comparison import ArmResult, PartResult, Verdict, compare, missing, uneven
from trainer.reproduction.grid import GridText
from trainer.reproduction.plots import draw_curves, draw_scores, unit
from trainer.reproduction.record import Run
from trainer.reproduction.statistics import DRAWS
from trainer.reproduction.tables import difference_in_words, gap_table, markdown, part_table, run_table, share

__all__ = ["GridText", "write_page"]

_OUTCOMES = (Verdict.HELPS, Verdict.HARMS, Verdict.UNSEEN)

_ALIKE = 0.05
"""So far apart may the arithmetic of two arms be that is called the same."""

_RULE = (
    "An arm is said to help or to do harm only where the 95 % interval of its difference to the reference leaves out "
    "zero. Each interval stands alone: of twenty arms that change nothing, one would leave out zero by chance."
)
_READING = (
    "± is the sample standard deviation between seeds.",
    "An arm in bold helps or does harm.",
    "Differences to the reference are paired by seed and picture, over the seeds that both have. Their "
    f"95 % intervals come from a bootstrap that draws seeds and pictures anew, {DRAWS:,} times. With few seeds "
    "they are rather too narrow than too wide.",
    "*Errors* is how the errors changed against the reference's.",
    "*Compute* is the arithmetic of the whole training against the reference's, that of a pre-training before it "
    "included. *Minutes* are the mean time of a run alone, on the machine it had.",
)
_POOLED = (
    "McNemar's p adds up the seeds' disagreements. Those are on the same pictures and so not independent, which makes "
    "p too small: the interval is the one to trust."
)


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
        path.write_text("\n\n".join(_sections(grid, parts, longer)) + "\n", encoding="utf-8", newline="\n")
    except OSError as error:
        raise ReproductionError(f"{path} cannot be written ({error}); free space or give --results.") from error
    return path


def _sections(grid: GridText, parts: Sequence[PartResult], longer: Sequence[PartResult]) -> Iterator[str]:
    yield f"# {grid.title}"
    yield grid.question
    yield "## In short"
    yield from _summary(grid, parts, longer)
    if grid.differences_from_paper:
        yield "## Where this differs from the paper"
        yield _bullets(grid.differences_from_paper)
    yield "## The arms"
    yield markdown(("arm", "what it is"), [(_named(grid, arm), words) for arm, words in grid.arms.items()])
    if parts:
        yield "## How to read the tables"
        yield _bullets((*_READING, *((_POOLED,) if grid.figure is Figure.ACCURACY else ())))
    for part in parts:
        yield from _part(grid, part)
    yield from _over_fitting(grid, parts)
    if parts:
        yield "## The runs"
        yield f"The records and the predictions behind them are in [{grid.name}]({grid.name}/)."
        yield run_table(grid, parts)
    yield "## The command"
    yield f"```\n{grid.command}\n```"


def _summary(grid: GridText, parts: Sequence[PartResult], longer: Sequence[PartResult]) -> Iterator[str]:
    if not parts:
        yield "No run is on record yet."
    for part in parts:
        yield f"{_with_labels(part)}, {_reference_words(grid, _arm(part, grid.reference))}:"
        judged = [arm for arm in part.arms if arm.difference]
        yield _bullets(_judged(grid, judged)) or "- there is nothing to compare yet."
    for part in longer:
        yield from _for_the_same_arithmetic(replace(grid, reference=grid.equal_compute), part)
    yield from _lacking(grid, parts)
    yield _RULE


def _for_the_same_arithmetic(grid: GridText, part: PartResult) -> Iterator[str]:
    """What is left of the arms that computed about as much as the reference."""
    alike = [arm for arm in part.arms if arm.difference and arm.compute and abs(arm.compute - 1) < _ALIKE]
    if alike:
        yield (
            f"For the same arithmetic, {_reference_words(grid, _arm(part, grid.reference))}, "
            "which was trained longer instead:"
        )
        yield _bullets(_judged(grid, alike))


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


def _reference_words(grid: GridText, reference: ArmResult | None) -> str:
    if reference is None:
        return f"where the reference, {grid.reference}, was not run yet"
    factor, of_figure, _ = unit(grid.figure)
    return f"against **{grid.reference}** with {factor * reference.figure.mean:.2f} {of_figure} {grid.figure}"


def _lacking(grid: GridText, parts: Sequence[PartResult]) -> Iterator[str]:
    lacking = [f"{arm} on {share(part)} ({_seeds(seeds)})" for arm, part, seeds in missing(grid, parts)]
    if lacking:
        yield f"**The comparison is not complete.** Not run yet: {'; '.join(lacking)}."
    for part in parts:
        if names := uneven(part):
            differing = ", ".join(names)
            yield f"**The runs on {share(part.part)} differ in {differing} too**: a difference may come from that."


def _part(grid: GridText, part: PartResult) -> Iterator[str]:
    yield f"## {_with_labels(part)}"
    yield part_table(grid, part)
    yield f"Tested on {part.pictures:,} pictures."
    words = f"{grid.figure} of every arm on the test pictures, and differences to {grid.reference}"
    yield f"![{words}]({_plot(grid, part, 'scores')})"
    yield (
        "Left: a dot for each seed, the mean, and its 95 % interval. Right: the difference to the reference with its "
        "interval; blue diamonds help, orange crosses harm, grey dots show nothing."
    )
    words = f"{grid.figure} on validation pictures over the steps of the training"
    yield f"![{words}]({_plot(grid, part, 'curves')})"
    yield "On validation pictures; each run is judged at the step that was best there."


def _over_fitting(grid: GridText, parts: Sequence[PartResult]) -> Iterator[str]:
    if table := gap_table(grid, parts):
        yield "## Training and validation pictures apart"
        yield "At the chosen step, on unchanged pictures; the gap is training minus validation."
        yield table


def _plot(grid: GridText, part: PartResult, kind: str) -> str:
    return f"{grid.name}/{kind}-{part.part:g}.png"


def _with_labels(part: PartResult) -> str:
    return "With all labels" if part.part == 1 else f"With {share(part.part)} of the labels"


def _named(grid: GridText, arm: str) -> str:
    return f"{arm} (reference)" if arm == grid.reference else arm


def _of_seeds(seeds: Sequence[int]) -> str:
    """A warning where one seed says nothing of the spread between them."""
    return "" if len(seeds) > 1 else " (one seed: the interval is that of the pictures alone)"


def _seeds(seeds: Sequence[int]) -> str:
    return f"seed{'s' if len(seeds) > 1 else ''} {', '.join(map(str, seeds))}"


def _bullets(lines: Sequence[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)
