"""A confusion matrix as cells, for pages and for the report of a run, each in its own colours."""

from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from numpy.typing import NDArray

from app.domain.reading import EMOTIONS

FULL = 0.6
"""Opacity of a full cell, so that ink stays readable on it."""
_NAMES = tuple(str(emotion) for emotion in EMOTIONS)


class CellLook(NamedTuple):
    """Colours of a full cell, of letters and of lines; sizes of the shares and of the numbers, in points."""

    full: str
    ink: str
    line: str
    share_pt: float
    count_pt: float


def draw_cells(panel: Axes, counts: NDArray[np.int64], look: CellLook) -> None:
    """Counts [label, answer]: in each cell its share of the label, and below it the number of faces."""
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    for (row, column), count in np.ndenumerate(counts):
        opacity = FULL * shares[row, column]
        panel.add_patch(Rectangle((column, row), 1, 1, facecolor=look.full, alpha=opacity, linewidth=0))
        if count:
            middle, weight = column + 0.5, "bold" if row == column else "normal"
            share = f"{100 * shares[row, column]:.0f} %"
            panel.text(middle, row + 0.42, share, ha="center", va="center", fontsize=look.share_pt, weight=weight)
            panel.text(
                middle, row + 0.76, f"{count:,}", ha="center", va="center", fontsize=look.count_pt, color=look.ink
            )
    _name_cells(panel, look.line)


def _name_cells(panel: Axes, line: str) -> None:
    middles = np.arange(len(_NAMES)) + 0.5
    panel.set_xlim(0, len(_NAMES))
    panel.set_ylim(len(_NAMES), 0)
    panel.set_xticks(middles, _NAMES)
    panel.set_yticks(middles, _NAMES)
    panel.tick_params(length=0)
    for edge in range(1, len(_NAMES)):
        panel.axhline(edge, color=line, linewidth=0.3)
    panel.set_xlabel("answer")
    panel.set_ylabel("label")
