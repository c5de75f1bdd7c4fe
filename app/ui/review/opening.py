"""Choosing what to review: dialogs, the list of those chosen last, and the page while nothing is open."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QLabel, QMenu, QPushButton, QVBoxLayout, QWidget

from app.output.row_formats import TABLE_SUFFIXES
from app.overlay.translation import tr
from app.paths import recordings_dir
from app.recording.stored_session import newest_recording
from app.ui.language.sentences import in_language
from app.ui.look.plain_label import PlainLabel, plain_tip
from app.ui.review.review_actions import ReviewActions
from app.ui.session.bridge import Background
from app.ui.settings.keeper import SettingsKeeper

_MOST = 5
_LONGEST = 500
_CARD_PX = 520


class OpeningChoice(QObject):
    """`chosen` brings the Path to open, `said` a sentence where there is none; `menu` offers the ways to it."""

    chosen = Signal(object)
    said = Signal(str)

    def __init__(self, actions: ReviewActions, keeper: SettingsKeeper, background: Background, window: QWidget) -> None:
        super().__init__(window)
        self._background = background
        self._keeper = keeper
        self._window = window
        self._actions = actions
        self.menu = QMenu(window)
        self.menu.setToolTipsVisible(True)
        self.menu.aboutToShow.connect(self._fill)
        actions.open_newest.triggered.connect(self._look_for_newest)
        actions.open_recording.triggered.connect(self._ask_for_recording)
        actions.open_table.triggered.connect(self._ask_for_table)

    def remember(self, path: Path) -> None:
        """Put what was opened at the head of the list."""
        text = str(path.absolute())
        if len(text) <= _LONGEST:
            others = (each for each in self._keeper.settings.recent_recordings if each != text)
            self._keeper.change(recent_recordings=(text, *others)[:_MOST])

    def recent(self) -> Sequence[Path]:
        return [Path(text) for text in self._keeper.settings.recent_recordings]

    def _fill(self) -> None:
        self.menu.clear()
        actions = self._actions
        self.menu.addActions([actions.open_newest, actions.open_recording, actions.open_table])
        if self.recent():
            self.menu.addSeparator()
            for path in self.recent():
                action = self.menu.addAction(path.name.replace("&", "&&"))
                action.setToolTip(plain_tip(str(path)))
                action.triggered.connect(lambda _=False, path=path: self.chosen.emit(path))
            self.menu.addAction(tr("Clear list")).triggered.connect(lambda: self._keeper.change(recent_recordings=()))

    def _look_for_newest(self) -> None:
        parent = self._recordings()
        self._background.run(lambda: newest_recording(parent), lambda found: self._on_newest(parent, found))

    def _on_newest(self, parent: Path, found: Path | None) -> None:
        if found is None:
            self.said.emit(tr("There is no recording in {folder} yet; F9 begins one.", folder=parent))
        else:
            self.chosen.emit(found)

    def _recordings(self) -> Path:
        """Where recordings of this window go."""
        own = self._keeper.settings.recordings_folder
        return Path(own) if own else recordings_dir()

    def _ask_for_recording(self) -> None:
        dialog = QFileDialog(self._window, tr("Open the folder of a recording"), self._folder())
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        self._ask(dialog)

    def _ask_for_table(self) -> None:
        patterns = " ".join(f"*{suffix}" for suffix in TABLE_SUFFIXES)
        kinds = tr("Tables ({patterns});;All files (*)", patterns=patterns)
        dialog = QFileDialog(self._window, tr("Open a table"), self._folder(), kinds)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        self._ask(dialog)

    def _ask(self, dialog: QFileDialog) -> None:
        dialog.fileSelected.connect(lambda text: self.chosen.emit(Path(text)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _folder(self) -> str:
        return next((str(path.parent) for path in self.recent() if path.parent.is_dir()), str(self._recordings()))


class OpeningCard(QWidget):
    """What stands in the workspace while nothing is open: what to do, or why it did not work."""

    def __init__(self, actions: ReviewActions) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._title = _label("title")
        self._text = _label("body")
        others = QHBoxLayout()  # a line of their own: three buttons are too wide for a small screen
        others.setSpacing(8)
        newest = _button(tr("Newest recording"), actions.open_newest)
        newest.setProperty("primary", True)
        for action in (actions.open_recording, actions.open_table):
            others.addWidget(_button(action.text(), action))
        others.addStretch(1)
        card = QFrame()
        card.setObjectName("card")
        card.setMaximumWidth(_CARD_PX)
        column = QVBoxLayout(card)
        column.setContentsMargins(28, 24, 28, 24)
        column.setSpacing(12)
        column.addWidget(self._title)
        column.addWidget(self._text)
        column.addSpacing(4)
        column.addWidget(newest, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(others)
        middle = QHBoxLayout(self)
        middle.addStretch(1)
        middle.addWidget(card, 100, Qt.AlignmentFlag.AlignVCenter)
        middle.addStretch(1)
        self.say()

    def say(self, title: str = "", text: str = "") -> None:
        """Why nothing is shown; without a title what can be opened."""
        self._title.setText(title or tr("Review a recording"))
        explained = tr(
            "Open or drop the folder of a recording, or a table that poise analyze wrote: play it, compare two faces,"
            " choose a range, and export it."
        )
        self._text.setText(in_language(text) or explained)


def _button(name: str, action: QAction) -> QPushButton:
    button = QPushButton(name)
    button.clicked.connect(action.trigger)
    return button


def _label(tone: str) -> QLabel:
    label = PlainLabel()
    label.setProperty("tone", tone)
    label.setWordWrap(True)
    return label
