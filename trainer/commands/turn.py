"""The command `poise-train turn`."""

from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from trainer.commands.command_line import bar, failures, messages

_LEAST_PRESENCE = 0.6
"""Of the landmarker's confidence that there is a face where it put one."""


def turn(
    data: Annotated[
        list[str], typer.Argument(metavar="[KIND:]PATH...", help="Public sets as they lie on disk, or Parquet files.")
    ],
    landmarker: Annotated[Path, typer.Option(help="MediaPipe's face_landmarker.task.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="The Parquet file to write.")] = Path("turned.parquet"),
    share: Annotated[float, typer.Option(min=0.0, max=1.0, help="How many of the pictures are turned.")] = 1.0,
    views: Annotated[int, typer.Option(min=1, help="Views of each.")] = 1,
    most_yaw_deg: Annotated[float, typer.Option("--to-yaw", min=20.0, max=85.0, help="Degrees, to each side.")] = 75.0,
    seed: Annotated[int, typer.Option(help="Of everything random.")] = 1,
) -> None:
    """Turn faces in 3-D to large angles and write the views with their poses, for `prepare` and `evaluate`."""
    from trainer.data.readers.choice import input_named
    from trainer.landmarks.reader import LandmarkReader
    from trainer.preparing.turned_faces import Turning
    from trainer.preparing.turned_faces import turn as make_views

    asked = Turning(share, views, most_yaw_deg, seed)
    with failures(), bar("pictures") as advance:
        inputs = [input_named(text) for text in data]
        with closing(LandmarkReader(landmarker, _LEAST_PRESENCE)) as reader:
            done = make_views(inputs, reader, asked, output, lambda number: advance(number, None))
    messages.print(
        f"{done.views:,} views in {output}; left out: {done.unreadable:,} pictures without landmarks, "
        f"{done.undetected:,} views that the detector does not find"
    )
