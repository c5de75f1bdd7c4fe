"""`poise cameras`: the cameras of this machine."""

import json
from dataclasses import asdict

from rich.markup import escape
from rich.table import Table

from app.capture.cameras import Camera, list_cameras
from app.commands.answer import answer, rendered
from app.commands.failures import say


def cameras(as_json: bool) -> int:
    """Print the cameras and return the exit code; no camera is no failure."""
    found = list_cameras()
    if as_json:
        answer(json.dumps([_as_json(camera) for camera in found], indent=2) + "\n")
    elif found:
        answer(rendered(_table(found)))
    else:
        say("No camera was found; plug one in, or use `--source demo` or a file.")
    return 0


def _as_json(camera: Camera) -> dict[str, str | int]:
    return {**asdict(camera), "source": camera.source_text}


def _table(found: tuple[Camera, ...]) -> Table:
    table = Table("Number", "Name", "Use it with --source", box=None)
    for camera in found:
        table.add_row(str(camera.index), escape(camera.name), escape(camera.source_text))
    return table
