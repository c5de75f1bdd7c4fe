"""Plots as SVG within the page: drawn by matplotlib, coloured by the page's style, light and dark alike."""

import io
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from html import escape
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from trainer.plots.drawing import base_style, styled

INK, FAINT, GRID = "#010203", "#010204", "#010205"
"""Stand-ins that become the page's own colours; matplotlib knows no variables."""
SERIES = ("#010211", "#010212", "#010213", "#010214", "#010215", "#010216")
"""Stand-ins for the six colours of Okabe and Ito that colour-blind eyes tell apart."""
MARKERS = ("o", "s", "^", "D", "v", "P")
_NAMES = ("ink", "faint", "grid", "s1", "s2", "s3", "s4", "s5", "s6")
_LIGHT = "#1b1f24 #59636e #d5dae0 #0072b2 #b86e00 #00795a #c24e00 #a8518a #3b6fd1"
_DARK = "#e8eaed #a4adb8 #3a414a #56b4e9 #e69f00 #2fc49a #f0803c #e3a3c9 #8fb0ff"
COLOURS_LIGHT = dict(zip(_NAMES, _LIGHT.split(), strict=True))
COLOURS_DARK = dict(zip(_NAMES, _DARK.split(), strict=True))
"""What the stand-ins become: Okabe and Ito's hues, darker on white and lighter on black for contrast."""
_VARIABLES = dict(zip((INK, FAINT, GRID, *SERIES), _NAMES, strict=True))

_STYLE: dict[str, Any] = {
    **base_style(INK, FAINT, GRID),
    "svg.fonttype": "none",
    "axes.titlesize": 10,
    "axes.titlecolor": INK,
    "lines.linewidth": 1.6,
    "lines.markersize": 3.5,
}


def style(name: str) -> AbstractContextManager[None]:
    """Inside, figures are drawn in the page's manner; `name` keeps the inner names of two plots apart."""
    return styled({**_STYLE, "svg.hashsalt": name})


def drawn(name: str, words: str, draw: Callable[[], Figure]) -> str:
    """The figure that `draw` makes, as SVG that scales with the page; `words` say what it shows."""
    buffer = io.StringIO()
    with style(name):
        draw().savefig(buffer, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    svg = buffer.getvalue()
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg[svg.index("<svg") :], flags=re.DOTALL)
    svg = re.sub(r' id="[\w.]+_\d+"', "", svg)  # such as axes_1: nothing refers to them, and every plot has them
    for stand_in, variable in _VARIABLES.items():
        svg = svg.replace(stand_in, f"var(--{variable})")
    width_pt = re.search(r'width="([\d.]+)pt"', svg)
    assert width_pt is not None
    svg = re.sub(r'(<svg[^>]*?) (?:width|height)="[\d.]+pt"([^>]*?) (?:width|height)="[\d.]+pt"', r"\1\2", svg, count=1)
    label = f'<svg role="img" aria-label="{escape(words)}" style="max-width:{float(width_pt[1]) * 4 / 3:.0f}px"'
    return svg.replace("<svg", label, 1)


def grid_of(count: int, columns: int, width_in: float = 9.0, height_in: float = 2.1) -> tuple[Figure, list[Axes]]:
    """A figure with that many plots in rows of `columns`."""
    rows = -(-count // columns)
    figure = Figure(figsize=(width_in, height_in * rows))
    axes = [figure.add_subplot(rows, columns, place + 1) for place in range(count)]
    return figure, axes
