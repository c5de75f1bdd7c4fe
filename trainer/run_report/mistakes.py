"""The worst mistakes on validation faces, as contact sheets."""

from collections.abc import Callable, Collection

import numpy as np
from numpy.typing import NDArray

from app.domain.reading import ANGLES, EMOTIONS
from trainer.data.batch import Batch
from trainer.run_report.judged import (
    EmotionAnswers,
    GenderAnswers,
    Judged,
    PoseAnswers,
    emotion_answers,
    gender_answers,
    pose_answers,
)
from trainer.run_report.markup import Section, absent, captioned, paragraph, picture, sheet

_HEADING = "Worst mistakes"
_EMOTIONS, _OTHERS = 32, 16
"""Faces on a sheet."""


def mistakes_section(judged: Judged, trained: Collection[str]) -> Section:
    """The most confidently wrong faces of each head that is trained; wrong labels show here as well."""
    captions: dict[str, tuple[str, Callable[[], dict[int, tuple[str, str]]]]] = {
        "emotion": ("Emotion, surest first", lambda: _emotion_captions(emotion_answers(judged), judged)),
        "gender": ("Gender, surest first", lambda: _gender_captions(gender_answers(judged))),
        "pose": ("Head pose, largest error first", lambda: _pose_captions(pose_answers(judged))),
    }
    sheets = [_sheet(heading, make(), judged) for task, (heading, make) in captions.items() if task in trained]
    if not any(sheets):
        return absent(_HEADING, "No validation picture is labelled and answered wrongly.")
    words = (
        "Below each face the answer with its confidence, then the label, with its share of the votes where they are "
        "divided. Some of these labels are wrong rather than the answers."
    )
    return Section(_HEADING, paragraph(words) + "".join(sheets))


def most_confidently_wrong(answers: EmotionAnswers, count: int) -> NDArray[np.int64]:
    """Places in the answers, the surest mistake first."""
    wrong = np.flatnonzero(answers.predicted != answers.truth)
    chosen: NDArray[np.int64] = wrong[np.argsort(-answers.confidence[wrong], kind="stable")][:count]
    return chosen


def _emotion_captions(answers: EmotionAnswers, judged: Judged) -> dict[int, tuple[str, str]]:
    """The lines below a face, by its row."""
    votes = judged.outputs.batch.emotion
    captions = {}
    for place in most_confidently_wrong(answers, _EMOTIONS):
        row, truth = int(answers.rows[place]), int(answers.truth[place])
        said = f"{EMOTIONS[int(answers.predicted[place])]} {100 * answers.confidence[place]:.0f} %"
        share = float(votes[row, truth])
        captions[row] = (said, f"label: {EMOTIONS[truth]}" + (f" {100 * share:.0f} %" if share < 1 else ""))
    return captions


def _gender_captions(answers: GenderAnswers) -> dict[int, tuple[str, str]]:
    sureness = np.maximum(answers.probability, 1 - answers.probability)
    wrong = np.flatnonzero(~answers.right)
    names = ("male", "female")
    return {
        int(answers.rows[place]): (
            f"{names[int(not answers.female[place])]} {100 * sureness[place]:.0f} %",
            f"label: {names[int(answers.female[place])]}",
        )
        for place in wrong[np.argsort(-sureness[wrong], kind="stable")][:_OTHERS]
    }


def _pose_captions(answers: PoseAnswers) -> dict[int, tuple[str, str]]:
    """Of the angle that is furthest off."""
    captions = {}
    for place in np.argsort(-np.abs(answers.error_deg).max(axis=1), kind="stable")[:_OTHERS]:
        angle = int(np.abs(answers.error_deg[place]).argmax())
        truth = answers.truth_deg[place, angle]
        said = (truth + answers.error_deg[place, angle] + 180) % 360 - 180
        captions[int(answers.rows[place])] = (f"{ANGLES[angle]} {said:+.0f}°", f"label: {truth:+.0f}°")
    return captions


def _sheet(heading: str, captions: dict[int, tuple[str, str]], judged: Judged) -> str:
    if not captions:
        return ""
    batch: Batch = judged.outputs.batch
    figures = []
    for row, (said, label) in captions.items():
        found = judged.pictures[row].picture
        face = batch.faces[row].permute(1, 2, 0).numpy()
        figures.append(captioned(picture(face, f"{found.source}, {found.key}"), said, label))
    return f"<h3>{heading}</h3>\n{sheet(figures)}"
