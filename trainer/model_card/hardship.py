"""The tables of the model card about hard cases: far turned heads and spoilt pictures."""

from collections.abc import Mapping, Sequence

from trainer.evaluation.pose_scores import YAW_BANDS
from trainer.model_card.values import (
    NOTHING,
    Result,
    at,
    bounds,
    count,
    markdown,
    number,
    number_range,
    percent,
    percent_with_range,
    title,
)
from trainer.plain_values import Json

_POINTS = 100.0


def turned_views(results: Sequence[Result]) -> Result | None:
    """The result with the most faces turned by 45 to 75 degrees."""

    def turned(result: Result) -> int:
        n = at(result, "pose", "by_yaw", "45-75", "n")
        return n if isinstance(n, int) else 0

    best = max(results, key=turned, default=None)
    return best if best is not None and turned(best) else None


def yaw_table(results: Sequence[Result]) -> str:
    """Errors by the turn of the head; empty when no result has far turned heads."""
    result = turned_views(results)
    if result is None:
        return ""
    rows = []
    for name in YAW_BANDS:
        band = at(result, "pose", "by_yaw", name)
        if band is not None:
            flips = at(band, "sign_flips")
            wrong = percent_with_range(at(flips, "accuracy"), at(flips, "low"), at(flips, "high")) if flips else ""
            rows.append((name, _degrees(band, "yaw"), _degrees(band, "mean"), wrong, count(at(band, "n"))))
    header = ("yaw, degrees", "yaw, mean absolute error", "mean of the angles", "read to the wrong side", "n")
    return f"{title(result)}:\n\n{markdown(header, rows)}"


def robustness_tables(results: Sequence[Result]) -> str:
    """Every corruption, with the change against the same pictures as they are; empty when none was measured."""
    tables = []
    for tasks in (("emotion", "gender"), ("pose",)):
        measured = {task: _first(results, task) for task in tasks}
        shown = [(task, result) for task, result in measured.items() if result is not None]
        if shown:
            tables.append(_robustness_table(shown))
    return "\n\n".join(tables)


def steadiness_table(results: Sequence[Result]) -> str:
    """How label and angles rest, before and after smoothing, by the noise added; empty when none was measured."""
    rows = []
    for result in results:
        angles, noise = result.get("angles"), number(result.get("noise_sd"), 0)
        if isinstance(angles, list):
            changes = (number(at(result, "labels", f"{kind}_per_minute"), 1) for kind in ("raw", "smooth"))
            rows.append((noise, "changes of the label in a minute", *changes, ""))
            for each in angles:
                jitter = (f"{number(at(each, f'{kind}_jitter_deg'), 2)} degrees" for kind in ("raw", "smooth"))
                lag = at(each, "lag_ms")
                took = NOTHING if lag is None else f"{number(lag, 0)} ms"
                rows.append((noise, f"jitter of {at(each, 'angle')} at rest", *jitter, took))
    return markdown(("noise added, sd", "what", "as read", "smoothed", "lag"), rows) if rows else ""


def conditions(result: Result) -> list[Mapping[str, Json]]:
    """The measured conditions of a result of `robustness`; none of any other."""
    found = result.get("robustness")
    return [each for each in found if isinstance(each, Mapping)] if isinstance(found, list) else []


def _robustness_table(shown: Sequence[tuple[str, Result]]) -> str:
    columns = [(task, {_key(each): _cells(task, each) for each in conditions(result)}) for task, result in shown]
    keys = dict.fromkeys(key for _, column in columns for key in column)
    rows = []
    for kind, text in keys:
        cells = [cell for task, column in columns for cell in column.get((kind, text)) or _no_cells(task)]
        if any(cell != NOTHING for cell in cells):
            rows.append(("as they are" if kind == "none" else kind, text, *cells))
    headings = [_headings(task) for task, _ in shown]
    header = ("corruption", "severity", *(heading for group in headings for heading in group))
    named = "; ".join(f"{task}: {title(result)}, n = {_n(result, task)}" for task, result in shown)
    return f"{named[0].upper()}{named[1:]}.\n\n{markdown(header, rows)}"


def _headings(task: str) -> tuple[str, ...]:
    return ("pose, mean error", "change") if task == "pose" else (f"{task}, right", "change", "sure")


def _no_cells(task: str) -> tuple[str, ...]:
    return (NOTHING,) * len(_headings(task))


def _cells(task: str, condition: Mapping[str, Json]) -> tuple[str, ...]:
    """Value and change with their intervals, and how sure the network was; pictures as they are have no change."""
    level = condition.get(task)
    if level is None:
        return _no_cells(task)
    value, low, high = (at(level, name) for name in ("value", "low", "high"))
    change = [at(level, name) for name in ("change", "change_low", "change_high")]
    digits, shown = 2, f"{number(value, 2)} ({number_range(low, high, 2)})"
    if task != "pose":
        digits, shown = 1, percent_with_range(value, low, high)
        change = [_POINTS * each if isinstance(each, int | float) else None for each in change]
    sure = () if task == "pose" else (percent(at(level, "confidence")),)
    if condition.get("kind") == "none" or change[0] is None:
        return shown, "", *sure
    between = number_range(change[1], change[2], digits, sign=True)
    return shown, f"{number(change[0], digits, sign=True)} ({between})", *sure


def _first(results: Sequence[Result], task: str) -> Result | None:
    return next((result for result in results if any(task in each for each in conditions(result))), None)


def _n(result: Result, task: str) -> str:
    return count(at(conditions(result)[0], task, "n"))


def _key(each: Mapping[str, Json]) -> tuple[str, str]:
    return str(each.get("kind")), str(each.get("text"))


def _degrees(band: Json, name: str) -> str:
    between = number_range(*bounds(at(band, f"{name}_interval")), 2)
    return f"{number(at(band, name), 2)}{f' ({between})' if between else ''}"
