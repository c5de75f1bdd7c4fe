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

from trainer.checkpoint import LAST, load_checkpoint

ROOT = Path(__file__).parents[2]
TRAIN = Path(__file__).with_name("train_made_pictures.py")


def command(folder: Path, **settings: object) -> list[str]:
    return [str(TRAIN), str(folder), json.dumps(settings)]


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}


def run(*words: str) -> None:
    done = subprocess.run([sys.executable, *words], env=environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]


def weights(folder: Path) -> dict[str, torch.Tensor]:
    saved = load_checkpoint(folder / LAST)
    return {**saved.weights, **saved.auxiliary, **{f"averaged {name}": each for name, each in saved.averaged.items()}}


def losses(folder: Path) -> list[dict[str, float]]:
    lines = [json.loads(line) for line in (folder / "journal.jsonl").read_text(encoding="utf-8").splitlines()]
    return [{name: value for name, value in line.items() if name.startswith("loss_")} for line in lines]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.timeout(400)
@pytest.mark.parametrize("balance", ["fixed", "uncertainty"])
def test_two_processes_train_as_one_does(tmp_path: Path, balance: str) -> None:
    """On a network without batch statistics; every task, dropout, cut-out, labels spread unevenly over the two."""
    run(*command(tmp_path / "one", balance=balance))
    torchrun = ("-m", "torch.distributed.run", "--nproc-per-node=2", "--master-addr=127.0.0.1")
    run(*torchrun, f"--master-port={free_port()}", *command(tmp_path / "two", balance=balance))
    one, two = weights(tmp_path / "one"), weights(tmp_path / "two")
    assert one.keys() == two.keys()
    for name, value in one.items():
        torch.testing.assert_close(two[name], value, rtol=0, atol=1e-5, msg=lambda text, name=name: f"{name}: {text}")
    for mine, theirs in zip(losses(tmp_path / "one"), losses(tmp_path / "two"), strict=True):
        assert mine == pytest.approx(theirs, abs=2e-5)  # the journal rounds to five digits
    assert len(losses(tmp_path / "one")[0]) == 7


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
