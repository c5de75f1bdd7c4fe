"""From a list of candidates to records, a plot and a page; again from the records alone."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import numpy_helper
from typer.testing import CliRunner, Result

from app.domain.reading import EMOTIONS
from trainer.main import commands

LIST = """
threads = 1
aim_ms = 3.0
text = "What would it cost?"
[[data]]
file = "data.parquet"
where = ["split=val"]
aligned = true
[candidates.right]
label = "answers by colour"
model = "right.onnx"
note = "made by hand"
[candidates.wrong]
label = "always unsure"
model = "wrong.onnx"
"""


@pytest.fixture
def folder(
    tmp_path: Path, colour_model: Path, coloured: Callable[..., bytes], parquet_file: Callable[..., Path]
) -> Path:
    """A list, six labelled pictures, and two models: one answers by colour, one is always as unsure."""
    (tmp_path / "right.onnx").write_bytes(colour_model.read_bytes())
    model = onnx.load(str(colour_model))
    (table,) = (each for each in model.graph.initializer if each.name == "emotion_table")
    table.CopyFrom(numpy_helper.from_array(np.full((256, 8), 1 / 8, np.float32), "emotion_table"))
    onnx.save(model, str(tmp_path / "wrong.onnx"))
    votes = [[10 * (emotion == place) for emotion in range(8)] + [0, 0] for place in range(1, 7)]
    names = [*map(str, EMOTIONS), "unknown", "NF"]
    columns = {f"votes_{name}": [row[place] for row in votes] for place, name in enumerate(names)}
    images = [coloured(10 * place + 5) for place in range(1, 7)]
    parquet_file({"image": images, "split": ["val"] * 5 + ["test"], **columns})
    (tmp_path / "list").mkdir()
    (tmp_path / "list" / "list.toml").write_text(LIST, encoding="utf-8")
    return tmp_path


def front(folder: Path, *more: str) -> Result:
    words = ["front", folder / "list" / "list.toml", "-o", folder / "docs" / "plots" / "front.png"]
    return CliRunner().invoke(commands, [*map(str, words), "--page", str(folder / "docs" / "front.md"), *more])


def test_what_was_measured_is_kept_and_drawn_again_without_the_models(folder: Path) -> None:
    done = front(folder, "--data", str(folder), "--models", str(folder), "--turns", "2")
    assert done.exit_code == 0, done.output
    page = (folder / "docs" / "front.md").read_text(encoding="utf-8")
    assert "What would it cost?" in page
    assert "](plots/front.png)" in page
    assert "`data.parquet` (split=val): 5 pictures, whole pictures, without the detector." in page
    lines = [line for line in page.splitlines() if line.startswith("| ")]
    assert "100.0 (56.6 to 100.0)" in next(line for line in lines if "answers by colour" in line)
    assert " 0.0 (0.0 to 43.4)" in next(line for line in lines if "always unsure" in line)
    assert "pose" not in lines[0]  # nothing was measured of it
    record = json.loads((folder / "list" / "right.json").read_text(encoding="utf-8"))
    assert (record["evaluation"][0]["file"], record["latency"]["model"]) == ("data.parquet", "right.onnx")
    assert str(folder) not in json.dumps(record)
    for name in ("right.onnx", "wrong.onnx"):
        (folder / name).unlink()
    (folder / "docs" / "front.md").unlink()
    assert front(folder).exit_code == 0
    assert (folder / "docs" / "front.md").read_text(encoding="utf-8") == page


def test_only_a_changed_file_is_evaluated_again(folder: Path) -> None:
    again = ("--data", str(folder), "--models", str(folder), "--turns", "1")
    assert front(folder, *again).exit_code == 0
    kept = folder / "list" / "right.json"
    record = json.loads(kept.read_text(encoding="utf-8"))
    record["evaluation"][0]["emotion"]["accuracy"] = 0.5
    kept.write_text(json.dumps(record), encoding="utf-8")
    assert front(folder, *again).exit_code == 0
    assert json.loads(kept.read_text(encoding="utf-8"))["evaluation"][0]["emotion"]["accuracy"] == 0.5
    (folder / "right.onnx").write_bytes((folder / "wrong.onnx").read_bytes())
    assert front(folder, *again).exit_code == 0
    assert json.loads(kept.read_text(encoding="utf-8"))["evaluation"][0]["emotion"]["accuracy"] == 0.0


def test_what_is_missing_is_said(folder: Path) -> None:
    done = front(folder)
    assert done.exit_code == 2
    assert "right is left out" in done.stderr
    assert "measure them with --data" in done.stderr
    done = front(folder, "--data", str(folder))
    assert done.exit_code == 2
    assert "none of the candidates' model files" in done.stderr
