"""The scores of one file, and their form in JSON."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from trainer.evaluation.answers import Answers
from trainer.evaluation.gender_scores import GenderScores, gender_scores
from trainer.evaluation.labels import Truth
from trainer.evaluation.metrics import Share
from trainer.evaluation.pose_scores import PoseScores, pose_scores
from trainer.evaluation.read_as import ReadAs, read_as
from trainer.evaluation.scores import EmotionScores, SmileScores, emotion7_scores, emotion_scores, smile_scores
from trainer.plain_values import Json, plain


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
    read_as: dict[str, dict[str, ReadAs]] | None

    def to_json(self) -> Mapping[str, Json]:
        """Plain values, numbers rounded to six digits, without the scores that are None."""
        return {name: plain(value) for name, value in asdict(self).items() if value is not None}


def evaluation(
    file: str, where: tuple[str, ...], aligned: bool, truth: Truth, answers: Answers, mirrored: Answers | None = None
) -> Evaluation:
    """Every score that the labels allow; `mirrored` are the answers to the pictures' mirror images."""
    pictures = int(answers.found.size)
    return Evaluation(
        file=file,
        where=where,
        aligned=aligned,
        faces=Faces(pictures, pictures - int(answers.found.sum()), len(answers.broken)),
        emotion=None if truth.votes is None else emotion_scores(truth.votes, answers),
        emotion7=None if truth.emotion is None else emotion7_scores(truth.emotion, answers),
        smile=None if truth.smile is None else smile_scores(truth.smile, answers),
        pose=None if truth.angles_deg is None else pose_scores(truth.angles_deg, answers, mirrored),
        gender=None if truth.female is None else gender_scores(truth, answers),
        read_as=read_as(truth, answers) if truth.female is not None and truth.votes is None else None,
    )
