"""The journal of a run, one JSON line per epoch in a file beside the checkpoints, and its figures by their names.

A validation in the middle of an epoch has a line of its own, without losses.
"""

import json
import time
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

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


_TASKS = ("emotion", "pose", "gender", "movements", "puzzling", "tile_rotation", "puzzling_rotation", "in_painting")
_WORDS = {"in_painting": "in-painting", "tile_rotation": "tile rotation", "puzzling_rotation": "puzzling, rotation"}
LOSS, WEIGHT = "loss_", "weight_"


class Measure(NamedTuple):
    """`source` is the validating set, `task` the task, `kind` what is measured of it, such as mae_deg."""

    source: str
    task: str
    kind: str


def measure_of(key: str) -> Measure | None:
    """What a key such as fer2013_emotion_accuracy means; None for keys that name no figure of validation."""
    if key.startswith((LOSS, WEIGHT)):
        return None
    found = max(_TASKS, key=lambda task: (key.rfind(f"_{task}_"), len(task)))
    at = key.rfind(f"_{found}_")
    return Measure(key[:at], found, key[at + len(found) + 2 :]) if at > 0 else None


def title(task: str, kind: str = "") -> str:
    """In words: "emotion accuracy", "pose error"; the task alone without a kind."""
    words = {"mae_deg": "error", "psnr_db": "PSNR", "ssim": "SSIM"}
    return f"{task_title(task)} {words.get(kind, kind.replace('_', ' '))}".strip()


def task_title(task: str) -> str:
    return _WORDS.get(task, task.replace("_", " "))


def shown(kind: str, value: float) -> str:
    """A figure with its unit: shares as per cent."""
    if kind.endswith("accuracy"):
        return f"{100 * value:.1f} %"
    if kind.endswith("_deg"):
        return f"{value:.2f}°"
    if kind.endswith("_db"):
        return f"{value:.1f} dB"
    return f"{value:.3f}"


def duration(seconds: float) -> str:
    """In the two largest units: "2 h 05 min", "3 min 20 s", "8 s"."""
    whole = round(seconds)
    if whole >= 3600:
        return f"{whole // 3600} h {whole % 3600 // 60:02d} min"
    return f"{whole // 60} min {whole % 60:02d} s" if whole >= 60 else f"{whole} s"
