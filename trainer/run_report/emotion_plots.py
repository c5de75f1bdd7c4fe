"""Emotion on validation faces: what is taken for what, how much is found, and whether confidence can be believed."""

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import StrMethodFormatter
from numpy.typing import NDArray

from app.domain.reading import EMOTIONS
from trainer.evaluation.metrics import ECE_BINS, calibration_error, confidence_bins, confusion
from trainer.plots.confusion import FULL, CellLook, draw_cells
from trainer.run_report.figures import FAINT, INK, SERIES, drawn
from trainer.run_report.judged import EmotionAnswers
from trainer.run_report.markup import Section, absent, paragraph, table

_HEADING = "Emotion"
_CELLS = CellLook(full=SERIES[0], ink=INK, line=FAINT, share_pt=9, count_pt=6.5)
_NAMES = tuple(str(emotion) for emotion in EMOTIONS)


def emotion_section(answers: EmotionAnswers) -> Section:
    """Of faces whose votes have one winner among the eight."""
    if not len(answers.truth):
        return absent(_HEADING, "No validation picture names an emotion, so there is nothing to compare with.")
    counts = confusion(answers.truth, answers.predicted)
    right = answers.predicted == answers.truth
    error = calibration_error(answers.confidence, right) or 0.0
    words = f"Right on {100 * right.mean():.1f} % of {len(right):,} faces whose votes have one winner. "
    body = paragraph(words + "Each row shows where the faces of one label went: its share, and below it their number.")
    body += drawn("confusion", "Confusion matrix of the emotions", lambda: _confusion_plot(counts))
    body += table(("label", "faces", "recall", "answers", "precision"), _rates(counts))
    body += paragraph(
        f"Of answers with a confidence of 80 %, 80 % should be right. Expected calibration error: "
        f"{100 * error:.1f} %, before the temperature that the export fits."
    )
    return Section(_HEADING, body + drawn("reliability", "Reliability diagram", lambda: _reliability_plot(answers)))


def reliability(answers: EmotionAnswers) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]:
    """Faces, mean confidence and share right in 15 bins (low, high]; NaN in empty bins."""
    bins = confidence_bins(answers.confidence)
    right = answers.predicted == answers.truth
    number = np.bincount(bins, minlength=ECE_BINS)
    with np.errstate(invalid="ignore"):
        confidence, accuracy = (
            np.bincount(bins, weights=values, minlength=ECE_BINS) / number for values in (answers.confidence, right)
        )
    return number, confidence, accuracy


def _rates(counts: NDArray[np.int64]) -> list[tuple[str, ...]]:
    return [
        (name, f"{label:,}", _share(right, label), f"{answered:,}", _share(right, answered))
        for name, right, label, answered in zip(
            _NAMES, counts.diagonal(), counts.sum(axis=1), counts.sum(axis=0), strict=True
        )
    ]


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "–"


def _confusion_plot(counts: NDArray[np.int64]) -> Figure:
    figure = Figure(figsize=(7.2, 5.0))
    draw_cells(figure.add_subplot(), counts, _CELLS)
    return figure


def _reliability_plot(answers: EmotionAnswers) -> Figure:
    number, confidence, accuracy = reliability(answers)
    figure = Figure(figsize=(5.2, 4.6))
    upper, lower = figure.subplots(2, 1, sharex=True, height_ratios=(3, 1))
    left = np.arange(ECE_BINS) / ECE_BINS * 100
    width = 100 / ECE_BINS
    filled = number > 0
    upper.bar(left[filled], 100 * accuracy[filled], width, align="edge", color=SERIES[0], alpha=FULL)
    upper.plot([0, 100], [0, 100], color=FAINT, linestyle="--", linewidth=1, label="confidence = share right")
    upper.plot(
        100 * confidence[filled], 100 * accuracy[filled], "o", color=SERIES[3], markersize=4, label="mean of a bin"
    )
    upper.set_ylabel("share right, %")
    upper.set_ylim(0, 100)
    upper.legend(loc="upper left")
    lower.bar(left, number, width, align="edge", color=SERIES[0], alpha=FULL)
    lower.set_xlim(0, 100)
    lower.set_ylabel("faces")
    lower.yaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    lower.set_xlabel("confidence, %")
    return figure
