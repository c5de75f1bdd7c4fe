"""The page of an open recording: its name, the picture or heads, the charts, and the panel of faces and range."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QMenu, QSplitter, QToolButton, QVBoxLayout, QWidget

from app.overlay.translation import tr
from app.recording.reader import StoredRecording
from app.ui.language.sentences import in_language
from app.ui.look.icons import Icon, icon
from app.ui.look.plain_label import PlainLabel, plain_tip
from app.ui.look.theme import Theme
from app.ui.review.picture import ReviewPicture
from app.ui.review.playback import Playback
from app.ui.review.range_panel import RangePanel
from app.ui.review.review_actions import ReviewActions
from app.ui.review.transport import Transport

_PLENTY_PX = 10_000
_CHARTS_PX = 250
_PANEL_PX = 330
_PANEL_FROM_PX = 700
_PICTURE_FROM_PX = 440
_ICON_PX = 20
_BESIDE = Qt.ToolButtonStyle.ToolButtonTextBesideIcon


class ReviewPage(QWidget):
    """Lays the parts out; `file_chosen` brings another input of a table of several."""

    file_chosen = Signal(str)

    def __init__(self, theme: Theme, actions: ReviewActions, playback: Playback, menu: QMenu) -> None:
        super().__init__()
        self._theme = theme
        self.picture = ReviewPicture()
        self.transport = Transport(theme, actions, playback)
        self.panel = RangePanel(theme)
        self.bar = QFrame()
        self._title = PlainLabel()
        self._title.setProperty("tone", "strong")
        self._file = QComboBox()
        self._file.setAccessibleName(tr("Input of the table"))
        self._file.setMaximumWidth(240)
        self._file.activated.connect(lambda: self.file_chosen.emit(self._file.currentText()))
        self._problem = PlainLabel()
        self._problem.setWordWrap(True)
        self._notice = _notice(self._problem)
        self._open = _button(tr("Open"), menu)
        self._lay_out(actions)
        theme.changed.connect(self._colour)
        self._colour()

    def add_charts(self, charts: QWidget) -> None:
        """The charts, as soon as their library is there."""
        self._upright.addWidget(charts)
        self._upright.setStretchFactor(0, 1)
        self._upright.setSizes([_PLENTY_PX, _CHARTS_PX])
        charts.setMinimumHeight(110)

    def show_recording(self, recording: StoredRecording) -> None:
        """Name a recording and what is missing of it; its video, if any, is opened."""
        self._title.setText(recording.title)
        self._title.setToolTip(plain_tip(str(recording.path)))
        self._file.clear()
        self._file.addItems(list(recording.files))
        self._file.setCurrentText(recording.file)
        self._file.setVisible(len(recording.files) > 1)
        self._problem.setText(" ".join(in_language(problem) for problem in recording.problems))
        self._notice.setVisible(bool(recording.problems))
        self.picture.load(recording.video, drawn_in=not recording.files)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.panel.setVisible(self.width() >= _PANEL_FROM_PX)
        self.picture.setVisible(self.height() >= _PICTURE_FROM_PX)  # the charts are what one reviews with

    def _lay_out(self, actions: ReviewActions) -> None:
        self.bar.setObjectName("controls")
        row = QHBoxLayout(self.bar)
        row.setContentsMargins(12, 7, 12, 7)
        row.setSpacing(8)
        row.addWidget(self._open)
        row.addWidget(self._title)
        row.addWidget(self._file)
        row.addStretch(1)
        for action in (actions.zoom, actions.whole, actions.export, actions.report):
            row.addWidget(_action_button(action))
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.picture, 1)
        column.addWidget(self.transport)
        self._upright = _splitter(Qt.Orientation.Vertical, left)
        across = _splitter(Qt.Orientation.Horizontal, self._upright)
        across.addWidget(self.panel)
        across.setStretchFactor(0, 1)
        across.setSizes([_PLENTY_PX, _PANEL_PX])
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(self.bar)
        page.addWidget(self._notice)
        page.addWidget(across, 1)

    def _colour(self) -> None:
        self._open.setIcon(icon(Icon.SOURCE, self._theme.colours.text))


def _splitter(orientation: Qt.Orientation, first: QWidget) -> QSplitter:
    splitter = QSplitter(orientation)
    splitter.addWidget(first)
    splitter.setChildrenCollapsible(False)
    splitter.setHandleWidth(1)
    return splitter


def _notice(text: PlainLabel) -> QFrame:
    notice = QFrame()
    notice.setObjectName("banner")
    row = QHBoxLayout(notice)
    row.setContentsMargins(16, 7, 16, 7)
    row.addWidget(text, 1)
    return notice


def _button(name: str, menu: QMenu) -> QToolButton:
    button = QToolButton()
    button.setText(name)
    button.setAccessibleName(name)
    button.setMenu(menu)
    button.setObjectName("source")
    button.setProperty("opens", True)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    button.setToolButtonStyle(_BESIDE)
    button.setIconSize(QSize(_ICON_PX, _ICON_PX))
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return button


def _action_button(action: QAction) -> QToolButton:
    button = QToolButton()
    button.setDefaultAction(action)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    button.setAccessibleName(action.text())
    return button
