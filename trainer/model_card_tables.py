"""The tables of the model card, from the JSON of `poise-train evaluate`."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import NamedTuple

from app.domain.reading import EMOTIONS
from trainer.scoring.evaluation import Json
from trainer.scoring.labels import ANGLES

Result = Mapping[str, Json]

_SETS = {
    "fer2013": "FER2013 with FER+ votes",
    "utkface": "UTKFace",
    "helen": "HELEN",
    "muxspace": "muxspace facial_expressions",
}
_VALIDATION = ("split=val", "fold=7")
_TEST = ("split=test", "fold=8")
_NOTHING = "-"


class _Measure(NamedTuple):
    name: str
    value: str
    interval: str
    n: Json


def metrics_table(results: Sequence[Result]) -> str:
    """One line for each measure of each result."""
    rows = [
        (title(result), measure.name, measure.value, measure.interval, _count(measure.n), _not_found(result))
        for result in results
        for measure in _measures(result)
    ]
    return markdown(("pictures", "measure", "value", "95 % interval", "n", "faces not found"), rows)


def recall_table(results: Sequence[Result]) -> str:
    """One line for each emotion, one column for each result with emotions; empty when there is none."""
    with_emotion = [result for result in results if _at(result, "emotion")]
    if not with_emotion:
        return ""
    rows = [
        (str(emotion), *(_percent(_at(result, "emotion", "recall", str(emotion))) for result in with_emotion))
        for emotion in EMOTIONS
    ]
    return markdown(("emotion", *map(title, with_emotion)), rows)


def gender_table(results: Sequence[Result]) -> str:
    """One line for each group of each result with gender; empty when there is none."""
    rows = []
    for result in results:
        groups = _at(result, "gender", "groups")
        for kind, members in groups.items() if isinstance(groups, Mapping) else ():
            for name in members if isinstance(members, Mapping) else ():
                place = ("gender", "groups", kind, name)
                group = f"{kind} {name}"
                accuracy = _percent(_at(result, *place, "accuracy"))
                rows.append((title(result), group, accuracy, _range(result, *place), _count(_at(result, *place, "n"))))
    return markdown(("pictures", "group", "accuracy", "95 % interval", "n"), rows) if rows else ""


def title(result: Result) -> str:
    """Which pictures a result is about, for people: set, role, and how the faces were cut."""
    stem = PurePath(str(result.get("file", ""))).stem
    name = next((name for start, name in _SETS.items() if stem.startswith(start)), stem)
    aligned = ", aligned" if result.get("aligned") else ""
    return f"{name}, {_role(result, stem)}{aligned}"


def markdown(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _role(result: Result, stem: str) -> str:
    where = result.get("where")
    chosen = [str(each) for each in where] if isinstance(where, list) else []
    if any(each in _TEST for each in chosen):
        return "test"
    if any(each in _VALIDATION for each in chosen) or "val" in stem.split("_"):
        return "validation"
    return " and ".join(chosen) or "all rows"


def _measures(result: Result) -> Iterator[_Measure]:
    if _at(result, "emotion"):
        yield from _emotion(result)
    if _at(result, "emotion7"):
        yield _accuracy(result, "emotion7", "emotion, 7 classes of FER2013")
    if _at(result, "smile"):
        yield _Measure("smile, area under the curve", _number(_at(result, "smile", "auc"), 3), "", _n(result, "smile"))
    if _at(result, "pose"):
        yield from _pose(result)
    if _at(result, "gender"):
        yield _accuracy(result, "gender", "gender")
        yield _Measure(
            "gender, area under the curve", _number(_at(result, "gender", "auc"), 3), "", _n(result, "gender")
        )
        yield _Measure("gender, ECE", _percent(_at(result, "gender", "ece")), "", _n(result, "gender"))


def _emotion(result: Result) -> Iterator[_Measure]:
    yield _accuracy(result, "emotion", "emotion, 8 classes")
    for key, name, count in (
        ("accuracy_ferplus", "FER+ rule", "n_ferplus"),
        ("accuracy_all", "not found is wrong", "n_all"),
        ("balanced_accuracy", "mean recall", "n"),
        ("ece", "ECE", "n"),
    ):
        value = _percent(_at(result, "emotion", key))
        yield _Measure(f"emotion, {name}", value, "", _at(result, "emotion", count))


def _pose(result: Result) -> Iterator[_Measure]:
    for angle in (*ANGLES, "mean"):
        low = _number(_at(result, "pose", "mae_low", angle), 2)
        high = _number(_at(result, "pose", "mae_high", angle), 2)
        value = f"{_number(_at(result, 'pose', 'mae', angle), 2)} degrees"
        interval = f"{low} to {high}" if _NOTHING not in (low, high) else ""
        name = "mean of the angles" if angle == "mean" else angle
        yield _Measure(f"{name}, mean absolute error", value, interval, _n(result, "pose"))
    offsets = ", ".join(f"{angle} {_number(_at(result, 'pose', 'offset', angle), 2, sign=True)}" for angle in ANGLES)
    yield _Measure("offset (prediction minus truth)", offsets, "", _n(result, "pose"))
    rest = _number(_at(result, "pose", "mae_offset_removed", "mean"), 2)
    yield _Measure("mean of the angles, offsets removed", f"{rest} degrees", "", _n(result, "pose"))


def _accuracy(result: Result, task: str, name: str) -> _Measure:
    return _Measure(name, _percent(_at(result, task, "accuracy")), _range(result, task), _n(result, task))


def _range(result: Result, *place: str) -> str:
    low, high = _at(result, *place, "low"), _at(result, *place, "high")
    return "" if low is None or high is None else f"{_percent(low)} to {_percent(high)}"


def _not_found(result: Result) -> str:
    return f"{_count(_at(result, 'faces', 'not_found'))} of {_count(_at(result, 'faces', 'pictures'))}"


def _n(result: Result, task: str) -> Json:
    return _at(result, task, "n")


def _at(result: Result, *place: str) -> Json:
    """The value at a place of the nested result; None when it is not there."""
    value: Json = result
    for name in place:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def _percent(value: Json) -> str:
    return f"{100 * value:.1f} %" if isinstance(value, int | float) else _NOTHING


def _number(value: Json, digits: int, sign: bool = False) -> str:
    return f"{value:{'+' if sign else ''}.{digits}f}" if isinstance(value, int | float) else _NOTHING


def _count(value: Json) -> str:
    return f"{value:,}" if isinstance(value, int) else _NOTHING
