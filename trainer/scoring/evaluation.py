"""The scores of one file, and their form in JSON."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TypeAlias, Union

from trainer.scoring.answers import Answers
from trainer.scoring.labels import Truth
from trainer.scoring.scores import (
    EmotionScores,
    GenderScores,
    PoseScores,
    Share,
    SmileScores,
    emotion7_scores,
    emotion_scores,
    gender_scores,
    pose_scores,
    smile_scores,
)

Json: TypeAlias = Union[bool, int, float, str, list["Json"], Mapping[str, "Json"], None]  # noqa: UP007  # recursive

_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Faces:
    """`not_found` counts the pictures without a face, those that could not be decoded (`broken`) included."""

    pictures: int
    not_found: int
    broken: int


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What was evaluated and how it scored; a score is None where the columns of the file do not allow it."""

    file: str
    where: tuple[str, ...]
    aligned: bool
    faces: Faces
    emotion: EmotionScores | None
    emotion7: Share | None
    smile: SmileScores | None
    pose: PoseScores | None
    gender: GenderScores | None

    def to_json(self) -> Mapping[str, Json]:
        """Plain values, numbers rounded to six digits, without the scores that are None."""
        return {name: _plain(value) for name, value in asdict(self).items() if value is not None}


def evaluation(file: str, where: tuple[str, ...], aligned: bool, truth: Truth, answers: Answers) -> Evaluation:
    """Every score that the labels allow."""
    pictures = int(answers.found.size)
    return Evaluation(
        file=file,
        where=where,
        aligned=aligned,
        faces=Faces(pictures, pictures - int(answers.found.sum()), len(answers.broken)),
        emotion=None if truth.votes is None else emotion_scores(truth.votes, answers),
        emotion7=None if truth.emotion is None else emotion7_scores(truth.emotion, answers),
        smile=None if truth.smile is None else smile_scores(truth.smile, answers),
        pose=None if truth.angles_deg is None else pose_scores(truth.angles_deg, answers),
        gender=None if truth.female is None else gender_scores(truth.female, answers, truth.race, truth.age),
    )


def _plain(value: object) -> Json:
    match value:
        case None | bool() | int() | str():
            return value
        case float():
            return round(value, _DIGITS)
        case tuple() | list():
            return [_plain(each) for each in value]
        case dict():
            return {str(name): _plain(each) for name, each in value.items()}
        case _:
            raise TypeError(f"{type(value).__name__} has no form in JSON")
