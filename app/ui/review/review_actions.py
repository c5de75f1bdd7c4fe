"""Everything Review can do, with its keys."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from app.overlay.translation import tr
from app.ui.window.actions import Group, action_of
from app.ui.window.workspaces import Workspace


class ReviewActions(QObject):
    """The actions of the workspace; who connects them is its page."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.open_newest = action_of(self, tr("Open the newest recording"), "Ctrl+R")
        self.open_recording = action_of(self, tr("Open recording…"), "Ctrl+O")
        self.open_table = action_of(self, tr("Open table…"), "Ctrl+Shift+O")
        self.play = action_of(self, tr("Play"), "P", checked=False)
        self.back = action_of(self, tr("Back 5 s"), "J")
        self.forward = action_of(self, tr("Forward 5 s"), "L")
        self.next_marker = action_of(self, tr("Next marker"), "N")
        self.previous_marker = action_of(self, tr("Previous marker"), "Shift+N")
        self.begin = action_of(self, tr("Begin the range here"), "B")
        self.end = action_of(self, tr("End the range here"), "E")
        self.whole = action_of(self, tr("Range: everything"), "W")
        self.zoom = action_of(self, tr("Zoom to the range"), "Z", checked=False)
        self.export = action_of(self, tr("Export range…"), "Ctrl+E")
        self.report = action_of(self, tr("Report…"), "Ctrl+Shift+E")

    @property
    def group(self) -> Group:
        return Group(tr("Review"), self._all, Workspace.REVIEW)

    @property
    def _all(self) -> tuple[QAction, ...]:
        return (
            *(self.open_newest, self.open_recording, self.open_table, self.play, self.back, self.forward),
            *(self.next_marker, self.previous_marker, self.begin, self.end, self.whole, self.zoom, self.export),
            self.report,
        )
