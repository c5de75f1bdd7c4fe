"""The command `gpu-speed`."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from trainer.commands.command_line import bar, failures
from trainer.plain_values import plain

if TYPE_CHECKING:
    from trainer.speed.gpu import WaySpeed


class SpeedDevice(StrEnum):
    """The CPU is for trying the command out."""

    CUDA = "cuda"
    CPU = "cpu"


def gpu_speed(
    model: Annotated[
        Path, typer.Argument(metavar="MODEL.onnx", help="An exported network, neither int8 nor mirrored.")
    ],
    run: Annotated[Path | None, typer.Option(help="Its run, to measure torch beside ONNX Runtime.")] = None,
    device: Annotated[SpeedDevice, typer.Option(help="Where it is measured.")] = SpeedDevice.CUDA,
    faces: Annotated[
        list[int] | None, typer.Option(min=1, help="Faces at once; repeat it. By default 1, 8, 32 and 64.")
    ] = None,
    runs: Annotated[int, typer.Option(min=1, help="Timed runs of each.")] = 200,
    as_json: Annotated[bool, typer.Option("--json", help="Print an array, an object per way and batch.")] = False,
) -> None:
    """Measure a network on a CUDA GPU: plain, bound and captured, single and half precision, beside torch."""
    from itertools import chain

    from app.perception.model import DeviceChoice, Network
    from trainer.release.onnx_file import card_in, read_model
    from trainer.speed.gpu import measure_ways
    from trainer.speed.gpu_ways import onnx_ways, torch_ways

    with failures(), bar("ways") as advance:
        graph = read_model(model)
        card = card_in(graph)
        on_cpu = Network(model, DeviceChoice.CPU)
        ways = chain(onnx_ways(graph, device), torch_ways(run, device, card) if run is not None else ())
        measured = list(
            measure_ways(
                ways,
                lambda batch: ((said := on_cpu.run(batch)).emotion, said.rotation, said.female),
                card.input_px,
                faces or (1, 8, 32, 64),
                runs,
                lambda text: advance(0, None, text),
            )
        )
    if as_json:
        typer.echo(json.dumps([plain(asdict(each)) for each in measured], indent=2))
        return
    Console().print(_table(measured))


def _table(measured: "Sequence[WaySpeed]") -> Table:
    """A row for each way and batch; the gap is to the app's own answers on the CPU."""
    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), show_edge=False)
    for heading in ("engine", "how", "precision"):
        table.add_column(heading, no_wrap=True)
    for heading in ("faces", "ms", "faces / s", "gap"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("problem", overflow="fold")
    for each in measured:
        numbers = ("-", "-", "-")
        if each.median_ms is not None and each.faces_per_s is not None and each.gap is not None:
            numbers = (f"{each.median_ms:.3f}", f"{each.faces_per_s:,.0f}", f"{each.gap:.1e}")
        table.add_row(each.engine, each.how, each.precision, str(each.faces), *numbers, each.problem)
    return table
