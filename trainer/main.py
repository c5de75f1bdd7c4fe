"""The command line of the trainer: its commands, and those that are small enough to stand here."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from trainer.commands.bench import bench
from trainer.commands.command_line import PREPARED, bar, failures, messages
from trainer.commands.evaluate import evaluate
from trainer.commands.export import export
from trainer.commands.front import front
from trainer.commands.gpu_speed import card_speed
from trainer.commands.latency import latency
from trainer.commands.quantise import quantise
from trainer.commands.reproduce import reproduce
from trainer.commands.robustness import robustness
from trainer.commands.stability import stability
from trainer.commands.train import report, train
from trainer.commands.turn import turn
from trainer.model_card.page import model_card

# torch and mediapipe are imported by the commands that need them: `evaluate` and `--help` work without torch.

commands = typer.Typer(help="Train and measure the network of Poise.", no_args_is_help=True, add_completion=False)


@commands.command()
def prepare(
    data: Annotated[
        list[str],
        typer.Argument(
            metavar="[KIND:]PATH...",
            help="Public sets as they lie on disk, or Parquet files; KIND is parquet, affectnet, raf-db, fer2013, "
            "utkface, fairface, celeba, 300w-lp, aflw2000, biwi or folder, and only needed where the layout leaves it "
            "open.",
        ),
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder for shards and report.")] = PREPARED,
    landmarker: Annotated[
        Path | None, typer.Option(help="MediaPipe's face_landmarker.task, the pose teacher; without it none is taught.")
    ] = None,
    workers: Annotated[int, typer.Option(min=1, help="Processes.")] = os.cpu_count() or 1,
    with_test: Annotated[
        bool, typer.Option("--with-test", help="Also write the test pictures, apart, as files for `evaluate`.")
    ] = False,
) -> None:
    """Find every face with the app's own detector, teach poses, drop copies of test pictures, write shards."""
    from trainer.data.readers.choice import input_named
    from trainer.preparing.public_sets import prepare as make_shards

    with failures(), bar("pictures") as advance:
        prepared = make_shards([input_named(text) for text in data], landmarker, output, workers, advance, with_test)
    for problem in prepared.problems:
        messages.print(f"skipped: {problem}")
    messages.print(
        f"{prepared.train} pictures to train on, {prepared.validation} to validate on; "
        f"counts and contact sheets are in {output / 'report.md'}"
    )


commands.command()(turn)
commands.command()(train)
commands.command()(report)
commands.command()(evaluate)
commands.command()(robustness)
commands.command()(bench)
commands.command()(latency)
commands.command()(card_speed)
commands.command()(front)
commands.command()(stability)
commands.command()(reproduce)
commands.command()(export)
commands.command()(quantise)
commands.command("model-card")(model_card)


@commands.command("demo-clip")
def demo_clip(
    landmarker: Annotated[Path, typer.Option(help="MediaPipe's face_landmarker.task.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="The clip to write.")] = Path("assets/demo.mp4"),
) -> None:
    """Build the bundled demo clip from a public-domain portrait."""
    from trainer.demo.clip import build

    with failures():
        build(output, landmarker)


def run() -> None:
    """The command `poise-train`."""
    try:
        commands()
    except KeyboardInterrupt:
        sys.exit(130)
