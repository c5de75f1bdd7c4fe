"""The command `prepare`."""

import os
from pathlib import Path
from typing import Annotated

import typer

from trainer.commands.command_line import PREPARED, bar, failures, messages

Data = Annotated[
    list[str],
    typer.Argument(
        metavar="[KIND:]PATH...",
        help="Public sets as they lie on disk, or Parquet files; KIND is parquet, affectnet, raf-db, fer2013, "
        "utkface, fairface, celeba, 300w-lp, aflw2000, biwi or folder, and only needed where the layout leaves it "
        "open.",
    ),
]


def prepare(
    data: Data,
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder for shards and report.")] = PREPARED,
    landmarker: Annotated[
        Path | None, typer.Option(help="MediaPipe's face_landmarker.task, the pose teacher; without it none is taught.")
    ] = None,
    workers: Annotated[int, typer.Option(min=1, help="Processes.")] = os.cpu_count() or 1,
    with_test: Annotated[
        bool, typer.Option("--with-test", help="Also write the test pictures, apart, as files for `evaluate`.")
    ] = False,
    own_label_votes: Annotated[
        float,
        typer.Option(min=0.0, help="Where FER2013's own label says disgust or fear, so many votes beside FER+'s."),
    ] = 0.0,
    movements: Annotated[
        bool, typer.Option("--movements", help="Also teach the 52 movements (blendshapes) of faces from 96 px on.")
    ] = False,
    cluster: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Let the workers of a dask scheduler find the faces.")
    ] = None,
) -> None:
    """Find every face with the app's own detector, teach poses, drop copies of test pictures, write shards."""
    from trainer.data.readers.choice import input_named
    from trainer.preparing.public_sets import prepare as make_shards

    with failures(), bar("pictures") as advance:
        inputs = [input_named(text) for text in data]
        prepared = make_shards(
            inputs, landmarker, output, workers, advance, with_test, cluster, own_label_votes, movements
        )
    for problem in prepared.problems:
        messages.print(f"skipped: {problem}")
    messages.print(
        f"{prepared.train} pictures to train on, {prepared.validation} to validate on; "
        f"counts and contact sheets are in {output / 'report.md'}"
    )
