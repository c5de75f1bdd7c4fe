"""What a comparison lacks."""

from collections.abc import Callable

from trainer.reproduction.comparison import compare
from trainer.reproduction.completeness import Missing, missing, uneven
from trainer.reproduction.grid_text import GridText
from trainer.reproduction.record import Run

MakeRun = Callable[..., Run]


def test_arms_and_seeds_that_were_not_run_are_missing(grid: GridText, make_run: MakeRun) -> None:
    runs = [make_run(arm, 0.7, seed, pictures=60) for arm in ("supervised", "longer") for seed in (1, 2)]
    runs += [
        make_run("puzzling", 0.7, 2, pictures=60),
        *(make_run(arm, 0.7, seed, 1.0, pictures=60) for arm in grid.arms for seed in (1, 2)),
    ]
    assert missing(grid, compare(grid, runs)) == (Missing("puzzling", 0.2, (1,)),)
    assert missing(grid, compare(grid, runs[:4])) == (Missing("puzzling", 0.2, (1, 2)),)
    assert missing(grid, compare(grid, runs[5:])) == ()


def test_settings_that_should_be_common_are_named_where_they_are_not(grid: GridText, make_run: MakeRun) -> None:
    reference = make_run("supervised", 0.7, size_px=48)
    (same,) = compare(grid, [reference, make_run("puzzling", 0.7, size_px=48, initial="a.ckpt")])
    assert uneven(same) == ()
    (other,) = compare(grid, [reference, make_run("puzzling", 0.7, size_px=64, batch=256)])
    assert uneven(other) == ("size_px", "batch")
