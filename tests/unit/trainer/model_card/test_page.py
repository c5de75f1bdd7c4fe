"""The page of the model card: every section, numbers where they were measured, the same text each time."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import typer
from PIL import Image
from typer.testing import CliRunner, Result

from app.domain.model_card import ModelCard
from trainer.commands.evaluate import evaluate
from trainer.commands.model_card import model_card
from trainer.commands.robustness import robustness
from trainer.model_card.page import render
from trainer.model_card.values import Result as CardResult

EMOTION: CardResult = {
    "file": "somewhere/fer2013_ferplus.parquet",
    "where": ["split=test"],
    "aligned": True,
    "faces": {"pictures": 3589, "not_found": 0, "broken": 0},
    "emotion": {
        "accuracy": 0.8123,
        "low": 0.7988,
        "high": 0.8251,
        "n": 3375,
        "accuracy_ferplus": 0.84,
        "n_ferplus": 3152,
        "accuracy_all": 0.81,
        "n_all": 3375,
        "balanced_accuracy": 0.62,
        "ece": 0.021,
        "intervals": {"accuracy_ferplus": [0.83, 0.85]},
        "recall": {"neutral": 0.9, "contempt": None},
        "recall_intervals": {"neutral": [0.88, 0.92]},
    },
}
GENDER: CardResult = {
    "file": "utkface_128.parquet",
    "where": ["fold=7"],
    "aligned": False,
    "faces": {"pictures": 2212, "not_found": 3, "broken": 0},
    "gender": {
        "accuracy": 0.91,
        "low": 0.9,
        "high": 0.92,
        "n": 2209,
        "auc": 0.97,
        "ece": 0.03,
        "groups": {"age": {"0-9": {"accuracy": 0.7, "n": 1200, "low": 0.67, "high": 0.73}}},
    },
}
POSE: CardResult = {
    "file": "helen.parquet",
    "where": [],
    "aligned": False,
    "faces": {"pictures": 330, "not_found": 0, "broken": 0},
    "pose": {
        "mae": {"yaw": 4.0, "pitch": 5.0, "roll": 3.0, "mean": 4.0},
        "offset": {"yaw": 0.5, "pitch": -1.0, "roll": 0.0},
        "mae_offset_removed": {"yaw": 4.0, "pitch": 4.8, "roll": 3.0, "mean": 3.9},
        "offset_intervals": {"pitch": [-1.5, -0.5]},
        "n": 330,
        "mae_low": {"yaw": 3.5, "pitch": 4.5, "roll": 2.5, "mean": 3.6},
        "mae_high": {"yaw": 4.5, "pitch": 5.5, "roll": 3.5, "mean": 4.4},
    },
}


def run(function: Callable[..., None], *arguments: object) -> Result:
    command = typer.Typer()
    command.command()(function)
    return CliRunner().invoke(command, [str(each) for each in arguments])


def test_utkface_with_a_teachers_angles_says_its_gender_only_once(colour_card: ModelCard) -> None:
    taught = {**GENDER, "file": "held-out-utkface.parquet", "pose": {"n": 5, "mae": {"mean": 1.0}}}
    page = render(colour_card, "", 1, [GENDER, taught], {})
    assert "UTKFace with the teacher's angles, test | mean of the angles" in page
    assert "UTKFace, validation | gender |" in page
    assert "the teacher's angles, test | gender" not in page


def test_sections_stand_in_order(colour_card: ModelCard) -> None:
    page = render(colour_card, "ab" * 32, 12_345_678, [EMOTION, GENDER, POSE], {})
    titles = [line.removeprefix("## ") for line in page.splitlines() if line.startswith("## ")]
    assert titles == [
        *("What it is", "Data and licences", "Contract", "Asked and reached", "Measures", "Recall of each emotion"),
        *("Gender by group", "Intended use", "Uses to refuse", "Limits", "Recipe"),
    ]
    for words in ("Article 5(1)(f)", "Article 50(3)", "research and demonstration only", "ab" * 32, "12.3 MB"):
        assert words in page


def test_measures_stand_with_interval_and_count(colour_card: ModelCard) -> None:
    page = render(colour_card, "", 1, [EMOTION, GENDER, POSE], {})
    set_name = "FER2013 with FER+ votes, test, aligned"
    assert f"| {set_name} | emotion, 8 classes | 81.2 % | 79.9 % to 82.5 % | 3,375 | 0 of 3,589 |" in page
    assert f"| {set_name} | emotion, FER+ rule | 84.0 % | 83.0 % to 85.0 % | 3,152 | 0 of 3,589 |" in page
    assert "| UTKFace, validation | gender | 91.0 % | 90.0 % to 92.0 % | 2,209 | 3 of 2,212 |" in page
    assert "| UTKFace, validation | age 0-9 | 70.0 % | 67.0 % to 73.0 % | 1,200 |" in page
    assert "| HELEN, all rows | pitch, mean absolute error | 5.00 degrees | 4.50 to 5.50 | 330 | 0 of 330 |" in page
    offset = "pitch, constant offset (prediction minus truth)"
    assert f"| HELEN, all rows | {offset} | -1.00 degrees | -1.50 to -0.50 | 330 | 0 of 330 |" in page
    assert "| neutral | 90.0 % (88.0 to 92.0) |" in page
    assert "| contempt | - |" in page


def test_a_section_without_numbers_is_left_out(colour_card: ModelCard) -> None:
    page = render(colour_card, "", 1, [POSE], {})
    assert "Recall of each emotion" not in page
    assert "Gender by group" not in page


def test_the_text_is_the_same_each_time_and_names_no_folder(colour_card: ModelCard) -> None:
    card = replace(colour_card, recipe="twelve epochs", licence="research", data=("FER+", "HELEN"))
    page = render(card, "", 1, [EMOTION], {})
    assert page == render(card, "", 1, [json.loads(json.dumps(EMOTION))], {})
    assert "somewhere" not in page
    assert page.endswith("## Recipe\n\ntwelve epochs\n")
    assert "Trained on: FER+; HELEN." in page


def test_the_command_joins_results_of_evaluate(
    colour_model: Path, parquet_file: Callable[..., Path], coloured: Callable[..., bytes], tmp_path: Path
) -> None:
    data = parquet_file({"image": [coloured(0)], "label": ["neutral"]}, "helen_val.parquet")
    results = tmp_path / "results.json"
    results.write_text(run(evaluate, colour_model, data, "--aligned", "--json").stdout, encoding="utf-8")
    output = tmp_path / "card.md"
    assert run(model_card, colour_model, results, results, "-o", output).exit_code == 0
    line = "| HELEN, validation, aligned | emotion, 7 classes of FER2013 | 100.0 % |"
    assert output.read_text(encoding="utf-8").count(line) == 2


def test_figures_are_drawn_beside_the_page_and_named_in_it(
    colour_model: Path, parquet_file: Callable[..., Path], coloured: Callable[..., bytes], tmp_path: Path
) -> None:
    emotions = ("neutral", "happiness", "surprise", "sadness", "anger", "disgust", "fear", "contempt")
    votes = {f"votes_{name}": [10 * (name == emotions[k % 4]) for k in range(24)] for name in emotions}
    images = [coloured(10 * (k % 5)) for k in range(24)]
    data = parquet_file({"image": images, **votes, "gender": ["male", "female"] * 12}, "utkface.parquet")
    measured = tmp_path / "evaluated.json", tmp_path / "robust.json"
    measured[0].write_text(run(evaluate, colour_model, data, "--aligned", "--json").stdout, encoding="utf-8")
    measured[1].write_text(run(robustness, colour_model, data, "--json").stdout, encoding="utf-8")
    output = tmp_path / "docs" / "card.md"
    output.parent.mkdir()
    result = run(model_card, colour_model, *measured, "-o", output)
    assert result.exit_code == 0, result.stderr
    page = output.read_text(encoding="utf-8")
    for name in ("confusion", "reliability", "robustness"):
        assert f"](card/{name}.png)" in page
        assert Image.open(output.parent / "card" / f"{name}.png").width >= 1000
    assert "| JPEG | quality 30 |" in page
    assert "emotion from 0.5 on" in page


def test_a_configuration_in_the_recipe_stands_line_by_line(colour_card: ModelCard) -> None:
    card = replace(colour_card, recipe='step 8 of 8, configuration 12ab: {"batch": 4, "sizes": [1, 2]}')
    page = render(card, "", 1, [POSE], {})
    assert "## Recipe\n\nstep 8 of 8, configuration 12ab.\n" in page
    assert "\nbatch = 4\nsizes = [1, 2]\n" in page


def test_what_cannot_be_used_is_one_sentence(colour_model: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.json"
    wrong.write_text('{"a": 1}', encoding="utf-8")
    good = tmp_path / "good.json"
    good.write_text(json.dumps([POSE]), encoding="utf-8")
    for arguments, words in (
        ((colour_model, wrong), "wrong.json is no output"),
        ((colour_model,), "needs measurements"),
        ((colour_model, tmp_path / "none.json"), "none.json is no output"),
        ((tmp_path / "none.onnx", good), "none.onnx"),
        ((colour_model, good, "-o", tmp_path / "no folder" / "card.md"), "cannot be written"),
    ):
        result = run(model_card, *arguments)
        assert result.exit_code == 2
        assert words in result.stderr
        assert len(result.stderr.strip().splitlines()) == 1
