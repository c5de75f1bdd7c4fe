"""The side panel of Review: the faces of a recording, and what a range of time says of one or two of them."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from app.domain.reading import ANGLES, EMOTIONS, Attention
from app.output.rows import UNCERTAIN
from app.overlay.translation import tr
from app.overlay.words import angle_names, degrees, emotion_name
from app.recording.reader import SeenFace
from app.recording.summary import NO_FACE, NOT_JUDGED, UNKNOWN, Summary
from app.ui.look.plain_label import PlainLabel
from app.ui.look.theme import Theme
from app.ui.review.clock import clock
from app.ui.review.share_bars import Share, ShareBars

_WIDTH_PX = 330
_NOBODY = -1


class RangePanel(QScrollArea):
    """`chosen` brings the numbers of the faces to show: one, or two that are compared."""

    chosen = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._face = QComboBox()
        self._face.setAccessibleName(tr("Face"))
        self._other = QComboBox()
        self._other.setAccessibleName(tr("Compare with"))
        self._range = _label("", "strong")
        self._recorded = _label("", "quiet")
        self._recorded.setWordWrap(True)
        self._emotions = ShareBars(theme)
        self._attention = ShareBars(theme)
        self._pose = _PoseTable()
        self._lay_out()
        for box in (self._face, self._other):
            box.currentIndexChanged.connect(self._on_chosen)

    def show_faces(self, faces: Sequence[SeenFace]) -> None:
        """List the faces of a recording, those seen longest first, and show the first of them."""
        listed = sorted(faces, key=lambda face: -face.frames)
        for box, none in ((self._face, False), (self._other, True)):
            box.blockSignals(True)
            box.clear()
            if none:
                box.addItem(tr("Nobody"), _NOBODY)
            for face in listed:
                box.addItem(_face_text(face), face.face_id)
            box.setEnabled(len(listed) > none)
            box.blockSignals(False)
        self._on_chosen()

    def show_summaries(self, summaries: Sequence[Summary]) -> None:
        """What the chosen range says of the faces that are shown, in their order; nothing where there are none."""
        if not summaries:
            self._range.setText(tr("Nobody was seen"))
            self._recorded.setText("")
        else:
            self._show_range(summaries[0])
        theme = self._theme.colours
        names = [*((str(e), emotion_name(e), theme.emotions[e]) for e in EMOTIONS), *_others()]
        self._emotions.show_shares(
            [Share(name, tuple(each.emotions[key] for each in summaries), colour) for key, name, colour in names]
        )
        self._attention.show_shares(
            [Share(name, tuple(each.attention[key] for each in summaries)) for key, name in _attention_names()]
        )
        self._pose.show_summaries(summaries)

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH_PX, 560)

    def _show_range(self, summary: Summary) -> None:
        length = clock(summary.end_s - summary.start_s, tenths=True)
        start, end = clock(summary.start_s, tenths=True), clock(summary.end_s, tenths=True)
        self._range.setText(tr("{start} to {end}  ({length})", start=start, end=end, length=length))
        said = tr("Shares of {length} recorded", length=clock(summary.recorded_s, tenths=True))
        if summary.gap_s > 0.05:
            said += ", " + tr("without gaps of {length}", length=clock(summary.gap_s, tenths=True))
        self._recorded.setText(said)

    def _on_chosen(self) -> None:
        ids = [box.currentData() for box in (self._face, self._other)]
        faces = tuple(dict.fromkeys(face for face in ids if face is not None and face != _NOBODY))
        self.chosen.emit(faces)

    def _lay_out(self) -> None:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(20, 14, 20, 16)
        column.setSpacing(6)
        for widget in (_label(tr("FACE"), "section"), self._face, _label(tr("COMPARE WITH"), "section"), self._other):
            column.addWidget(widget)
        column.addSpacing(10)
        for widget in (_label(tr("RANGE"), "section"), self._range, self._recorded):
            column.addWidget(widget)
        parts: tuple[tuple[str, QWidget], ...] = (
            (tr("TIME BY EMOTION"), self._emotions),
            (tr("HEAD POSE"), self._pose),
            (tr("TIME BY ATTENTION"), self._attention),
        )
        for title, part in parts:
            column.addSpacing(10)
            column.addWidget(_label(title, "section"))
            column.addWidget(part)
        column.addStretch(1)
        note = _label(tr("An estimate of what a face shows, not of what a person feels."), "quiet")
        note.setWordWrap(True)
        column.addWidget(note)
        self.setObjectName("readings")
        self.setAccessibleName(tr("Faces and the chosen range"))
        self.setWidget(body)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(_WIDTH_PX - 70)


class _PoseTable(QWidget):
    """For each angle its median, and within what it was for 90 of 100 seconds."""

    def __init__(self) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(4)
        self._cells: list[list[QLabel]] = []
        heads = ("", tr("median"), tr("90% of the time"))
        for column, head in enumerate(heads):
            grid.addWidget(_label(head, "quiet"), 0, column, _side(column))
        for row, name in enumerate(angle_names(), start=1):
            grid.addWidget(_label(name, ""), row, 0)
            cells = [_label("", ""), _label("", "")]
            for column, cell in enumerate(cells, start=1):
                grid.addWidget(cell, row, column, _side(column))
            self._cells.append(cells)
        grid.setColumnStretch(0, 1)
        grid.setHorizontalSpacing(16)

    def show_summaries(self, summaries: Sequence[Summary]) -> None:
        for angle, cells in zip(ANGLES, self._cells, strict=True):
            known = [each.pose.get(angle) for each in summaries] or [None]
            medians = [_DASH if one is None else degrees(one.median) for one in known]
            ranges = [_DASH if one is None else f"{degrees(one.p5)} … {degrees(one.p95)}" for one in known]
            for cell, texts in zip(cells, (medians, ranges), strict=True):
                cell.setText("\n".join(texts))


_DASH = "\N{EN DASH}"


def _side(column: int) -> Qt.AlignmentFlag:
    return Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft


def _others() -> list[tuple[str, str, None]]:
    return [(UNCERTAIN, tr("Uncertain"), None), (NOT_JUDGED, tr("Not judged"), None), (NO_FACE, tr("No face"), None)]


def _attention_names() -> list[tuple[str, str]]:
    """Nothing is said of what goes on in a head: docs/attention.md."""
    return [
        (str(Attention.FACING), tr("Facing")),
        (str(Attention.AWAY), tr("Away")),
        (str(Attention.ABSENT), tr("Absent")),
        (UNKNOWN, tr("Not known")),
    ]


def _face_text(face: SeenFace) -> str:
    start, end = clock(face.first_s), clock(face.last_s)
    return tr("Face {number}  ({start} to {end})", number=face.face_id, start=start, end=end)


def _label(text: str, tone: str) -> QLabel:
    label = PlainLabel(text)
    label.setProperty("tone", tone)
    return label
