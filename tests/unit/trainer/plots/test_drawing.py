"""Drawings as files."""

from pathlib import Path

import numpy as np
from matplotlib.figure import Figure
from PIL import Image

from trainer.plots.drawing import BLUE, house_style, save_drawing


def test_a_drawing_becomes_a_small_picture_in_its_colours(tmp_path: Path) -> None:
    with house_style():
        drawing = Figure(figsize=(4, 2))
        drawing.subplots().plot((0, 1), (0, 1), color=BLUE, linewidth=5)
        save_drawing(drawing, tmp_path / "new" / "plot.png")
    picture = Image.open(tmp_path / "new" / "plot.png")
    assert picture.size == (600, 300)
    pixels = np.asarray(picture.convert("RGB")).astype(int)
    assert (np.abs(pixels - (0, 114, 178)).max(axis=2) < 12).sum() > 500
    assert (tmp_path / "new" / "plot.png").stat().st_size < 20_000
