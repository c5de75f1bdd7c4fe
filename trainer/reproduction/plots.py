"""The plots of a comparison: every seed of every arm, differences to the reference, and validation curves."""

from collections.abc import Sequence
from pathlib import Path
from typing import assert_never

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator, StrMethodFormatter
from numpy.typing import NDArray

from trainer.plots.drawing import BLUE, FAINT, INK, VERMILION, house_style, save_drawing
from trainer.reproduction.arms import Figure
from trainer.reproduction.comparison import ArmResult, PartResult, Verdict
from trainer.reproduction.grid import GridText

_REFERENCE = FAINT
_VERDICTS = {Verdict.HELPS: BLUE, Verdict.HARMS: VERMILION, Verdict.UNSEEN: FAINT}
"""The shape of the mark says the same."""
_MARKS = {Verdict.HELPS: "D", Verdict.HARMS: "X", Verdict.UNSEEN: "o"}
_ARM = BLUE
_COLUMNS = 3
_BELOW = 0.27
"""The dots of the seeds lie so far below the line of their arm, in rows."""


def unit(figure: Figure) -> tuple[float, str, str]:
    """What a figure is multiplied with to be shown, its unit, and the unit of a difference."""
    match figure:
        case Figure.ACCURACY:
            return 100.0, "%", "points"
        case Figure.ERROR_DEG:
            return 1.0, "degrees", "degrees"
    assert_never(figure)


def draw_scores(grid: GridText, part: PartResult, path: Path) -> None:
    """Left every seed of every arm with mean and 95 % interval, right the paired differences to the reference."""
    factor, of_figure, of_difference = unit(grid.figure)
    with house_style():
        drawing = Drawing(figsize=(9.0, 0.9 + 0.36 * len(part.arms)))
        left, right = drawing.subplots(1, 2, sharey=True)
        for row, arm in enumerate(part.arms):
            _arm_row(left, row, arm, factor)
            _difference_row(right, row, arm, factor)
        left.set_yticks(range(len(part.arms)), [arm.arm for arm in part.arms])
        left.set_ylim(len(part.arms) - 0.4, -0.6)
        left.set_title(f"Test {grid.figure}, {of_figure}")
        right.set_title(f"Difference to {grid.reference}, {of_difference}")
        right.axvline(0.0, color=INK, linewidth=1.0, zorder=1)
        for axes in (left, right):
            axes.spines["left"].set_visible(False)
            axes.tick_params(axis="y", length=0)
            axes.grid(axis="x")
            axes.xaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 2.5, 5, 10]))
        save_drawing(drawing, path)


def draw_curves(grid: GridText, part: PartResult, path: Path) -> None:
    """The figure on validation pictures over the steps: each arm before the reference, with the seeds' range."""
    factor, of_figure, _ = unit(grid.figure)
    reference = next((arm for arm in part.arms if arm.arm == grid.reference), None)
    others = [arm for arm in part.arms if arm is not reference] or list(part.arms)
    with house_style():
        columns = min(_COLUMNS, len(others))
        rows = -(-len(others) // columns)
        drawing = Drawing(figsize=(max(6.0, 3.0 * columns), 0.6 + 1.9 * rows))
        plots = drawing.subplots(rows, columns, sharey=True, squeeze=False)  # arms may differ in length
        for arm, axes in zip(others, plots.flat, strict=False):
            if reference is not None and reference is not arm:
                _curve(axes, reference, factor, _REFERENCE, "--")
            _curve(axes, arm, factor, _ARM, "-")
            _finish_curve(axes, arm.arm)
        for axes in plots.flat[len(others) :]:
            axes.remove()
        plots[0, 0].set_ylim(*_heights(grid.figure, part.arms, factor))
        for axes in plots[:, 0]:
            axes.set_ylabel(of_figure)
        _name_lines(drawing, grid, reference is not None and reference is not others[0])
        save_drawing(drawing, path)


def _arm_row(axes: Axes, row: int, arm: ArmResult, factor: float) -> None:
    estimate = [factor * value for value in arm.estimate]
    axes.plot(estimate[1:], (row, row), color=FAINT, linewidth=1.6, solid_capstyle="round", zorder=2)
    axes.plot(estimate[0], row, "|", color=INK, markersize=10, markeredgewidth=2.0, zorder=3)
    seeds = [factor * figure for figure in arm.figures]
    axes.plot(seeds, [row + _BELOW] * len(seeds), "o", color=_ARM, markersize=4, markeredgewidth=0, zorder=4)


def _difference_row(axes: Axes, row: int, arm: ArmResult, factor: float) -> None:
    if arm.difference is None:
        return
    mean, low, high = (factor * value for value in arm.difference.estimate)
    colour = _VERDICTS[arm.difference.verdict]
    axes.plot((low, high), (row, row), color=colour, linewidth=2.0, solid_capstyle="round", zorder=2)
    axes.plot(mean, row, _MARKS[arm.difference.verdict], color=colour, markersize=8, markeredgecolor="white", zorder=3)


def _curve(axes: Axes, arm: ArmResult, factor: float, colour: str, line: str) -> None:
    steps, figures = _curves(arm)
    if not steps.size:
        return
    shown = factor * figures
    axes.fill_between(steps, shown.min(axis=0), shown.max(axis=0), color=colour, alpha=0.18, linewidth=0)
    axes.plot(steps, shown.mean(axis=0), line, color=colour, linewidth=1.6)


def _name_lines(drawing: Drawing, grid: GridText, reference: bool) -> None:
    lines = [Line2D([], [], color=_ARM), *([Line2D([], [], color=_REFERENCE, linestyle="--")] if reference else [])]
    names = ["the arm, mean of its seeds", grid.reference]
    patch = Patch(color=_ARM, alpha=0.18, linewidth=0)
    texts = [*names[: len(lines)], "lowest to highest seed"]
    drawing.legend([*lines, patch], texts, loc="outside lower left", ncols=3)


def _finish_curve(axes: Axes, heading: str) -> None:
    axes.set_title(heading)
    axes.set_xlabel("step")
    axes.set_xlim(left=0)
    axes.grid(axis="y")
    axes.tick_params(labelbottom=True)
    axes.xaxis.set_major_locator(MaxNLocator(4, integer=True, steps=[1, 2, 2.5, 5, 10]))
    axes.xaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    axes.yaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 2.5, 5, 10]))


def _curves(arm: ArmResult) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Steps at which every seed was validated, and the figures [seeds, steps]."""
    curves = [dict(run.curve) for run in arm.runs]
    steps = sorted(set.intersection(*(set(curve) for curve in curves)))
    return np.array(steps, np.int64), np.array([[curve[step] for step in steps] for curve in curves], np.float64)


def _heights(figure: Figure, arms: Sequence[ArmResult], factor: float) -> tuple[float, float]:
    """All of the last four fifths of every run: the first steps would press what matters into a line."""
    late = [
        factor * value for arm in arms for run in arm.runs for step, value in run.curve if step >= run.curve[-1][0] / 5
    ]
    low, high = (min(late), max(late)) if late else (0.0, 1.0)
    margin = 0.06 * (high - low) or 1.0
    return low - margin, high + margin
