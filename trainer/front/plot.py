"""The plot of a front: a panel for each task, time to the right, the better upwards."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Literal

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as Drawing
from matplotlib.lines import Line2D
from matplotlib.text import Annotation
from matplotlib.ticker import MaxNLocator, NullFormatter
from matplotlib.transforms import Bbox

from trainer.front.candidates import Score, on_front
from trainer.plots.drawing import BLUE, FAINT, INK, VERMILION, house_style, save_drawing

_TICKS_MS = (0.2, 0.3, 0.5, 0.7, 1, 1.5, 2, 3, 5, 7, 10, 15, 20, 30, 50, 100)
_Side = Literal["left", "right", "center"]
_PLACES: tuple[tuple[int, int, _Side], ...] = (
    (7, 7, "left"),
    (7, -13, "left"),
    (-7, 7, "right"),
    (-7, -13, "right"),
    (0, 16, "center"),
    (0, -22, "center"),
    (16, 20, "left"),
    (-16, -26, "right"),
)
"""Where a name may stand: points to the right and up of its mark, and which side of it is there."""


@dataclass(frozen=True, slots=True)
class Point:
    """A candidate in one panel; the times are of one face."""

    label: str
    median_ms: float
    p10_ms: float
    p90_ms: float
    score: Score


@dataclass(frozen=True, slots=True)
class Panel:
    """A task; `lower_is_better` turns its axis round, so that up is better in every panel."""

    title: str
    points: tuple[Point, ...]
    lower_is_better: bool = False

    def on_front(self) -> tuple[bool, ...]:
        sign = -1 if self.lower_is_better else 1
        return on_front([each.median_ms for each in self.points], [sign * each.score.value for each in self.points])


def draw_front(panels: Sequence[Panel], aim_ms: float, path: Path) -> None:
    """Raises OSError."""
    with house_style():
        drawing = Drawing(figsize=(7.6, 0.5 + 3.5 * len(panels)))
        plots = drawing.subplots(len(panels), 1, squeeze=False)[:, 0]
        names = [_panel(axes, panel, aim_ms) for axes, panel in zip(plots, panels, strict=True)]
        _legend(drawing, aim_ms)
        FigureCanvasAgg(drawing).draw()  # only now is known how large the names are
        for axes, panel, texts in zip(plots, panels, names, strict=True):
            _settle(axes, panel, texts, aim_ms)
        save_drawing(drawing, path)


def _panel(axes: Axes, panel: Panel, aim_ms: float) -> list[Annotation]:
    best = panel.on_front()
    _front_line(axes, [point for point, good in zip(panel.points, best, strict=True) if good])
    names = [_point(axes, point, good) for point, good in zip(panel.points, best, strict=True)]
    if aim_ms:
        axes.axvline(aim_ms, color=VERMILION, linewidth=1.4, zorder=1)
    axes.set_title(panel.title)
    axes.set_xlabel("one face, milliseconds (fewer is better)")
    _time_axis(axes, [value for each in panel.points for value in (each.p10_ms, each.p90_ms)] + [aim_ms] * (aim_ms > 0))
    axes.yaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 2.5, 5, 10]))
    axes.margins(y=0.16)
    axes.grid(True)
    axes.set_axisbelow(True)
    if panel.lower_is_better:
        axes.invert_yaxis()
    return names


def _point(axes: Axes, point: Point, good: bool) -> Annotation:
    colour, score = BLUE if good else FAINT, point.score
    place = (point.median_ms, score.value)
    axes.plot((point.p10_ms, point.p90_ms), (score.value,) * 2, color=colour, linewidth=1.2, alpha=0.7, zorder=2)
    axes.plot((point.median_ms,) * 2, (score.low, score.high), color=colour, linewidth=1.2, alpha=0.7, zorder=2)
    axes.plot(*place, "o" if good else "s", color=colour if good else "white", markeredgecolor=colour, zorder=4)
    weight = "bold" if good else "normal"
    return axes.annotate(point.label, place, (0, 0), textcoords="offset points", color=INK, weight=weight, zorder=5)


def _front_line(axes: Axes, points: list[Point]) -> None:
    ordered = sorted(points, key=lambda each: each.median_ms)
    xs, ys = [each.median_ms for each in ordered], [each.score.value for each in ordered]
    axes.plot(xs, ys, color=BLUE, linewidth=1.6, alpha=0.35, drawstyle="steps-post", zorder=1)


def _time_axis(axes: Axes, times_ms: list[float]) -> None:
    """Logarithmic: twice as fast is the same step everywhere."""
    low, high = 0.8 * min(times_ms), 1.5 * max(times_ms)
    ticks = [tick for tick in _TICKS_MS if low <= tick <= high]
    axes.set_xscale("log")
    axes.set_xlim(low, high)
    axes.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.minorticks_off()


def _legend(drawing: Drawing, aim_ms: float) -> None:
    marks = [
        Line2D([], [], color=BLUE, marker="o"),
        Line2D([], [], color=FAINT, marker="s", markerfacecolor="white", linewidth=0),
        Line2D([], [], color=FAINT, linewidth=1.2),
    ]
    names = ["on the front", "beaten by another", "95 % of accuracy, 10 to 90 % of times"]
    if aim_ms:
        marks.append(Line2D([], [], color=VERMILION, linewidth=1.4))
        names.append(f"aim: {aim_ms:g} ms")
    drawing.legend(marks, names, loc="outside lower left", ncols=4)


def _settle(axes: Axes, panel: Panel, names: list[Annotation], aim_ms: float) -> None:
    """Put each name where it covers the least of what stands already, one after the other."""
    taken = [*_marks(axes, panel.points), *_steps(axes, panel), *_aim(axes, aim_ms)]
    for name in names:
        costs = [(_cost(axes, name, place, taken), number) for number, place in enumerate(_PLACES)]
        _put(name, _PLACES[min(costs)[1]])
        taken.append(name.get_window_extent())


def _marks(axes: Axes, points: Sequence[Point]) -> Iterator[Bbox]:
    """Where the points and their intervals are, in pixels."""
    to_pixels = axes.transData.transform
    for each in points:
        (left, bottom), (right, top) = to_pixels([(each.p10_ms, each.score.low), (each.p90_ms, each.score.high)])
        x, y = to_pixels((each.median_ms, each.score.value))
        yield _box(x - 5, y - 5, x + 5, y + 5)
        yield _box(left, y - 1, right, y + 1)
        yield _box(x - 1, bottom, x + 1, top)


def _steps(axes: Axes, panel: Panel) -> Iterator[Bbox]:
    """Where the line of the front is."""
    good = [
        (each.median_ms, each.score.value) for each, best in zip(panel.points, panel.on_front(), strict=True) if best
    ]
    corners = axes.transData.transform(sorted(good))
    for (left, before), (right, after) in pairwise(corners):
        yield _box(left, before - 1, right, before + 1)
        yield _box(right - 1, before, right + 1, after)


def _aim(axes: Axes, aim_ms: float) -> Iterator[Bbox]:
    """Where the line of the aim is, if there is one."""
    if aim_ms:
        frame, x = axes.get_window_extent(), axes.transData.transform((aim_ms, 0))[0]
        yield _box(x - 1, frame.y0, x + 1, frame.y1)


def _cost(axes: Axes, name: Annotation, place: tuple[int, int, _Side], taken: list[Bbox]) -> float:
    _put(name, place)
    box = name.get_window_extent().padded(2)
    inside = Bbox.intersection(box, axes.get_window_extent())
    outside = box.width * box.height - (inside.width * inside.height if inside else 0.0)
    shared = (Bbox.intersection(box, other) for other in taken)
    return round(3 * outside + sum(each.width * each.height + 20 for each in shared if each), 3)


def _put(name: Annotation, place: tuple[int, int, _Side]) -> None:
    name.set_position(place[:2])
    name.set_horizontalalignment(place[2])


def _box(left: float, bottom: float, right: float, top: float) -> Bbox:
    return Bbox([[left, min(bottom, top)], [right, max(bottom, top)]])
