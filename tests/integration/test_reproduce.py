"""`poise-train reproduce smoke`: a whole comparison in small, from prepared pictures to its page."""

import json
from pathlib import Path

import cv2
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner, Result

from app.domain.reading import EMOTIONS
from trainer.data.picture import FoundPicture, Labels, Picture, Role
from trainer.data.shards import write_shards
from trainer.main import commands

SIDE = 24


def face(emotion: int, random: np.random.Generator) -> bytes:
    """A picture whose brightness tells its emotion."""
    pixels = np.clip(30 * emotion + random.normal(20, 10, (SIDE, SIDE)), 0, 255).astype(np.uint8)
    return cv2.imencode(".png", pixels)[1].tobytes()


def found(source: str, role: Role, number: int, random: np.random.Generator) -> FoundPicture:
    emotion = number % len(EMOTIONS)
    votes = tuple(10.0 * (place == emotion) for place in range(len(EMOTIONS)))
    labels = Labels(emotion=votes if source == "fer2013" else None)
    picture = Picture(source, f"{source}-{role}-{number}", role, face(emotion, random), labels)
    return FoundPicture(picture, labels, None, taught=False)


@pytest.fixture
def prepared(tmp_path: Path) -> Path:
    random, folder = np.random.default_rng(1), tmp_path / "prepared"
    training = [found("fer2013", Role.TRAIN, number, random) for number in range(48)]
    training += [found("utkface", Role.TRAIN, number, random) for number in range(16)]
    write_shards(training, folder, Role.TRAIN)
    write_shards([found("fer2013", Role.VALIDATION, n, random) for n in range(24)], folder, Role.VALIDATION)
    return folder


@pytest.fixture
def test_pictures(tmp_path: Path) -> Path:
    random, path = np.random.default_rng(2), tmp_path / "test.parquet"
    emotions = [number % len(EMOTIONS) for number in range(32)]
    votes = {f"votes_{name}": [10 * (each == place) for each in emotions] for place, name in enumerate(EMOTIONS)}
    pq.write_table(pa.table({"image": [face(each, random) for each in emotions], **votes}), path)
    return path


def reproduce(prepared: Path, test_pictures: Path, *options: str) -> Result:
    folders = ("--results", str(prepared.parent / "results"), "--work", str(prepared.parent / "runs"))
    data = ("--data", str(prepared), "--test", str(test_pictures))
    return CliRunner().invoke(commands, ["reproduce", "smoke", "--threads", "1", *data, *folders, *options])


@pytest.mark.timeout(600)
def test_a_comparison_runs_is_put_on_record_and_not_run_again(prepared: Path, test_pictures: Path) -> None:
    results = prepared.parent / "results"
    first = reproduce(prepared, test_pictures, "--seeds", "1")
    assert first.exit_code == 0, first.stderr
    records = {path.stem: json.loads(path.read_text()) for path in (results / "smoke").glob("*.json")}
    assert set(records) == {f"{arm}-0.5-1" for arm in ("supervised", "pretrained", "both", "equal-compute")}
    both, supervised = records["both-0.5-1"], records["supervised-0.5-1"]
    longer = records["equal-compute-0.5-1"]
    assert both["operations"] > 2.5 * supervised["operations"]
    own = both["operations"] - supervised["operations"]  # whose encoder it compares pictures with
    assert longer["operations"] == pytest.approx(own, rel=0.5 / supervised["steps"])
    assert records["pretrained-0.5-1"]["operations"] > 1.5 * supervised["operations"]
    assert both["differences"]["tasks"]["in_painting"]["perceptual_file"] == "supervised-0.5-1/best.ckpt"
    for record in records.values():
        assert record["test"]["n"] == 32
        assert record["validation"] == max(figure for _, figure in record["curve"])
    page = (results / "smoke.md").read_text()
    assert all(arm in page for arm in ("supervised", "pretrained", "both", "equal-compute"))

    before = {path: path.read_bytes() for path in results.rglob("*.json")}
    again = reproduce(prepared, test_pictures, "--seeds", "1")
    assert again.exit_code == 0, again.stderr
    assert "0 runs to do" in again.stderr
    assert {path: path.read_bytes() for path in results.rglob("*.json")} == before
    assert (results / "smoke.md").read_text() == page


def test_missing_test_pictures_are_named_before_the_first_run(prepared: Path, tmp_path: Path) -> None:
    result = reproduce(prepared, tmp_path / "nowhere.parquet")
    assert result.exit_code == 2
    assert "nowhere.parquet is missing" in result.stderr
    assert not (tmp_path / "runs").exists()


def test_an_unknown_grid_is_answered_with_the_known_ones(prepared: Path) -> None:
    result = CliRunner().invoke(commands, ["reproduce", "large", "--data", str(prepared)])
    assert result.exit_code == 2
    assert "no grid large; choose one of low-data" in result.stderr
