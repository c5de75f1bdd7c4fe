"""Batches of loader processes are those of this process; failures come through, and no process is left behind."""

import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from multiprocessing import active_children
from pathlib import Path

import numpy as np
import pytest
import torch

from trainer.data.augment import Augmentation
from trainer.data.dataset import Dataset, SourceUse
from trainer.data.maker import Columns, Recipe, made_columns
from trainer.data.order import Order, Steps, Window
from trainer.data.picture import DataError, FoundPicture, Role
from trainer.data.pictures import HeldPictures, Pictures
from trainer.data.shard_pictures import open_shards
from trainer.data.workers import made_by_workers

SIZE, MIB = 16, 2**20
STEPS = Steps(6, 3, 12, rank=1, ranks=2)


def recipe_of(pictures: Pictures) -> Recipe:
    uses = {"a": SourceUse(0.6, whole=0.5), "b": SourceUse(0.4)}
    places = {name: pictures.places_of(name) for name in uses}
    return Recipe(pictures, Order(places, uses, 3, Window(pictures=4, blocks=2)), SIZE, MIB)


def same(first: Columns, second: Columns) -> bool:
    return first.keys() == second.keys() and all(np.array_equal(first[name], second[name]) for name in first)


def no_worker_left() -> bool:
    return not [process for process in active_children() if process.name == "poise-batches"]


def test_any_number_of_workers_makes_the_same_batches(
    thirty: tuple[FoundPicture, ...], shards_of: Callable[..., Path]
) -> None:
    recipe = recipe_of(open_shards(shards_of(thirty), Role.TRAIN))
    alone = list(made_columns(recipe, STEPS, Augmentation(), recipe.decoded()))
    for workers in (1, 2):
        together = list(made_by_workers(recipe, STEPS, Augmentation(), workers))
        assert len(alone) == len(together) == 9
        assert all(map(same, alone, together))
    assert no_worker_left()


def test_a_data_set_with_workers_gives_the_batches_of_one_without(thirty: tuple[FoundPicture, ...]) -> None:
    def batches(workers: int) -> list[torch.Tensor]:
        data = Dataset(thirty, {"a": SourceUse(1.0)}, SIZE, workers=workers)
        return [value for b in data.training_batches(4, Augmentation(), 0, 33) for value in b.columns().values()]

    assert all(map(torch.equal, batches(0), batches(1)))


def test_a_broken_picture_in_a_worker_is_named_and_ends_them_all(
    thirty: tuple[FoundPicture, ...], shards_of: Callable[..., Path]
) -> None:
    broken = replace(thirty[13], picture=replace(thirty[13].picture, image=b"no picture"))
    recipe = recipe_of(open_shards(shards_of((*thirty[:13], broken, *thirty[14:])), Role.TRAIN))
    with pytest.raises(DataError, match=r"train-00001\.parquet, row 3: the picture cannot be decoded"):
        list(made_by_workers(recipe, replace(STEPS, ranks=1, rank=0), Augmentation(), 2))
    assert no_worker_left()


def test_an_early_close_leaves_no_process(thirty: tuple[FoundPicture, ...]) -> None:
    with closing(made_by_workers(recipe_of(HeldPictures(thirty)), STEPS, Augmentation(), 2)) as made:
        next(made)
        assert not no_worker_left()
    assert no_worker_left()


def test_a_worker_that_is_killed_is_said_to_have_died(thirty: tuple[FoundPicture, ...]) -> None:
    steps = replace(STEPS, stop=5000)
    with closing(made_by_workers(recipe_of(HeldPictures(thirty)), steps, Augmentation(), 1)) as made:
        next(made)
        (worker,) = (process for process in active_children() if process.name == "poise-batches")
        worker.kill()
        with pytest.raises(DataError, match=r"A loader worker died .*fewer --workers"):
            list(made)


_PARENT = """
import pickle, sys, time
from multiprocessing import active_children
from pathlib import Path
from trainer.data.augment import Augmentation
from trainer.data.order import Steps
from trainer.data.workers import made_by_workers

if __name__ == "__main__":
    recipe = pickle.loads(Path(sys.argv[1]).read_bytes())
    made = made_by_workers(recipe, Steps(4, 0, 10**6), Augmentation(), 1)
    next(made)
    print(*(process.pid for process in active_children()), "torch" in sys.modules, flush=True)
    time.sleep(100)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
def test_workers_end_when_their_parent_is_killed(thirty: tuple[FoundPicture, ...], tmp_path: Path) -> None:
    script, recipe = tmp_path / "parent.py", tmp_path / "recipe"
    script.write_text(_PARENT)
    recipe.write_bytes(pickle.dumps(recipe_of(HeldPictures(thirty))))
    command = [sys.executable, str(script), str(recipe)]
    root = Path(__file__).parents[4]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(root)}
    ) as it:
        assert it.stdout is not None
        pid, needs_torch = it.stdout.readline().split()
        assert needs_torch == "False"  # it would make every worker large and slow to start
        worker = Path("/proc", pid)
        assert worker.exists()
        it.send_signal(signal.SIGKILL)
    for _ in range(300):
        if not worker.exists() or "\nState:\tZ" in (worker / "status").read_text():  # nobody may collect it here
            return
        time.sleep(0.1)
    pytest.fail("the worker outlived its parent by half a minute")
