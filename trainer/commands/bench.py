"""The command `bench`."""

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from trainer.commands.command_line import bar, failures, messages
from trainer.training.kept_memory import keep_freed_memory

if TYPE_CHECKING:
    from trainer.config import TrainConfig
    from trainer.data.dataset import Dataset
    from trainer.speed.bench import Speed


def bench(
    config: Annotated[Path | None, typer.Option(help="TOML file with the differences from the defaults.")] = None,
    data: Annotated[
        Path | None, typer.Option(help="The folder `prepare` wrote; without it pictures are random.")
    ] = None,
    steps: Annotated[int, typer.Option(min=1, help="Timed steps in each turn.")] = 8,
    rounds: Annotated[int, typer.Option("--turns", min=1, help="Turns; the median counts.")] = 7,
    threads: Annotated[int, typer.Option(min=1, help="CPU threads.")] = os.cpu_count() or 1,
    as_json: Annotated[bool, typer.Option("--json", help="Write an array, an object per device.")] = False,
) -> None:
    """Measure how fast a network trains here, on the CPU and on the CUDA GPU if there is one.

    The bare step, the making of batches and the real loop are measured in turns.
    """
    keep_freed_memory()
    import torch

    from trainer.commands.bench_table import as_plain, as_table
    from trainer.config import read_config
    from trainer.data.on_device.choice import data_for
    from trainer.speed.bench import measure

    torch.set_num_threads(threads)
    with failures(), bar("turns") as advance:
        chosen = read_config(config)
        decoded, speeds = _pictures(data, chosen), list["Speed"]()
        kinds = ["cpu"] + ["cuda"] * torch.cuda.is_available()
        for number, kind in enumerate(kinds):

            def tell(done: int, before: int = number * rounds, kind: str = kind) -> None:
                advance(before + done, len(kinds) * rounds, kind)

            tell(0)
            device = torch.device(kind)
            pictures = data_for(decoded, device, chosen.augment_on, chosen.augmentation, messages.print)
            speeds.append(measure(chosen, pictures, device, steps, rounds, tell))
    if as_json:
        typer.echo(json.dumps([as_plain(speed, chosen, threads) for speed in speeds], indent=2))
    else:
        Console().print(as_table(speeds, chosen, threads))


def _pictures(folder: Path | None, config: "TrainConfig") -> "Dataset":
    from trainer.data.dataset import Dataset
    from trainer.data.picture import Role
    from trainer.data.shards import read_shards
    from trainer.speed.bench import random_pictures

    if folder is None:
        return random_pictures(config)
    return Dataset(tuple(read_shards(folder, Role.TRAIN)), config.sources, config.size_px, config.seed)
