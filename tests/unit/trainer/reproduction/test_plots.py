"""The plots of a comparison, as files."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from trainer.reproduction.arms import Figure
from trainer.reproduction.comparison import PartResult, compare
from trainer.reproduction.grid import GridText
from trainer.reproduction.plots import draw_curves, draw_scores, unit
from trainer.reproduction.record import Run

MakeRun = Callable[..., Run]
Draw = Callable[[GridText, PartResult, Path], None]

BLUE, VERMILION = (0, 114, 178), (194, 78, 0)


def near(path: Path, colour: tuple[int, int, int]) -> int:
    """So many pixels are of about that colour."""
    pixels = np.asarray(Image.open(path).convert("RGB")).astype(int)
    return int((np.abs(pixels - colour).max(axis=2) < 12).sum())


def many(grid: GridText, make_run: MakeRun, count: int = 12) -> tuple[GridText, PartResult]:
    names = ["supervised", *(f"a-rather-long-arm-{number}" for number in range(count - 1))]
    runs = [
        make_run(arm, 0.7 + 0.01 * place, seed, pictures=60) for place, arm in enumerate(names) for seed in (1, 2, 3)
    ]
    wide = replace(grid, arms=dict.fromkeys(names, ""))
    return wide, compare(wide, runs)[0]


@pytest.mark.parametrize("draw", [draw_scores, draw_curves])
def test_a_plot_of_many_arms_is_small_and_nothing_touches_its_edge(
    grid: GridText, make_run: MakeRun, tmp_path: Path, draw: Draw
) -> None:
    path = tmp_path / "new" / "plot.png"
    draw(*many(grid, make_run), path)
    assert path.stat().st_size < 80_000
    pixels = np.asarray(Image.open(path).convert("L"))
    for edge in (pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]):
        assert edge.min() > 240


def test_what_helps_is_blue_and_what_harms_is_vermilion(grid: GridText, make_run: MakeRun, tmp_path: Path) -> None:
    (helping,) = compare(grid, [make_run("supervised", 0.7), make_run("puzzling", 0.8)])
    (harming,) = compare(grid, [make_run("supervised", 0.8), make_run("puzzling", 0.7)])
    draw_scores(grid, helping, tmp_path / "helping.png")
    draw_scores(grid, harming, tmp_path / "harming.png")
    assert near(tmp_path / "helping.png", VERMILION) == 0
    assert near(tmp_path / "harming.png", VERMILION) > 100
    assert near(tmp_path / "helping.png", BLUE) > near(tmp_path / "harming.png", BLUE) + 100


@pytest.mark.parametrize("arms", [("supervised",), ("puzzling",), ("supervised", "puzzling")])
def test_a_comparison_is_drawn_as_far_as_it_came(
    grid: GridText, make_run: MakeRun, tmp_path: Path, arms: tuple[str, ...]
) -> None:
    (part,) = compare(grid, [make_run(arm, 0.7) for arm in arms])
    draw_curves(grid, part, tmp_path / "curves.png")
    draw_scores(grid, part, tmp_path / "scores.png")
    assert near(tmp_path / "curves.png", BLUE) > 300


def test_seeds_that_were_validated_at_different_steps_are_averaged_where_all_were(
    grid: GridText, make_run: MakeRun, tmp_path: Path
) -> None:
    record, predictions = make_run("supervised", 0.7, 1)
    other = replace(record, seed=2, curve=tuple((step + 1, figure) for step, figure in record.curve))
    (part,) = compare(grid, [(record, predictions), (other, predictions)])
    draw_curves(grid, part, tmp_path / "apart.png")
    (together,) = compare(grid, [(record, predictions), (replace(record, seed=2), predictions)])
    draw_curves(grid, together, tmp_path / "together.png")
    assert near(tmp_path / "apart.png", BLUE) < near(tmp_path / "together.png", BLUE) - 300


def test_accuracies_are_shown_in_per_cent_and_errors_in_degrees() -> None:
    assert unit(Figure.ACCURACY) == (100.0, "%", "points")
    assert unit(Figure.ERROR_DEG) == (1.0, "degrees", "degrees")
