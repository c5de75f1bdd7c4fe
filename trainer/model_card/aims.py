"""What was asked of the network that ships, and what it reached."""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from app.domain.reading import ANGLES, EMOTIONS, Emotion
from trainer.evaluation.groups import RACE_FROM_10
from trainer.model_card.groups import counts_of
from trainer.model_card.hardship import conditions, turned_views
from trainer.model_card.values import (
    NOTHING,
    Result,
    at,
    bounds,
    chief,
    count,
    has_teachers_angles,
    markdown,
    number,
    number_range,
    percent,
    percent_range,
    role,
    set_name,
    title,
)
from trainer.plain_values import Json

_LARGEST_MB = 12.0
_RARE = {Emotion.FEAR: 0.50, Emotion.CONTEMPT: 0.25, Emotion.DISGUST: 0.35}
"""Least recall of the emotions that networks tend never to name."""
_MOST_LOST = {("blur", 3.0): 12.0, ("noise", 40.0): 8.0, ("lower half covered", 0.5): 22.0}
"""Points of accuracy that a corruption of this kind and severity may cost."""
_EMOTION_ECE, _GENDER_ECE = 0.015, 0.01


class _Aim(NamedTuple):
    what: str
    asked: str
    reached: str
    interval: str
    n: str
    met: bool | None
    where: str


def aims_table(results: Sequence[Result], size_bytes: int) -> str:
    """A line for each aim that the results speak of."""
    megabytes = size_bytes / 1e6
    size = _Aim("size of the file", "<= 12 MB", f"{megabytes:.1f} MB", "", "", megabytes <= _LARGEST_MB, "")
    aims = [
        *_emotion(results),
        *_spoilt(results),
        *_pose(results),
        *_gender(results),
        *_steadiness(results),
        *_cost(results),
        size,
    ]
    rows = [(aim.what, aim.asked, aim.reached, aim.interval, aim.n, _met(aim.met), aim.where) for aim in aims]
    return markdown(("what", "asked", "reached", "95 % interval", "n", "met", "pictures"), rows)


def _emotion(results: Sequence[Result]) -> Iterator[_Aim]:
    aligned = chief(results, "emotion", aligned=True)
    if aligned is None:
        return
    scores, where = at(aligned, "emotion"), title(aligned)
    yield _at_least("emotion, 8 classes", 0.86, scores, where)
    ferplus = bounds(at(scores, "intervals", "accuracy_ferplus"))
    yield _share("emotion, FER+ rule", 0.885, at(scores, "accuracy_ferplus"), ferplus, at(scores, "n_ferplus"), where)
    neutral = bounds(at(scores, "recall_intervals", "neutral"))
    counts = counts_of(aligned)
    faces = sum(counts[EMOTIONS.index(Emotion.NEUTRAL)]) if counts else None
    yield _share("neutral recall", 0.90, at(scores, "recall", "neutral"), neutral, faces, where)
    between = bounds(at(scores, "intervals", "balanced_accuracy"))
    yield _share("mean recall", 0.68, at(scores, "balanced_accuracy"), between, at(scores, "n"), where)
    for emotion, least in _RARE.items():
        between = bounds(at(scores, "recall_intervals", emotion))
        faces = sum(counts[EMOTIONS.index(emotion)]) if counts else None
        yield _share(f"{emotion} recall", least, at(scores, "recall", emotion), between, faces, where)
    yield from _end_to_end(aligned, results)
    yield _error("emotion, ECE", _EMOTION_ECE, scores, where)


def _spoilt(results: Sequence[Result]) -> Iterator[_Aim]:
    """What the worst corruptions cost the emotions."""
    for result in results:
        for each in conditions(result):
            kind, severity, level = str(each.get("kind")), at(each, "severity"), each.get("emotion")
            most = _MOST_LOST.get((kind, float(severity))) if isinstance(severity, int | float) else None
            changed = [at(level, name) for name in ("change", "change_low", "change_high")]
            lost = [-100 * value for value in changed if isinstance(value, int | float)]
            if most is None or len(lost) < 3:
                continue
            what = f"emotion lost by {kind}, {each.get('text')}"
            between = number_range(lost[2], lost[1], 1)
            n, met = count(at(level, "n")), lost[0] <= most
            yield _Aim(what, f"<= {most:g} points", f"{lost[0]:.1f} points", between, n, met, title(result))


def _end_to_end(aligned: Result, results: Sequence[Result]) -> Iterator[_Aim]:
    """Loss against aligned pictures; the interval takes the two as independent, so it is wider than it need be."""
    same = [each for each in results if role(each) == role(aligned) and set_name(each) == set_name(aligned)]
    through = next((each for each in same if at(each, "emotion") and not each.get("aligned")), None)
    ends = [at(aligned, "emotion", name) for name in ("accuracy", "low", "high")]
    others = [at(through, "emotion", "accuracy_all"), *bounds(at(through, "emotion", "intervals", "accuracy_all"))]
    values = [100 * each for each in (*ends, *others) if isinstance(each, int | float)]
    if through is None or len(values) < 6:
        return
    loss, reach = values[0] - values[3], math.hypot(values[2] - values[1], values[5] - values[4]) / 2
    yield _Aim(
        "emotion lost end to end",
        "<= 3 points",
        f"{loss:.1f} points",
        number_range(loss - reach, loss + reach, 1),
        count(at(through, "emotion", "n_all")),
        loss <= 3,
        title(through),
    )


