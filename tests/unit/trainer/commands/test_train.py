"""The commands around a run: train, report, export, with and without validation pictures."""

from pathlib import Path

import cv2
import numpy as np
import pytest
import torch
from typer.testing import CliRunner, Result

from app.domain.reading import Pose
from app.perception.crop import whole_picture
from trainer.data.picture import FoundPicture, Labels, Picture, Role
from trainer.data.shards import write_shards
from trainer.data.validation_sets import validation_sets
from trainer.main import commands
from trainer.training.checkpoint import LAST, load_checkpoint

CONFIG = """
size_px = 24
widths = [4, 8]
blocks = [1, 1]
batch = 4
steps = 3
warmup_steps = 1
precision = "32-true"
validate_every = 2
[tasks.puzzling]
weight = 0.1
[sources]
made.share = 1.0
"""


def pictures(role: Role, source: str = "made") -> list[FoundPicture]:
    found = []
    for number in range(8):
        pixels = np.random.default_rng(number).integers(0, 256, (24, 24, 3)).astype(np.uint8)
        labels = Labels(tuple(float(e == number) for e in range(8)), Pose(5.0 * number, 0.0, 0.0), float(number % 2))
        picture = Picture(source, str(number), role, cv2.imencode(".png", pixels)[1].tobytes(), labels)
        found.append(FoundPicture(picture, labels, whole_picture(24, 24), taught=False))
    return found


@pytest.fixture
def prepared(tmp_path: Path) -> Path:
    """Training pictures alone."""
    folder = tmp_path / "my data"
    write_shards(pictures(Role.TRAIN), folder, Role.TRAIN)
    (tmp_path / "tiny.toml").write_text(CONFIG, encoding="utf-8")
    return folder


def call(*words: str | Path) -> Result:
    threads = torch.get_num_threads()
    result = CliRunner().invoke(commands, [str(word) for word in words])
    torch.set_num_threads(threads)
    return result


def trained(run: Path, data: Path) -> Result:
    return call("train", run, "--data", data, "--config", run.parent / "tiny.toml", "--threads", "1")


def test_train_says_how_it_goes_and_leaves_a_report(tmp_path: Path, prepared: Path) -> None:
    write_shards(pictures(Role.VALIDATION), prepared, Role.VALIDATION)
    result = trained(tmp_path / "run", prepared)
    assert result.exit_code == 0, result.output
    first, last, page, hint = result.stderr.splitlines()
    assert first.startswith("epoch 1 of 2, step 2 of 3")
    assert last.startswith("epoch 2 of 2, step 3 of 3")
    assert "; made: emotion " in last
    assert page.startswith(str(tmp_path / "run" / "report.html"))
    assert hint.startswith("Finished; `poise-train export")
    assert f'--data "{prepared}"' in hint
    assert "<h2>Worst mistakes</h2>" in (tmp_path / "run" / "report.html").read_text(encoding="utf-8")


def test_a_run_stops_after_its_minutes_and_goes_on(tmp_path: Path, prepared: Path) -> None:
    run, through = tmp_path / "run", tmp_path / "through"
    options = ("--data", prepared, "--config", tmp_path / "tiny.toml", "--threads", "1")
    for step in (1, 2):
        stopped = call("train", run, *options, "--minutes", "0")
        assert stopped.exit_code == 0, stopped.output
        last = stopped.stderr.splitlines()[-1]
        assert last == f"Stopped at step {step} of 3; start the same command again to go on."
    assert not (run / "report.html").exists()
    assert call("train", run, *options).exit_code == call("train", through, *options).exit_code == 0
    first, second = (load_checkpoint(folder / LAST) for folder in (run, through))
    assert first.step == second.step == 3
    assert all(torch.equal(first.averaged[name], second.averaged[name]) for name in first.averaged)


def test_train_and_export_do_without_validation_pictures(
    tmp_path: Path, prepared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def written(net: object, card: object, path: Path, weights: object) -> float:
        path.write_bytes(b"a file")
        return 0.0

    monkeypatch.setattr("trainer.release.from_run.export", written)  # tracing takes seconds and has tests of its own
    run = tmp_path / "run"
    result = trained(run, prepared)
    assert result.exit_code == 0, result.output
    assert "holds no validation pictures: nothing will tell how good the network gets" in result.stderr
    assert load_checkpoint(run / LAST).step == 3
    exported = call("export", run, "--data", prepared, "-o", tmp_path / "net.onnx")
    assert exported.exit_code == 0, exported.output
    assert "the temperature is 1, so confidences are as trained" in exported.stderr
    assert exported.stderr.splitlines()[-1].endswith("temperature 1.0")


def test_a_report_that_cannot_be_written_costs_nothing_but_itself(tmp_path: Path, prepared: Path) -> None:
    run = tmp_path / "run"
    (run / "report.html").mkdir(parents=True)
    result = trained(run, prepared)
    assert result.exit_code == 0, result.output
    assert "report.html cannot be written" in result.stderr
    assert "The run itself is saved." in result.stderr
    assert load_checkpoint(run / LAST).step == 3
    (run / "report.html").rmdir()
    again = call("report", run, "--data", prepared)
    assert again.exit_code == 0
    assert (run / "report.html").is_file()


def test_a_folder_that_was_not_prepared_is_refused(tmp_path: Path, prepared: Path) -> None:
    result = trained(tmp_path / "run", tmp_path / "nowhere")
    assert result.exit_code == 2
    assert "holds no train shards" in result.stderr


def test_a_report_of_no_run_is_refused(tmp_path: Path) -> None:
    result = call("report", tmp_path / "nothing")
    assert result.exit_code == 2
    assert "There is no checkpoint" in result.stderr


def test_validation_sets_hold_each_source_apart(prepared: Path) -> None:
    assert validation_sets(prepared, 24) == {}
    both = pictures(Role.VALIDATION, "b") + pictures(Role.VALIDATION, "a")[:3]
    write_shards(both, prepared, Role.VALIDATION)
    found = validation_sets(prepared, 24)
    assert list(found) == ["a", "b"]
    assert [sum(len(batch) for batch in found[name].validation_batches(2)) for name in found] == [3, 8]
