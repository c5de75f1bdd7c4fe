"""The tables of the model card with one line for each measure of each result."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from app.domain.reading import ANGLES, EMOTIONS
from trainer.model_card.values import (
    Result,
    at,
    bounds,
    count,
    markdown,
    number,
    number_range,
    percent,
    percent_range,
    percent_with_range,
    title,
)
from trainer.plain_values import Json


class _Measure(NamedTuple):
    name: str
    value: str
    interval: str
    n: Json


def metrics_table(results: Sequence[Result]) -> str:
    """One line for each measure of each result."""
    rows = [
        (title(result), measure.name, measure.value, measure.interval, count(measure.n), _not_found(result))
        for result in results
        for measure in _measures(result)
    ]
    return markdown(("pictures", "measure", "value", "95 % interval", "n", "faces not found"), rows)


def recall_table(results: Sequence[Result]) -> str:
    """One line for each emotion, one column for each result with emotions; empty when there is none."""
    with_emotion = [result for result in results if at(result, "emotion")]
    if not with_emotion:
        return ""
    rows = [(str(emotion), *(_recall(result, str(emotion)) for result in with_emotion)) for emotion in EMOTIONS]
    return markdown(("emotion", *map(title, with_emotion)), rows)


def uncertain_table(results: Sequence[Result]) -> str:
    """What the app's "uncertain" rule answers and how often that is right; empty when no result says."""
    rows = []
    for result in results:
        for task in ("emotion", "gender"):
            rule, scores = at(result, task, "uncertain"), at(result, task)
            if rule:
                coverage = percent_with_range(at(rule, "coverage"), at(rule, "coverage_low"), at(rule, "coverage_high"))
                right, every = (
                    percent_with_range(at(of, "accuracy"), at(of, "low"), at(of, "high")) for of in (rule, scores)
                )
                rows.append((title(result), str(at(rule, "rule")), coverage, right, every, count(at(rule, "n"))))
    header = ("pictures", "answered", "coverage", "right of the answered", "right of all", "n")
    return markdown(header, rows) if rows else ""


def _recall(result: Result, emotion: str) -> str:
    low, high = bounds(at(result, "emotion", "recall_intervals", emotion))
    return percent_with_range(at(result, "emotion", "recall", emotion), low, high)


def _measures(result: Result) -> Iterator[_Measure]:
    if at(result, "emotion"):
        yield from _emotion(result)
    if at(result, "emotion7"):
        yield _accuracy(result, "emotion7", "emotion, 7 classes of FER2013")
    if at(result, "smile"):
        interval = number_range(*bounds(at(result, "smile", "interval")), 3)
        value = number(at(result, "smile", "auc"), 3)
        yield _Measure("smile, area under the curve", value, interval, _n(result, "smile"))
    if at(result, "pose"):
        yield from _pose(result)
    if at(result, "gender"):
        yield _accuracy(result, "gender", "gender")
        between = number_range(*bounds(at(result, "gender", "intervals", "auc")), 3)
        area = number(at(result, "gender", "auc"), 3)
        yield _Measure("gender, area under the curve", area, between, _n(result, "gender"))
        between = percent_range(*bounds(at(result, "gender", "intervals", "ece")))
        yield _Measure("gender, ECE", percent(at(result, "gender", "ece")), between, _n(result, "gender"))


def _emotion(result: Result) -> Iterator[_Measure]:
    yield _accuracy(result, "emotion", "emotion, 8 classes")
    for key, name, of in (
        ("accuracy_ferplus", "FER+ rule", "n_ferplus"),
        ("accuracy_all", "not found is wrong", "n_all"),
        ("balanced_accuracy", "mean recall", "n"),
        ("ece", "ECE", "n"),
    ):
        between = percent_range(*bounds(at(result, "emotion", "intervals", key)))
        yield _Measure(f"emotion, {name}", percent(at(result, "emotion", key)), between, at(result, "emotion", of))


def _own_offset(result: Result, angle: str, n: Json) -> Iterator[_Measure]:
    """The part that pictures and their mirror images share; the rest is in the labels."""
    own = at(result, "pose", "own_offset", angle)
    if own is not None:
        interval = number_range(*bounds(at(result, "pose", "own_offset_intervals", angle)), 2, sign=True)
        name = f"{angle}, offset of the network itself (by mirror images)"
        yield _Measure(name, f"{number(own, 2, sign=True)} degrees", interval, n)


def _pose(result: Result) -> Iterator[_Measure]:
    n = _n(result, "pose")
    for angle in (*ANGLES, "mean"):
        interval = number_range(at(result, "pose", "mae_low", angle), at(result, "pose", "mae_high", angle), 2)
        value = f"{number(at(result, 'pose', 'mae', angle), 2)} degrees"
        name = "mean of the angles" if angle == "mean" else angle
        yield _Measure(f"{name}, mean absolute error", value, interval, n)
    for angle in ANGLES:
        offset = f"{number(at(result, 'pose', 'offset', angle), 2, sign=True)} degrees"
        interval = number_range(*bounds(at(result, "pose", "offset_intervals", angle)), 2, sign=True)
        yield _Measure(f"{angle}, constant offset (prediction minus truth)", offset, interval, n)
        yield from _own_offset(result, angle, n)
    rest = f"{number(at(result, 'pose', 'mae_offset_removed', 'mean'), 2)} degrees"
    interval = number_range(*bounds(at(result, "pose", "offset_removed_intervals", "mean")), 2)
    yield _Measure("mean of the angles, offsets removed", rest, interval, n)


def _accuracy(result: Result, task: str, name: str) -> _Measure:
    interval = percent_range(at(result, task, "low"), at(result, task, "high"))
    return _Measure(name, percent(at(result, task, "accuracy")), interval, _n(result, task))


def _not_found(result: Result) -> str:
    return f"{count(at(result, 'faces', 'not_found'))} of {count(at(result, 'faces', 'pictures'))}"


def _n(result: Result, task: str) -> Json:
    return at(result, task, "n")
