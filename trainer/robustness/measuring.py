"""Asks the network about every corruption of every picture; a picture is read and its face found once."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from app.domain.reading import Pose, picture_turn
from app.perception.crop import cut
from app.perception.model import Network
from trainer.data.picture import decode
from trainer.evaluation.answers import Answers, FindCrop
from trainer.evaluation.labels import Truth
from trainer.evaluation.metrics import NO_CLASS, plurality
from trainer.evaluation.rows import Selection, pictures
from trainer.robustness.corruption import Corruption, Kind, View, corrupted

_FACES_AT_ONCE = 16
"""More are no faster on a CPU, whose caches they outgrow."""
_LOOKED_AT = 32
_COLOUR = 8
"""Grey levels between the channels of a picture; JPEG alone makes less."""


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """Answers to the n chosen pictures under one corruption, None for the pictures as they are.

    Angles are in the axes of the corrupted picture, and `angles_deg` float64 [n, 3] the labels in the same axes.
    """

    how: Corruption | None
    answers: Answers
    angles_deg: NDArray[np.float64] | None


class _Found(NamedTuple):
    place: int  # among the chosen rows
    row: int  # in the file
    view: View


def counted_rows(truth: Truth) -> NDArray[np.bool_]:
    """Rows with a label that some measure counts, bool [n]."""
    counts = [] if truth.votes is None else [plurality(truth.votes) != NO_CLASS]
    counts += [] if truth.female is None else [np.isfinite(truth.female)]
    counts += [] if truth.angles_deg is None else [np.isfinite(truth.angles_deg).all(axis=1)]
    return np.logical_or.reduce(counts) if counts else np.zeros(0, dtype=bool)


def coloured(selection: Selection) -> bool:
    """Whether any of the first pictures has colours."""
    for item, _ in zip(pictures(selection), range(_LOOKED_AT), strict=False):
        try:
            pixels = decode(item.image).astype(np.int16)
        except (ValueError, cv2.error):
            continue
        if (pixels.max(axis=2) - pixels.min(axis=2)).mean() > _COLOUR:
            return True
    return False


def ask_corrupted(
    network: Network,
    find_crop: FindCrop,
    selection: Selection,
    truth: Truth,
    how: Sequence[Corruption],
    advance: Callable[[int, int], None],
) -> list[Asked]:
    """Clean first, then each corruption; chance is seeded by the row, so that severities share their draws.

    Only rows with a label are asked, the others count as not found. Raises DataError when the file breaks off.
    """
    counts = counted_rows(truth)
    every: tuple[Corruption | None, ...] = (None, *how)
    asked = [Asked(each, Answers.none(counts.size), _labels(truth)) for each in every]
    for batch in _batches(_found(find_crop, selection, counts, advance)):
        for each in asked:
            _answer(network, batch, each)
    return asked


def _found(
    find_crop: FindCrop, selection: Selection, counts: NDArray[np.bool_], advance: Callable[[int, int], None]
) -> Iterator[_Found]:
    for place, item in enumerate(pictures(selection)):
        advance(place + 1, selection.rows.size)
        if not counts[place]:
            continue
        try:
            pixels = decode(item.image)
        except (ValueError, cv2.error):
            continue  # `evaluate` names it
        crop = find_crop(pixels, item.face_box)
        if crop is not None:
            yield _Found(place, item.row, View(pixels, crop))


def _batches(found: Iterator[_Found]) -> Iterator[list[_Found]]:
    while batch := list(islice(found, _FACES_AT_ONCE)):
        yield batch


def _answer(network: Network, batch: Sequence[_Found], asked: Asked) -> None:
    """Fill in the answers, and the labels of pictures that were turned."""
    how = asked.how
    views = [each.view if how is None else corrupted(each.view, how, np.random.default_rng(each.row)) for each in batch]
    output = network.run(np.stack([cut(*view, network.card.input_px) for view in views]))
    asked.answers.put([each.place for each in batch], output, [each.view.crop for each in batch])
    if asked.angles_deg is not None and how is not None and how.kind is Kind.ROLL:
        for each, view in zip(batch, views, strict=True):
            # A crop that is turned back shows the picture turned on.
            labelled = Pose(*asked.angles_deg[each.place])
            turn = picture_turn(each.view.crop.turn_deg - view.crop.turn_deg)
            asked.angles_deg[each.place] = Pose.from_rotation(turn @ labelled.rotation()).angles_deg


def _labels(truth: Truth) -> NDArray[np.float64] | None:
    return None if truth.angles_deg is None else truth.angles_deg.copy()
