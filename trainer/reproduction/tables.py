"""The tables of a comparison's page, and its numbers in words."""

from collections.abc import Iterable, Sequence

from trainer.reproduction.arms import Figure
from trainer.reproduction.comparison import ArmResult, Difference, PartResult, Verdict
from trainer.reproduction.grid import GridText
from trainer.reproduction.plots import unit
from trainer.reproduction.statistics import Estimate, MeanAndSd

_NOTHING = "-"


def part_table(grid: GridText, part: PartResult) -> str:
    """One line for each arm of a part."""
    _, of_figure, of_difference = unit(grid.figure)
    balanced = any(arm.balanced for arm in part.arms)
    p = any(arm.difference and arm.difference.counts for arm in part.arms)
    header = [
        "arm",
        "seeds",
        f"{grid.figure}, {of_figure}",
        *(["balanced accuracy, %"] if balanced else []),
        f"difference, {of_difference} (95 % interval)",
        "errors",
        *(["McNemar p"] if p else []),
        "compute",
        "minutes",
    ]
    return markdown(header, [_arm_line(grid, arm, balanced, p) for arm in part.arms])


def _arm_line(grid: GridText, arm: ArmResult, balanced: bool, p: bool) -> list[str]:
    factor, _, _ = unit(grid.figure)
    change = arm.difference
    name = f"{arm.arm} (reference)" if arm.arm == grid.reference else arm.arm
    return [
        f"**{name}**" if change and change.verdict is not Verdict.UNSEEN else name,
        ", ".join(map(str, arm.seeds)),
        with_sd(arm.figure, factor),
        *([with_sd(arm.balanced, 100.0) if arm.balanced else _NOTHING] if balanced else []),
        with_interval(change.estimate, factor) if change else _NOTHING,
        _NOTHING if change is None or change.errors is None else f"{_signed(100 * change.errors, 1)} %",
        *([_p(change)] if p else []),
        _NOTHING if arm.compute is None else f"{arm.compute:.2f} x",
        f"{arm.minutes:.1f}",
    ]


def gap_table(grid: GridText, parts: Sequence[PartResult]) -> str:
    """Training and validation figures and what lies between; empty where no run has a training figure."""
    factor, of_figure, of_difference = unit(grid.figure)
    header = ("labels", "arm", f"training, {of_figure}", f"validation, {of_figure}", f"gap, {of_difference}")
    rows = [
        (
            share(part.part),
            arm.arm,
            with_sd(arm.gap.training, factor),
            with_sd(arm.gap.validation, factor),
            with_sd(arm.gap.between, factor),
        )
        for part in parts
        for arm in part.arms
        if arm.gap
    ]
    return markdown(header, rows) if rows else ""


def run_table(grid: GridText, parts: Sequence[PartResult]) -> str:
    """Every run, with a link to its record."""
    factor, of_figure, _ = unit(grid.figure)
    header = (
        *("arm", "labels", "seed", "steps", "chosen step", f"validation, {of_figure}", f"test, {of_figure}"),
        *("minutes", "threads", "commit", "machine", "finished"),
    )
    rows = [
        (
            f"[{run.arm}]({grid.name}/{run.stem}.json)",
            share(part.part),
            str(run.seed),
            f"{run.steps:,}",
            f"{run.chosen_step:,}",
            f"{factor * run.validation:.2f}",
            f"{factor * figure:.2f}",
            f"{run.minutes:.1f}",
            str(run.threads),
            run.commit,
            run.machine,
            run.finished,
        )
        for part in parts
        for arm in part.arms
        for run, figure in zip(arm.runs, arm.figures, strict=True)
    ]
    return markdown(header, rows)


def difference_in_words(grid: GridText, change: Difference) -> str:
    """Such as "+1.62 points (+0.40 to +2.80), 7.2 % fewer errors"."""
    factor, _, of_difference = unit(grid.figure)
    words = with_interval(change.estimate, factor).replace(" (", f" {of_difference} (", 1)
    if change.errors is None:
        return words
    less, more = ("fewer", "more") if grid.figure is Figure.ACCURACY else ("less", "more")
    errors = "errors" if grid.figure is Figure.ACCURACY else "error"
    return f"{words}, {abs(100 * change.errors):.1f} % {less if change.errors < 0 else more} {errors}"


def with_sd(value: MeanAndSd, factor: float) -> str:
    shown = f"{factor * value.mean:.2f}"
    return shown if value.deviation is None else f"{shown} ± {factor * value.deviation:.2f}"


def with_interval(value: Estimate, factor: float) -> str:
    """With more digits where an end would look like zero and is not."""
    near = min(abs(factor * end) for end in value[1:])
    digits = 2 if near >= 0.005 or near == 0 else 4
    mean, low, high = (_signed(factor * each, digits) for each in value)
    return f"{mean} ({low} to {high})"


def share(part: float) -> str:
    return f"{100 * part:.4g} %"


def markdown(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', '/') for cell in line)} |" for line in lines)


def _signed(value: float, digits: int) -> str:
    """With a true minus, and nothing before a zero."""
    shown = f"{value:+.{digits}f}"
    return shown[1:] if float(shown) == 0 else shown.replace("-", "−")


def _p(change: Difference | None) -> str:
    if change is None or change.counts is None:
        return _NOTHING
    return f"{change.counts.p:.3f}" if change.counts.p >= 0.001 else "< 0.001"
