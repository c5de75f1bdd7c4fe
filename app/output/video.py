"""Results as a video, drawn exactly as on the screen. A QGuiApplication must exist before the first frame (text)."""

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage, QPainter

from app.domain.result import FrameResult
from app.output.encoding import VIDEO_SUFFIXES, Encoder, open_encoder
from app.output.growing_video import GrowingVideo, require_encoder
from app.output.part_file import give_name, new_part_file, place_of, write_failure
from app.output.sink import OutputError
from app.output.uninterrupted import uninterrupted
from app.overlay.anonymous import hidden_pixels
from app.overlay.paint import paint_result
from app.overlay.style import OverlayStyle


class VideoSink:
    """A ResultSink for one video; its size is that of the first frame, smaller or larger ones are fitted in.

    The file takes its name at `close`; without a single frame an older file stays as it is, and without `overwrite`
    in any case.
    """

    def __init__(self, path: Path, fps: float, style: OverlayStyle, *, overwrite: bool = False) -> None:
        self._place = place_of_video(path, overwrite=overwrite)
        self._overwrite = overwrite
        self._part = new_part_file(self._place)
        self._fps = fps
        self._style = style
        self._encoder: Encoder | None = None
        self._size = (0, 0)

    def write(self, result: FrameResult) -> None:
        with uninterrupted():  # Qt ends the process where a picture goes away while it is painted on
            if self._encoder is None:
                self._size = (result.frame.width_px, result.frame.height_px)
            drawn = drawn_pixels(result, self._style)
            if (drawn.shape[1], drawn.shape[0]) != self._size:
                drawn = _fitted(drawn, self._size)
            try:
                self._encoder = self._encoder or open_encoder(self._part, self._fps, self._size)
                self._encoder.write(drawn)
            except OSError as error:
                raise write_failure(self._place, error) from error

    def close(self) -> None:
        with uninterrupted():
            encoder, self._encoder = self._encoder, None
            if encoder is not None:
                self._finish(encoder)
            elif self._size == (0, 0):
                self._part.unlink(missing_ok=True)

    def _finish(self, encoder: Encoder) -> None:
        try:
            encoder.close()
        except OSError as error:
            self._part.unlink(missing_ok=True)  # a player could not open it, and the room is needed
            raise OutputError(
                f"The video {self._place} could not be written completely; free some disk space."
            ) from error
        give_name(self._part, self._place, overwrite=self._overwrite)


class GrowingVideoSink:
    """The video of a recording, into the empty file at `path`; it can be read while it grows (`GrowingVideo`).

    One thread writes it. Its size is that of the first picture, others are fitted in. Raises OutputError where no
    such video can be written.
    """

    def __init__(self, path: Path, style: OverlayStyle) -> None:
        require_encoder()
        self._path = path
        self._style = style
        self._video: GrowingVideo | None = None
        self._size = (0, 0)

    def write(self, result: FrameResult, time_s: float) -> None:
        """Add the picture of this moment, in seconds of the video. Raises OutputError."""
        drawn = drawn_pixels(result, self._style)
        try:
            if self._video is None:
                self._size = (drawn.shape[1], drawn.shape[0])
                self._video = GrowingVideo(self._path, self._size)
            fits = (drawn.shape[1], drawn.shape[0]) == self._size
            self._video.write(drawn if fits else _fitted(drawn, self._size), time_s)
        except OSError as error:
            raise write_failure(self._path, error) from error

    def close(self) -> None:
        """Complete the file; may be called more than once. Raises OutputError."""
        video, self._video = self._video, None
        if video is not None:
            try:
                video.close()
            except OSError as error:
                raise write_failure(self._path, error) from error


def drawn_pixels(result: FrameResult, style: OverlayStyle) -> NDArray[np.uint8]:
    """The frame with its overlay, uint8 [height, width, 3] RGB."""
    frame = result.frame
    source = np.ascontiguousarray(hidden_pixels(result) if style.anonymous else frame.pixels)
    image = QImage(source.data, frame.width_px, frame.height_px, source.strides[0], QImage.Format.Format_RGB888)
    canvas = image.convertToFormat(QImage.Format.Format_RGB32)  # painting is fastest here, and it is a copy
    with QPainter(canvas) as painter:
        paint_result(painter, result, style)
    drawn = canvas.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(drawn.constBits(), np.uint8).reshape(drawn.height(), drawn.bytesPerLine())
    return rows[:, : drawn.width() * 3].reshape(drawn.height(), drawn.width(), 3).copy()


def _fitted(pixels: NDArray[np.uint8], size: tuple[int, int]) -> NDArray[np.uint8]:
    """The picture scaled into (width, height), black around it."""
    scale = min(size[0] / pixels.shape[1], size[1] / pixels.shape[0])
    width, height = round(pixels.shape[1] * scale), round(pixels.shape[0] * scale)
    canvas = np.zeros((size[1], size[0], 3), np.uint8)
    left, top = (size[0] - width) // 2, (size[1] - height) // 2
    canvas[top : top + height, left : left + width] = cv2.resize(pixels, (width, height), interpolation=cv2.INTER_AREA)
    return canvas


def place_of_video(path: Path, *, overwrite: bool) -> Path:
    """Where the video really goes. Raises OutputError when none can be written to `path`; an older one stays."""
    if path.suffix.lower() not in VIDEO_SUFFIXES:
        raise OutputError(f"{path} names no video format; end its name in {' or '.join(VIDEO_SUFFIXES)}.")
    place = place_of(path, overwrite=overwrite)
    try:
        str(place).encode()
    except UnicodeEncodeError as error:  # a Linux path that is not UTF-8 makes OpenCV end the whole process
        raise OutputError(f"The name {path} holds bytes that are no text; choose another name.") from error
    new_part_file(place).unlink()  # OpenCV gives no reason when it cannot write, the operating system does
    return place
