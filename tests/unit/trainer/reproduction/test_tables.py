"""The tables of a comparison's page."""

from collections.abc import Callable

import pytest

from trainer.reproduction.comparison import compare
from trainer.reproduction.grid import GridText
from trainer.reproduction.record import Run
from trainer.reproduction.statistics import Estimate, MeanAndSd
from trainer.reproduction.tables import (
    difference_in_words,
    gap_table,
    markdown,
    part_table,
    run_table,
    share,
    with_interval,
    with_sd,
)

MakeRun = Callable[..., Run]


def cells(table: str, arm: str) -> list[str]:
    (line,) = [line for line in table.splitlines() if line.startswith((f"| {arm}", f"| **{arm}", f"| [{arm}"))]
    return [cell.strip() for cell in line.strip("|").split("|")]


def test_an_arms_line_holds_its_figures(grid: GridText, make_run: MakeRun) -> None:
    runs = [make_run("supervised", right, seed) for right, seed in ((0.7, 1), (0.72, 2))]
    runs += [make_run("puzzling", right, seed, operations=1.5e12) for right, seed in ((0.8, 1), (0.82, 2))]
    (part,) = compare(grid, runs)
    table = part_table(grid, part)
    header = cells(table, "arm")
    assert header[:4] == ["arm", "seeds", "accuracy, %", "balanced accuracy, %"]
    reference, puzzling = cells(table, "supervised"), cells(table, "puzzling")
    assert reference[:3] == ["supervised (reference)", "1, 2", "71.00 ± 1.41"]
    assert reference[4:] == ["-", "-", "-", "1.00 x", "11.5"]
    assert puzzling[0] == "**puzzling**"
    assert puzzling[4].startswith("+10.00 (+")
    assert puzzling[5:] == ["−34.5 %", "< 0.001", "1.50 x", "11.5"]
    assert all(len(cells(table, name)) == len(header) for name in ("---", "supervised", "puzzling"))


def test_a_difference_in_words_tells_the_share_of_errors(grid: GridText, make_run: MakeRun) -> None:
    (part,) = compare(grid, [make_run("supervised", 0.8), make_run("puzzling", 0.75)])
    assert part.arms[1].difference is not None
    words = difference_in_words(grid, part.arms[1].difference)
    assert words.startswith("−5.00 points (−")
    assert words.endswith("), 25.0 % more errors")


def test_every_run_is_listed_with_its_record(grid: GridText, make_run: MakeRun) -> None:
    line = cells(run_table(grid, compare(grid, [make_run("puzzling", 0.75, 3)])), "puzzling")
    assert line[:7] == ["[puzzling](low-data/puzzling-0.2-3.json)", "20 %", "3", "1,000", "900", "76.00", "75.00"]
    assert line[7:] == ["13.0", "2", "abc1234", "a processor, 2 cores", "2026-11-20"]


def test_the_gap_is_told_where_it_was_measured(grid: GridText, make_run: MakeRun) -> None:
    parts = compare(grid, [make_run("supervised", 0.75, training=0.95), make_run("puzzling", 0.7, training=None)])
    table = gap_table(grid, parts)
    assert "| 20 % | supervised | 95.00 | 76.00 | 19.00 |" in table
    assert "puzzling" not in table
    assert gap_table(grid, ()) == ""


@pytest.mark.parametrize(
    ("ends", "shown"),
    [
        ((0.0123, -0.001, 0.0256), "+1.23 (−0.10 to +2.56)"),
        ((0.0, -0.01, 0.01), "0.00 (−1.00 to +1.00)"),
        ((0.001, 0.00003, 0.002), "+0.1000 (+0.0030 to +0.2000)"),
        ((0.0, 0.0, 0.0), "0.00 (0.00 to 0.00)"),
    ],
)
def test_an_end_of_an_interval_looks_like_zero_only_if_it_is(ends: tuple[float, float, float], shown: str) -> None:
    assert with_interval(Estimate(*ends), 100.0) == shown


def test_numbers_read_well() -> None:
    assert (share(0.05), share(1.0), share(0.125)) == ("5 %", "100 %", "12.5 %")
    assert (with_sd(MeanAndSd(0.5, None), 100.0), with_sd(MeanAndSd(4.0, 0.5), 1.0)) == ("50.00", "4.00 ± 0.50")
    assert markdown(("a", "b"), [("1|2", "3")]) == "| a | b |\n| --- | --- |\n| 1/2 | 3 |"
