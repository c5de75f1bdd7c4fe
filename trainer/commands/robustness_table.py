"""The measured corruptions as tables for people, one for each task."""

from collections.abc import Iterator

from rich.box import SIMPLE_HEAD
from rich.table import Table

from trainer.robustness.file import ConditionScores, Level, Robustness

_TASKS = ("emotion", "gender", "pose")


def as_tables(result: Robustness) -> Iterator[Table]:
    """A row for each corruption and severity: the value, its change against the pictures as they are, and how sure the
    network was."""
    chosen = f", {' and '.join(result.where)}" if result.where else ""
    for task in _TASKS:
        levels = [(each, _level(each, task)) for each in result.conditions]
        rows = [_row(each, level, task) for each, level in levels if level is not None]
        if not rows:
            continue
        n = max(level.n for _, level in levels if level is not None)
        quantity = "mean error in degrees" if task == "pose" else "% right"
        name = f"{result.file}{chosen}\n{task}, {quantity}, {n} pictures"
        table = Table(box=SIMPLE_HEAD, title=name, title_justify="left", padding=(0, 1, 0, 0), show_edge=False)
        table.add_column("corruption", no_wrap=True)
        for heading in ("severity", "value", "95 %" if task == "pose" else "sure", "change", "95 %"):
            table.add_column(heading, justify="right", no_wrap=True)
        before = ""
        for row in rows:
            table.add_row("" if row[0] == before else row[0], *row[1:])
            before = row[0]
        yield table


def _row(each: ConditionScores, level: Level, task: str) -> tuple[str, ...]:
    factor, digits = (1.0, 2) if task == "pose" else (100.0, 1)
    form, signed = f".{digits}f", f"+z.{digits}f"
    beside = (
        _interval(level.low, level.high, factor, form) if task == "pose" else _number(level.confidence, factor, form)
    )
    value = (_number(level.value, factor, form), beside)
    if each.kind == "none":
        return "as they are", "", *value, "", ""
    between = _interval(level.change_low, level.change_high, factor, signed)
    return each.kind, each.text, *value, _number(level.change, factor, signed), between


def _level(each: ConditionScores, task: str) -> Level | None:
    return {"emotion": each.emotion, "gender": each.gender, "pose": each.pose}[task]


def _number(value: float | None, factor: float, form: str) -> str:
    return "" if value is None else f"{factor * value:{form}}"


def _interval(low: float | None, high: float | None, factor: float, form: str) -> str:
    return "" if low is None or high is None else f"{factor * low:{form}} to {factor * high:{form}}"
