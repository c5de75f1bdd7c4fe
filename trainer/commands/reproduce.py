"""`poise-train reproduce`: the paper's comparisons, run here and written down."""

import itertools
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trainer.commands.command_line import PREPARED, bar, failures, messages

if TYPE_CHECKING:
    from trainer.reproduction.plan import Choice, Job
    from trainer.reproduction.runner import Places


def reproduce(
    grid: Annotated[str, typer.Argument(help="low-data, init, pose, gender, overfit or smoke.")],
    data: Annotated[Path, typer.Option(help="The folder `prepare --with-test` wrote.")] = PREPARED,
    results: Annotated[Path, typer.Option(help="Where records, tables and plots go.")] = Path("docs/results"),
    work: Annotated[Path, typer.Option(help="Where the runs' checkpoints go.")] = Path("runs/reproduce"),
    scale: Annotated[str, typer.Option(help="small: for a CPU; full: for a CUDA GPU.")] = "small",
    part: Annotated[list[float] | None, typer.Option(help="Share of the labels; repeat it for several.")] = None,
    arm: Annotated[list[str] | None, typer.Option(help="Only this arm; repeat it for several.")] = None,
    seeds: Annotated[int, typer.Option(min=1, help="Seeds 1 to this number.")] = 3,
    steps: Annotated[int | None, typer.Option(min=10, help="Steps of a run, instead of the grid's.")] = None,
    imagenet: Annotated[Path | None, typer.Option(help="Safetensors file for the arms from ImageNet.")] = None,
    faceres: Annotated[Path | None, typer.Option(help="faceres.json for the arms from face recognition.")] = None,
    test: Annotated[Path | None, typer.Option(help="Parquet file to test on, instead of prepared pictures.")] = None,
    where: Annotated[list[str] | None, typer.Option(metavar="COLUMN=VALUE", help="Rows of --test.")] = None,
    parallel: Annotated[int, typer.Option(min=1, help="Runs at once.")] = 1,
    threads: Annotated[int, typer.Option(min=1, help="CPU threads of each run.")] = os.cpu_count() or 1,
) -> None:
    """Run a named comparison, skip the runs on record, and write its page with tables, plots and data."""
    from trainer.reproduction.answers import TestPictures
    from trainer.reproduction.arms import Published
    from trainer.reproduction.grid import Scale
    from trainer.reproduction.grids import grid_named
    from trainer.reproduction.plan import choose
    from trainer.reproduction.runner import Places

    with failures():
        if scale not in tuple(Scale):
            raise typer.BadParameter(f"choose one of {', '.join(Scale)}", param_hint="--scale")
        given = {Published.IMAGENET: imagenet, Published.FACERES: faceres}
        files = {str(name): str(path) for name, path in given.items() if path}
        choice = choose(grid, Scale(scale), part or (), range(1, seeds + 1), arm or (), steps, files)
        places = Places(data, work / grid, results, TestPictures(test, tuple(where or ())))
        places.test.chosen(grid_named(grid).source, data)  # a slip shows before the first run, not after it
        failed = _run(choice, places, threads, parallel)
        messages.print(f"{_written(choice, places)} is written.")
    if failed:
        raise typer.Exit(2)


def _run(choice: "Choice", places: "Places", threads: int, parallel: int) -> bool:
    """Do what is not on record; whether any run failed."""
    from trainer.reproduction.plan import jobs
    from trainer.reproduction.schedule import pending, run_all

    waiting = pending(choice, places)
    messages.print(f"{len(waiting)} runs to do, {len(jobs(choice)) - len(waiting)} done before.")
    if not waiting:
        return False
    with bar("runs") as advance:
        advance(0, len(waiting))
        ended = itertools.count(1)

        def on_end(job: "Job", problem: str) -> None:
            messages.print(f"{job.stem}: {problem or 'done'}")
            advance(next(ended), len(waiting))

        outcome = run_all(choice, waiting, places, threads, parallel, on_end)
    return bool(outcome.failed)


def _written(choice: "Choice", places: "Places") -> Path:
    from trainer.reproduction.grids import grid_text
    from trainer.reproduction.page import write_page
    from trainer.reproduction.record import load_runs

    text = grid_text(choice.grid, _command_line(choice, places), choice.files)
    return write_page(text, load_runs(places.results, choice.grid), places.results)


def _command_line(choice: "Choice", places: "Places") -> str:
    """The command that makes these runs, with the names of files alone."""
    from trainer.reproduction.grids import grid_named

    words = [f"poise-train reproduce {choice.grid} --scale {choice.scale}"]
    grid = grid_named(choice.grid)
    words += [f"--part {part:g}" for part in choice.parts if choice.parts != grid.parts]
    words += [f"--arm {arm}" for arm in choice.arms if len(choice.arms) < len(grid.arms)]
    words += [f"--seeds {len(choice.seeds)}"]
    words += [f"--steps {choice.steps}"] if choice.steps else []
    words += [f"--{name} {Path(path).name}" for name, path in choice.files.items()]
    words += [f"--test {places.test.file.name}"] if places.test.file else []
    words += [f"--where {condition}" for condition in places.test.where]
    return " ".join(words)