def _pose(results: Sequence[Result]) -> Iterator[_Aim]:
    helen = chief([each for each in results if set_name(each) == "HELEN"], "pose", aligned=False)
    if helen is not None:
        between = at(helen, "pose", "mae_low", "mean"), at(helen, "pose", "mae_high", "mean")
        n = at(helen, "pose", "n")
        yield _degrees("head pose, mean of the angles", 2.0, at(helen, "pose", "mae", "mean"), between, n, title(helen))
        for angle in ANGLES:
            between = bounds(at(helen, "pose", "offset_intervals", angle))
            offset = at(helen, "pose", "offset", angle)
            yield _degrees(f"constant offset of {angle}", 0.7, offset, between, n, title(helen), signed=True)
    teacher = next((each for each in results if has_teachers_angles(each)), None)
    near = at(teacher, "pose", "by_yaw", "0-45")
    if teacher is not None and near is not None:
        yield _band("difference from the teacher, up to 45 degrees yaw", 2.5, near, title(teacher))
    turned = turned_views(results)
    if turned is not None:
        far = at(turned, "pose", "by_yaw", "45-75")
        yield _band("yaw of 45 to 75 degrees, mean of the angles", 5.0, far, title(turned))
        flips = at(far, "sign_flips")
        share, interval = at(flips, "accuracy"), percent_range(at(flips, "low"), at(flips, "high"))
        yield _Aim("and to the wrong side", "none", percent(share), interval, _n(flips), share == 0, title(turned))


def _gender(results: Sequence[Result]) -> Iterator[_Aim]:
    result = chief(results, "gender", aligned=False)
    if result is None:
        return
    where, groups = title(result), at(result, "gender", "groups")
    yield _at_least("gender", 0.95, at(result, "gender"), where)
    grown = at(groups, "age", ">=10")
    if grown is not None:
        yield _at_least("gender from age 10 on", 0.98, grown, where)
        yield _at_least("gender below age 10", 0.75, at(groups, "age", "0-9"), where)
    races = at(groups, RACE_FROM_10)
    for name, group in races.items() if isinstance(races, Mapping) else ():
        yield _at_least(f"gender from age 10 on, {name}", 0.92, group, where)
    yield _error("gender, ECE", _GENDER_ECE, at(result, "gender"), where)


def _cost(results: Sequence[Result]) -> Iterator[_Aim]:
    for result in results:
        times = result.get("times")
        for each in times if isinstance(times, list) else ():
            most = {1: 3.0, 8: 15.0}.get(int(faces) if isinstance(faces := at(each, "faces"), int) else 0)
            took = at(each, "median_ms")
            if most is not None and at(each, "threads") == 2 and isinstance(took, int | float):
                spread = number_range(at(each, "p10_ms"), at(each, "p90_ms"), 2)
                name = "one face, two threads" if most == 3.0 else "8 faces, two threads"
                middle = f"{spread} (10 % and 90 % of the runs)"
                yield _Aim(name, f"<= {most:g} ms", f"{took:.2f} ms", middle, "", took <= most, "")


def _steadiness(results: Sequence[Result]) -> Iterator[_Aim]:
    for result in results:
        angles, clip = result.get("angles"), f"the demo clip, noise sd {number(result.get('noise_sd'), 0)}"
        changes = at(result, "labels", "smooth_per_minute")
        if isinstance(changes, int | float):
            yield _Aim("changes of the label in a minute", "0", f"{changes:.0f}", "", "", changes == 0, clip)
        for each in angles if isinstance(angles, list) else ():
            name, jitter, lag = at(each, "angle"), at(each, "smooth_jitter_deg"), at(each, "lag_ms")
            if isinstance(jitter, int | float):
                reached = f"{jitter:.2f} degrees"
                yield _Aim(f"jitter of {name} at rest", "< 0.5 degrees", reached, "", "", jitter < 0.5, clip)
            if isinstance(lag, int | float):
                yield _Aim(f"lag of {name}", "< 80 ms", f"{lag:.0f} ms", "", "", lag < 80, clip)


def _at_least(what: str, least: float, scores: Json, where: str) -> _Aim:
    return _share(what, least, at(scores, "accuracy"), (at(scores, "low"), at(scores, "high")), at(scores, "n"), where)


def _share(what: str, least: float, value: Json, between: tuple[Json, Json], n: Json, where: str) -> _Aim:
    met = value >= least if isinstance(value, int | float) else None
    return _Aim(what, f">= {100 * least:g} %", percent(value), percent_range(*between), count(n), met, where)


def _error(what: str, most: float, scores: Json, where: str) -> _Aim:
    error = at(scores, "ece")
    met = error <= most if isinstance(error, int | float) else None
    between = percent_range(*bounds(at(scores, "intervals", "ece")))
    return _Aim(what, f"<= {100 * most:g} %", percent(error), between, _n(scores), met, where)


def _degrees(
    what: str, most: float, value: Json, between: tuple[Json, Json], n: Json, where: str, signed: bool = False
) -> _Aim:
    met = abs(value) <= most if isinstance(value, int | float) else None
    interval, reached = number_range(*between, 2, signed), f"{number(value, 2, signed)} degrees"
    return _Aim(what, f"<= {most:g} degrees", reached, interval, count(n), met, where)


def _band(what: str, below: float, band: Json, where: str) -> _Aim:
    aim = _degrees(what, below, at(band, "mean"), bounds(at(band, "mean_interval")), at(band, "n"), where)
    mean = at(band, "mean")
    return aim._replace(asked=f"< {below:g} degrees", met=mean < below if isinstance(mean, int | float) else None)


def _n(scores: Json) -> str:
    return count(at(scores, "n"))


def _met(met: bool | None) -> str:
    return NOTHING if met is None else "yes" if met else "no"
