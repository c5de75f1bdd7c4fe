"""Everything the window can do, with its keys."""

import sys
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from app.overlay.translation import tr
from app.ui.look.icons import Icon, icon
from app.ui.look.theme import Colours
from app.ui.window.workspaces import Workspace

_FULL_SCREEN_KEY = "Ctrl+Meta+F" if sys.platform == "darwin" else "F11"


@dataclass(frozen=True, slots=True)
class Group:
    """Actions that stand together in the menus and in the list of keys; without a workspace they act in all."""

    title: str
    actions: tuple[QAction, ...]
    workspace: Workspace | None = None


class Actions(QObject):
    """The actions of a window; who connects them is the window.

    `enabled` follows each change of what can be done here, before which a workspace has not said what it offers.
    """

    enabled = Signal()
    _sources: QMenu | None = None

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._icons: list[tuple[QAction, Icon]] = []
        self._entered = self._running = self._seekable = False
        self._workspace = Workspace.LIVE
        self._make_workspaces()
        self._make_playing()
        self._make_seeing()
        self._make_around()
        self.shown = (self.emotion, self.bars, self.angles, self.axes, self.gender, self.numbers)
        picture = (self.pause, self.snapshot, self.mirror, self.anonymous, self.larger, self.smaller)
        sources = (self.choose, self.open_file, self.open_address, self.demo, self.again)
        view = (self.charts, self.readings, self.full_screen, self.demo_mode, self.leave_full_screen)
        live = Workspace.LIVE
        self._live_alone = (self.charts, self.readings, self.demo_mode)
        self.groups: tuple[Group, ...] = (
            Group(tr("Source"), sources, live),
            Group(tr("File"), (self.back, self.forward, self.repeat), live),
            Group(tr("Picture"), picture, live),
            Group(tr("On the picture"), self.shown, live),
            Group(tr("Faces"), (self.next_face, self.previous_face), live),
            Group(tr("Window"), (*view, self.output, self.settings)),
            Group(tr("This machine"), (self.machine,)),
            Group(tr("Recording"), (self.record, self.marker, self.named_marker)),
            Group(tr("Other programs"), (self.live,)),
            Group(tr("Workspaces"), tuple(self.workspaces.values())),
            Group(tr("Help"), (self.shortcuts, self.about, self.quit)),
        )
        self._window = window
        for group in self.groups:
            window.addActions(list(group.actions))  # so that their keys work while the menu bar is hidden

    def fill(self, bar: QMenuBar, sources: QMenu) -> QMenu:
        """The menus of the window; all that they offer has a key. Other rooms fill the one of tools, which is given."""
        source = bar.addMenu(tr("&Source"))
        source.addMenu(sources)
        self._sources = sources
        self._enable()
        source.addActions([self.open_file, self.open_address, self.demo])
        source.addSeparator()
        source.addActions([self.again, self.pause, self.snapshot, self.live])
        source.addSeparator()
        source.addActions([self.record, self.marker, self.named_marker])
        source.addSeparator()
        source.addActions([self.back, self.forward, self.repeat])
        source.addSeparator()
        source.addAction(self.quit)
        view = bar.addMenu(tr("&View"))
        view.addActions(list(self.workspaces.values()))
        view.addSeparator()
        view.addMenu(self.menu_of_shown(bar))
        view.addActions([self.mirror, self.anonymous, self.larger, self.smaller])
        view.addSeparator()
        view.addActions([self.next_face, self.previous_face])
        view.addSeparator()
        view.addActions([self.charts, self.readings, self.full_screen, self.demo_mode, self.output])
        view.addSeparator()
        view.addActions([self.machine, self.settings])
        tools = bar.addMenu(tr("&Tools"))
        bar.addMenu(tr("&Help")).addActions([self.shortcuts, self.about])
        return tools

    def add(self, group: Group) -> None:
        """Actions of another room: their keys, and their place in the list of keys before that of the help."""
        self.groups = (*self.groups[:-1], group, self.groups[-1])
        self._window.addActions(list(group.actions))
        self._enable()

    def menu_of_shown(self, parent: QWidget) -> QMenu:
        """A menu of what can be shown of a face."""
        menu = QMenu(tr("&Show"), parent)
        menu.addActions(list(self.shown))
        return menu

    def colour(self, colours: Colours) -> None:
        for action, which in self._icons:
            on = colours.record if which is Icon.RECORD else colours.accent
            action.setIcon(icon(which, colours.text, on if action.isCheckable() else ""))

    def enable_session(self, enabled: bool) -> None:
        """What makes no sense before the first screen was accepted."""
        self._entered = enabled
        self._enable()

    def enable_running(self, running: bool, seekable: bool) -> None:
        """What makes sense only while there is a current picture, and only for one of a source with a length."""
        self._running, self._seekable = running, running and seekable
        self._enable()

    def enter_workspace(self, workspace: Workspace) -> None:
        """Only its actions, and those of all, have their keys from now on."""
        self._workspace = workspace
        self._enable()

    def _enable(self) -> None:
        always = (self.quit, self.shortcuts, self.about, self.full_screen, self.leave_full_screen)
        if self._sources is not None:
            self._sources.menuAction().setEnabled(self._entered and self._workspace is Workspace.LIVE)
        refused = [] if self._running else [self.pause, self.snapshot]
        refused += [] if self._seekable else [self.back, self.forward, self.repeat]
        refused += list(self._live_alone) if self._workspace is not Workspace.LIVE else []
        for group in self.groups:
            here = self._entered and group.workspace in (None, self._workspace)
            for action in group.actions:
                action.setEnabled(action in always or (here and action not in refused))
        self.enabled.emit()

    def _make_workspaces(self) -> None:
        """One action for each; hidden until its page is there."""
        texts = {
            Workspace.LIVE: (tr("Live"), "Ctrl+1"),
            Workspace.ANALYSE: (tr("Analyse"), "Ctrl+2"),
            Workspace.REVIEW: (tr("Review"), "Ctrl+3"),
        }
        self.workspaces = {workspace: self._action(*text, checked=False) for workspace, text in texts.items()}
        one = QActionGroup(self)
        for action in self.workspaces.values():
            one.addAction(action)
            action.setVisible(False)

    def _make_playing(self) -> None:
        self.open_file = self._action(tr("Open file…"), "Ctrl+O")
        self.open_address = self._action(tr("Open address…"), "Ctrl+U")
        self.demo = self._action(tr("Demo clip"), "Ctrl+D")
        self.choose = self._action(tr("Choose source…"), "Ctrl+K")
        self.again = self._action(tr("Start again"), "Ctrl+R")
        self.pause = self._action(tr("Pause"), "P", Icon.PAUSE, checked=False)
        self.snapshot = self._action(tr("Snapshot"), "S", Icon.SNAPSHOT)
        self.back = self._action(tr("Back 5 s"), "J")
        self.forward = self._action(tr("Forward 5 s"), "L")
        self.repeat = self._action(tr("Repeat the file"), "Ctrl+L", Icon.REPEAT, checked=True)

    def _make_seeing(self) -> None:
        self.mirror = self._action(tr("Mirror"), "M", Icon.MIRROR, checked=True)
        self.emotion = self._action(tr("Emotion"), "E", checked=True)
        self.bars = self._action(tr("Strongest emotions as bars"), "B", checked=False)
        self.angles = self._action(tr("Angles"), "T", checked=True)
        self.axes = self._action(tr("Axes"), "A", checked=True)
        self.gender = self._action(tr("Gender"), "G", checked=True)
        self.numbers = self._action(tr("Numbers of the faces"), "I", checked=True)
        self.anonymous = self._action(tr("Hide faces"), "X", Icon.HIDDEN, checked=False)
        self.larger = self._action(tr("Larger text"), "Ctrl++")
        self.smaller = self._action(tr("Smaller text"), "Ctrl+-")
        self.charts = self._action(tr("Charts"), "C", checked=True)
        self.readings = self._action(tr("Readings"), "R", checked=True)
        self.next_face = self._action(tr("Next face"), "N")
        self.previous_face = self._action(tr("Previous face"), "Shift+N")

    def _make_around(self) -> None:
        self.live = self._action(tr("Live output…"), "O")
        self.record = self._action(tr("Record"), "F9", Icon.RECORD, checked=False)
        self.marker = self._action(tr("Set a marker"), "K")
        self.named_marker = self._action(tr("Set a marker with a text…"), "Shift+K")
        self.machine = self._action(tr("Camera and device…"), "Ctrl+I")
        self.full_screen = self._action(tr("Full screen"), _FULL_SCREEN_KEY, Icon.FULL_SCREEN, checked=False)
        self.leave_full_screen = self._action(tr("Leave full screen"), "Esc")
        self.demo_mode = self._action(tr("Demonstration"), "F5", checked=False)
        self.output = self._action(tr("Window with the picture alone"), "Ctrl+P")
        self.settings = self._action(tr("Settings"), "Ctrl+,", Icon.SETTINGS)
        self.settings.setMenuRole(QAction.MenuRole.PreferencesRole)
        self.shortcuts = self._action(tr("Keyboard shortcuts"), "F1", Icon.HELP)
        self.about = self._action(tr("What Poise is, and is not"), "Shift+F1")
        self.quit = self._action(tr("Quit"), "Ctrl+Q")
        self.quit.setMenuRole(QAction.MenuRole.QuitRole)

    def _action(self, text: str, keys: str, which: Icon | None = None, checked: bool | None = None) -> QAction:
        action = action_of(self, text, keys, checked)
        if which is not None:
            self._icons.append((action, which))
        return action


def action_of(parent: QObject, text: str, keys: str, checked: bool | None = None) -> QAction:
    """An action with its key, which its tool tip names; with `checked` it is a switch."""
    action = QAction(text, parent)
    action.setShortcut(QKeySequence(keys))
    action.setToolTip(f"{text} ({QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)})")
    action.setIconVisibleInMenu(False)
    if checked is not None:
        action.setCheckable(True)
        action.setChecked(checked)
    return action
