"""Candidate networks, what was measured of each, and which of them no other beats at both speed and accuracy."""

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from trainer.failure import TrainerError
from trainer.plain_values import from_plain


class FrontError(TrainerError):
    """A front cannot be measured or drawn; the message is one sentence for the user."""


@dataclass(frozen=True, slots=True)
class FrontData:
    """A file of labelled pictures in the data folder, and its rows as in `evaluate --where`."""

    file: str
    where: tuple[str, ...] = ()
    aligned: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """A network: the name shown, its file in the models folder, and what there is to say of it."""

    label: str
    model: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class FrontPlan:
    """What a front compares, and at how many threads; `aim_ms` for one face is drawn, 0 for none."""

    data: tuple[FrontData, ...]
    candidates: dict[str, Candidate]
    threads: int = 2
    aim_ms: float = 0.0
    text: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """What is kept of a candidate: the hash of its file, what `evaluate` and `latency` say, and where."""

    sha256: str
    evaluation: tuple[Mapping[str, Any], ...]
    latency: Mapping[str, Any] = field(default_factory=dict)
    machine: str = ""


class Score(NamedTuple):
    """In per cent or degrees, with the 95 % interval, over n pictures."""

    value: float
    low: float
    high: float
    n: int


def read_plan(path: Path) -> FrontPlan:
    """Raises FrontError, ConfigError."""
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise FrontError(f"{path} cannot be read as TOML ({error}); name a file that lists candidates.") from error
    return from_plain(FrontPlan, values, str(path))


def record_path(plan: Path, name: str) -> Path:
    """Records lie beside the plan."""
    return plan.with_name(f"{name}.json")


def read_record(path: Path) -> Record | None:
    """None where nothing was measured yet. Raises FrontError."""
    if not path.exists():
        return None
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        return Record(**{**values, "evaluation": tuple(values["evaluation"])})
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise FrontError(f"{path} is no record of a candidate ({error}); delete it and measure again.") from error


def score_of(record: Record, task: str) -> Score | None:
    """Of "emotion", "gender" or "pose" on the first file that has it; shares in per cent, angles in degrees."""
    for each in record.evaluation:
        scores = each.get(task)
        if not scores:
            continue
        if task == "pose":
            value, low, high = (scores[name]["mean"] for name in ("mae", "mae_low", "mae_high"))
        else:
            value, low, high = (100 * scores[name] for name in ("accuracy", "low", "high"))
        return Score(value, low, high, scores["n"])
    return None


def times_of(record: Record, threads: int, faces: int) -> Mapping[str, float]:
    """`median_ms`, `p10_ms` and `p90_ms`. Raises FrontError."""
    for times in record.latency.get("times", ()):
        if (times["threads"], times["faces"]) == (threads, faces):
            found: Mapping[str, float] = times
            return found
    raise FrontError(f"No time for {faces} faces and {threads} threads is on record; measure again with --data.")


def on_front(costs: Sequence[float], gains: Sequence[float]) -> tuple[bool, ...]:
    """Whether each lies on the Pareto front: none is at least as good at both and strictly better at one."""
    points = list(zip(costs, gains, strict=True))
    return tuple(
        not any(other != point and other[0] <= point[0] and other[1] >= point[1] for other in points)
        for point in points
    )
