"""The four things that must hold while a baseline is taken, each with a light."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from app.domain.reading import Flaw
from app.overlay.translation import tr
from app.perception.resting import Obstacle
from app.ui.look.plain_label import PlainLabel

_GOOD, _BAD, _UNKNOWN = "\N{CHECK MARK}", "\N{MULTIPLICATION X}", "\N{MIDDLE DOT}"
_ORDER: tuple[frozenset[Obstacle | Flaw], ...] = (
    frozenset({Obstacle.NOBODY, Obstacle.SEVERAL}),
    frozenset({Flaw.SMALL, Flaw.DARK, Flaw.BRIGHT, Flaw.BLURRED, Flaw.UNREADABLE}),
    frozenset({Flaw.TURNED, Obstacle.ASIDE}),
    frozenset({Obstacle.MOVES, Obstacle.CHANGES}),
)
"""What each check is about, in the order in which they are looked at: behind the one that fails none is known."""


class Checks(QWidget):
    """Shows which check fails now."""

    def __init__(self) -> None:
        super().__init__()
        texts = (
            tr("One face is in the picture"),
            tr("Near, sharp and in good light"),
            tr("Turned to the screen"),
            tr("At rest"),
        )
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(6)
        self._texts = texts
        self._marks = tuple(PlainLabel() for _ in texts)
        for i, (mark, text) in enumerate(zip(self._marks, texts, strict=True)):
            grid.addLayout(_row(mark, PlainLabel(text)), i // 2, i % 2)
        self.show_unknown()

    def show_unknown(self) -> None:
        """No picture comes."""
        self._show((_UNKNOWN,) * len(_ORDER))

    def show_problem(self, problem: Obstacle | Flaw | None) -> None:
        failing = next((i for i, kinds in enumerate(_ORDER) if problem in kinds), len(_ORDER))
        self._show(tuple(_GOOD if i < failing else _BAD if i == failing else _UNKNOWN for i in range(len(_ORDER))))

    def _show(self, marks: tuple[str, ...]) -> None:
        said = {_GOOD: tr("yes"), _BAD: tr("no"), _UNKNOWN: tr("not known")}
        for label, mark in zip(self._marks, marks, strict=True):
            label.setText(mark)
            label.setProperty("tone", {_GOOD: "good", _BAD: "bad"}.get(mark, "quiet"))
            label.style().unpolish(label)
            label.style().polish(label)
        words = zip(self._texts, marks, strict=True)
        self.setAccessibleName(", ".join(f"{text}: {said[mark]}" for text, mark in words))


def _row(mark: PlainLabel, text: PlainLabel) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    mark.setFixedSize(QSize(16, 20))
    row.addWidget(mark)
    row.addWidget(text, 1)
    return row
