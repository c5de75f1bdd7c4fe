"""How our plots look: colours, letters, and small PNG files."""

import logging
from collections.abc import Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import matplotlib
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as Drawing
from PIL import Image

INK, FAINT, GRID = "#1b1f24", "#59636e", "#d5dae0"
BLUE, VERMILION = "#0072b2", "#c24e00"
"""Which colour-blind eyes tell apart."""
_DPI = 150
_COLOURS = 64
"""As many as the soft edges of lines and letters need: a third of the bytes."""


def base_style(ink: str, faint: str, grid: str) -> dict[str, Any]:
    """What all our plots share, in three colours: of letters, of edges and ticks, of grid lines."""
    return {
        "font.size": 9,
        "axes.titlelocation": "left",
        "axes.titleweight": "bold",
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.edgecolor": faint,
        "axes.labelcolor": ink,
        "text.color": ink,
        "xtick.color": faint,
        "ytick.color": faint,
        "xtick.labelcolor": ink,
        "ytick.labelcolor": ink,
        "grid.color": grid,
        "grid.linewidth": 0.6,
        "legend.frameon": False,
        "figure.constrained_layout.use": True,
    }


_STYLE: dict[str, Any] = {
    **base_style(INK, FAINT, GRID),
    "font.family": "DejaVu Sans",  # it comes with matplotlib: the same picture everywhere
    "axes.titlesize": 9.5,
}


def styled(style: Mapping[str, Any]) -> AbstractContextManager[None]:
    """A context in which drawings are made in a style."""
    logging.getLogger("matplotlib").setLevel(logging.ERROR)  # it talks of its caches and of missing fonts
    return matplotlib.rc_context(dict(style))


def house_style() -> AbstractContextManager[None]:
    """A context in which drawings are made."""
    return styled(_STYLE)


def save_drawing(drawing: Drawing, path: Path) -> None:
    """Raises OSError."""
    drawing.set_dpi(_DPI)
    canvas = FigureCanvasAgg(drawing)
    canvas.draw()
    picture = Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.quantize(_COLOURS, dither=Image.Dither.NONE).save(path, optimize=True, dpi=(_DPI, _DPI))
