"""What the exported network answers to the pictures of a file, through the app's own detector and crop."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from app.domain.face import Box
from app.domain.reading import ANGLES, EMOTIONS
from app.perception.crop import Crop, crop_of, cut, rotation_in_picture, whole_picture
from app.perception.detector import Detector
from app.perception.model import Network, NetworkOutput
from trainer.data.finding import find_face
from trainer.data.picture import decode
from trainer.evaluation.metrics import angles_of
from trainer.evaluation.rows import PictureRow, Selection, pictures

_FACES_AT_ONCE = 64

FindCrop = Callable[[NDArray[np.uint8], Box | None], Crop | None]
"""A picture uint8 [height, width, 3] RGB and the place of its face, if known, to the crop; None: no face found."""


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """Answers to n pictures; NaN where no face was found.

    `found` bool [n], `emotion` float64 [n, 8] probabilities, `angles_deg` float64 [n, 3] in the picture's axes and
    the order of ANGLES, `female` float64 [n]. `broken` are sentences on pictures that could not be decoded; they
    count as not found.
    """

    found: NDArray[np.bool_]
    emotion: NDArray[np.float64]
    angles_deg: NDArray[np.float64]
    female: NDArray[np.float64]
    broken: tuple[str, ...] = ()

    @staticmethod
    def none(n: int) -> "Answers":
        """To n pictures that nobody has asked about yet."""
        return Answers(
            found=np.zeros(n, dtype=bool),
            emotion=np.full((n, len(EMOTIONS)), np.nan),
            angles_deg=np.full((n, len(ANGLES)), np.nan),
            female=np.full(n, np.nan),
        )

    def put(self, places: Sequence[int], output: NetworkOutput, crops: Sequence[Crop]) -> None:
        """Fill in what the network says of the crops of the pictures at these places."""
        where = list(places)
        self.found[where] = True
        self.emotion[where] = output.emotion
        self.female[where] = output.female
        turned = [rotation_in_picture(*each) for each in zip(output.rotation, crops, strict=True)]
        self.angles_deg[where] = angles_of(np.array(turned))


class _Waiting(NamedTuple):
    place: int  # among the chosen rows
    crop: Crop
    face: NDArray[np.uint8]  # [px, px, 3]


@contextmanager
def crops(aligned: bool) -> Iterator[FindCrop]:
    """How a picture becomes a crop; the detector is closed at the end."""
    if aligned:
        yield whole_picture_crop
        return
    detector = Detector()
    try:
        yield crop_by_detector(detector)
    finally:
        detector.close()


def crop_by_detector(detector: Detector) -> FindCrop:
    """The crop as the app makes it, of the face as the trainer finds it."""

    def find(pixels: NDArray[np.uint8], face_box: Box | None) -> Crop | None:
        detection = find_face(detector, pixels, face_box)
        return None if detection is None else crop_of(detection)

    return find


def whole_picture_crop(pixels: NDArray[np.uint8], _face_box: Box | None) -> Crop:
    """The crop of `--aligned`: the picture as it is."""
    height, width = pixels.shape[:2]
    return whole_picture(width, height)


def ask(
    network: Network,
    find_crop: FindCrop,
    selection: Selection,
    advance: Callable[[int, int], None],
    mirrored: bool = False,
) -> Answers:
    """Run the network on the chosen pictures, 64 faces at a time; `advance` hears how many are done, and of how many.

    `mirrored` asks about their mirror images, in whose own axes the angles then are. Raises DataError when the file
    breaks off.
    """
    answers = Answers.none(selection.rows.size)
    broken: list[str] = []
    waiting: list[_Waiting] = []
    for index, item in enumerate(pictures(selection)):
        try:
            pixels = decode(item.image)
        except (ValueError, cv2.error) as error:
            broken.append(_sentence(selection, item, error))
        else:
            box = item.face_box
            if mirrored:
                pixels, box = _mirrored(pixels, box)
            crop = find_crop(pixels, box)
            if crop is not None:
                waiting.append(_Waiting(index, crop, cut(pixels, crop, network.card.input_px)))
        if len(waiting) == _FACES_AT_ONCE:
            _answer(network, waiting, answers)
            waiting.clear()
        advance(index + 1, selection.rows.size)
    _answer(network, waiting, answers)
    return replace(answers, broken=tuple(broken))


def _mirrored(pixels: NDArray[np.uint8], box: Box | None) -> tuple[NDArray[np.uint8], Box | None]:
    moved = None if box is None else Box(pixels.shape[1] - box.x - box.width, box.y, box.width, box.height)
    return np.ascontiguousarray(pixels[:, ::-1]), moved


def _answer(network: Network, waiting: Sequence[_Waiting], answers: Answers) -> None:
    """Fill in the answers of the faces that wait."""
    if waiting:
        output = network.run(np.stack([item.face for item in waiting]))
        answers.put([item.place for item in waiting], output, [item.crop for item in waiting])


def _sentence(selection: Selection, item: PictureRow, error: Exception) -> str:
    name = f" ({item.name})" if item.name else ""
    reason = str(error).splitlines()[0]
    return f"{selection.path}, row {item.row}{name}: {reason}; it counts as not found."
