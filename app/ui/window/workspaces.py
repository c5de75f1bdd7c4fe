"""The workspaces of the window: pages of which one is shown, and the switch between them."""

from collections.abc import Callable
from enum import Enum, auto
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QToolButton, QWidget

from app.overlay.translation import tr

if TYPE_CHECKING:
    from app.ui.window.actions import Actions


_PADDING_PX = 22
_MARGIN_PX = 4


class Workspace(Enum):
    """What the window is used for now; each has a page and actions of its own."""

    LIVE = auto()
    ANALYSE = auto()
    REVIEW = auto()


class Workspaces(QStackedWidget):
    """Shows the page of one workspace; one that was not added is not offered. `changed` brings the Workspace."""

    changed = Signal(object)

    def __init__(self, actions: "Actions") -> None:
        super().__init__()
        self._actions = actions
        self._makers: dict[Workspace, Callable[[], QWidget]] = {}
        self._pages: dict[Workspace, QWidget] = {}
        self.switch = WorkspaceSwitch()

    @property
    def shown(self) -> Workspace:
        """The workspace whose page is shown."""
        return next(workspace for workspace, page in self._pages.items() if page is self.currentWidget())

    def add(self, workspace: Workspace, make: Callable[[], QWidget]) -> None:
        """Offer a workspace from now on, whose page is made when it is shown.

        The first one is shown at once, and no switch while it is the only one.
        """
        action = self._actions.workspaces[workspace]
        self._makers[workspace] = make
        self.switch.add(action)
        for each in self._makers:  # a choice of one is none
            self._actions.workspaces[each].setVisible(len(self._makers) > 1)
        action.triggered.connect(lambda: self.show_workspace(workspace))
        if len(self._makers) == 1:
            self.show_workspace(workspace)

    def show_workspace(self, workspace: Workspace) -> None:
        """Change to a workspace that was added."""
        if workspace not in self._pages:
            self._pages[workspace] = self._makers[workspace]()
            self.addWidget(self._pages[workspace])
        page = self._pages[workspace]
        self._actions.workspaces[workspace].setChecked(True)
        self.setCurrentWidget(page)
        self._actions.enter_workspace(workspace)
        self.changed.emit(workspace)


class WorkspaceSwitch(QFrame):
    """One button for each workspace, side by side; hidden while there is no choice."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("workspaces")
        self.setAccessibleName(tr("Workspaces"))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(_MARGIN_PX, 2, _MARGIN_PX, 2)
        self._row.setSpacing(2)
        self.hide()

    def add(self, action: QAction) -> None:
        button = QToolButton()
        button.setDefaultAction(action)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setAccessibleName(tr("Workspace {name}", name=action.text()))
        # A menu bar asks its corner for its size once, before the style sheet and the layout are there.
        width_px = button.fontMetrics().horizontalAdvance(action.text()) + _PADDING_PX
        button.setMinimumWidth(width_px)
        self.setMinimumWidth(max(self.minimumWidth(), 2 * _MARGIN_PX) + width_px + self._row.spacing())
        self._row.addWidget(button)
        self.setVisible(self._row.count() > 1)

    def sizeHint(self) -> QSize:
        return QSize(self.minimumWidth(), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()
