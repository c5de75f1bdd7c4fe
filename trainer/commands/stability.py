"""The command `stability`: how steady a clip's labels and angles are, as a table."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from app.paths import default_model
from trainer.commands.command_line import TERMINAL, failures, messages

if TYPE_CHECKING:
    from trainer.steadiness.stability import NoisyStability


def stability(
    clip: Annotated[
        Path,
        typer.Argument(
            help="A video of one face. A script beside it (CLIP.json, as the demo clip has one) tells when "
            "what is shown stays the same; without one it counts as constant throughout."
        ),
    ],
    model: Annotated[Path | None, typer.Option(help="The network; by default the shipped one.")] = None,
    noise: Annotated[
        list[float] | None,
        typer.Option(min=0.0, help="Noise to add to every frame, as standard deviation in grey levels; repeat it."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print an array, an object per noise.")] = False,
) -> None:
    """Measure flicker of the label, jitter of the angles and lag, before and after smoothing, as the app smooths."""
    from trainer.steadiness.stability import measure

    with failures():
        measured = measure(clip, model or default_model(), noise or (0.0,), TERMINAL)
    if as_json:
        typer.echo(json.dumps([each.to_json() for each in measured], indent=2))
        return
    messages.print(
        "label changes in a minute of constant expression; jitter: standard deviation at rest; raw -> smooth"
    )
    Console().print(as_table(measured))


def as_table(measured: "Sequence[NoisyStability]") -> Table:
    """A row for each noise and angle."""
    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), show_edge=False)
    for heading in ("noise", "judged", "label changes\n/ minute"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("angle")
    for heading in ("jitter\ndegrees", "lag\nms"):
        table.add_column(heading, justify="right", no_wrap=True)
    for each in measured:
        result, labels = each.stability, each.stability.labels
        changes = f"{labels.raw_per_minute:.1f} -> {labels.smooth_per_minute:.1f}"
        cells = (f"{each.noise_sd:g}", f"{result.judged}/{result.frames}", changes)
        for angle in result.angles:
            jitter = f"{_number(angle.raw_jitter_deg, 2)} -> {_number(angle.smooth_jitter_deg, 2)}"
            table.add_row(*cells, angle.angle, jitter, _number(angle.lag_ms, 0))
            cells = ("", "", "")
    return table


def _number(value: float | None, digits: int) -> str:
    return "-" if value is None else f"{value:.{digits}f}"
