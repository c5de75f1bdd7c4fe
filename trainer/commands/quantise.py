"""The command `quantise`."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from trainer.commands.command_line import PREPARED, bar, failures, messages
from trainer.commands.latency import as_table
from trainer.plain_values import plain

if TYPE_CHECKING:
    from trainer.release.int8.loss import Loss


def quantise(
    model: Annotated[Path, typer.Argument(metavar="MODEL.onnx", help="An exported network.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="The model file to write.")],
    data: Annotated[Path, typer.Option(help="The folder `prepare` wrote.")] = PREPARED,
    faces: Annotated[int, typer.Option(min=1, help="Training faces to calibrate on.")] = 512,
    rounds: Annotated[int, typer.Option("--turns", min=1, help="Turns of timing.")] = 30,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")] = False,
) -> None:
    """Write a network that computes in int8, and say what that loses on validation pictures and gains in time."""
    from trainer.release.int8.run import losses_of, write_quantised
    from trainer.speed.latency import Setting, measure

    with failures(), bar("turns") as advance:
        write_quantised(model, data, faces, output)
        found = losses_of(model, output, data)
        settings = [Setting(threads, count) for threads in (1, 2) for count in (1, 8)]
        times = measure((model, output), settings, rounds, 5, advance)
    if as_json:
        answer = {"losses": [plain(asdict(each)) for each in found], "latency": [each.to_json() for each in times]}
        typer.echo(json.dumps(answer, indent=2))
        return
    if not found:
        messages.print(f"{data} holds no validation pictures, so what int8 loses is not known.")
    console = Console()
    console.print(_table(found))
    console.print(as_table(times))


def _table(losses: "Sequence[Loss]") -> Table:
    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), show_edge=False)
    table.add_column("validation")
    for heading in ("n", "before", "after", "change", "95 % interval"):
        table.add_column(heading, justify="right", no_wrap=True)
    for each in losses:
        degrees = each.measure.endswith("_deg")
        factor, unit = (1, "°") if degrees else (100, " %")
        values = (f"{factor * value:.2f}{unit}" for value in (each.before, each.after))
        change = f"{factor * (each.after - each.before):+.2f}"
        interval = f"{factor * each.low:+.2f} to {factor * each.high:+.2f}"
        name = f"{each.source} {each.measure.split('_')[0]}"
        table.add_row(name, str(each.n), *values, change, interval)
    return table
