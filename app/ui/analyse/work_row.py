"""One row of the queue: what it is, how far it is, and what can be done with it."""

from PySide6.QtCore import QSize, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QToolButton, QVBoxLayout

from app.overlay.translation import tr
from app.overlay.words import percent
from app.ui.analyse.work_queue import Work, WorkState
from app.ui.language.sentences import in_language
from app.ui.look.icons import Icon, icon
from app.ui.look.plain_label import PlainLabel, plain_tip
from app.ui.look.theme import Theme

_OPEN = (WorkState.WAITING, WorkState.READING)
_STEPS = 1000
_ICON_PX = 18


class WorkRow(QFrame):
    """`review_asked` brings the Path of its table, `dropped` that it is to be cancelled, or taken off the list."""

    review_asked = Signal(object)
    dropped = Signal(object)

    def __init__(self, work: Work, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("work")
        self._work = work
        self._theme = theme
        self._name = _label(work.piece.name, "strong")
        self._name.setToolTip(plain_tip("\n".join(str(path) for path in work.piece.paths[:5])))
        self._said = _label("", "quiet")
        self._said.setWordWrap(True)
        self._bar = QProgressBar()
        self._bar.setRange(0, _STEPS)
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(6)
        self._review = QPushButton(tr("Review"))
        self._folder = QPushButton(tr("Show in folder"))
        self._drop = QToolButton()
        self._drop.setIconSize(QSize(_ICON_PX, _ICON_PX))
        self._lay_out()
        self._review.clicked.connect(lambda: self.review_asked.emit(work.finding.table if work.finding else None))
        self._folder.clicked.connect(self._show_folder)
        self._drop.clicked.connect(lambda: self.dropped.emit(work))
        theme.changed.connect(self._colour)
        self._colour()
        self.show_work()

    @property
    def work(self) -> Work:
        return self._work

    def show_work(self) -> None:
        """Say how far it is now."""
        work = self._work
        has_table = work.finding is not None and work.finding.table is not None
        self._said.setText(_state_text(work))
        self._bar.setValue(round(work.share * _STEPS))
        self._bar.setVisible(work.state is WorkState.READING)
        self._review.setVisible(has_table)
        self._folder.setVisible(has_table)
        name = tr("Cancel {name}", name=work.piece.name) if work.state in _OPEN else tr("Take off the list")
        self._drop.setAccessibleName(name)
        self._drop.setToolTip(plain_tip(name))
        self._review.setAccessibleName(tr("Review {name}", name=work.piece.name))
        self._folder.setAccessibleName(tr("Show {name} in its folder", name=work.piece.name))
        self.setAccessibleName(f"{work.piece.name}: {self._said.text()}")
        self._bar.setAccessibleName(tr("Progress of {name}", name=work.piece.name))

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(4)
        for widget in (self._name, self._said, self._bar):
            words.addWidget(widget)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 10, 10)
        row.setSpacing(8)
        row.addLayout(words, 1)
        for button in (self._review, self._folder, self._drop):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)

    def _show_folder(self) -> None:
        if self._work.finding is not None and self._work.finding.table is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._work.finding.table.parent)))

    def _colour(self) -> None:
        self._drop.setIcon(icon(Icon.CLOSE, self._theme.colours.text))


def _state_text(work: Work) -> str:
    match work.state:
        case WorkState.WAITING:
            return tr("Waits")
        case WorkState.READING if work.silent_s is not None:
            return tr("Has not been read on for {seconds} s; cancel it to go on with the others.",
                      seconds=round(work.silent_s))  # fmt: skip
        case WorkState.READING:
            return tr("Is read: {share}", share=percent(work.share))
        case WorkState.CANCELLED:
            return tr("Cancelled; nothing was kept of it.")
        case _:
            return _finding_text(work)


def _finding_text(work: Work) -> str:
    if work.finding is None:
        return ""
    said = in_language(work.finding.sentence)
    return said if work.finding.table is None else f"{said}  \N{RIGHTWARDS ARROW}  {work.finding.table.name}"


def _label(text: str, tone: str) -> QLabel:
    label = PlainLabel(text)
    label.setProperty("tone", tone)
    return label
