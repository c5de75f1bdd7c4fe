"""What the exported network answers to the pictures of a file, through the app's own detector and crop."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from app.domain.face import Box
from app.domain.reading import EMOTIONS, Pose
from app.perception.crop import Crop, crop_of, cut, rotation_in_picture, whole_picture
from app.perception.detector import Detector
from app.perception.model import Network
from trainer.data.finding import find_face
from trainer.data.picture import decode
from trainer.scoring.labels import ANGLES
from trainer.scoring.rows import PictureRow, Selection, pictures

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
    broken: tuple[str, ...]


class _Waiting(NamedTuple):
    place: int  # among the chosen rows
    crop: Crop
    face: NDArray[np.uint8]  # [px, px, 3]


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
    network: Network, find_crop: FindCrop, selection: Selection, on_picture: Callable[[], None], mirrored: bool = False
) -> Answers:
    """Run the network on the chosen pictures, 64 faces at a time; `on_picture` is called after each picture.

    `mirrored` asks about their mirror images, in whose own axes the angles then are. Raises DataError when the file
    breaks off.
    """
    answers = _no_answers(selection.rows.size)
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
        on_picture()
    _answer(network, waiting, answers)
    return Answers(answers.found, answers.emotion, answers.angles_deg, answers.female, tuple(broken))


def _mirrored(pixels: NDArray[np.uint8], box: Box | None) -> tuple[NDArray[np.uint8], Box | None]:
    moved = None if box is None else Box(pixels.shape[1] - box.x - box.width, box.y, box.width, box.height)
    return np.ascontiguousarray(pixels[:, ::-1]), moved


def _no_answers(n: int) -> Answers:
    return Answers(
        found=np.zeros(n, dtype=bool),
        emotion=np.full((n, len(EMOTIONS)), np.nan),
        angles_deg=np.full((n, len(ANGLES)), np.nan),
        female=np.full(n, np.nan),
        broken=(),
    )


def _answer(network: Network, waiting: Sequence[_Waiting], answers: Answers) -> None:
    """Fill in the answers of the faces that wait."""
    if not waiting:
        return
    output = network.run(np.stack([item.face for item in waiting]))
    where = [item.place for item in waiting]
    answers.found[where] = True
    answers.emotion[where] = output.emotion
    answers.female[where] = output.female
    for item, rotation in zip(waiting, output.rotation, strict=True):
        pose = Pose.from_rotation(rotation_in_picture(rotation, item.crop))
        answers.angles_deg[item.place] = pose.yaw_deg, pose.pitch_deg, pose.roll_deg


def _sentence(selection: Selection, item: PictureRow, error: Exception) -> str:
    name = f" ({item.name})" if item.name else ""
    reason = str(error).splitlines()[0]
    return f"{selection.path}, row {item.row}{name}: {reason}; it counts as not found."
