"""Gender on validation faces: how often the perceived gender is answered as labelled."""

import numpy as np
from numpy.typing import NDArray

from trainer.evaluation.metrics import calibration_error, wilson
from trainer.run_report.judged import GenderAnswers, Judged
from trainer.run_report.markup import Section, absent, paragraph, table

_HEADING = "Gender"


def gender_section(answers: GenderAnswers, judged: Judged) -> Section:
    if not len(answers.rows):
        return absent(_HEADING, "No validation picture has a gender, so there is nothing to compare with.")
    sureness = np.maximum(answers.probability, 1 - answers.probability)
    error = calibration_error(sureness, answers.right) or 0.0
    sources = judged.sources()[answers.rows]
    groups = [(str(source), sources == source) for source in np.unique(sources)]
    groups += [("labelled female", answers.female), ("labelled male", ~answers.female)]
    rows = [_row(name, answers.right[chosen]) for name, chosen in groups if chosen.any()]
    words = f"Perceived gender, female from one half on. Expected calibration error: {100 * error:.1f} %."
    return Section(_HEADING, paragraph(words) + table(("faces of", "number", "right", "95 % interval"), rows))


def _row(name: str, right: NDArray[np.bool_]) -> tuple[str, str, str, str]:
    interval = wilson(int(right.sum()), len(right))
    assert interval is not None
    bounds = f"{100 * interval.low:.1f} % to {100 * interval.high:.1f} %"
    return name, f"{len(right):,}", f"{100 * right.mean():.1f} %", bounds
