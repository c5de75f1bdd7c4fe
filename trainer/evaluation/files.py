"""The scores of files of labelled pictures, asked of an exported network, and their form in JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from app.perception.model import Network
from trainer.evaluation.answers import Answers, ask, crops
from trainer.evaluation.gender_scores import GenderScores, gender_scores
from trainer.evaluation.labels import LABEL_COLUMNS, Truth, truth_of
from trainer.evaluation.metrics import Share
from trainer.evaluation.pose_scores import PoseScores, pose_scores
from trainer.evaluation.read_as import ReadAs, read_as
from trainer.evaluation.rows import condition, select
from trainer.evaluation.scores import EmotionScores, SmileScores, emotion7_scores, emotion_scores, smile_scores
from trainer.listener import Listener
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


def evaluations(
    model: Path, data: Sequence[Path], where: Sequence[str], aligned: bool, limit: int | None, listener: Listener
) -> list[Evaluation]:
    """Evaluate every file; notes, broken pictures and progress go to the listener.

    All files are opened before the first is evaluated, so that a slip in the last name is not found after an hour.
    Raises DataError, ModelError, DetectorError.
    """
    conditions = [condition(text) for text in where]
    chosen = [select(path, conditions, limit, LABEL_COLUMNS) for path in data]
    truths = [truth_of(selection) for selection in chosen]
    network = Network(model)
    results = []
    with crops(aligned) as find_crop:
        for selection, truth in zip(chosen, truths, strict=True):
            with listener.bar(selection.path.name) as advance:
                answers = ask(network, find_crop, selection, advance)
                posed = truth.angles_deg is not None
                mirrored = ask(network, find_crop, selection, advance, mirrored=True) if posed else None
            for line in (*truth.notes, *answers.broken):
                listener.note(line)
            wanted = tuple(map(str, conditions))
            results.append(evaluation(str(selection.path), wanted, aligned, truth, answers, mirrored))
    return results
