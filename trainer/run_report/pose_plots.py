"""Head pose on validation faces: the error by angle."""

from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from app.domain.reading import ANGLES
from trainer.run_report.figures import SERIES, drawn
from trainer.run_report.judged import Judged, PoseAnswers
from trainer.run_report.markup import Section, absent, paragraph, table

_HEADING = "Head pose"
_BIN_DEG = 15.0
_OUTERMOST = 5
"""Bins to either side of the middle one; larger angles join the outermost."""
_FEW = 10
"""Bins with fewer faces are drawn pale: their mean says little."""


class Bin(NamedTuple):
    """The faces whose true angle lies within half a bin of `middle_deg`, or beyond it in the outermost ones."""

    middle_deg: float
    faces: int
    mae_deg: float


def pose_section(answers: PoseAnswers, judged: Judged) -> Section:
    if not len(answers.rows):
        return absent(_HEADING, "No validation picture has a head pose, so there is no error to show.")
    taught = sum(judged.pictures[row].taught for row in answers.rows)
    words = f"Mean absolute errors on {len(answers.rows):,} faces, by the true angle in the crop. "
    if taught:
        words += (
            f"The pose of {taught:,} of them was read by the pose teacher, so their errors are against its reading. "
        )
    words += f"Numbers above the bars count faces; bars of fewer than {_FEW} are pale."
    svg = drawn("pose", "Error of head pose by angle", lambda: _plots(answers))
    return Section(_HEADING, paragraph(words) + table(("set", "faces", *ANGLES, "mean"), _rows(answers, judged)) + svg)


def errors_by_angle(truth_deg: NDArray[np.float64], error_deg: NDArray[np.float64]) -> tuple[Bin, ...]:
    """Of one angle, float [n] each; bins without faces are left out."""
    places = np.clip(np.floor(truth_deg / _BIN_DEG + 0.5), -_OUTERMOST, _OUTERMOST)
    return tuple(
        Bin(float(place * _BIN_DEG), int((places == place).sum()), float(np.abs(error_deg[places == place]).mean()))
        for place in np.unique(places)
    )


def _rows(answers: PoseAnswers, judged: Judged) -> list[tuple[str, ...]]:
    sources = judged.sources()[answers.rows]
    groups = [(str(source), sources == source) for source in np.unique(sources)]
    if len(groups) > 1:
        groups.append(("all", np.full(len(sources), True)))
    rows = []
    for name, chosen in groups:
        errors = np.abs(answers.error_deg[chosen]).mean(axis=0)
        rows.append((name, f"{chosen.sum():,}", *(f"{error:.2f}°" for error in (*errors, errors.mean()))))
    return rows


def _plots(answers: PoseAnswers) -> Figure:
    figure = Figure(figsize=(9.0, 2.8))
    plots = figure.subplots(1, len(ANGLES), sharey=True)
    for plot, name, truth, error in zip(plots, ANGLES, answers.truth_deg.T, answers.error_deg.T, strict=True):
        _bars(plot, errors_by_angle(truth, error))
        plot.set_title(name)
        plot.set_xlabel("true angle, degrees")
        plot.grid(axis="y")
        plot.set_axisbelow(True)
    plots[0].set_ylabel("mean error, degrees")
    plots[0].margins(y=0.15)
    return figure


def _bars(plot: Axes, bins: tuple[Bin, ...]) -> None:
    for each in bins:
        opacity = 0.9 if each.faces >= _FEW else 0.3
        plot.bar(each.middle_deg, each.mae_deg, 0.86 * _BIN_DEG, color=SERIES[0], alpha=opacity, linewidth=0)
        plot.annotate(
            f"{each.faces:,}",
            (each.middle_deg, each.mae_deg),
            (0, 2),
            textcoords="offset points",
            ha="center",
            va="bottom",
            fontsize=6.5,
        )
    reach = max([30.0, *(abs(each.middle_deg) for each in bins)]) + 0.6 * _BIN_DEG
    last = reach // 30 * 30
    ticks = np.arange(-last, last + 1, 30)
    plot.set_xticks(ticks, [f"{tick:+.0f}" if tick else "0" for tick in ticks])
    plot.set_xlim(-reach, reach)
