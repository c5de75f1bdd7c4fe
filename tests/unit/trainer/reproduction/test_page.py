"""The page of a comparison."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from trainer.reproduction.arms import ReproductionError
from trainer.reproduction.grid import GridText
from trainer.reproduction.page import write_page
from trainer.reproduction.record import Run

MakeRun = Callable[..., Run]


@pytest.fixture
def runs(make_run: MakeRun) -> tuple[Run, ...]:
    rights = {"supervised": 0.75, "puzzling": 0.82, "longer": 0.7525}
    return tuple(make_run(arm, right, seed) for arm, right in rights.items() for seed in (1, 2))


def test_the_top_says_what_helps_and_what_does_not(grid: GridText, runs: tuple[Run, ...], tmp_path: Path) -> None:
    path = write_page(grid, runs, tmp_path)
    assert path == tmp_path / "low-data.md"
    text = path.read_text(encoding="utf-8")
    top = text[: text.index("## The arms")]
    assert "With 20 % of the labels, against **supervised** with 75.00 % accuracy:" in top
    assert re.search(r"- \*\*puzzling\*\* helps: \+7\.00 points \(\+.* to \+.*\), 28\.0 % fewer errors\.", top)
    assert "- **longer** makes no difference that this test can see: +0.25 points (−" in top
    assert top.index("puzzling") < top.index("longer")
    assert "## Where this differs from the paper\n\n- The paper trains on AffectNet." in top
    assert "not complete" not in text
    assert "the interval is the one to trust" in text
    assert "```\npoise-train reproduce low-data\n```" in text


def test_arms_are_also_compared_for_the_same_arithmetic(grid: GridText, make_run: MakeRun, tmp_path: Path) -> None:
    made = (("supervised", 0.75, 1e12), ("puzzling", 0.82, 2e12), ("cheap", 0.9, 1e12), ("longer", 0.9, 2.02e12))
    runs = [make_run(arm, right, seed, operations=cost) for arm, right, cost in made for seed in (1, 2)]
    named = replace(grid, equal_compute="longer")
    top = write_page(named, runs, tmp_path).read_text(encoding="utf-8").partition("## The arms")[0]
    fair = top.partition("For the same arithmetic, against **longer** with 90.00 % accuracy")[2]
    assert "- **puzzling** does harm: −8.00 points" in fair
    assert "cheap" not in fair and "supervised" not in fair
    assert "same arithmetic" not in write_page(grid, runs, tmp_path).read_text(encoding="utf-8")


def test_every_link_leads_somewhere(grid: GridText, runs: tuple[Run, ...], tmp_path: Path) -> None:
    text = write_page(grid, runs, tmp_path).read_text(encoding="utf-8")
    pictures = re.findall(r"!\[.*?\]\((.*?)\)", text)
    assert pictures == ["low-data/scores-0.2.png", "low-data/curves-0.2.png"]
    assert all((tmp_path / picture).is_file() for picture in pictures)


def test_the_same_runs_give_the_same_bytes(grid: GridText, runs: tuple[Run, ...], tmp_path: Path) -> None:
    for folder, order in (("a", runs), ("b", runs[::-1])):
        write_page(grid, order, tmp_path / folder)
    for path in (tmp_path / "a").rglob("*.*"):
        assert path.read_bytes() == (tmp_path / "b" / path.relative_to(tmp_path / "a")).read_bytes(), path.name


def test_an_incomplete_comparison_says_what_is_missing(grid: GridText, make_run: MakeRun, tmp_path: Path) -> None:
    runs = (make_run("puzzling", 0.8, 1), make_run("puzzling", 0.8, 2), make_run("longer", 0.8, 2))
    text = write_page(grid, runs, tmp_path).read_text(encoding="utf-8")
    assert "Not run yet: supervised on 20 % (seeds 1, 2); longer on 20 % (seed 1)." in text
    assert "the reference, supervised, was not run yet:\n\n- there is nothing to compare yet." in text


def test_one_seed_and_unlike_settings_are_pointed_out(grid: GridText, make_run: MakeRun, tmp_path: Path) -> None:
    runs = (make_run("supervised", 0.7, size_px=48), make_run("puzzling", 0.8, size_px=64))
    text = write_page(grid, runs, tmp_path).read_text(encoding="utf-8")
    assert "(one seed: the interval is that of the pictures alone)." in text
    assert "differ in size_px too" in text


def test_a_page_without_runs_says_so(grid: GridText, tmp_path: Path) -> None:
    text = write_page(grid, (), tmp_path / "new").read_text(encoding="utf-8")
    assert "No run is on record yet." in text
    assert "![" not in text


def test_a_page_that_cannot_be_written_is_named(grid: GridText, tmp_path: Path) -> None:
    (tmp_path / "low-data.md").mkdir()
    with pytest.raises(ReproductionError, match=r"low-data\.md cannot be written"):
        write_page(grid, (), tmp_path)
