"""Draws the readings of a frame over its picture, on the screen and in videos and snapshots alike."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from app.domain.face import Box
from app.domain.reading import FaceReading
from app.domain.result import FrameResult
from app.overlay.axes import paint_axes
from app.overlay.label import Label, face_colour, label_of, paint_label
from app.overlay.placement import Size, place_labels
from app.overlay.style import OverlayStyle

_HALO = QColor(0, 0, 0, 140)
_FRAME = QColor(255, 255, 255)
_MOST_COVERED = 0.3
_UNSEEN_OPACITY = 0.45
_AXIS_SHARE = 0.45  # of the box's width


def paint_result(painter: QPainter, result: FrameResult, style: OverlayStyle) -> None:
    """Draw boxes, axes and labels in frame pixels; the caller has drawn the picture and set the transform.

    With `style.mirrored` the caller's picture is mirrored and the painter is not: places are mirrored here, so that
    no text is.
    """
    unit = style.unit_of(result.frame)
    picture = Size(result.frame.width_px / unit, result.frame.height_px / unit)
    # The chosen face comes first, so that its label gets the best place; it is drawn last, on top of the others.
    faces = sorted(result.faces, key=lambda face: face.face.track_id != style.chosen_id)
    boxes = [shown_box(face.face.box, unit, picture, style.mirrored) for face in faces]
    labels = _labels(faces, style, picture)
    places = place_labels(boxes, [label.size for label in labels], picture)
    painter.save()
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    painter.scale(unit, unit)
    for face, box in reversed(list(zip(faces, boxes, strict=True))):
        _paint_face(painter, face, box, style, several=len(faces) > 1)
    for face, label, place in reversed(list(zip(faces, labels, places, strict=True))):
        painter.setOpacity(1.0 if face.face.observed else _UNSEEN_OPACITY)
        paint_label(painter, label, place, face.face.track_id == style.chosen_id)
    painter.restore()


def shown_box(box: Box, unit: float, picture: Size, mirrored: bool) -> Box:
    """A box of the frame where it is seen, in pixels of the design, as `picture` is."""
    x = picture.width - (box.x + box.width) / unit if mirrored else box.x / unit
    return Box(x, box.y / unit, box.width / unit, box.height / unit)


def _labels(faces: Sequence[FaceReading], style: OverlayStyle, picture: Size) -> list[Label]:
    """The labels in full, or short ones for all but the first where they would cover too much of the picture."""
    by_id = len(faces) > 1
    labels = [label_of(face, style, by_id=by_id) for face in faces]
    covered = sum(label.size.width * label.size.height for label in labels)
    if covered <= _MOST_COVERED * picture.width * picture.height:
        return labels
    return [label_of(face, style, short=index > 0, by_id=by_id) for index, face in enumerate(faces)]


def _paint_face(painter: QPainter, face: FaceReading, box: Box, style: OverlayStyle, several: bool) -> None:
    """Box and axes; a face that is lost for the moment is faint and dashed, the chosen one of several has a frame."""
    chosen = face.face.track_id == style.chosen_id
    observed = face.face.observed
    painter.setOpacity(1.0 if observed else _UNSEEN_OPACITY)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    frame = QRectF(box.x, box.y, box.width, box.height)
    width = 3.0 if chosen else 2.0
    line = Qt.PenStyle.SolidLine if observed else Qt.PenStyle.DashLine
    for colour, extra in ((_HALO, 2.0), (QColor(*face_colour(face, by_id=several)), 0.0)):
        painter.setPen(QPen(colour, width + extra, line))
        painter.drawRoundedRect(frame, 10, 10)
    if chosen and several:
        painter.setPen(QPen(_FRAME, 2.0))
        painter.drawRoundedRect(frame.adjusted(-5, -5, 5, 5), 14, 14)
    if style.show_axes and face.pose_stands:
        centre = QPointF(box.centre.x, box.centre.y)
        paint_axes(painter, centre, box.width * _AXIS_SHARE, face.reading.pose, style.mirrored)
