"""Values out of the JSON that the model card is made from, and how they are written."""

from collections.abc import Mapping, Sequence
from pathlib import PurePath

from trainer.plain_values import Json

Result = Mapping[str, Json]
"""An object of `evaluate`, `robustness`, `latency` or `stability`, each with `--json`."""

NOTHING = "-"
_SETS = {
    "fer2013": "FER2013 with FER+ votes",
    "utkface": "UTKFace",
    "helen": "HELEN",
    "muxspace": "muxspace facial_expressions",
    "turned": "views turned in 3-D",
}
_VALIDATION = ("split=val", "fold=7")
_TEST = ("split=test", "fold=8")


def at(result: Json, *place: str) -> Json:
    """The value at a place of the nested result; None when it is not there."""
    value: Json = result
    for name in place:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def chief(results: Sequence[Result], task: str, aligned: bool) -> Result | None:
    """The result with that task to speak of: test before others, then as aligned as asked, then the first."""
    with_task = [result for result in results if at(result, task) and "faces" in result]
    return max(with_task, key=lambda each: (role(each) == "test", each.get("aligned") is aligned), default=None)


def title(result: Result) -> str:
    """Which pictures a result is about, for people: set, role, and how the faces were cut."""
    return f"{set_name(result)}, {role(result)}{', aligned' if result.get('aligned') else ''}"


def set_name(result: Result) -> str:
    stem = _stem(result)
    name = next((name for start, name in _SETS.items() if stem.startswith(start)), stem)
    return f"{name} with the teacher's angles" if has_teachers_angles(result) else name


def has_teachers_angles(result: Result) -> bool:
    """UTKFace names no angles of its own."""
    return _stem(result).startswith("utkface") and bool(at(result, "pose"))


def role(result: Result) -> str:
    where = result.get("where")
    chosen = [str(each) for each in where] if isinstance(where, list) else []
    if any(each in _TEST for each in chosen) or "held-out-" in str(result.get("file", "")):
        return "test"
    if any(each in _VALIDATION for each in chosen) or "val" in _stem(result).split("_"):
        return "validation"
    return " and ".join(chosen) or "all rows"


def markdown(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def percent(value: Json) -> str:
    return f"{100 * value:.1f} %" if isinstance(value, int | float) else NOTHING


def number(value: Json, digits: int, sign: bool = False) -> str:
    return f"{value:{'+' if sign else ''}z.{digits}f}" if isinstance(value, int | float) else NOTHING


def count(value: Json) -> str:
    return f"{value:,}" if isinstance(value, int) else NOTHING


def percent_range(low: Json, high: Json) -> str:
    return "" if low is None or high is None else f"{percent(low)} to {percent(high)}"


def number_range(low: Json, high: Json, digits: int, sign: bool = False) -> str:
    return "" if low is None or high is None else f"{number(low, digits, sign)} to {number(high, digits, sign)}"


def bounds(interval: Json) -> tuple[Json, Json]:
    """The two ends of an interval of the JSON; None and None where there is none."""
    return (interval[0], interval[1]) if isinstance(interval, list) and len(interval) == 2 else (None, None)


def percent_with_range(value: Json, low: Json, high: Json) -> str:
    """For cells that hold both."""
    if low is None or high is None:
        return percent(value)
    return f"{percent(value)} ({percent(low).removesuffix(' %')} to {percent(high).removesuffix(' %')})"


def _stem(result: Result) -> str:
    return PurePath(str(result.get("file", ""))).stem.removeprefix("held-out-")
