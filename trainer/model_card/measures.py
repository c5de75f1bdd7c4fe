"""Measures everything the model card speaks of, and keeps each result as a file beside the page's figures."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from app.paths import demo_clip
from trainer.commands.command_line import bar, messages
from trainer.commands.evaluate import evaluations
from trainer.data.picture import DataError

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


def measure_for_card(model: Path, data: CardData, folder: Path) -> list[Path]:
    """Files of results, in the order of the page; those that are there already for this very model are kept.

    Raises DataError, ModelError, DetectorError, TrainerError.
    """
    done = []
    _forget_other_models(model, folder)
    for name, measure in _plan(model, data):
        path = folder / f"{data.split}-{name}.json"
        if not path.is_file():
            messages.print(f"measuring {path.stem}")
            _write(path, json.dumps(measure(), indent=1, allow_nan=False) + "\n")
        done.append(path)
    return done


def _plan(model: Path, data: CardData) -> list[tuple[str, Callable[[], Results]]]:
    """HELEN has no pictures to choose by: its validation pictures are among those that train."""
    fer, utkface, helen = (data.folder / name for name in (_FER, _UTKFACE, _HELEN))
    split, fold = f"split={data.split}", f"fold={8 if data.split is CardSplit.TEST else 7}"
    plan: list[tuple[str, Callable[[], Results]]] = [
        ("fer-aligned", lambda: _evaluated(model, fer, split, aligned=True)),
        ("fer", lambda: _evaluated(model, fer, split)),
        ("utkface", lambda: _evaluated(model, utkface, fold)),
        ("robust-fer", lambda: _robust(model, fer, split, detected=False)),
        ("robust-utkface", lambda: _robust(model, utkface, fold, detected=True)),
    ]
    if data.split is CardSplit.TEST:
        plan += [
            ("helen", lambda: _evaluated(model, helen, split)),
            ("robust-helen", lambda: _robust(model, helen, split, detected=True)),
        ]
    plan += [(f"also-{file.stem}", lambda file=file: _evaluated(model, file, "")) for file in data.also]  # type: ignore[misc]
    return [*plan, ("stability", lambda: _steadiness(model)), ("latency", lambda: _times(model))]


def _evaluated(model: Path, file: Path, where: str, aligned: bool = False) -> Results:
    found = evaluations(model, [file], [where] if where else [], aligned, None)
    return [{**each.to_json(), "file": file.name} for each in found]


def _robust(model: Path, file: Path, where: str, detected: bool) -> Results:
    from trainer.commands.robustness import measured

    return [{**measured(model, file, [where], detected, None).to_json(), "file": file.name}]


def _steadiness(model: Path) -> Results:
    from trainer.commands.stability import NoisyStability, as_plain
    from trainer.steadiness.clip_trace import script_of, trace_clip
    from trainer.steadiness.stability import stability_of

    results = []
    for noise_sd in _NOISES:
        with bar("frames") as advance:
            trace = trace_clip(demo_clip(), model, noise_sd, advance)
        results.append(as_plain(NoisyStability(noise_sd, stability_of(trace, script_of(demo_clip())))))
    return results


def _times(model: Path) -> Results:
    from trainer.commands.latency import as_plain
    from trainer.speed.latency import Setting, measure

    with bar("turns") as advance:
        found = measure([model], [Setting(2, 1), Setting(2, 8)], _TURNS, _RUNS, advance)
    return [{**as_plain(each), "model": model.name} for each in found]


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
