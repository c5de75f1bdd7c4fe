"""Measures everything the model card speaks of, and keeps each result as a file beside the page's figures."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from app.paths import demo_clip
from trainer.data.picture import DataError
from trainer.evaluation.files import evaluations
from trainer.listener import Listener

_FER, _UTKFACE, _HELEN = "fer2013_ferplus.parquet", "utkface_128.parquet", "helen.parquet"
_NOISES = (0.0, 4.0)
_TURNS, _RUNS = 60, 5
_SUM = "model.sha256"

Results = Sequence[Mapping[str, Any]]


class CardSplit(StrEnum):
    """Which pictures: those to choose by, or, once for each released file, those to report."""

    VALIDATION = "val"
    TEST = "test"


@dataclass(frozen=True, slots=True)
class CardData:
    """Folder with the Parquet files of FER2013, UTKFace and HELEN, and further files that are evaluated whole."""

    folder: Path
    split: CardSplit
    also: tuple[Path, ...]


def measure_for_card(model: Path, data: CardData, folder: Path, listener: Listener) -> list[Path]:
    """Files of results, in the order of the page; those that are there already for this very model are kept.

    Raises DataError, ModelError, DetectorError, TrainerError.
    """
    done = []
    _forget_other_models(model, folder)
    for name, measure in _plan(model, data, listener):
        path = folder / f"{data.split}-{name}.json"
        if not path.is_file():
            listener.note(f"measuring {path.stem}")
            _write(path, json.dumps(measure(), indent=1, allow_nan=False) + "\n")
        done.append(path)
    return done


def _plan(model: Path, data: CardData, listener: Listener) -> list[tuple[str, Callable[[], Results]]]:
    """HELEN has no pictures to choose by: its validation pictures are among those that train."""
    fer, utkface, helen = (data.folder / name for name in (_FER, _UTKFACE, _HELEN))
    split, fold = f"split={data.split}", f"fold={8 if data.split is CardSplit.TEST else 7}"

    def evaluated(file: Path, where: str, aligned: bool = False) -> Results:
        found = evaluations(model, [file], [where] if where else [], aligned, None, listener)
        return [{**each.to_json(), "file": file.name} for each in found]

    def robust(file: Path, where: str, detected: bool) -> Results:
        from trainer.robustness.file import measure

        found = measure(model, file, [where], detected, None, listener)
        return [{**found.to_json(), "file": file.name}]

    plan: list[tuple[str, Callable[[], Results]]] = [
        ("fer-aligned", lambda: evaluated(fer, split, aligned=True)),
        ("fer", lambda: evaluated(fer, split)),
        ("utkface", lambda: evaluated(utkface, fold)),
        ("robust-fer", lambda: robust(fer, split, detected=False)),
        ("robust-utkface", lambda: robust(utkface, fold, detected=True)),
    ]
    if data.split is CardSplit.TEST:
        plan += [
            ("helen", lambda: evaluated(helen, split)),
            ("robust-helen", lambda: robust(helen, split, detected=True)),
        ]
    plan += [(f"also-{file.stem}", lambda file=file: evaluated(file, "")) for file in data.also]  # type: ignore[misc]
    return [*plan, ("stability", lambda: _steadiness(model, listener)), ("latency", lambda: _times(model, listener))]


def _steadiness(model: Path, listener: Listener) -> Results:
    from trainer.steadiness.stability import measure

    return [each.to_json() for each in measure(demo_clip(), model, _NOISES, listener)]


def _times(model: Path, listener: Listener) -> Results:
    from trainer.speed.latency import Setting, measure

    with listener.bar("turns") as advance:
        found = measure([model], [Setting(2, 1), Setting(2, 8)], _TURNS, _RUNS, advance)
    return [{**each.to_json(), "model": model.name} for each in found]


def _forget_other_models(model: Path, folder: Path) -> None:
    """Results of another model file are deleted, so that a page never mixes two."""
    try:
        sha256 = hashlib.sha256(model.read_bytes()).hexdigest()
        kept = folder / _SUM
        if not kept.is_file() or kept.read_text(encoding="utf-8").strip() != sha256:
            for old in (path for split in CardSplit for path in folder.glob(f"{split}-*.json")):
                old.unlink()
            folder.mkdir(parents=True, exist_ok=True)
            kept.write_text(f"{sha256}\n", encoding="utf-8")
    except OSError as error:
        raise DataError(f"{folder} or {model} cannot be used ({error}); check both paths.") from error


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise DataError(f"{path} cannot be written ({error}); free space or choose another --output.") from error
