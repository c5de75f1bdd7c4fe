"""What a run says while it goes on: one JSON line per epoch, in a file beside the checkpoints.

A validation in the middle of an epoch has a line of its own, without losses.
"""

import json
import time
from collections.abc import Mapping
from pathlib import Path

NAME = "journal.jsonl"


class Journal:
    """Appends to `journal.jsonl` of a run; each line stands on its own."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / NAME

    def add(self, step: int, values: Mapping[str, float]) -> None:
        line = {"step": step, "unix_time_s": round(time.time(), 1), **{k: round(v, 5) for k, v in values.items()}}
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")
