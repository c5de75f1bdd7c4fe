"""The command line of the trainer: prepare, train, evaluate, export, model-card, demo-clip."""

import logging
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from app.perception.detector import DetectorError
from trainer.evaluate import evaluate
from trainer.failure import TrainerError
from trainer.model_card_page import model_card

if TYPE_CHECKING:
    from trainer.data.dataset import Dataset

# torch and mediapipe are imported by the commands that need them: `evaluate` and `--help` work without torch.

commands = typer.Typer(help="Train and measure the network of Poise.", no_args_is_help=True, add_completion=False)
commands.command()(evaluate)
commands.command("model-card")(model_card)

_PREPARED = Path("prepared")
_messages = Console(stderr=True, soft_wrap=True, markup=False, highlight=False)


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
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder for shards and report.")] = _PREPARED,
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

    with _failures(), _progress("pictures") as advance:
        prepared = make_shards([input_named(text) for text in data], landmarker, output, workers, advance, with_test)
    for problem in prepared.problems:
        _messages.print(f"skipped: {problem}")
    _messages.print(
        f"{prepared.train} pictures to train on, {prepared.validation} to validate on; "
        f"counts and contact sheets are in {output / 'report.md'}"
    )


@commands.command()
def train(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="Folder of the run; an unfinished run goes on.")],
    data: Annotated[Path, typer.Option(help="The folder `prepare` wrote.")] = _PREPARED,
    config: Annotated[Path | None, typer.Option(help="TOML file with the differences from the defaults.")] = None,
    threads: Annotated[int, typer.Option(min=1, help="CPU threads; the result depends on it.")] = os.cpu_count() or 1,
) -> None:
    """Train a network; start the same command again to continue after a stop."""
    import torch

    from trainer import loop
    from trainer.config import read_config
    from trainer.data.dataset import Dataset
    from trainer.data.picture import Role
    from trainer.data.shards import read_shards

    torch.set_num_threads(threads)
    with _failures():
        chosen = read_config(config)
        training = Dataset(tuple(read_shards(data, Role.TRAIN)), chosen.sources, chosen.size_px, chosen.seed)
        validation = _validation(data, chosen.size_px)
        with _progress("steps") as advance:
            loop.train(chosen, training, validation, run, lambda now: advance(now.step, now.steps, now.text))
    _messages.print(f"Finished; `poise-train export {run} -o poise.onnx` makes the model file.")


@commands.command()
def export(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="Folder of a run.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="The model file to write.")] = Path("poise.onnx"),
    data: Annotated[Path, typer.Option(help="The folder `prepare` wrote, for the temperatures.")] = _PREPARED,
    version: Annotated[str, typer.Option(help="Version named in the model card.")] = "0.1.0",
    note: Annotated[str, typer.Option(help="What the configuration does not say; joins the recipe in the card.")] = "",
) -> None:
    """Write the ONNX file of a run, calibrated on validation data, and check it against torch."""
    from trainer.checkpoint import LAST, load_checkpoint
    from trainer.release import release

    logging.getLogger("torch.onnx").setLevel(logging.ERROR)  # it warns of operators of torchvision, which nobody needs
    with _failures():
        size_px = load_checkpoint(run / LAST).config.size_px
        card = release(run, _validation(data, size_px), version, output, note)
    _messages.print(f"{output}: {card.name} {card.version}, temperature {card.temperature}")


@commands.command("demo-clip")
def demo_clip(
    landmarker: Annotated[Path, typer.Option(help="MediaPipe's face_landmarker.task.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="The clip to write.")] = Path("assets/demo.mp4"),
) -> None:
    """Build the bundled demo clip from a public-domain portrait."""
    from trainer.demo_clip import build

    with _failures():
        build(output, landmarker)


def run() -> None:
    """The command `poise-train`."""
    try:
        commands()
    except KeyboardInterrupt:
        sys.exit(130)


def _validation(folder: Path, size_px: int) -> "dict[str, Dataset]":
    """One data set per source, all of its labels counted."""
    from trainer.data.dataset import Dataset, SourceUse
    from trainer.data.picture import Role
    from trainer.data.shards import read_shards

    pictures = tuple(read_shards(folder, Role.VALIDATION))
    sources = sorted({found.picture.source for found in pictures})
    return {
        source: Dataset(tuple(p for p in pictures if p.picture.source == source), {source: SourceUse(1.0)}, size_px)
        for source in sources
    }


@contextmanager
def _failures() -> Iterator[None]:
    """Failures a user can mend become one sentence and exit code 2."""
    try:
        yield
    except (TrainerError, DetectorError) as error:
        _messages.print(str(error))
        raise typer.Exit(2) from error


@contextmanager
def _progress(unit: str) -> Iterator[Callable[..., None]]:
    """A bar with the time left on standard error; the caller tells how far it is, of how much, and a few words."""
    columns = (
        TextColumn(unit),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[text]}"),
    )
    with Progress(*columns, console=_messages, disable=not _messages.is_terminal) as progress:
        task = progress.add_task(unit, total=None, text="")

        def advance(done: int, total: int, text: str = "") -> None:
            progress.update(task, completed=done, total=total, text=text)

        yield advance
