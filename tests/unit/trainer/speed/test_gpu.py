"""The measurement of a card's speed, tried out on the CPU."""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnx
import pytest
from typer.testing import CliRunner

from trainer.config import TrainConfig
from trainer.main import commands
from trainer.release.from_run import release
from trainer.speed.gpu import measure_ways
from trainer.speed.gpu_ways import Answers, Faces, Way, onnx_ways
from trainer.training.building import build_net
from trainer.training.checkpoint import LAST, Checkpoint, save_checkpoint

CONFIG = TrainConfig(size_px=24, widths=(4, 8), blocks=(1, 1))


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A run with its model file."""
    folder = tmp_path_factory.mktemp("run")
    state = build_net(CONFIG).state_dict()
    save_checkpoint(Checkpoint(1, CONFIG, state, state, {}), folder / LAST)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tqdm.tqdm.monitor_interval", 0)
        patch.setattr("torch.compile", lambda net, mode: net)  # it wants a compiler for C++, and leaves threads
        release(folder, {}, "1", folder / "net.onnx")
        yield folder


def test_every_way_is_timed_and_agrees_with_the_cpu(run: Path) -> None:
    arguments = ["gpu-speed", str(run / "net.onnx"), "--run", str(run), "--device", "cpu", "--json", "--runs", "3"]
    result = CliRunner().invoke(commands, [*arguments, "--faces", "1", "--faces", "3"])
    assert result.exit_code == 0, result.stderr
    rows = {(each["engine"], each["how"], each["precision"], each["faces"]): each for each in json.loads(result.stdout)}
    assert {key[:3] for key in rows if key[0] == "onnxruntime"} == {
        ("onnxruntime", how, precision) for how in ("run", "bound") for precision in ("fp32", "fp16")
    }
    assert {key[1:3] for key in rows if key[0] == "torch"} == {
        (how, precision) for how in ("eager", "compiled") for precision in ("fp32", "fp16")
    }
    for (engine, how, precision, faces), each in rows.items():
        assert each["problem"] == "", (engine, how, precision)
        assert each["faces_per_s"] == pytest.approx(1000 * faces / each["median_ms"], rel=1e-3)
        assert each["gap"] < (1e-3 if precision == "fp32" else 5e-2), (engine, how, precision)


def test_bound_buffers_answer_the_faces_of_this_run_and_not_of_the_last(run: Path) -> None:
    plain, bound = [way.open(2) for way in onnx_ways(onnx.load(str(run / "net.onnx")), "cpu")][:2]
    for seed in (1, 2):
        faces = np.random.default_rng(seed).integers(0, 256, (2, 24, 24, 3), dtype=np.uint8)
        for mine, theirs in zip(bound(faces), plain(faces), strict=True):
            assert np.allclose(mine, theirs, atol=1e-6)


def test_a_way_that_fails_is_told_and_the_next_is_measured() -> None:
    def broken(faces: Faces) -> Answers:
        raise RuntimeError("no such kernel\nat line 3")

    def fine(faces: Faces) -> Answers:
        return (np.full((len(faces), 8), 0.5, np.float32),)

    ways = [Way("a", "b", "fp16", lambda _: broken), Way("c", "d", "fp32", lambda _: fine)]
    expected = np.full((2, 8), 0.25, np.float32)
    first, second = measure_ways(ways, lambda _: (expected,), 8, (2,), 3, lambda _: None)
    assert (first.problem, first.median_ms) == ("no such kernel", None)
    assert (second.problem, second.gap) == ("", 0.25)


def test_its_former_name_still_answers() -> None:
    for name in ("gpu-speed", "card-speed"):
        done = CliRunner().invoke(commands, [name, "--help"])
        assert done.exit_code == 0, done.output
    assert "card-speed" not in CliRunner().invoke(commands, ["--help"]).stdout
