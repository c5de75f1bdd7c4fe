"""Everything Analyse can do, with its keys."""

from PySide6.QtCore import QObject

from app.overlay.translation import tr
from app.ui.window.actions import Group, action_of
from app.ui.window.workspaces import Workspace


class AnalyseActions(QObject):
    """The actions of the workspace; who connects them is its page."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.add_files = action_of(self, tr("Add files…"), "Ctrl+O")
        self.add_folder = action_of(self, tr("Add folder…"), "Ctrl+Shift+O")
        self.pause = action_of(self, tr("Pause"), "P", checked=False)
        self.cancel = action_of(self, tr("Cancel all"), "Ctrl+Backspace")
        self.clear = action_of(self, tr("Clear what is done"), "Ctrl+L")
        self.group = Group(
            tr("Analyse"), (self.add_files, self.add_folder, self.pause, self.cancel, self.clear), Workspace.ANALYSE
        )
