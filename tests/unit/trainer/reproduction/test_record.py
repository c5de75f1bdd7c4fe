"""What a finished run leaves on disk."""

import json
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest

from trainer.reproduction.arms import ReproductionError
from trainer.reproduction.record import Predictions, RunRecord, finished, load_runs, save_run

RECORD = RunRecord(
    grid="low-data",
    arm="puzzling",
    part=0.2,
    seed=3,
    differences={"size_px": 48, "tasks": {"puzzling": {"weight": 1 / 3}}, "widths": [8, 16], "sources": {}},
    commit="abc1234",
    machine="a processor, 2 cores",
    threads=2,
    minutes=12.3456,
    finished="2026-11-20",
    steps=1740,
    chosen_step=1566,
    operations=1.23456789e15,
    curve=((174, 0.5), (1566, 0.7777777777)),
    validation=0.7777777777,
    training=None,
    test={"accuracy": 0.75, "n": 4.0},
)
PREDICTIONS = Predictions(
    picture=("0", "1", "2", "10"),
    truth=np.array([0, 1, 7, 3], np.int16),
    predicted=np.array([0, 1, 7, 2], np.int16),
    score=np.array([1, 1, 1, 0], np.float32),
)


def test_a_saved_run_is_loaded_again(tmp_path: Path) -> None:
    save_run(RECORD, PREDICTIONS, tmp_path)
    ((record, predictions),) = load_runs(tmp_path, "low-data")
    rounded = {
        "minutes": 12.35,
        "operations": 1.23457e15,
        "validation": 0.777778,
        "curve": ((174, 0.5), (1566, 0.777778)),
    }
    assert asdict(record) == {**asdict(RECORD), **rounded}
    assert predictions.picture == PREDICTIONS.picture
    for name in ("truth", "predicted", "score"):
        loaded, saved = getattr(predictions, name), getattr(PREDICTIONS, name)
        assert loaded.dtype == saved.dtype
        assert (loaded == saved).all()


def test_runs_come_by_part_arm_and_seed(tmp_path: Path) -> None:
    for arm, part, seed in (("b", 0.2, 1), ("a", 1.0, 1), ("a", 0.05, 10), ("a", 0.05, 9)):
        save_run(replace(RECORD, arm=arm, part=part, seed=seed), PREDICTIONS, tmp_path)
    stems = [record.stem for record, _ in load_runs(tmp_path, "low-data")]
    assert stems == ["a-0.05-9", "a-0.05-10", "b-0.2-1", "a-1-1"]
    assert load_runs(tmp_path, "pose") == ()


def test_the_json_is_pretty_and_plain_lists_take_one_line(tmp_path: Path) -> None:
    save_run(RECORD, PREDICTIONS, tmp_path)
    text = (tmp_path / "low-data" / "puzzling-0.2-3.json").read_text()
    assert list(json.loads(text))[:4] == ["grid", "arm", "part", "seed"]
    assert '\n    "widths": [8, 16],\n    "sources": {}\n' in text
    assert '"curve": [\n    [174, 0.5],\n    [1566, 0.777778]\n  ],' in text
    assert json.loads(text)["differences"]["tasks"]["puzzling"]["weight"] == 1 / 3
    assert text.endswith("}\n")


def test_the_json_is_written_last_and_says_that_a_run_is_finished(tmp_path: Path) -> None:
    (tmp_path / "low-data" / "puzzling-0.2-3.json.part").mkdir(parents=True)  # in the way of writing it
    with pytest.raises(ReproductionError, match="cannot be written to"):
        save_run(RECORD, PREDICTIONS, tmp_path)
    assert (tmp_path / "low-data" / "puzzling-0.2-3.parquet").is_file()
    assert not finished(tmp_path, "low-data", RECORD.stem)
    (tmp_path / "low-data" / "puzzling-0.2-3.json.part").rmdir()
    save_run(RECORD, PREDICTIONS, tmp_path)
    assert finished(tmp_path, "low-data", RECORD.stem)
    assert {path.suffix for path in (tmp_path / "low-data").iterdir()} == {".json", ".parquet"}


def test_the_predictions_of_a_whole_test_split_are_small(tmp_path: Path) -> None:
    random, n = np.random.default_rng(1), 3375
    truth, predicted = (random.integers(0, 8, n).astype(np.int16) for _ in range(2))
    names = tuple(str(row) for row in sorted(random.choice(35887, n, replace=False)))
    save_run(RECORD, Predictions(names, truth, predicted, (truth == predicted).astype(np.float32)), tmp_path)
    assert (tmp_path / "low-data" / "puzzling-0.2-3.parquet").stat().st_size < 20_000


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("json", b"{"),
        ("json", b'{"grid": "low-data"}'),
        ("json", b"[]"),
        ("parquet", b"nothing"),
        ("parquet", None),
    ],
)
def test_a_broken_file_is_named(tmp_path: Path, name: str, content: bytes | None) -> None:
    save_run(RECORD, PREDICTIONS, tmp_path)
    path = tmp_path / "low-data" / f"puzzling-0.2-3.{name}"
    path.unlink() if content is None else path.write_bytes(content)
    with pytest.raises(ReproductionError, match=rf"puzzling-0\.2-3\.{name} cannot be read.*delete"):
        load_runs(tmp_path, "low-data")


def test_a_record_under_another_name_is_broken(tmp_path: Path) -> None:
    save_run(RECORD, PREDICTIONS, tmp_path)
    place = tmp_path / "low-data"
    (place / "puzzling-0.2-3.json").rename(place / "puzzling-0.2-4.json")
    with pytest.raises(ReproductionError, match=r"puzzling-0\.2-4\.json .*about low-data/puzzling-0\.2-3"):
        load_runs(tmp_path, "low-data")


def test_a_figure_that_is_no_number_is_not_put_on_record(tmp_path: Path) -> None:
    with pytest.raises(ReproductionError, match=r"low-data/puzzling-0\.2-3 is not put on record"):
        save_run(replace(RECORD, validation=float("nan")), PREDICTIONS, tmp_path)
    assert not (tmp_path / "low-data").exists()
