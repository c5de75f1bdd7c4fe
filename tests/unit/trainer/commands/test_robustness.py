"""`poise-train robustness` from the command line to the numbers, and its plot."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
import typer
from PIL import Image
from typer.testing import CliRunner, Result

from trainer.commands.evaluate import evaluate
from trainer.commands.robustness import robustness

WriteParquet = Callable[..., Path]
Coloured = Callable[..., bytes]
NEUTRAL = {f"votes_{name}": 10 if name == "neutral" else 0 for name in
           ("neutral", "happiness", "surprise", "sadness", "anger", "disgust", "fear", "contempt")}  # fmt: skip


def run(*arguments: object, command: Callable[..., None] = robustness) -> Result:
    commands = typer.Typer()
    commands.command()(command)
    return CliRunner().invoke(commands, [str(each) for each in arguments])


def conditions(*arguments: object) -> list[dict[str, Any]]:
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.stderr
    [measured] = json.loads(result.stdout)
    found: list[dict[str, Any]] = measured["robustness"]
    return found


def of(found: list[dict[str, Any]], kind: str, severity: float) -> dict[str, Any]:
    [each] = [each for each in found if (each["kind"], each["severity"]) == (kind, severity)]
    return each


def neutral_rows(count: int) -> dict[str, list[int]]:
    return {name: [votes] * count for name, votes in NEUTRAL.items()}


def test_brightness_that_crosses_to_another_emotion_is_a_change(
    colour_model: Path, parquet_file: WriteParquet, coloured: Coloured
) -> None:
    # The network answers neutral up to red 9: 40 more levels make anger of a 5, 40 fewer leave it neutral.
    path = parquet_file({"image": [coloured(5, 5, 5), coloured(5, 5, 5), coloured(30, 30, 30)], **neutral_rows(3)})
    found = conditions(colour_model, path)
    assert of(found, "none", 0.0)["emotion"]["value"] == pytest.approx(2 / 3, abs=1e-6)
    brighter, darker = of(found, "brightness", 40.0)["emotion"], of(found, "brightness", -80.0)["emotion"]
    assert (brighter["value"], brighter["n"]) == (0.0, 3)
    assert brighter["change"] == pytest.approx(-2 / 3, abs=1e-6)
    assert (darker["value"], darker["change"]) == (1.0, pytest.approx(1 / 3, abs=1e-6))
    assert darker["low"] < 1.0
    assert "grey" not in {each["kind"] for each in found}
    assert "gender" not in found[0]


def test_how_sure_the_network_was_stands_beside_what_was_right(
    colour_model: Path, parquet_file: WriteParquet, coloured: Coloured
) -> None:
    # Red 4 is neutral with 0.7, red 6 with 0.8; blue 51 is male with 0.8.
    images = [coloured(4, 128, 51), coloured(6, 128, 255)]
    path = parquet_file({"image": images, **neutral_rows(2), "gender": ["male"] * 2})
    found = conditions(colour_model, path)
    assert of(found, "none", 0.0)["emotion"]["confidence"] == pytest.approx((0.7 + 0.8) / 2, abs=1e-6)
    assert of(found, "none", 0.0)["gender"]["confidence"] == pytest.approx((0.8 + 1.0) / 2, abs=1e-6)
    darker = of(found, "brightness", -40.0)["emotion"]  # red 0: neutral with a half
    assert (darker["value"], darker["confidence"]) == (1.0, pytest.approx(0.5, abs=1e-6))
    assert all(each["pose"]["confidence"] is None for each in found if "pose" in each)


def test_the_clean_accuracy_is_that_of_evaluate(
    colour_model: Path, parquet_file: WriteParquet, coloured: Coloured
) -> None:
    rows = {name: [*column, 5] for name, column in neutral_rows(4).items()}  # the last has no winner
    columns = {"image": [coloured(red) for red in (0, 12, 3, 44)] + [coloured(0)], **rows, "gender": ["male"] * 5}
    path = parquet_file(columns)
    [evaluated] = json.loads(run(colour_model, path, "--aligned", "--json", command=evaluate).stdout)
    [clean, *_] = conditions(colour_model, path)
    for task in ("emotion", "gender"):
        assert [clean[task][key] for key in ("value", "n", "low", "high")] == [
            evaluated[task][key] for key in ("accuracy", "n", "low", "high")
        ]


def test_a_turned_picture_has_a_turned_label(
    colour_model: Path, parquet_file: WriteParquet, coloured: Coloured
) -> None:
    # The network sees no turn in a picture of one colour: it is then wrong by about the turn in roll.
    path = parquet_file({"image": [coloured(0, 128)] * 4, **dict.fromkeys(("yaw", "pitch", "roll"), [0.0] * 4)})
    found = conditions(colour_model, path)
    assert of(found, "none", 0.0)["pose"]["value"] == pytest.approx(0.0, abs=1e-4)
    assert of(found, "roll", 45.0)["pose"]["value"] == pytest.approx(45 / 3, abs=1e-3)
    assert "pose" not in of(found, "eyes covered", 0.25)


def test_the_same_numbers_each_time_and_grey_for_colours(
    colour_model: Path, parquet_file: WriteParquet, coloured: Coloured
) -> None:
    path = parquet_file({"image": [coloured(0, 128, blue) for blue in (120, 125, 130)], "gender": ["male"] * 3})
    found = conditions(colour_model, path)
    assert found == conditions(colour_model, path)
    assert {each["text"] for each in found if each["kind"] == "grey"} == {"grey", "grey, 48 px"}
    assert of(found, "grey", 1.0)["gender"]["value"] == 1.0  # the blue of grey is below a half


def test_broken_pictures_do_not_count(colour_model: Path, parquet_file: WriteParquet, coloured: Coloured) -> None:
    images = pa.array([coloured(0), b"no picture", coloured(0)], pa.binary())
    assert conditions(colour_model, parquet_file({"image": images, **neutral_rows(3)}))[0]["emotion"]["n"] == 2


def test_a_table_and_a_plot(colour_model: Path, parquet_file: WriteParquet, coloured: Coloured, tmp_path: Path) -> None:
    path = parquet_file({"image": [coloured(0)] * 2, **neutral_rows(2)})
    plot = tmp_path / "plot.png"
    result = run(colour_model, path, "--plot", plot)
    assert result.exit_code == 0, result.stderr
    for words in ("as they are", "quality 30", "10 % of side", "emotion, % right, 2 pictures"):
        assert words in result.stdout
    assert max(map(len, result.stdout.splitlines())) <= 80
    pixels = np.asarray(Image.open(plot).convert("L"))
    assert pixels.shape[1] > 1200
    assert (pixels < 128).mean() > 0.01


def test_what_cannot_be_measured_is_one_sentence(
    colour_model: Path, parquet_file: WriteParquet, coloured: Coloured, tmp_path: Path
) -> None:
    bare = parquet_file({"image": [coloured(0)]}, "bare.parquet")
    good = parquet_file({"image": [coloured(0)], **neutral_rows(1)}, "good.parquet")
    for arguments, words in (
        ((colour_model, bare), "no emotion votes, gender or angles"),
        ((colour_model, tmp_path / "none.parquet"), "does not exist"),
        ((colour_model, good, "--plot", tmp_path / "plot.odd"), "cannot be written"),
    ):
        result = run(*arguments)
        assert result.exit_code == 2
        assert words in result.stderr
        assert len(result.stderr.strip().splitlines()) == 1
