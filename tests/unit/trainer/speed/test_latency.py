"""Timing of networks in turns, and the command around it."""

import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from trainer.main import commands
from trainer.speed.latency import Setting, _Seat, _summed_up, measure


def test_every_model_is_timed_in_every_setting(colour_model: Path) -> None:
    settings = (Setting(1, 1), Setting(1, 8))
    told: list[tuple[int, int]] = []
    one, other = measure([colour_model, colour_model], settings, 3, 4, lambda done, total: told.append((done, total)))
    assert told == [(1, 3), (2, 3), (3, 3)]
    assert one.file_mb == pytest.approx(colour_model.stat().st_size / 1e6)
    for latency in (one, other):
        assert [(each.threads, each.faces, each.runs) for each in latency.times] == [(1, 1, 12), (1, 8, 12)]
        for each in latency.times:
            assert 0 < each.p10_ms <= each.median_ms <= each.p90_ms
    assert [each.ratio for each in one.times] == [1.0, 1.0]
    assert all(each.ratio > 0 for each in other.times)


def test_the_command_prints_an_object_per_model(colour_model: Path) -> None:
    options = ["--threads", "1", "--faces", "2", "--turns", "2", "--runs", "3", "--json"]
    done = CliRunner().invoke(commands, ["latency", str(colour_model), *options])
    assert done.exit_code == 0, done.stderr
    (found,) = json.loads(done.stdout)
    assert (found["model"], found["parameters"], found["multiply_adds"]) == (str(colour_model), 0, 0)
    (times,) = found["times"]
    assert (times["threads"], times["faces"], times["runs"], times["ratio"]) == (1, 2, 6, 1.0)


def test_the_command_shows_a_row_per_setting(colour_model: Path) -> None:
    done = CliRunner().invoke(commands, ["latency", str(colour_model), "--turns", "1", "--runs", "1", "--threads", "1"])
    assert done.exit_code == 0, done.stderr
    assert "colours.onnx" in done.stdout
    assert len([line for line in done.stdout.splitlines() if " 1.00" in line]) == 2
    assert "medians of 1 turns" in done.stderr


def test_a_file_that_is_no_model_is_named(tmp_path: Path) -> None:
    (tmp_path / "bad.onnx").write_bytes(b"no model")
    done = CliRunner().invoke(commands, ["latency", str(tmp_path / "bad.onnx")])
    assert done.exit_code == 2
    assert "bad.onnx" in done.stderr


def test_the_ratio_to_the_first_is_the_median_over_the_turns() -> None:
    """In the last turn the machine was busy, which weighed on both."""
    first, other = (
        _Seat(Setting(1, 1), None, np.zeros(0, np.uint8), turns)  # type: ignore[arg-type]  # no network is asked
        for turns in ([[2.0, 2.0, 9.0], [4.0, 4.0, 4.0], [40.0]], [[1.0, 1.0, 1.0], [1.0, 1.0, 1.0], [20.0]])
    )
    found = _summed_up(other, first)
    assert (found.ratio, found.median_ms, found.runs) == (0.5, 1.0, 7)
    assert _summed_up(first, first).ratio == 1.0
