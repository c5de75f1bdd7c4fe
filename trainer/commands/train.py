"""The commands `train` and `report`."""

import os
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trainer.commands.command_line import PREPARED, failures, messages
from trainer.failure import TrainerError
from trainer.training.kept_memory import keep_freed_memory

if TYPE_CHECKING:
    from trainer.config import TrainConfig
    from trainer.data.dataset import Dataset
    from trainer.training.loop import Progress

_TENSORBOARD = "tensorboard"

Run = Annotated[Path, typer.Argument(metavar="RUN", help="Folder of a run.")]
Threads = Annotated[int, typer.Option(min=1, help="CPU threads; the result depends on it.")]


def train(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="Folder of the run; an unfinished run goes on.")],
    data: Annotated[Path, typer.Option(help="The folder `prepare` wrote.")] = PREPARED,
    config: Annotated[Path | None, typer.Option(help="TOML file with the differences from the defaults.")] = None,
    threads: Threads = os.cpu_count() or 1,
    workers: Annotated[
        int | None, typer.Option(min=0, help="Processes that make batches; 0 makes them on a thread.")
    ] = None,
    memory_mib: Annotated[
        int | None, typer.Option(min=1, help="Memory for pictures; by default half of what is free. The rest streams.")
    ] = None,
    minutes: Annotated[
        float | None, typer.Option(min=0.0, help="Save and stop after so long; the same command goes on.")
    ] = None,
) -> None:
    """Train a network; start the same command again to continue after a stop."""
    deadline = None if minutes is None else time.monotonic() + 60 * minutes
    keep_freed_memory()
    import torch

    from trainer.config import read_config
    from trainer.data.free_memory import memory_for_pictures
    from trainer.data.on_device.choice import data_for, training_device
    from trainer.data.validation_sets import validation_sets
    from trainer.training import loop

    torch.set_num_threads(threads)
    with failures():
        chosen = read_config(config)
        memory = memory_for_pictures() if memory_mib is None else memory_mib * 2**20
        pictures = _pictures(data, chosen, memory * 3 // 4, _workers() if workers is None else workers)
        training = data_for(pictures, training_device(), chosen.augment_on, chosen.augmentation, messages.print)
        validation = validation_sets(data, chosen.size_px, memory // 4)
        if not validation:
            messages.print(f"{data} holds no validation pictures: nothing will tell how good the network gets.")
        with ExitStack() as stack:
            watcher = _watched(stack, chosen, run) if _first_process() else lambda now: None
            loop.train(chosen, training, validation, run, watcher, enough=_past(deadline))
    if _first_process():
        _close(run, data)


def report(
    run: Run,
    data: Annotated[Path, typer.Option(help="The folder `prepare` wrote, for faces to look at.")] = PREPARED,
) -> None:
    """Make report.html of a run again, finished or not: curves, errors, samples and the worst mistakes."""
    from trainer.run_report.making import make_report

    with failures():
        messages.print(f"{make_report(run, data)}: a page for the browser")


def _pictures(folder: Path, config: "TrainConfig", memory_bytes: int, workers: int) -> "Dataset":
    from trainer.data.dataset import Dataset
    from trainer.data.picture import Role
    from trainer.data.shard_pictures import open_shards

    pictures = open_shards(folder, Role.TRAIN)
    return Dataset(pictures, config.sources, config.size_px, config.seed, memory_bytes, workers)


def _past(deadline_s: float | None) -> Callable[[], bool]:
    return lambda: deadline_s is not None and time.monotonic() > deadline_s


def _workers() -> int:
    """Loader processes for this machine's cores; two cores have enough to do with the training itself."""
    cores = os.cpu_count() or 1
    return 0 if cores <= 2 else min(cores - 1, 8)


def _first_process() -> bool:
    """Whether this one speaks for all that torchrun started."""
    return os.environ.get("RANK", "0") == "0"


def _watched(stack: ExitStack, config: "TrainConfig", run: Path) -> Callable[["Progress"], None]:
    """Who hears of every step, as long as `stack` is open."""
    from trainer.commands.training_display import shown_on
    from trainer.training.tensorboard import scalars

    heading = f"{run}: {config.backbone}, {config.size_px} px, batches of {config.batch}"
    watchers = (
        stack.enter_context(scalars(run / _TENSORBOARD)),
        stack.enter_context(shown_on(messages, heading, config.validate_every)),
    )

    def tell(now: "Progress") -> None:
        for watcher in watchers:
            watcher(now)

    return tell


def _close(run: Path, data: Path) -> None:
    """The report and what to do next; the checkpoint is saved, so a report that fails costs nothing but itself."""
    from trainer.run_report.making import make_report
    from trainer.training.checkpoint import LAST, load_checkpoint

    kept = load_checkpoint(run / LAST)
    if kept.step < kept.config.steps:
        messages.print(
            f"Stopped at step {kept.step:,} of {kept.config.steps:,}; start the same command again to go on."
        )
        return
    option = "" if data == PREPARED else f" --data {_word(data)}"
    try:
        with messages.status("making the report"):
            page = make_report(run, data)
        messages.print(f"{page}: how the run went, for the browser")
    except TrainerError as error:
        messages.print(f"{error} The run itself is saved.")
    messages.print(f"Finished; `poise-train export {_word(run)}{option} -o poise.onnx` makes the model file.")


def _word(path: Path) -> str:
    """As it is typed in any shell."""
    return f'"{path}"' if " " in str(path) else str(path)
