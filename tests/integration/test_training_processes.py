"""Training as processes of their own: two that share the work, and one that is killed."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
import torch

from trainer.training.checkpoint import LAST, load_checkpoint

ROOT = Path(__file__).parents[2]
TRAIN = Path(__file__).with_name("train_made_pictures.py")


def command(folder: Path, **settings: object) -> list[str]:
    return [str(TRAIN), str(folder), json.dumps(settings)]


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}


def finished(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *words], env=environment(), capture_output=True, text=True, check=False)


def run(*words: str) -> None:
    done = finished(*words)
    assert done.returncode == 0, done.stderr[-3000:]


def weights(folder: Path) -> dict[str, torch.Tensor]:
    saved = load_checkpoint(folder / LAST)
    return {**saved.weights, **saved.auxiliary, **{f"averaged {name}": each for name, each in saved.averaged.items()}}


def losses(folder: Path) -> list[dict[str, float]]:
    lines = [json.loads(line) for line in (folder / "journal.jsonl").read_text(encoding="utf-8").splitlines()]
    return [{name: value for name, value in line.items() if name.startswith("loss_")} for line in lines]


def torchrun() -> tuple[str, ...]:
    """The words that start two processes, which meet at a free port."""
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", 0))
        except OSError as error:
            pytest.skip(f"processes cannot meet at a local socket here ({error})")
        port = probe.getsockname()[1]
    return ("-m", "torch.distributed.run", "--nproc-per-node=2", "--master-addr=127.0.0.1", f"--master-port={port}")


@pytest.mark.timeout(400)
def test_two_processes_train_as_one_does(tmp_path: Path) -> None:
    """On a network without batch statistics; every task, dropout, cut-out, labels spread unevenly over the two."""
    balances = ("fixed", "uncertainty")
    for start, name in (((), "one"), (torchrun(), "two")):
        runs = [command(tmp_path / f"{name}-{balance}", balance=balance) for balance in balances]
        run(*start, runs[0][0], *(word for words in runs for word in words[1:]))
    for balance in balances:
        one, two = weights(tmp_path / f"one-{balance}"), weights(tmp_path / f"two-{balance}")
        assert one.keys() == two.keys()
        for name, value in one.items():
            torch.testing.assert_close(two[name], value, rtol=0, atol=1e-5, msg=f"{balance}: {name}")
        mine, theirs = losses(tmp_path / f"one-{balance}"), losses(tmp_path / f"two-{balance}")
        for first, second in zip(mine, theirs, strict=True):
            assert first == pytest.approx(second, abs=2e-5)  # the journal rounds to five digits
        assert len(mine[0]) == 7


@pytest.mark.timeout(400)
def test_a_loss_that_is_no_number_stops_both_processes_at_the_same_step(tmp_path: Path) -> None:
    wild = {"learning_rate": 1e30, "gradient_norm": 1e30, "normalisation": "batch"}
    done = finished(*torchrun(), *command(tmp_path, **wild))
    assert done.returncode != 0
    said = [line for line in done.stderr.splitlines() if "TrainingError: The " in line]
    assert len({line[line.index("TrainingError") :] for line in said}) == 1
    assert "on the batch of step" in said[0]
    assert "Each process normalises by its own part" in done.stderr
    assert not (tmp_path / LAST).exists()  # nothing broken was kept


@pytest.mark.timeout(400)
def test_a_run_that_was_killed_ends_as_one_that_was_not(tmp_path: Path) -> None:
    settings = {"steps": 40, "normalisation": "batch", "save_every": 3}
    run(*command(tmp_path / "whole", **settings))
    killed = tmp_path / "killed"
    child = subprocess.Popen([sys.executable, *command(killed, **settings, slow_s=0.2)], env=environment())
    try:
        while not (killed / LAST).exists():
            assert child.poll() is None, "the run ended before its first checkpoint"
            time.sleep(0.01)
    finally:
        child.send_signal(signal.SIGKILL if os.name == "posix" else signal.SIGTERM)
        child.wait()
    assert 0 < load_checkpoint(killed / LAST).step < 40
    run(*command(killed, **settings))
    whole, again = weights(tmp_path / "whole"), weights(killed)
    assert all(torch.equal(again[name], value) for name, value in whole.items())
