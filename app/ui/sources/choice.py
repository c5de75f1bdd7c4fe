"""Choosing a source: the menu of cameras, the demo, a file, an address, and those chosen last."""

from collections.abc import Callable, Iterable
from pathlib import Path
from urllib.parse import urlsplit

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QFileDialog, QInputDialog, QMenu, QWidget

from app.capture.cameras import Camera
from app.capture.opening import CAMERA_PREFIX, DEMO, IMAGE_SUFFIXES, VIDEO_SUFFIXES
from app.capture.source import CaptureError
from app.overlay.translation import tr
from app.settings import without_secrets
from app.ui.look.plain_label import plain_tip
from app.ui.session.bridge import Background
from app.ui.session.consent import Consent, Purpose
from app.ui.settings.keeper import SettingsKeeper
from app.ui.sources.recent import MOST, shown
from app.ui.window.actions import Actions

AUTOMATIC = ""
_WATCH_MS = 2000
_PATTERNS = " ".join(f"*{suffix}" for suffix in sorted(VIDEO_SUFFIXES | IMAGE_SUFFIXES))


class SourceChoice(QObject):
    """`chosen` brings the text that names the source. Cameras are listed on a thread every two seconds while the window
    is seen, and whenever the menu opens; `listed` brings them all when one came or went, `said` a sentence then.

    Before consent nothing is chosen or listed.
    """

    chosen = Signal(str)
    listed = Signal(object)
    said = Signal(str)

    def __init__(
        self,
        list_cameras: Callable[[], tuple[Camera, ...]],
        background: Background,
        actions: Actions,
        consent: Consent,
        keeper: SettingsKeeper,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._consent = consent
        self._keeper = keeper
        self._list_cameras = list_cameras
        self._background = background
        self._window = window
        self._actions = actions
        self._source = AUTOMATIC
        self._cameras: tuple[Camera, ...] | None = None
        self._listing = False
        self.menu = QMenu(tr("Choose &source"), window)
        self.menu.setToolTipsVisible(True)
        self.menu.aboutToShow.connect(self.look_for_cameras)
        actions.open_file.triggered.connect(self._ask_for_file)
        actions.open_address.triggered.connect(self._ask_for_address)
        actions.demo.triggered.connect(lambda: self._choose(DEMO))
        self._watch = QTimer(self, interval=_WATCH_MS)
        self._watch.timeout.connect(self._look_by_itself)
        self._watch.start()
        self._fill()

    def look_for_cameras(self) -> None:
        """List the cameras off the GUI thread and offer them; some systems open each for that: only after consent."""
        if not self._listing and self._consent.given(Purpose.ANALYSE):
            self._listing = True
            self._background.run(lambda: _listed(self._list_cameras), self._on_listed)

    @property
    def cameras(self) -> tuple[Camera, ...]:
        """Those of the last list; none before the first."""
        return self._cameras or ()

    def show_current(self, source: str) -> None:
        self._source = source
        self._fill()

    def name_of(self, source: str) -> str:
        """What to call a source before it is open."""
        if source == AUTOMATIC:
            return tr("Automatic")
        if source == DEMO:
            return tr("Demo clip")
        for camera in self._cameras or ():
            if camera.source_text == source:
                return camera.name
        if source.isdecimal() or source.startswith(CAMERA_PREFIX):
            return tr("Camera {name}", name=source.removeprefix(CAMERA_PREFIX))
        # Of an address only the machine: the rest may hold a password.
        return urlsplit(source).hostname or source if "://" in source else Path(source).name

    def _on_listed(self, cameras: tuple[Camera, ...]) -> None:
        self._listing = False
        if cameras != self._cameras:
            before, self._cameras = self._cameras, cameras
            self._fill()
            self.listed.emit(cameras)
            if before is not None:
                self._tell(before, cameras)

    def _look_by_itself(self) -> None:
        """A camera that is plugged in is there a moment later; nothing is opened for that."""
        if self._cameras is not None and self._window.isVisible() and all(camera.named for camera in self._cameras):
            self.look_for_cameras()

    def _tell(self, before: tuple[Camera, ...], now: tuple[Camera, ...]) -> None:
        known, still = {camera.stable_id for camera in before}, {camera.stable_id for camera in now}
        for camera in now:
            if camera.stable_id not in known:
                self.said.emit(tr("A camera was plugged in: {name}", name=camera.name))
        for camera in before:
            if camera.stable_id not in still:
                self.said.emit(tr("A camera was unplugged: {name}", name=camera.name))

    def _fill(self) -> None:
        self.menu.clear()
        group = QActionGroup(self.menu)
        self._offer(group, tr("Automatic (first camera)"), AUTOMATIC)
        self.menu.addSeparator()
        if not self._cameras:
            text = tr("Looking for cameras…") if self._cameras is None else tr("No camera was found")
            self.menu.addAction(text).setEnabled(False)
        for camera in self._cameras or ():
            self._offer(group, camera.name.replace("&", "&&"), camera.source_text)
        self.menu.addSeparator()
        self._offer(group, tr("Demo clip"), DEMO)
        self.menu.addSeparator()
        self.menu.addActions([self._actions.open_file, self._actions.open_address])
        self._offer_recent(group)

    def _offer_recent(self, group: QActionGroup) -> None:
        recent = self._keeper.settings.recent_sources[:MOST]
        if recent:
            self.menu.addSeparator()
            for source in recent:
                self._offer(group, shown(source).replace("&", "&&"), source, plain_tip(without_secrets(source)))
            self.menu.addAction(tr("Clear list")).triggered.connect(lambda: self._keeper.change(recent_sources=()))

    def _offer(self, group: QActionGroup, text: str, source: str, tip: str = "") -> None:
        action = QAction(text, self.menu, checkable=True, checked=source == self._source)
        action.triggered.connect(lambda: self._choose(source))
        action.setToolTip(tip)
        group.addAction(action)
        self.menu.addAction(action)

    def _ask_for_file(self) -> None:
        kinds = tr("Videos and pictures ({patterns});;All files (*)", patterns=_PATTERNS)
        dialog = QFileDialog(self._window, tr("Open a video or a picture"), "", kinds)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._on_answer)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _ask_for_address(self) -> None:
        dialog = QInputDialog(self._window)
        dialog.setWindowTitle(tr("Open address"))
        dialog.setLabelText(
            tr(
                "The address of a stream, such as rtsp://camera.local/live or http://camera.local/video."
                " A user name and a password in it are not kept for the next start."
            )
        )
        dialog.setTextValue(self._source if "://" in self._source else "")
        dialog.textValueSelected.connect(self._on_answer)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_answer(self, text: str) -> None:
        if text.strip():
            self._choose(text.strip())

    def _choose(self, source: str) -> None:
        if self._consent.given(Purpose.ANALYSE):
            self.chosen.emit(source)


def _listed(list_cameras: Callable[[], Iterable[Camera]]) -> tuple[Camera, ...]:
    """The cameras; a system that cannot list them has none to offer."""
    try:
        return tuple(list_cameras())
    except (CaptureError, OSError):
        return ()
