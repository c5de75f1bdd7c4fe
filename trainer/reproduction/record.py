"""A finished run on disk: a JSON file for people and git, and its predictions on the test pictures."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class RunRecord:
    """One finished run of a grid."""

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
    picture: tuple[str, ...]
    truth: NDArray[np.int16]
    predicted: NDArray[np.int16]
    score: NDArray[np.float32]


def save_run(record: RunRecord, predictions: Predictions, folder: Path) -> None:
    place = folder / record.grid
    place.mkdir(parents=True, exist_ok=True)
    table = pa.table({name: getattr(predictions, name) for name in ("picture", "truth", "predicted", "score")})
    pq.write_table(table, place / f"{record.stem}.parquet", compression="zstd")
    (place / f"{record.stem}.json").write_text(json.dumps(asdict(record), indent=1))


def finished(folder: Path, grid: str, stem: str) -> bool:
    return (folder / grid / f"{stem}.json").is_file()
