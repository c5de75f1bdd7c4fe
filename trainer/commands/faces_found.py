"""The command `poise-train faces-found`, and its counts as a table."""

import itertools
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from trainer.commands.command_line import bar, failures


def faces_found(
    data: Annotated[list[str], typer.Argument(metavar="[KIND:]PATH...", help="Sets of pictures of one face each.")],
    clips: Annotated[
        list[Path] | None, typer.Option("--clip", help="A clip of one person, whose head is painted over; repeat it.")
    ] = None,
    photographs: Annotated[
        list[Path] | None,
        typer.Option("--photograph", exists=True, help="One without a face, over which a camera pans; repeat it."),
    ] = None,
    pictures: Annotated[int, typer.Option(min=1, help="Of each set.")] = 100,
    sizes: Annotated[list[int] | None, typer.Option("--px", help="Of the pictures in the frame; repeat it.")] = None,
) -> None:
    """Count the faces that MediaPipe and the app's search find in frames of 1280x720, and what it takes for faces."""
    from trainer.data.picture import decode
    from trainer.data.readers.choice import input_named
    from trainer.evaluation.faces_found import count_faces, empty, painted_over, panned, placed

    with failures(), bar("frames") as advance:
        taken = [
            decode(picture.image)
            for text in data
            for picture in itertools.islice(input_named(text).pictures(), 0, pictures * 20, 20)
        ]
        scenes = itertools.chain(
            *(placed(taken, side) for side in sizes or (48, 96, 192, 384)),
            empty(pictures),
            *(painted_over(clip) for clip in clips or ()),
            *(panned(decode(photograph.read_bytes())) for photograph in photographs or ()),
        )
        rows = count_faces(scenes, lambda number: advance(number, None))
    table = Table("frames", "way", "count", "faces found", "false faces", "ms", box=None)
    for row in rows:
        found = f"{100 * row.found / row.with_face:.1f} %" if row.with_face else "-"
        table.add_row(row.kind, row.way, str(row.scenes), found, str(row.false), f"{row.milliseconds:.1f}")
    Console().print(table)
