"""`poise-train evaluate` from the command line to the numbers, on files small enough to work out by hand."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pyarrow as pa
import pytest
import typer
from typer.testing import CliRunner, Result

from trainer.commands.evaluate import evaluate

WriteParquet = Callable[..., Path]
Coloured = Callable[..., bytes]
VOTES = (
    *("votes_neutral", "votes_happiness", "votes_surprise", "votes_sadness", "votes_anger"),
    *("votes_disgust", "votes_fear", "votes_contempt", "votes_unknown", "votes_NF"),
)


def run(*arguments: object) -> Result:
    command = typer.Typer()
    command.command()(evaluate)
    return CliRunner().invoke(command, [str(each) for each in arguments])


def scores(*arguments: object) -> Any:
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def votes_columns(*rows: tuple[int, ...]) -> dict[str, list[int]]:
    return {name: list(column) for name, column in zip(VOTES, zip(*rows, strict=True), strict=True)}


def test_emotion_against_votes(colour_model: Path, parquet_file: WriteParquet, coloured: Coloured) -> None:
    votes = votes_columns(
        (9, 1, 0, 0, 0, 0, 0, 0, 0, 0),  # neutral, answered neutral with 0.7
        (0, 8, 0, 0, 0, 0, 0, 0, 2, 0),  # happiness, answered happiness with 0.7
        (0, 8, 0, 0, 0, 0, 0, 0, 2, 0),  # happiness, answered neutral with 0.5
        (0, 4, 3, 3, 0, 0, 0, 0, 0, 0),  # happiness by plurality only, answered happiness with 0.5
        (5, 5, 0, 0, 0, 0, 0, 0, 0, 0),  # a tie
        (0, 0, 0, 0, 0, 0, 0, 0, 0, 10),  # not a face
        (0, 0, 0, 0, 0, 0, 0, 9, 1, 0),  # contempt, and no picture
    )
    images = [coloured(red) for red in (4, 14, 0, 10, 0, 0)] + [b""]
    [result] = scores(colour_model, parquet_file({"image": images, **votes}), "--aligned")
    assert result["faces"] == {"pictures": 7, "not_found": 1, "broken": 1}
    emotion = result["emotion"]
    assert emotion["accuracy"] == pytest.approx(3 / 4)
    assert emotion["n"] == 4
    assert (emotion["accuracy_ferplus"], emotion["n_ferplus"]) == (pytest.approx(2 / 3, abs=1e-6), 3)
    assert (emotion["accuracy_all"], emotion["n_all"]) == (pytest.approx(3 / 5), 5)
    assert emotion["recall"]["neutral"] == 1.0
    assert emotion["recall"]["happiness"] == pytest.approx(2 / 3, abs=1e-6)
    assert emotion["recall"]["contempt"] is None
    assert emotion["balanced_accuracy"] == pytest.approx((1 + 2 / 3) / 2, abs=1e-6)
    # two answers of 0.7, both right: gap 0.3; two of 0.5, one right: gap 0
    assert emotion["ece"] == pytest.approx(0.15, abs=1e-6)
    assert set(result) == {"file", "where", "aligned", "faces", "emotion"}
    assert emotion["confusion"][1][:3] == [1, 2, 0]  # of three labelled happiness two were answered so
    assert (sum(map(sum, emotion["confusion"])), emotion["confusion"][7]) == (4, [0] * 8)
    assert [each["n"] for each in emotion["reliability"]] == [2, 2]
    assert [each["accuracy"] for each in emotion["reliability"]] == [0.5, 1.0]
    assert emotion["uncertain"]["rule"] == "emotion from 0.5 on"
    assert set(emotion["intervals"]) == {"accuracy_ferplus", "accuracy_all", "balanced_accuracy", "ece"}
    for name, (low, high) in emotion["intervals"].items():
        assert low <= emotion[name] <= high
    assert emotion["recall_intervals"]["contempt"] is None


def test_an_unlikely_emotion_is_no_answer_of_the_app(
    colour_model: Path, parquet_file: WriteParquet, coloured: Coloured
) -> None:
    votes = votes_columns(*[(10,) + (0,) * 9] * 4)
    images = [coloured(red) for red in (0, 4, 14, 90)]  # neutral with 0.5 and 0.7, happiness with 0.7, all alike
    [result] = scores(colour_model, parquet_file({"image": images, **votes}), "--aligned")
    uncertain = result["emotion"]["uncertain"]
    assert (uncertain["coverage"], uncertain["n"]) == (0.75, 4)
    assert (uncertain["accuracy"], uncertain["n_answered"]) == (pytest.approx(2 / 3, abs=1e-6), 3)


def test_seven_classes_leave_contempt_out(colour_model: Path, parquet_file: WriteParquet, coloured: Coloured) -> None:
    labels = ["anger", "contempt", "fear", None, "neutral"]
    images = [coloured(red) for red in (40, 70, 70, 0, 0)]  # the fear is answered contempt: the others are alike
    [result] = scores(colour_model, parquet_file({"image": images, "label": labels}), "--aligned")
    assert result["emotion7"]["n"] == 3
    assert result["emotion7"]["accuracy"] == pytest.approx(2 / 3, abs=1e-6)


@pytest.mark.parametrize("labels", [["anger", "fitted_from_68_landmarks"], ["anger", ""], [1, 2]])
def test_a_label_that_is_no_emotion_is_ignored(
    colour_model: Path, parquet_file: WriteParquet, coloured: Coloured, labels: list[object]
) -> None:
    path = parquet_file({"image": [coloured(0)] * 2, "label": labels})
    result = run(colour_model, path, "--aligned", "--json")
    assert "emotion7" not in json.loads(result.stdout)[0]
    assert "column label is ignored" in result.stderr


def test_only_the_labels_of_chosen_rows_matter(
    colour_model: Path, parquet_file: WriteParquet, coloured: Coloured
) -> None:
    columns = {"image": [coloured(0)] * 2, "label": ["neutral", "bored"], "split": ["test", "train"]}
    [result] = scores(colour_model, parquet_file(columns), "--aligned", "--where", "split=test")
    assert result["emotion7"]["n"] == 1


@pytest.mark.parametrize(
    "smile",
    [
        [1, 0, 1, 0, None],
        [1.0, 0.0, 1.0, 0.0, float("nan")],
        [True, False, True, False, None],
        ["smile", "non-smile", "Smile", "non_smile", ""],
        ["1", "0", "1", "0", None],
    ],
)
def test_smile_is_told_by_the_probability_of_happiness(
    colour_model: Path, parquet_file: WriteParquet, coloured: Coloured, smile: list[object]
) -> None:
    # happiness: 0.6, 0.5, 0.5, 0.5/7: the second smile ties with a non-smile, so 3.5 of 4 pairs
    images = [coloured(red) for red in (12, 10, 10, 0, 0)]
    [result] = scores(colour_model, parquet_file({"image": images, "smile": smile}), "--aligned")
    assert (result["smile"]["auc"], result["smile"]["n"]) == (pytest.approx(0.875), 4)
    assert result["smile"]["interval"][0] < 0.875 < result["smile"]["interval"][1]


def test_pose_error_offset_and_what_remains(colour_model: Path, parquet_file: WriteParquet, coloured: Coloured) -> None:
    images = [coloured(0, green) for green in (128, 148, 108, 128)]  # yaw 0, 20, -20, 0; pitch half; roll minus quarter
    truth = {"yaw": [-2.0, 16.0, -26.0, None], "pitch": [0.0, 13.0, -13.0, 1.0], "roll": [357.0, -2.0, 8.0, 1.0]}
    [result] = scores(colour_model, parquet_file({"image": images, **truth}), "--aligned")
    pose = result["pose"]
    assert pose["n"] == 3
    # errors: yaw 2, 4, 6; pitch 0, -3, 3; roll 3, -3, -3
    assert pose["mae"] == pytest.approx({"yaw": 4, "pitch": 2, "roll": 3, "mean": 3}, abs=1e-4)
    assert pose["offset"] == pytest.approx({"yaw": 4, "pitch": 0, "roll": -1}, abs=1e-4)
    removed = {"yaw": 4 / 3, "pitch": 2, "roll": 8 / 3, "mean": 2}
    assert pose["mae_offset_removed"] == pytest.approx(removed, abs=1e-4)


def test_pose_by_the_turn_of_the_head(colour_model: Path, parquet_file: WriteParquet, coloured: Coloured) -> None:
    images = [coloured(0, green) for green in (128, 168, 208, 88)]  # yaw 0, 40, 80, -40; pitch half; roll minus quarter
    truth = {"yaw": [-1.0, 45.0, 75.0, 50.0], "pitch": [0.0, 20, 40, -20], "roll": [0.0, -10, -20, 10]}
    [result] = scores(colour_model, parquet_file({"image": images, **truth}), "--aligned")
    bands = result["pose"]["by_yaw"]
    counts = {"0-15": 1, "45-60": 2, "75-90": 1, "0-45": 2, "45-75": 3}
    assert {name: each["n"] for name, each in bands.items()} == counts
    assert bands["0-15"]["sign_flips"] is None
    assert bands["45-60"]["sign_flips"]["accuracy"] == 0.5
    assert bands["45-60"]["yaw"] == pytest.approx((5 + 90) / 2, abs=1e-3)
    assert bands["75-90"]["mean"] == pytest.approx(5 / 3, abs=1e-3)
    assert result["pose"]["offset_intervals"]["yaw"][0] < result["pose"]["offset"]["yaw"]
    # plain colours have no left and right: what is read from them is the network's own
    assert result["pose"]["own_offset"] == pytest.approx({"yaw": 20, "roll": -5}, abs=1e-3)


def test_what_the_faces_of_each_group_are_read_as(
    colour_model: Path, parquet_file: WriteParquet, coloured: Coloured
) -> None:
    images = [coloured(red) for red in (40, 0, 40, 30)]  # anger, neutral, anger, sadness
    gender, race = ["female", "female", "male", None], ["asian", "asian", "white", "white"]
    path = parquet_file({"image": images, "gender": gender, "race": race})
    read = scores(colour_model, path, "--aligned")[0]["read_as"]
    assert read["all"]["faces"]["shares"]["anger"] == pytest.approx(2 / 3, abs=1e-6)
    assert read["gender"]["female"]["shares"]["anger"] == 0.5
    assert (read["race"]["white"]["n"], read["race"]["white"]["shares"]["sadness"]) == (1, 0.0)
    assert "age" not in read


def test_gender_with_its_groups(colour_model: Path, parquet_file: WriteParquet, coloured: Coloured) -> None:
    images = [coloured(0, 128, blue) for blue in (255, 210, 45, 105, 150, 0)]  # 1, .82, .18, .41, .59, 0
    columns = {
        "gender": ["female", "female", "female", "male", "male", None],
        "race": ["asian", "asian", "white", "white", None, "black"],
        "age": [5, 12, 30, 60, 99, 20],
    }
    [result] = scores(colour_model, parquet_file({"image": images, **columns}), "--aligned")
    gender = result["gender"]
    assert (gender["accuracy"], gender["n"]) == (pytest.approx(3 / 5), 5)
    assert gender["auc"] == pytest.approx(4 / 6, abs=1e-6)
    # confidence 1 (right), 0.8235 (right and wrong), 0.5882 (right and wrong)
    assert gender["ece"] == pytest.approx(((2 * 0.8235 - 1) + (2 * 0.5882 - 1)) / 5, abs=1e-4)
    assert gender["groups"]["race"].keys() == {"asian", "white"}
    assert gender["groups"]["race"]["white"]["accuracy"] == pytest.approx(1 / 2)
    assert {band: each["n"] for band, each in gender["groups"]["age"].items()} == {
        "0-9": 1, "10-19": 1, "20-39": 1, "40-59": 0, "60+": 2, ">=10": 4,
    }  # fmt: skip
    assert gender["groups"]["age"]["40-59"] == {"accuracy": None, "n": 0, "low": None, "high": None}
    grown = gender["groups"]["age >=10, race"]
    assert {name: each["n"] for name, each in grown.items()} == {"asian": 1, "white": 2}
    # 1, .82, .18 and .59 and .41: the last two lie within the bounds
    assert (gender["uncertain"]["coverage"], gender["uncertain"]["n_answered"]) == (pytest.approx(3 / 5), 3)
    of_two = gender["groups"]["race"]["asian"]
    assert (of_two["n"], of_two["accuracy"], of_two["high"]) == (2, 1.0, 1.0)
    assert of_two["low"] == pytest.approx(2 / (2 + 1.959964**2), abs=1e-4)


def test_conditions_narrow_the_rows(colour_model: Path, parquet_file: WriteParquet, coloured: Coloured) -> None:
    split = pa.array(["train", "test", "test", "test"]).dictionary_encode()
    fold = pa.array([8, 8, 7, 8], pa.int8())
    path = parquet_file({"image": [coloured(0)] * 4, "split": split, "fold": fold})
    pictures = [
        scores(colour_model, path, "--aligned", *where)[0]["faces"]["pictures"]
        for where in (
            (),
            ("--where", "split=test"),
            ("--where", "fold=8"),
            ("--where", "split=test", "--where", "fold=8"),
            ("--where", "fold=8", "--limit", "1"),
        )
    ]
    assert pictures == [4, 3, 3, 2, 1]


def test_the_array_follows_the_order_of_the_files(
    colour_model: Path, parquet_file: WriteParquet, coloured: Coloured
) -> None:
    first = parquet_file({"image": [coloured(0)]}, "first.parquet")
    second = parquet_file({"image": [coloured(0)] * 2}, "second.parquet")
    results = scores(colour_model, second, first, "--aligned")
    assert [(each["file"], each["faces"]["pictures"]) for each in results] == [(str(second), 2), (str(first), 1)]


@pytest.mark.parametrize(
    ("where", "words"),
    [
        ("split=tset", "No row of .* has split=tset; column split holds test, train"),
        ("fold=8", "has no column fold"),
        ("age=old", "No row of .* has age=old"),
        ("age=300", "No row of .* has age=300"),
        ("split", "write it as --where split=test"),
    ],
)
def test_a_condition_that_fails_is_one_sentence(
    colour_model: Path, parquet_file: WriteParquet, coloured: Coloured, where: str, words: str
) -> None:
    age = pa.array([1, 2], pa.int8())
    path = parquet_file({"image": [coloured(0)] * 2, "split": ["train", "test"], "age": age})
    result = run(colour_model, path, "--aligned", "--json", "--where", where)
    _assert_one_sentence(result, words)


def test_conditions_that_never_meet(colour_model: Path, parquet_file: WriteParquet, coloured: Coloured) -> None:
    path = parquet_file({"image": [coloured(0)] * 2, "split": ["train", "test"], "fold": [1, 2]})
    result = run(colour_model, path, "--where", "split=test", "--where", "fold=1")
    _assert_one_sentence(result, "has split=test and fold=1")


def test_files_that_cannot_be_used(
    colour_model: Path, parquet_file: WriteParquet, coloured: Coloured, tmp_path: Path
) -> None:
    good = parquet_file({"image": [coloured(0)]}, "good.parquet")
    text = tmp_path / "text.parquet"
    text.write_text("no parquet", encoding="utf-8")
    _assert_one_sentence(run(colour_model, tmp_path / "none.parquet"), "does not exist")
    _assert_one_sentence(run(colour_model, good, text, "--json"), "text.parquet is not a Parquet file")
    _assert_one_sentence(run(colour_model, parquet_file({"picture": [b""]})), "no column image")
    _assert_one_sentence(run(text, good), "text.parquet cannot be used")
    words = parquet_file({"image": [coloured(0)], "yaw": ["left"], "pitch": [0.0], "roll": [0.0]})
    _assert_one_sentence(run(colour_model, words), "Column yaw .* must hold numbers")


def test_broken_pictures_are_named_and_counted(
    colour_model: Path, parquet_file: WriteParquet, coloured: Coloured
) -> None:
    images = [coloured(0), coloured(0), coloured(0), b"no picture", None, coloured(0)]
    columns = {"image": pa.array(images, pa.binary()), "id": list("abcdef"), "gender": ["male"] * 6}
    result = run(colour_model, parquet_file(columns), "--aligned", "--json")
    [scored] = json.loads(result.stdout)
    assert scored["faces"] == {"pictures": 6, "not_found": 2, "broken": 2}
    assert scored["gender"]["n"] == 4
    lines = result.stderr.strip().splitlines()
    assert len(lines) == 2
    assert "data.parquet, row 3 (d): " in lines[0]
    assert "data.parquet, row 4 (e): " in lines[1]


def test_the_detector_finds_a_portrait_and_nothing_in_a_plain_picture(
    colour_model: Path, parquet_file: WriteParquet, coloured: Coloured
) -> None:
    skimage_data = pytest.importorskip("skimage.data")
    portrait = np.ascontiguousarray(skimage_data.astronaut()[:300, 80:380, ::-1])
    images = [cv2.imencode(".png", portrait)[1].tobytes(), coloured(0, size_px=120)]
    boxes = [[100.0, 60.0, 90.0, 100.0], None]  # x, y, width, height
    columns = {"image": images, "face_box": boxes, **votes_columns((0,) * 8 + (10, 0), (10,) + (0,) * 9)}
    [result] = scores(colour_model, parquet_file(columns))
    assert result["faces"] == {"pictures": 2, "not_found": 1, "broken": 0}
    assert (result["emotion"]["accuracy"], result["emotion"]["n"]) == (None, 0)
    assert (result["emotion"]["accuracy_all"], result["emotion"]["n_all"]) == (0.0, 1)


def test_a_table_for_people(colour_model: Path, parquet_file: WriteParquet, coloured: Coloured) -> None:
    columns = {
        "image": [coloured(0), coloured(10)],
        **votes_columns((10,) + (0,) * 9, (10,) + (0,) * 9),
        "label": ["neutral"] * 2,
        "smile": [0, 1],
        "gender": ["male", "female"],
        "race": ["white"] * 2,
        **dict.fromkeys(("yaw", "pitch", "roll"), [0.0] * 2),
    }
    result = run(colour_model, parquet_file(columns), "--aligned")
    assert result.exit_code == 0
    for words in ("2 pictures, 0 without a face found", "50.0 %", "yaw, mean absolute error", "race white"):
        assert words in result.stdout


def test_standard_output_is_the_array_alone_and_torch_stays_out(
    colour_model: Path, parquet_file: WriteParquet, coloured: Coloured
) -> None:
    path = parquet_file({"image": [coloured(0, size_px=64), b"broken"], "label": ["odd", "odd"]})
    program = (
        "import sys, typer; from trainer.commands.evaluate import evaluate; command = typer.Typer();"
        "command.command()(evaluate); command(standalone_mode=False);"
        "sys.exit('torch was imported' if 'torch' in sys.modules else 0)"
    )
    arguments = [sys.executable, "-c", program, str(colour_model), str(path), "--json"]
    finished = subprocess.run(arguments, capture_output=True, text=True, check=False)
    assert finished.returncode == 0, finished.stderr
    assert json.loads(finished.stdout)[0]["faces"]["pictures"] == 2


def _assert_one_sentence(result: Result, words: str) -> None:
    assert result.exit_code == 2
    assert result.stdout == ""
    lines = result.stderr.strip().splitlines()
    assert len(lines) == 1, lines
    assert re.search(words, lines[0]), lines[0]
