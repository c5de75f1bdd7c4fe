"""The command on a tiny network and random pictures."""

import json
from pathlib import Path

import pytest
import torch
from typer.testing import CliRunner

from trainer.main import commands

TINY = """
size_px = 16
widths = [4, 8]
blocks = [1, 1]
batch = 4
precision = "32-true"
[sources]
one = { share = 0.5, whole = 0.5 }
two = { share = 0.5, labels = false }
"""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "tiny.toml"
    path.write_text(TINY, encoding="utf-8")
    return path


def bench(*arguments: str) -> str:
    threads = torch.get_num_threads()
    try:
        done = CliRunner().invoke(commands, ["bench", "--steps", "1", "--turns", "1", "--threads", "1", *arguments])
    finally:
        torch.set_num_threads(threads)
    assert done.exit_code == 0, done.stderr
    return done.stdout


def test_a_table_says_how_fast_it_is_and_whether_that_is_enough(config: Path) -> None:
    said = bench("--config", str(config))
    assert "resnet-narrow, 16 px, batches of 4, 32-true" in said
    for words in ("bare model step", "making batches", "the training loop", "waiting", "peak memory", "1 thread"):
        assert words in said
    assert "at least 90 %: met" in said or "at least 90 %: missed" in said


def test_machines_get_an_object_for_each_device(config: Path) -> None:
    (found, *_) = json.loads(bench("--config", str(config), "--json"))
    assert (found["device"], found["threads"], found["batch"], found["aim"]) == ("cpu", 1, 4, 0.9)
    (turn,) = found["turns"]
    assert found["share"] == pytest.approx((turn["model_s"] + turn["data_s"]) / turn["loop_s"])
    assert found["met"] is (found["share"] >= 0.9)
    assert found["loop_pictures_per_s"] == pytest.approx(4 / turn["loop_s"])


def test_without_prepared_pictures_where_some_were_named_one_sentence_says_so(config: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(commands, ["bench", "--config", str(config), "--data", str(tmp_path)])
    assert done.exit_code == 2
    assert "holds no train shards" in done.stderr
