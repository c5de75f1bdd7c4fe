"""A frame as a Qt picture, and where it lies in a widget."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter

from app.domain.face import Point
from app.domain.frame import Frame
from app.domain.result import FrameResult
from app.overlay.anonymous import hidden_pixels
from app.overlay.paint import paint_result
from app.overlay.style import OverlayStyle


@dataclass(frozen=True, slots=True)
class Fit:
    """Where a frame lies in a widget: centred, as large as it fits; `scale` is widget pixels for a frame pixel."""

    scale: float
    left: float
    top: float
    width: float
    height: float
    mirrored: bool

    @staticmethod
    def of(frame: Frame, width: float, height: float, mirrored: bool) -> "Fit":
        scale = min(width / frame.width_px, height / frame.height_px)
        wide, high = frame.width_px * scale, frame.height_px * scale
        return Fit(scale, (width - wide) / 2, (height - high) / 2, wide, high, mirrored)

    @property
    def rect(self) -> QRectF:
        return QRectF(self.left, self.top, self.width, self.height)

    def to_frame(self, point: QPointF) -> Point:
        """A place of the widget in frame pixels."""
        x = (point.x() - self.left) / self.scale
        return Point(self.width / self.scale - x if self.mirrored else x, (point.y() - self.top) / self.scale)


def image_of(given: NDArray[np.uint8]) -> QImage:
    """Pixels [height, width, 3] RGB as a picture without a copy: keep them as long as the picture."""
    pixels = np.ascontiguousarray(given)
    height_px, width_px = pixels.shape[:2]
    image = QImage(pixels.data, width_px, height_px, pixels.strides[0], QImage.Format.Format_RGB888)
    if pixels is not given:
        image = image.copy()  # the contiguous copy ends with this function
    return image


def paint_picture(painter: QPainter, result: FrameResult, fit: Fit, style: OverlayStyle) -> None:
    """Draw the frame of a result and its readings; both are of the same moment."""
    painter.save()
    ratio = painter.device().devicePixelRatio()
    pixels = hidden_pixels(result) if style.anonymous else result.frame.pixels
    on_screen = _scaled(pixels, fit, ratio)
    image = image_of(on_screen)
    image.setDevicePixelRatio(ratio)
    painter.drawImage(QPointF(round(fit.left * ratio) / ratio, round(fit.top * ratio) / ratio), image)
    painter.translate(fit.left, fit.top)
    painter.scale(fit.scale, fit.scale)
    try:
        paint_result(painter, result, style)
    finally:
        painter.restore()


def _scaled(pixels: NDArray[np.uint8], fit: Fit, ratio: float) -> NDArray[np.uint8]:
    """The pixels as they come to lie on the screen: OpenCV takes half of the time that Qt does, without the GIL."""
    size = max(1, round(fit.width * ratio)), max(1, round(fit.height * ratio))
    if size != pixels.shape[1::-1]:
        pixels = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_LINEAR), np.uint8)
    return np.asarray(cv2.flip(pixels, 1), np.uint8) if fit.mirrored else pixels
