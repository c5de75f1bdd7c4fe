"""The command `poise-train detector`."""

from pathlib import Path
from typing import Annotated

import typer

from trainer.commands.command_line import failures, messages


def detector(
    stored: Annotated[Path, typer.Argument(metavar="TFLITE", help="BlazeFace as MediaPipe ships it.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="The ONNX file to write.")],
) -> None:
    """Turn MediaPipe's face detector into the ONNX file that the app runs; the numbers stay the same."""
    from trainer.blazeface.graph import detector_graph
    from trainer.blazeface.tflite_file import TfliteFile
    from trainer.release.onnx_file import write_model

    with failures():
        write_model(detector_graph(TfliteFile(stored), stored.stem), output)
    messages.print(f"{output} written from {stored}")
