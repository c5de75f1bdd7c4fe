"""The command `demo-clip`."""

from pathlib import Path
from typing import Annotated

import typer

from trainer.commands.command_line import failures


def demo_clip(
    landmarker: Annotated[Path, typer.Option(help="MediaPipe's face_landmarker.task.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="The clip to write.")] = Path("assets/demo.mp4"),
) -> None:
    """Build the bundled demo clip from a public-domain portrait."""
    from trainer.demo.clip import build

    with failures():
        build(output, landmarker)
