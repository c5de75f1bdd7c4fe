"""How the losses and the figures on validation pictures went over the run."""

from collections.abc import Mapping

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, StrMethodFormatter

from trainer.run_report.figures import MARKERS, SERIES, drawn, grid_of
from trainer.run_report.history import History, Points
from trainer.run_report.markup import Section, absent, paragraph
from trainer.training.journal import Measure, task_title, title

_COLUMNS = 3
_MARKED = 40
"""Series with more points are drawn as a line alone."""
_UNITS = {"accuracy": "%", "mae_deg": "degrees", "psnr_db": "dB"}


def loss_section(history: History) -> Section:
    heading = "Losses"
    losses = history.losses()
    if not losses:
        return absent(heading, "The journal holds no losses yet, so there are no curves.")
    svg = drawn("losses", "The loss of each task over the steps", lambda: _loss_plots(losses))
    return Section(heading, paragraph("Each task's own loss in training, before its weight.") + svg)


def validation_section(history: History) -> Section:
    heading = "On validation pictures"
    measures = history.measures()
    if not measures:
        return absent(heading, "The run was not validated, so there are no curves.")
    svg = drawn("validation", "Every figure on validation pictures over the steps", lambda: _measure_plots(measures))
    return Section(heading, paragraph("What the averaged weights reach, for each set that validates.") + svg)


def _loss_plots(losses: Mapping[str, Points]) -> Figure:
    figure, axes = grid_of(len(losses), _COLUMNS)
    for plot, (name, points) in zip(axes, losses.items(), strict=True):
        _line(plot, points, 0, 1.0)
        _finish(plot, task_title(name))
    return figure


def _measure_plots(measures: Mapping[Measure, Points]) -> Figure:
    sources = list(dict.fromkeys(measure.source for measure in measures))
    kinds = list(dict.fromkeys((measure.task, measure.kind) for measure in measures))
    figure, axes = grid_of(len(kinds), _COLUMNS, height_in=2.2)
    for plot, (task, kind) in zip(axes, kinds, strict=True):
        for number, source in enumerate(sources):
            points = measures.get(Measure(source, task, kind))
            if points:
                _line(plot, points, number, 100.0 if kind.endswith("accuracy") else 1.0, source)
        unit = _UNITS.get(kind.rsplit("_", 1)[-1], _UNITS.get(kind, ""))
        _finish(plot, title(task, kind) + (f", {unit}" if unit else ""))
    known = {text: line for plot in axes for line, text in zip(*plot.get_legend_handles_labels(), strict=True)}
    figure.legend(known.values(), known.keys(), loc="outside lower left", ncols=4)
    return figure


def _line(plot: Axes, points: Points, number: int, factor: float, label: str = "") -> None:
    steps, values = zip(*points, strict=True)
    marker = MARKERS[number % len(MARKERS)] if len(points) <= _MARKED else None
    scaled = [factor * value for value in values]
    plot.plot(steps, scaled, color=SERIES[number % len(SERIES)], marker=marker, label=label or None)


def _finish(plot: Axes, heading: str) -> None:
    plot.set_title(heading)
    plot.set_xlim(left=0)
    plot.xaxis.set_major_locator(MaxNLocator(4, integer=True, steps=[1, 2, 2.5, 5, 10]))
    plot.xaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    plot.yaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 2.5, 5, 10]))
    plot.set_xlabel("step")
    plot.grid(axis="y")
