"""The workspace Analyse: files or folders are dropped or chosen, read one after the other, and opened in Review."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.capture.opening import IMAGE_SUFFIXES, VIDEO_SUFFIXES
from app.domain.file_analysis import Analyst
from app.overlay.translation import tr
from app.ui.analyse.analyse_actions import AnalyseActions
from app.ui.analyse.wishes import Wishes
from app.ui.analyse.work_queue import Work, WorkQueue, WorkState
from app.ui.analyse.work_row import WorkRow
from app.ui.look.plain_label import PlainLabel
from app.ui.look.theme import Theme

_CARD_PX = 520
_OPEN = (WorkState.WAITING, WorkState.READING)


class AnalyseWorkspace(QStackedWidget):
    """`said` brings a sentence (and None), `review_asked` the Path of a table that is to be opened."""

    said = Signal(str, object)
    review_asked = Signal(object)

    def __init__(
        self,
        actions: AnalyseActions,
        analyst: Analyst,
        theme: Theme,
        shows_gender: Callable[[], bool],
        window: QWidget,
    ) -> None:
        super().__init__()
        self._theme, self._shows_gender, self._window = theme, shows_gender, window
        self.actions_here = actions
        self.queue = WorkQueue(analyst, self)
        self._wishes = Wishes()
        self._rows: dict[Work, WorkRow] = {}
        self._list = QVBoxLayout()
        self.addWidget(self._page())
        self._connect()
        self.offer()

    def add(self, paths: Sequence[Path]) -> None:
        """Analyse files and what lies in folders, as is wished now."""
        self.queue.add(paths, self._wishes.wish(gender=self._shows_gender()))

    def offer(self) -> None:
        """Only what can be done now."""
        works = list(self._rows)
        going = any(work.state in _OPEN for work in works)
        actions = self.actions_here
        actions.pause.setEnabled(going)
        actions.cancel.setEnabled(going)
        actions.clear.setEnabled(any(work.state not in _OPEN for work in works))
        if not going and actions.pause.isChecked():
            actions.pause.setChecked(False)
        self._inner.setCurrentIndex(1 if works else 0)

    def _connect(self) -> None:
        actions = self.actions_here
        actions.add_files.triggered.connect(self._ask_for_files)
        actions.add_folder.triggered.connect(self._ask_for_folder)
        actions.pause.toggled.connect(self._on_pause)
        actions.cancel.triggered.connect(self._cancel_all)
        actions.clear.triggered.connect(self._clear)
        self.queue.added.connect(self._on_added)
        self.queue.changed.connect(self._on_changed)
        self.queue.complained.connect(lambda sentence: self.said.emit(sentence, None))

    # What is asked

    def _ask_for_files(self) -> None:
        patterns = " ".join(f"*{suffix}" for suffix in sorted(VIDEO_SUFFIXES | IMAGE_SUFFIXES))
        kinds = tr("Videos and pictures ({patterns});;All files (*)", patterns=patterns)
        dialog = QFileDialog(self._window, tr("Files to analyse"), "", kinds)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        self._ask(dialog)

    def _ask_for_folder(self) -> None:
        dialog = QFileDialog(self._window, tr("A folder to analyse"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        self._ask(dialog)

    def _ask(self, dialog: QFileDialog) -> None:
        dialog.filesSelected.connect(lambda texts: self.add([Path(text) for text in texts]))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_pause(self, paused: bool) -> None:
        self.queue.pause(paused)
        self.actions_here.pause.setText(tr("Continue") if paused else tr("Pause"))

    def _cancel_all(self) -> None:
        for work in reversed(self._rows):  # the one that is read last: else the next would begin meanwhile
            if work.state in _OPEN:
                self.queue.cancel(work)
        self.actions_here.pause.setChecked(False)

    def _clear(self) -> None:
        for work in [work for work in self._rows if work.state not in _OPEN]:
            self._take_off(work)

    # The list

    def _on_added(self, work: Work) -> None:
        row = WorkRow(work, self._theme)
        row.review_asked.connect(self.review_asked)
        row.dropped.connect(self._on_dropped)
        self._rows[work] = row
        self._list.insertWidget(self._list.count() - 1, row)
        self.offer()

    def _on_changed(self, work: Work) -> None:
        if work in self._rows:
            self._rows[work].show_work()
            self.offer()

    def _on_dropped(self, work: Work) -> None:
        if work.state in _OPEN:
            self.queue.cancel(work)
        else:
            self._take_off(work)

    def _take_off(self, work: Work) -> None:
        row = self._rows.pop(work)
        self._list.removeWidget(row)
        row.hide()
        row.deleteLater()
        self.offer()

    # Putting together

    def _page(self) -> QWidget:
        page = QWidget()
        self._inner = QStackedWidget()
        self._inner.addWidget(self._empty())
        self._inner.addWidget(self._queue_list())
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar())
        column.addWidget(self._inner, 1)
        return page

    def _bar(self) -> QFrame:
        bar = QFrame()
        bar.setObjectName("controls")
        row = QHBoxLayout()
        row.setSpacing(4)
        actions = self.actions_here
        for action in (actions.add_files, actions.add_folder):
            row.addWidget(_button(action))
        row.addStretch(1)
        for action in (actions.pause, actions.cancel, actions.clear):
            row.addWidget(_button(action))
        rows = QVBoxLayout(bar)
        rows.setContentsMargins(12, 7, 12, 9)
        rows.setSpacing(6)
        rows.addLayout(row)
        rows.addWidget(self._wishes)
        return bar

    def _queue_list(self) -> QScrollArea:
        inside = QWidget()
        inside.setObjectName("page")
        self._list = QVBoxLayout(inside)
        self._list.setContentsMargins(16, 16, 16, 16)
        self._list.setSpacing(8)
        self._list.addStretch(1)
        return _scrolling(inside, tr("Files to analyse"))

    def _empty(self) -> QWidget:
        text = tr(
            "Drop pictures, videos or folders here. Each video, and all pictures of a folder together, become a table"
            " with one row for each face and frame, beside the files or where you choose."
        )
        page, card = QWidget(), QFrame()
        page.setObjectName("page")
        page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        card.setObjectName("card")
        card.setMaximumWidth(_CARD_PX)
        column = QVBoxLayout(card)
        column.setContentsMargins(28, 24, 28, 24)
        column.setSpacing(12)
        for said, tone in ((tr("Analyse files"), "title"), (text, "body")):
            label = PlainLabel(said)
            label.setProperty("tone", tone)
            label.setWordWrap(True)
            column.addWidget(label)
        add = QPushButton(self.actions_here.add_files.text())
        add.setProperty("primary", True)
        add.clicked.connect(self.actions_here.add_files.trigger)
        column.addWidget(add, 0, Qt.AlignmentFlag.AlignLeft)
        middle = QHBoxLayout(page)
        middle.addStretch(1)
        middle.addWidget(card, 100, Qt.AlignmentFlag.AlignVCenter)
        middle.addStretch(1)
        return _scrolling(page, tr("Analyse files"))


def _scrolling(inside: QWidget, name: str) -> QScrollArea:
    scroll = QScrollArea()
    scroll.setWidget(inside)
    scroll.setWidgetResizable(True)
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setAccessibleName(name)
    return scroll


def _button(action: QAction) -> QToolButton:
    button = QToolButton()
    button.setDefaultAction(action)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    button.setAccessibleName(action.text())
    return button
