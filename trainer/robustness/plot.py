"""Accuracy against severity, one small panel for each corruption, from the JSON of `poise-train robustness`."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing
from matplotlib.ticker import MaxNLocator

from trainer.plain_values import Json
from trainer.plots.drawing import BLUE, FAINT, INK, VERMILION, house_style, save_drawing
from trainer.robustness.corruption import Kind
from trainer.robustness.series import SEVERITIES, UNITS, severity_text

_STYLE = {
    "font.size": 11.5,  # large enough to be read at half the size
    "axes.titlesize": 11.5,
    "figure.constrained_layout.w_pad": 0.08,
    "figure.constrained_layout.h_pad": 0.08,
}


class _Line(NamedTuple):
    """A task of one result: the clean value and, by kind and severity, value, low and high, all as they are drawn."""

    name: str
    colour: str
    marker: str
    clean: float
    points: dict[tuple[str, float], tuple[float, float, float]]


_SHARES = (("emotion", "emotion", BLUE, "o"), ("gender", "gender", VERMILION, "s"))
_POSE = (("pose", "pose", BLUE, "o"),)


def draw_robustness(
    results: Sequence[Mapping[str, Json]], path: Path, tasks: Sequence[str] = ("emotion", "gender", "pose")
) -> None:
    """Shares right of emotion and gender, or, where there are none, mean errors of the pose. Raises OSError."""
    lines, quantity = _lines(results, [each for each in _SHARES if each[0] in tasks], 100.0), "right, %"
    if not lines:
        lines, quantity = _lines(results, _POSE, 1.0), "mean error, degrees"
    kinds = [kind for kind in Kind if any(name == str(kind) for line in lines for name, _ in line.points)]
    columns = 5 if len(kinds) == 10 else 4  # the fewest empty places
    rows = -(-len(kinds) // columns)
    with house_style(), rc_context(_STYLE):
        drawing = Drawing(figsize=(11.0, 0.9 + 2.35 * rows))
        panels = drawing.subplots(rows, columns, sharey=True, squeeze=False)
        for panel, kind in zip(panels.flat, kinds, strict=False):
            _draw_panel(panel, kind, lines)
        for panel in panels.flat[len(kinds) :]:
            panel.remove()
        panels[0, 0].yaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 2.5, 5, 10]))
        handles = panels[0, 0].get_legend_handles_labels()
        for panel in panels[:, 0]:
            panel.set_ylabel(quantity)
        drawing.legend(*handles, loc="outside lower left", ncols=2)
        save_drawing(drawing, path)


def _draw_panel(panel: Axes, kind: Kind, lines: Sequence[_Line]) -> None:
    severities = SEVERITIES[kind]
    for number, line in enumerate(lines):
        points = [(place, line.points.get((str(kind), severity))) for place, severity in enumerate(severities)]
        drawn = [(place + 0.1 * (number - (len(lines) - 1) / 2), point) for place, point in points if point is not None]
        panel.axhline(
            line.clean,
            color=line.colour,
            linestyle=(0, (4, 2)),
            linewidth=1.2,
            label=f"{line.name}, pictures as they are",
        )
        places, values = [place for place, _ in drawn], [point[0] for _, point in drawn]
        reach = [[value - low for _, (value, low, _) in drawn], [high - value for _, (value, _, high) in drawn]]
        panel.errorbar(
            places, values, reach, color=line.colour, marker=line.marker, markersize=6, linewidth=1.8, elinewidth=1.4,
            capsize=3, label=f"{line.name}, with 95 % interval",
        )  # fmt: skip
    panel.set_title(f"{kind[0].upper()}{kind[1:]}")
    panel.set_xticks(range(len(severities)), [severity_text(kind, each) for each in severities])
    panel.set_xlim(-0.4, len(severities) - 0.6)
    panel.set_xlabel(UNITS[kind], color=FAINT)
    panel.tick_params(axis="x", length=0, labelcolor=INK)
    panel.grid(axis="y")


def _lines(
    results: Sequence[Mapping[str, Json]], tasks: Sequence[tuple[str, str, str, str]], factor: float
) -> list[_Line]:
    lines = []
    for task, name, colour, marker in tasks:
        for result in results:
            levels = _levels(result, task, factor)
            clean = levels.pop(("none", 0.0), None)
            if clean is not None:
                lines.append(_Line(name, colour, marker, clean[0], levels))
                break  # the first result that has the task
    return lines


def _levels(
    result: Mapping[str, Json], task: str, factor: float
) -> dict[tuple[str, float], tuple[float, float, float]]:
    levels = {}
    conditions = result.get("robustness")
    for each in conditions if isinstance(conditions, list) else ():
        assert isinstance(each, Mapping)
        level, severity = each.get(task), each.get("severity")
        if isinstance(level, Mapping) and isinstance(severity, int | float):
            value, low, high = (level.get(name) for name in ("value", "low", "high"))
            if isinstance(value, float) and isinstance(low, float) and isinstance(high, float):
                levels[str(each.get("kind")), float(severity)] = (factor * value, factor * low, factor * high)
    return levels
