"""What becomes of each picture that `prepare` looked at: kept or left out, and its place in the shards."""

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.domain.reading import Pose
from trainer.data.picture import DataError, Picture, Role
from trainer.preparing.annotate import Annotation
from trainer.preparing.report import TILES_PER_SHEET
from trainer.preparing.teacher import PoseCorrection
from trainer.preparing.turned_view import TURNED

_SHUFFLE_SEED = 20210601
_COPIES = "copies of validation or test dropped"
_BINDING = {
    Role.TRAIN: (Role.VALIDATION, Role.TEST),
    Role.VALIDATION: (Role.TEST,),  # it would choose the epoch by a test picture
    Role.TEST: (),
}
"""For each role the roles whose pictures it must not have a copy of."""


@dataclass(frozen=True, slots=True)
class Inspected:
    """What is remembered of a picture between the two readings: less than a kilobyte, and not its bytes.

    `pose` is the data set's own. `problem` names a broken picture with its place and what is wrong.
    """

    source: str
    role: Role
    pose: Pose | None
    seen: Annotation
    problem: str = ""

    @staticmethod
    def at(picture: Picture, seen: Annotation) -> "Inspected":
        place = f" ({picture.place})" if picture.place else ""
        problem = f"{picture.source} {picture.key}{place}: {seen.problem}" if seen.pixel_hash is None else ""
        return Inspected(picture.source, picture.role, picture.labels.pose, seen, problem)


@dataclass(frozen=True, slots=True)
class Plan:
    """For each picture looked at its place in the shards of its role, None where it is in none.

    `shown` are the numbers of the pictures on the contact sheets. `counts` maps (source, what) to a number of pictures.
    """

    places: tuple[int | None, ...]
    shown: frozenset[int]
    correction: PoseCorrection
    counts: Mapping[tuple[str, str], int]
    problems: tuple[str, ...]

    def number(self, role: Role) -> int:
        return sum(number for (_, what), number in self.counts.items() if what == role)


def assemble(inspected: Sequence[Inspected]) -> Plan:
    """Leave out what is broken, test pictures and their copies, and training copies of what validates; shuffle.

    Raises DataError when nothing of a source can be used.
    """
    whole = [number for number, each in enumerate(inspected) if not each.problem]
    hashes = {role: {inspected[n].seen.pixel_hash for n in whole if inspected[n].role is role} for role in Role}
    copies = {
        n for n in whole if any(inspected[n].seen.pixel_hash in hashes[role] for role in _BINDING[inspected[n].role])
    }
    kept = [n for n in whole if n not in copies]
    counts = _counts(inspected, kept, copies)
    problems = tuple(each.problem for each in inspected if each.problem)
    _check(counts, problems)
    train = [n for n in kept if inspected[n].role is Role.TRAIN]
    random.Random(_SHUFFLE_SEED).shuffle(train)
    validation = [n for n in kept if inspected[n].role is Role.VALIDATION]
    places: list[int | None] = [None] * len(inspected)
    for order in (train, validation):
        for place, number in enumerate(order):
            places[number] = place
    return Plan(tuple(places), _shown(inspected, train), _correction(inspected), counts, problems)


def _counts(inspected: Sequence[Inspected], kept: Sequence[int], copies: set[int]) -> dict[tuple[str, str], int]:
    counts = Counter((each.source, "read") for each in inspected)
    counts.update((each.source, "broken") for each in inspected if each.problem)
    counts.update((inspected[number].source, _COPIES) for number in copies)
    for each in (inspected[number] for number in kept):
        counts[each.source, str(each.role)] += 1
        counts[each.source, "no face found"] += each.seen.crop is None
        counts[each.source, "read by the pose teacher"] += each.seen.taught is not None
        counts[each.source, "movements read"] += each.seen.movements is not None
    return dict(counts)


def _check(counts: Mapping[tuple[str, str], int], problems: Sequence[str]) -> None:
    for (source, what), number in counts.items():
        if what == "broken" and number == counts[source, "read"]:
            first = next(problem for problem in problems if problem.startswith(f"{source} "))
            raise DataError(f"All {number} pictures of {source} are broken; the first is {first}.")


def _shown(inspected: Sequence[Inspected], train: Sequence[int]) -> frozenset[int]:
    """The first training pictures of each source, in the shuffled order."""
    shown, taken = set(), Counter[str]()
    for number in train:
        source = inspected[number].source
        if taken[source] < TILES_PER_SHEET:
            taken[source] += 1
            shown.add(number)
    return frozenset(shown)


def _correction(inspected: Sequence[Inspected]) -> PoseCorrection:
    """Fitted on training pictures that have a pose of their own and show it as photographed."""
    fitting = (each for each in inspected if each.role is Role.TRAIN and each.source != TURNED)
    pairs = [(each.seen.taught, each.pose) for each in fitting]
    known = [(read, truth) for read, truth in pairs if read is not None and truth is not None]
    return PoseCorrection.fitted([read for read, _ in known], [truth for _, truth in known])
