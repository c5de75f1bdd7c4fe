"""The training guide as a newcomer follows it: its own commands and configurations, on a small tree like AffectNet."""

import csv
import json
import os
import re
import shlex
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import pytest
import typer.main

from app.domain.reading import EMOTIONS
from app.paths import demo_clip
from app.perception.model import DeviceChoice, Network
from trainer.config import TrainConfig
from trainer.data.readers.affectnet import CODES
from trainer.data.readers.choice import Kind
from trainer.main import commands

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "training.md").read_text(encoding="utf-8")
PROGRAMS = {"poise": "app", "poise-train": "trainer"}
SETS = {"train_set": 40, "val_set": 6}
"""Pictures in each part of the tree; of the first, one in twenty validates by the hash of its name."""


def blocks(language: str) -> list[str]:
    fenced = re.findall(r"^```(\w*)\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
    return [text for found, text in fenced if found == language]


def lines_of_commands() -> list[str]:
    return [line for block in blocks("") for line in block.splitlines() if line.split()[0] in PROGRAMS]


@dataclass(frozen=True, slots=True)
class Walk:
    """The folder the commands ran in, and what each of them printed, by its second word."""

    folder: Path
    printed: dict[str, str]


def make_tree(root: Path) -> None:
    """AffectNet in folders: frames of the demo clip that show a face, with labels in turn."""
    script = json.loads(demo_clip().with_suffix(".json").read_text(encoding="utf-8"))
    shown = [index for index, face in enumerate(script["face"]) if face]
    picked = set(shown[:: len(shown) // sum(SETS.values())][: sum(SETS.values())])
    places = [(part, number) for part, count in SETS.items() for number in range(count)]
    reader = cv2.VideoCapture(str(demo_clip()))
    for index in range(max(picked) + 1):
        if not reader.grab() or index not in picked:
            continue
        part, number = places.pop(0)
        write_picture(root / part, number, cv2.resize(reader.retrieve()[1], (640, 360)))
    reader.release()
    assert not places


def write_picture(part: Path, number: int, pixels: np.ndarray) -> None:
    for name in ("images", "annotations"):
        (part / name).mkdir(parents=True, exist_ok=True)
    emotion = EMOTIONS[number % len(EMOTIONS)]
    code = next(code for code, meant in CODES.items() if meant is emotion)
    cv2.imwrite(str(part / "images" / f"{number}.jpg"), pixels)
    np.save(part / "annotations" / f"{number}_exp.npy", np.array(str(code)))  # text, as in the release


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> Walk:
    """The guide's first way, with its first configuration, line by line."""
    folder, printed = tmp_path_factory.mktemp("guide"), dict[str, str]()
    make_tree(folder / "AffectNet")
    (folder / "trial.toml").write_text(blocks("toml")[0], encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    for line in next(block for block in blocks("") if "--config trial.toml" in block).splitlines():
        program, *arguments = shlex.split(line)
        arguments += ["--json"] if arguments[0] == "evaluate" else []
        command = [sys.executable, "-m", PROGRAMS[program], *arguments]
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{line}\n{done.stderr}"
        printed[arguments[0]] = done.stdout
    return Walk(folder, printed)


pytestmark = pytest.mark.timeout(300)
needs_clip = pytest.mark.skipif(not demo_clip().is_file(), reason="the demo clip is not here")


@needs_clip
def test_prepare_leaves_shards_held_out_pictures_and_a_report(walk: Walk) -> None:
    report = (walk.folder / "prepared" / "report.md").read_text(encoding="utf-8")
    assert re.search(r"\| affectnet \| 46 \| \d+ \| [1-9]\d* \| 6 \|", report)
    assert (walk.folder / "prepared" / "crops-affectnet.png").is_file()


@needs_clip
def test_train_keeps_a_journal(walk: Walk) -> None:
    lines = (walk.folder / "runs" / "trial" / "journal.jsonl").read_text(encoding="utf-8").splitlines()
    journal = [json.loads(line) for line in lines]
    assert journal[-1]["step"] == 6
    assert {"loss_emotion", "loss_puzzling", "affectnet_emotion_accuracy", "affectnet_puzzling_accuracy"} <= set(
        journal[-1]
    )


@needs_clip
def test_the_app_opens_the_file(walk: Walk) -> None:
    network = Network(walk.folder / "trial.onnx", DeviceChoice.CPU)
    assert network.card.data == ("affectnet",)
    assert network.run(np.zeros((2, 32, 32, 3), np.uint8)).emotion.shape == (2, len(EMOTIONS))


@needs_clip
def test_evaluate_measures_emotion_on_the_test_pictures(walk: Walk) -> None:
    (result,) = json.loads(walk.printed["evaluate"])
    assert result["faces"] == {"pictures": 6, "not_found": 0, "broken": 0}
    assert result["emotion"]["n"] == 6
    assert "gender" not in result


@needs_clip
def test_analyze_reads_with_the_new_network(walk: Walk) -> None:
    with (walk.folder / "readings.csv").open(newline="", encoding="utf-8") as file:
        assert len(list(csv.DictReader(file))) == 6


@pytest.mark.parametrize("text", blocks("toml"))
def test_every_configuration_of_the_guide_is_understood(text: str) -> None:
    TrainConfig.from_dict(tomllib.loads(text), "the guide")


@pytest.mark.parametrize("line", [line for line in lines_of_commands() if line.startswith("poise-train")])
def test_every_option_of_the_guide_exists(line: str) -> None:
    _, name, *arguments = shlex.split(line)
    command = typer.main.get_command(commands).commands[name]  # type: ignore[attr-defined]
    known = {option for parameter in command.params for option in parameter.opts}
    assert {argument for argument in arguments if argument.startswith("-")} <= known


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_of_data_has_its_line(kind: Kind) -> None:
    assert f"\n| `{kind}` | " in GUIDE
