"""The command line of the trainer: its commands, and those that are small enough to stand here."""

import logging
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from trainer.bench_command import bench
from trainer.command_line import PREPARED, bar, failures, messages
from trainer.evaluate import evaluate
from trainer.latency_command import latency
from trainer.model_card_page import model_card
from trainer.reproduction.command import reproduce
from trainer.train_command import report, train
from trainer.turn_command import turn

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
    from trainer.prepare import prepare as make_shards

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
commands.command()(bench)
commands.command()(latency)
commands.command()(reproduce)


@commands.command()
def export(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="Folder of a run.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="The model file to write.")] = Path("poise.onnx"),
    data: Annotated[Path, typer.Option(help="The folder `prepare` wrote, for the temperatures.")] = PREPARED,
    version: Annotated[str, typer.Option(help="Version named in the model card.")] = "0.1.0",
    note: Annotated[str, typer.Option(help="What the configuration does not say; joins the recipe in the card.")] = "",
) -> None:
    """Write the ONNX file of a run, calibrated on validation data, and check it against torch."""
    from trainer.checkpoint import LAST, load_checkpoint
    from trainer.data.validation_sets import validation_sets
    from trainer.release import release

    logging.getLogger("torch.onnx").setLevel(logging.ERROR)  # it warns of operators of torchvision, which nobody needs
    with failures():
        size_px = load_checkpoint(run / LAST).config.size_px
        validation = validation_sets(data, size_px)
        card = release(run, validation, version, output, note)
    if not validation:
        messages.print(f"{data} holds no validation pictures: the temperature is 1, so confidences are as trained.")
    messages.print(f"{output}: {card.name} {card.version}, temperature {card.temperature}")


commands.command("model-card")(model_card)


@commands.command("demo-clip")
def demo_clip(
    landmarker: Annotated[Path, typer.Option(help="MediaPipe's face_landmarker.task.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="The clip to write.")] = Path("assets/demo.mp4"),
) -> None:
    """Build the bundled demo clip from a public-domain portrait."""
    from trainer.demo_clip import build

    with failures():
        build(output, landmarker)


def run() -> None:
    """The command `poise-train`."""
    try:
        commands()
    except KeyboardInterrupt:
        sys.exit(130)
