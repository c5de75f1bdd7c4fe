"""The command `latency`, and its measurements as a table."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from trainer.commands.command_line import bar, failures, messages

if TYPE_CHECKING:
    from trainer.speed.latency import Latency


def latency(
    models: Annotated[list[Path], typer.Argument(metavar="MODEL.onnx...", help="Exported networks.")],
    threads: Annotated[list[int] | None, typer.Option(min=1, help="Threads; repeat it. By default 2.")] = None,
    faces: Annotated[list[int] | None, typer.Option(min=1, help="Faces a run; repeat it. By default 1 and 8.")] = None,
    rounds: Annotated[int, typer.Option("--turns", min=1, help="Turns, in each of which every model is timed.")] = 60,
    runs: Annotated[int, typer.Option(min=1, help="Timed runs in each turn.")] = 5,
    as_json: Annotated[bool, typer.Option("--json", help="Print an array, an object per model.")] = False,
) -> None:
    """Measure the time that exported networks take on the CPU, in turns, and what they weigh."""
    from trainer.speed.latency import Setting, measure

    settings = [Setting(each, count) for each in threads or (2,) for count in faces or (1, 8)]
    with failures(), bar("turns") as advance:
        measured = measure(models, settings, rounds, runs, advance)
    if as_json:
        typer.echo(json.dumps([each.to_json() for each in measured], indent=2))
        return
    messages.print(
        f"medians of {rounds} turns of {runs} runs on the CPU; the ratio is to the first model, turn by turn"
    )
    Console().print(as_table(measured))


def as_table(measured: "Sequence[Latency]") -> Table:
    """A row for each model and setting."""
    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), show_edge=False)
    table.add_column("model", overflow="fold")
    for heading in ("MB", "weights", "mult-\nadds", "threads", "faces", "ms", "10 %", "90 %", "ratio"):
        table.add_column(heading, justify="right", no_wrap=True)
    for model in measured:
        millions = (f"{number / 1e6:,.1f} M" for number in (model.cost.parameters, model.cost.multiply_adds))
        cells = (Path(model.model).name, f"{model.file_mb:.2f}", *millions)
        for each in model.times:
            times = (f"{value:.2f}" for value in (each.median_ms, each.p10_ms, each.p90_ms, each.ratio))
            table.add_row(*cells, str(each.threads), str(each.faces), *times)
            cells = ("", "", "", "")
    return table
