"""A finished run on disk: a JSON file for people and git, and its predictions on the test pictures."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from trainer.atomic_file import atomic_file
from trainer.reproduction.arms import ReproductionError

_COLUMNS = MappingProxyType({"truth": np.int16, "predicted": np.int16, "score": np.float32})


@dataclass(frozen=True, slots=True)
class RunRecord:
    """One finished run of a grid.

    `differences` are those of the configuration from TrainConfig's defaults, as plain values. `chosen_step` was chosen
    on validation data; `curve` holds the figure there by step, `validation` the one of the chosen step, `training` the
    one on unchanged training pictures. Accuracies are shares. `operations` are the floating-point operations of the
    whole training, of runs that it builds on too; `finished` is an ISO date.
    """

    grid: str
    arm: str
    part: float
    seed: int
    differences: Mapping[str, Any]
    commit: str
    machine: str
    threads: int
    minutes: float
    finished: str
    steps: int
    chosen_step: int
    operations: float
    curve: tuple[tuple[int, float], ...]
    validation: float
    training: float | None
    test: Mapping[str, float]

    @property
    def stem(self) -> str:
        return f"{self.arm}-{self.part:g}-{self.seed}"


@dataclass(frozen=True, slots=True, eq=False)
class Predictions:
    """On the test pictures, all [n], in the file's order.

    `truth` and `predicted` are classes, or -1 where the figure is about none. `score` is 1 where the answer is right
    and 0 where it is wrong, or the absolute error in degrees.
    """

    picture: tuple[str, ...]
    truth: NDArray[np.int16]
    predicted: NDArray[np.int16]
    score: NDArray[np.float32]


Run = tuple[RunRecord, Predictions]


def save_run(record: RunRecord, predictions: Predictions, folder: Path) -> None:
    """Write `<folder>/<grid>/<stem>.parquet`, then `<stem>.json`, whose presence means that the run is finished.

    Raises ReproductionError.
    """
    place = folder / record.grid
    text = _json(_plain(record), "") + "\n"
    columns = {"picture": list(predictions.picture), **{name: getattr(predictions, name) for name in _COLUMNS}}
    table = pa.table(columns)
    try:
        with atomic_file(place / f"{record.stem}.parquet") as part:
            _write_table(table, part)
        with atomic_file(place / f"{record.stem}.json") as part:
            part.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise ReproductionError(f"{place} cannot be written to ({error}); free space or give --results.") from error


def load_runs(folder: Path, grid: str) -> tuple[Run, ...]:
    """Every finished run of a grid, by part, arm and seed; raises ReproductionError that names a broken file."""
    runs = [(_record(path, grid), _predictions(path.with_suffix(".parquet"), grid)) for path in _finished(folder, grid)]
    return tuple(sorted(runs, key=lambda run: (run[0].part, run[0].arm, run[0].seed)))


def finished(folder: Path, grid: str, stem: str) -> bool:
    return (folder / grid / f"{stem}.json").is_file()


def _finished(folder: Path, grid: str) -> list[Path]:
    return sorted((folder / grid).glob("*.json"))


def _record(path: Path, grid: str) -> RunRecord:
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        record = RunRecord(**{item.name: _value(item.name, values[item.name]) for item in fields(RunRecord)})
        if (record.grid, record.stem) != (grid, path.stem):
            raise ValueError(f"it is about {record.grid}/{record.stem}")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _broken(path, grid, error) from error
    return record


def _value(name: str, value: Any) -> Any:
    match name:
        case "part" | "minutes" | "operations" | "validation":
            return float(value)
        case "seed" | "threads" | "steps" | "chosen_step":
            return int(value)
        case "training":
            return None if value is None else float(value)
        case "curve":
            return tuple((int(step), float(figure)) for step, figure in value)
        case "test":
            return {key: float(figure) for key, figure in value.items()}
        case "differences":
            return dict(value)
    return str(value)


def _predictions(path: Path, grid: str) -> Predictions:
    try:
        table = pq.read_table(path)
        found = {name: table[name].to_numpy().astype(kind) for name, kind in _COLUMNS.items()}
        picture = tuple(map(str, table["picture"].to_pylist()))
        if not picture or not np.isfinite(found["score"]).all():
            raise ValueError("it lacks pictures or scores")
    except (OSError, KeyError, ValueError, pa.ArrowException) as error:
        raise _broken(path, grid, error) from error
    return Predictions(picture, **found)


def _broken(path: Path, grid: str, error: Exception) -> ReproductionError:
    both = f"{path.with_suffix('.json').name} and {path.with_suffix('.parquet').name}"
    return ReproductionError(
        f"{path} cannot be read as a run's record ({error}); delete {both} and `poise-train reproduce {grid}` again."
    )


def _write_table(table: pa.Table, path: Path) -> None:
    """Names that grow from row to row take next to no space as differences."""
    pq.write_table(
        table,
        path,
        compression="zstd",
        use_dictionary=list(_COLUMNS),
        column_encoding={"picture": "DELTA_BYTE_ARRAY"},
        store_schema=False,
    )


def _plain(record: RunRecord) -> dict[str, Any]:
    """What was measured to six digits, what was set as it is. Raises ReproductionError where a figure is no number."""
    plain = {item.name: getattr(record, item.name) for item in fields(record)}
    measured = ("operations", "curve", "validation", "training", "test")
    try:
        return {
            **plain,
            "minutes": round(record.minutes, 2),
            **{name: _six_digits(plain[name]) for name in measured},
        }
    except ValueError as error:
        raise ReproductionError(f"{record.grid}/{record.stem} is not put on record, since {error}.") from error


def _six_digits(value: Any) -> Any:
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError("one of its figures is no number")
        return float(f"{value:.6g}")
    if isinstance(value, Mapping):
        return {key: _six_digits(each) for key, each in value.items()}
    if isinstance(value, Sequence):
        return [_six_digits(each) for each in value]
    return value


def _json(value: Any, indent: str) -> str:
    """Tables and lists of lists over several lines, a plain list in one."""
    deeper = f"{indent}  "
    if isinstance(value, Mapping) and value:
        lines = [f"{deeper}{json.dumps(str(key))}: {_json(each, deeper)}" for key, each in value.items()]
        return "{\n" + ",\n".join(lines) + f"\n{indent}}}"
    if isinstance(value, list | tuple):
        items = [_json(each, deeper) for each in value]
        nested = any(isinstance(each, list | tuple | Mapping) for each in value)
        return f"[\n{deeper}" + f",\n{deeper}".join(items) + f"\n{indent}]" if nested else f"[{', '.join(items)}]"
    return json.dumps(value, ensure_ascii=False) if not isinstance(value, Mapping) else "{}"
