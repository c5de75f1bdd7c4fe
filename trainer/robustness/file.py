"""What an exported network is worth on the pictures of a file, spoilt in many ways, and its form in JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.perception.model import Network
from trainer.data.picture import DataError
from trainer.evaluation.answers import crops
from trainer.evaluation.labels import LABEL_COLUMNS, Truth, truth_of
from trainer.evaluation.marks import Marks, emotion_marks, gender_marks, pose_marks
from trainer.evaluation.metrics import mean_interval, mean_or_none, share
from trainer.evaluation.rows import condition, select
from trainer.listener import Listener
from trainer.plain_values import Json, plain
from trainer.robustness.corruption import Kind
from trainer.robustness.measuring import Asked, ask_corrupted, coloured, counted_rows
from trainer.robustness.series import LIGHT_AND_DETAIL, corruptions, severity_words


@dataclass(frozen=True, slots=True)
class Level:
    """A share right (Wilson's 95 % interval) or a mean error in degrees (normal) over n pictures.

    `change` is this minus that of the same pictures uncorrupted, with the normal interval of the paired difference;
    0 for these themselves. `confidence` is the mean probability that the network gives its own answers: where it lies
    above the share right, the network believes too much. A mean error has none.
    """

    value: float | None
    n: int
    low: float | None
    high: float | None
    change: float | None
    change_low: float | None
    change_high: float | None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class ConditionScores:
    """`kind` is "none" for the pictures as they are, `text` the severity in words.

    A task is None where the file or the rules do not allow it.
    """

    kind: str
    severity: float
    text: str
    emotion: Level | None
    gender: Level | None
    pose: Level | None


@dataclass(frozen=True, slots=True)
class Robustness:
    """What was measured, and each condition, the clean one first."""

    file: str
    where: tuple[str, ...]
    aligned: bool
    pictures: int
    conditions: tuple[ConditionScores, ...]

    def to_json(self) -> Mapping[str, Json]:
        """Plain values, numbers rounded to six digits, without the tasks that are None."""
        conditions: list[Json] = [
            {name: plain(value) for name, value in asdict(each).items() if value is not None}
            for each in self.conditions
        ]
        head = {name: value for name, value in asdict(self).items() if name != "conditions"}
        return {**{name: plain(value) for name, value in head.items()}, "robustness": conditions}


def condition_scores(asked: Sequence[Asked], truth: Truth) -> tuple[ConditionScores, ...]:
    """A line for each; the first must be the pictures as they are."""
    clean = asked[0]
    return tuple(_scores(each, clean, truth) for each in asked)


def _scores(each: Asked, clean: Asked, truth: Truth) -> ConditionScores:
    how = each.how
    kept = how is None or how.kind is Kind.ROLL or how.kind in LIGHT_AND_DETAIL
    emotion = gender = pose = None
    if truth.votes is not None:
        now, before = (emotion_marks(truth.votes, of.answers.emotion) for of in (each, clean))
        emotion = _share(now, before, each.answers.emotion.max(axis=1))
    if truth.female is not None:
        female = each.answers.female
        now, before = (gender_marks(truth.female, of.answers.female) for of in (each, clean))
        gender = _share(now, before, np.maximum(female, 1 - female))
    if each.angles_deg is not None and clean.angles_deg is not None and kept:
        pose = _mean(
            pose_marks(each.angles_deg, each.answers.angles_deg), pose_marks(clean.angles_deg, clean.answers.angles_deg)
        )
    return ConditionScores(
        kind="none" if how is None else str(how.kind),
        severity=0.0 if how is None else how.severity,
        text="" if how is None else severity_words(how.kind, how.severity),
        emotion=emotion,
        gender=gender,
        pose=pose,
    )


def _share(marks: Marks, clean: Marks, confidence: NDArray[np.floating]) -> Level:
    counts = np.isfinite(marks)
    right = share(marks[counts] == 1)
    said = mean_or_none(confidence[counts])
    return Level(right.accuracy, right.n, right.low, right.high, *_change(marks, clean), said)


def _mean(marks: Marks, clean: Marks) -> Level:
    seen = marks[np.isfinite(marks)]
    low, high = mean_interval(seen) or (None, None)
    return Level(mean_or_none(seen), int(seen.size), low, high, *_change(marks, clean))


def _change(marks: Marks, clean: Marks) -> tuple[float | None, float | None, float | None]:
    both = np.isfinite(marks) & np.isfinite(clean)
    difference = marks[both] - clean[both]
    low, high = mean_interval(difference) or (None, None)
    return mean_or_none(difference), low, high


def measure(
    model: Path, data: Path, where: Sequence[str], detected: bool, limit: int | None, listener: Listener
) -> Robustness:
    """Raises DataError, ModelError, DetectorError."""
    conditions = [condition(text) for text in where]
    selection = select(data, conditions, limit, LABEL_COLUMNS)
    truth = truth_of(selection)
    if not counted_rows(truth).any():
        raise DataError(f"{data} has no emotion votes, gender or angles to measure against; choose another file.")
    network = Network(model)
    with listener.bar("pictures") as advance, crops(aligned=not detected) as find_crop:
        asked = ask_corrupted(network, find_crop, selection, truth, corruptions(coloured(selection)), advance)
    for note in truth.notes:
        listener.note(note)
    scores = condition_scores(asked, truth)
    return Robustness(str(data), tuple(map(str, conditions)), not detected, int(selection.rows.size), scores)
