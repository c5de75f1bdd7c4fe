"""The pictures of the model card: confusion matrix, reliability diagrams, robustness."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing
from matplotlib.ticker import StrMethodFormatter
from numpy.typing import NDArray

from trainer.evaluation.metrics import ECE_BINS, wilson
from trainer.model_card.groups import counts_of
from trainer.model_card.hardship import conditions
from trainer.model_card.values import Result, at, chief, percent, title
from trainer.plain_values import Json
from trainer.plots.confusion import FULL, CellLook, draw_cells
from trainer.plots.drawing import BLUE, FAINT, INK, VERMILION, house_style, save_drawing
from trainer.robustness.plot import draw_robustness

_CELLS = CellLook(full=BLUE, ink=INK, line=FAINT, share_pt=11.5, count_pt=9)
_LEAST_FACES = 10
"""A bin with fewer says nothing of its share right."""
_LETTERS = {"font.size": 11.5, "axes.titlesize": 11.5}


def draw_figures(results: Sequence[Result], folder: Path) -> dict[str, Path]:
    """Draw what the results have into the folder: name of the figure to its file. Raises OSError."""
    drawn: dict[str, Path] = {}
    emotion, gender = (chief(results, task, task == "emotion") for task in ("emotion", "gender"))
    if emotion is not None and any(any(row) for row in counts_of(emotion)):
        drawn["confusion"] = folder / "confusion.png"
        draw_confusion(np.array(counts_of(emotion)), title(emotion), drawn["confusion"])
    chiefs = (("emotion", emotion), ("gender", gender))
    panels = [(task, each) for task, each in chiefs if each is not None and at(each, task, "reliability")]
    if panels:
        drawn["reliability"] = folder / "reliability.png"
        draw_reliability(panels, drawn["reliability"])
    for name, tasks in (("robustness", ("emotion", "gender")), ("robustness_pose", ("pose",))):
        measured = [each for each in results if any(task in line for line in conditions(each) for task in tasks)]
        if measured:
            drawn[name] = folder / f"{name}.png"
            draw_robustness(measured, drawn[name], tasks)
    return drawn


def draw_confusion(counts: NDArray[np.int64], pictures: str, path: Path) -> None:
    """Counts [label, answer]: in each cell its share of the label, and below it the number of faces."""
    with house_style(), rc_context(_LETTERS):
        drawing = Drawing(figsize=(9.0, 6.6))
        panel = drawing.add_subplot()
        draw_cells(panel, counts, _CELLS)
        panel.set_title(f"Share of each label, and number of faces\n{pictures}")
        save_drawing(drawing, path)


def draw_reliability(panels: Sequence[tuple[str, Result]], path: Path) -> None:
    """For each task the share right against confidence, and below it how many faces there are."""
    with house_style(), rc_context(_LETTERS):
        drawing = Drawing(figsize=(5.0 * len(panels), 5.6))
        plots = drawing.subplots(2, len(panels), sharex=True, squeeze=False, height_ratios=(3, 1))
        for column, (task, result) in enumerate(panels):
            colour = BLUE if task == "emotion" else VERMILION
            _draw_bins(plots[0, column], plots[1, column], at(result, task, "reliability"), colour)
            error = percent(at(result, task, "ece"))
            plots[0, column].set_title(f"{task.capitalize()}, ECE {error}\n{title(result)}")
        for plot, words in zip(plots[:, 0], ("share right, %", "faces"), strict=True):
            plot.set_ylabel(words)
        plots[0, 0].legend(loc="upper left")
        save_drawing(drawing, path)


def _draw_bins(upper: Axes, lower: Axes, bins: Json, colour: str) -> None:
    """Above the shares right of the bins, with intervals at the mean confidence; below their sizes."""
    kept = [each for each in bins if isinstance(each, Mapping)] if isinstance(bins, list) else []
    left, number, confidence, accuracy = (
        np.array([each[name] for each in kept], np.float64) for name in ("low", "n", "confidence", "accuracy")
    )
    width, shown = 100 / ECE_BINS, number >= _LEAST_FACES
    ends = [wilson(round(n * share), int(n)) for n, share in zip(number[shown], accuracy[shown], strict=True)]
    between = np.array([each or (np.nan, np.nan) for each in ends]).reshape(-1, 2)
    reach = 100 * np.abs(between - accuracy[shown][:, None]).T
    look: dict[str, Any] = {"align": "edge", "color": colour, "alpha": FULL, "edgecolor": "white"}
    upper.bar(100 * left[shown], 100 * accuracy[shown], width, **look)
    upper.plot([0, 100], [0, 100], color=INK, linestyle="--", linewidth=1.2, label="as sure as right")
    upper.errorbar(
        100 * confidence[shown], 100 * accuracy[shown], reach, fmt="o", color=INK, markersize=4.5, capsize=3,
        label="bin, with 95 % interval", clip_on=False,
    )  # fmt: skip
    lower.bar(100 * left, number, width, **look)
    upper.set(xlim=(0, 100), ylim=(0, 100))
    upper.grid(axis="y")
    lower.yaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    lower.set_xlabel("confidence, %")
