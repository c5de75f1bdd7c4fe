"""The pictures `poise bench` measures with: the demo clip's frames with one face, at 1280x720."""

from collections.abc import Iterator, Sequence
from itertools import chain, islice, repeat
from pathlib import Path
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from app.capture.opening import DEMO, CaptureOptions, open_source
from app.commands.failures import CommandError
from app.domain.frame import Frame
from app.domain.result import FrameResult

WIDTH_PX, HEIGHT_PX = 1280, 720
FPS = 30
_DISTINCT = 60
_ROUNDS = 2
_IN_A_ROW = 4

Pixels = NDArray[np.uint8]


class FacePerceiver(Protocol):
    """What tells how many faces a picture shows."""

    def perceive(self, frame: Frame) -> FrameResult: ...


def one_face_pictures(perceiver: FacePerceiver) -> tuple[Pixels, ...]:
    """Some pictures [HEIGHT_PX, WIDTH_PX, 3] RGB in which one face is found. Raises CommandError if there are none."""
    found = tuple(islice(_one_face_pictures(perceiver), _DISTINCT))
    if not found:
        raise CommandError("No picture of the demo clip shows exactly one face; run `poise doctor`.")
    return found


def crowds(pictures: Sequence[Pixels], faces: int) -> tuple[Pixels, ...]:
    """The pictures with so many times the same face, up to 8, in places of a quarter by a half of the picture."""
    if faces == 1:
        return tuple(pictures)
    return tuple(_crowd(pixels, faces) for pixels in pictures)


def to_and_fro(pictures: Sequence[Pixels], count: int) -> Iterator[Frame]:
    """`count` frames that run through the pictures forwards and backwards, so that the face never jumps."""
    there_and_back = (*pictures, *pictures[-2:0:-1])
    endless = chain.from_iterable(repeat(there_and_back))
    for index, pixels in enumerate(islice(endless, count)):
        yield Frame(pixels, index, index / FPS, index / FPS)


def write_clip(path: Path, pictures: Sequence[Pixels], *, fps: int = FPS, scale: float = 1.0) -> None:
    """A video of the pictures, for the window, that can be repeated without a jump. Raises CommandError."""
    size = (round(WIDTH_PX * scale), round(HEIGHT_PX * scale))
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), fps, size)
    if not writer.isOpened():
        raise CommandError(f"The clip to measure with cannot be written to {path.parent}; free some disk space.")
    for frame in to_and_fro(pictures, _ROUNDS * (2 * len(pictures) - 2)):
        writer.write(cv2.resize(cv2.cvtColor(frame.pixels, cv2.COLOR_RGB2BGR), size))
    writer.release()


def _crowd(pixels: Pixels, faces: int) -> Pixels:
    """Copies of the middle square of a picture, which shows the face, beside and below each other."""
    left = (WIDTH_PX - HEIGHT_PX) // 2
    side = WIDTH_PX // _IN_A_ROW
    square = cv2.resize(pixels[:, left : left + HEIGHT_PX], (side, side), interpolation=cv2.INTER_AREA)
    crowd = np.full_like(pixels, 90)
    for place in range(faces):
        row, column = divmod(place, _IN_A_ROW)
        crowd[row * side : (row + 1) * side, column * side : (column + 1) * side] = square
    return crowd


def _one_face_pictures(perceiver: FacePerceiver) -> Iterator[Pixels]:
    source = open_source(DEMO, CaptureOptions(realtime=False))
    try:
        while (frame := source.read()) is not None:
            grown = Frame(_grown(frame.pixels), frame.index, frame.time_s, frame.captured_at)
            if sum(face.face.observed for face in perceiver.perceive(grown).faces) == 1:
                yield grown.pixels
    finally:
        source.close()


def _grown(pixels: Pixels) -> Pixels:
    """The picture scaled into WIDTH_PX x HEIGHT_PX, its edge repeated around it."""
    height, width = pixels.shape[:2]
    scale = min(WIDTH_PX / width, HEIGHT_PX / height)
    size = (round(width * scale), round(height * scale))
    scaled = cv2.resize(pixels, size, interpolation=cv2.INTER_LINEAR)
    left, top = (WIDTH_PX - size[0]) // 2, (HEIGHT_PX - size[1]) // 2
    right, bottom = WIDTH_PX - size[0] - left, HEIGHT_PX - size[1] - top
    grown = cv2.copyMakeBorder(scaled, top, bottom, left, right, cv2.BORDER_REPLICATE)
    return np.asarray(grown, np.uint8)
