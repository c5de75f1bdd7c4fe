"""The row of controls above the picture."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QToolButton

from app.overlay.translation import tr
from app.ui.look.icons import Icon, icon
from app.ui.look.plain_label import plain_tip
from app.ui.look.theme import Theme
from app.ui.window.actions import Actions

_BESIDE = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
_ICON_ONLY = Qt.ToolButtonStyle.ToolButtonIconOnly
_ICON_PX = 20
_FORMS = ((True, True, (190, 150, 110)), (False, True, (190, 150, 110)), (False, False, (190, 150, 110, 80, 50)))
"""Whether the switches and the other buttons have texts, and the room for the source's name, from the widest on."""


class SessionControls(QFrame):
    """Source chooser, pause, snapshot, record and view switches as buttons; each does what its action does."""

    def __init__(self, theme: Theme, actions: Actions, sources: QMenu) -> None:
        super().__init__()
        self.setObjectName("controls")
        self._theme = theme
        self._actions = actions
        self._name = ""
        self._source = _menu_button(tr("Source"), sources)
        self._source.setObjectName("source")
        self._source.setMinimumWidth(110)
        self._named = [self._button(action) for action in (actions.pause, actions.snapshot, actions.record)]
        self._named[-1].setObjectName("record")
        self._switches = [self._button(action) for action in (actions.mirror, actions.anonymous)]
        self._shown = _menu_button(tr("Show"), actions.menu_of_shown(self))
        self._switches.append(self._shown)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(12, 7, 12, 7)
        row.setSpacing(4)
        row.addWidget(self._source)
        row.addSpacing(6)
        for button in self._named:
            row.addWidget(button)
        row.addStretch(1)
        for button in self._switches:
            row.addWidget(button)
        for action in (actions.full_screen, actions.settings, actions.shortcuts):
            row.addWidget(self._button(action))
        self.setMinimumWidth(1)  # it gives way by itself, see resizeEvent
        theme.changed.connect(self._colour)
        self._colour()
        for button in self._named:
            button.defaultAction().changed.connect(self._fit)  # "Pause" is shorter than "Continue"
        self.name_source(tr("Choose source"))

    def name_source(self, name: str) -> None:
        self._name = name
        self._fit()
        self._source.setToolTip(plain_tip(tr("{name} (choose source: Ctrl+K)", name=name)))
        self._source.setAccessibleName(tr("Source: {name}", name=name))

    def open_sources(self) -> None:
        self._source.showMenu()

    def show_paused(self, paused: bool) -> None:
        self._actions.pause.setText(tr("Continue") if paused else tr("Pause"))
        self._actions.pause.setIcon(icon(Icon.PLAY if paused else Icon.PAUSE, self._theme.colours.text))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Give up the texts of the switches, then those of the other buttons, then most of the source's name."""
        for switches, named, names_px in _FORMS:
            for buttons, with_text in ((self._switches, switches), (self._named, named)):
                for button in buttons:
                    button.setToolButtonStyle(_BESIDE if with_text else _ICON_ONLY)
            for name_px in names_px:
                text = self._source.fontMetrics().elidedText(self._name, Qt.TextElideMode.ElideMiddle, name_px)
                self._source.setText(text)
                if self._row.sizeHint().width() <= self.width():
                    return

    def _button(self, action: QAction) -> QToolButton:
        button = QToolButton()
        button.setDefaultAction(action)
        button.setIconSize(QSize(_ICON_PX, _ICON_PX))
        button.setToolButtonStyle(_ICON_ONLY)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setAccessibleName(action.text())
        return button

    def _colour(self) -> None:
        self._actions.colour(self._theme.colours)
        self._shown.setIcon(icon(Icon.SHOW, self._theme.colours.text))
        self._source.setIcon(icon(Icon.SOURCE, self._theme.colours.text))
        self.show_paused(self._actions.pause.isChecked())


def _menu_button(name: str, menu: QMenu) -> QToolButton:
    button = QToolButton()
    button.setText(name)
    button.setAccessibleName(name)
    button.setToolTip(name)
    button.setMenu(menu)
    button.setProperty("opens", True)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    button.setToolButtonStyle(_BESIDE)
    button.setIconSize(QSize(_ICON_PX, _ICON_PX))
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return button
