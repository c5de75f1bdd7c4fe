"""Walks the way of docs/first-recording.md in the real window: `.venv/bin/python docs/screens/first_recording.py`.

Presses keys as a new user does, prints when each step was done, in seconds since the program began, and keeps the
pictures of the page.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

BEGAN = time.perf_counter()
FOLDER = Path(__file__).parent
RECORD_S = 20.0
PATIENCE_S = 90.0

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(FOLDER.parent.parent))

from app.composition import build_window, shared_perceiver  # noqa: E402
from app.settings import Settings  # noqa: E402
from app.ui.application import create_application  # noqa: E402
from app.ui.language.language import use_language  # noqa: E402

application = create_application(["poise"])

from PySide6.QtCore import QEventLoop, Qt, QTimer  # noqa: E402
from PySide6.QtTest import QTest  # noqa: E402
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QWidget  # noqa: E402

from app.ui.record.dialog import RecordDialog  # noqa: E402

Dialog = TypeVar("Dialog", bound=QWidget)


def wait(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def until(condition: Callable[[], object]) -> None:
    ends = time.perf_counter() + PATIENCE_S
    while not condition():
        if time.perf_counter() > ends:
            raise SystemExit("this step did not come to its end")
        wait(30)


def press(
    key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier, on: QWidget | None = None
) -> None:
    if on is None:  # a screen that nobody sees does not give the window its focus back by itself
        window.activateWindow()
        until(window.isActiveWindow)
    QTest.keyClick(on or QApplication.focusWidget() or window, key, modifier)


def shown(kind: type[Dialog]) -> Dialog:
    """The dialog of this kind, as soon as it is there."""
    found: list[Dialog] = []
    until(lambda: found.extend(each for each in window.findChildren(kind) if each.isVisible()) or found)
    return found[0]


def step(name: str, picture: QWidget | None = None) -> None:
    sys.stdout.write(f"{time.perf_counter() - BEGAN:6.1f} s  {name}\n")
    sys.stdout.flush()
    if picture is not None:
        picture.grab().save(str(FOLDER / f"first-recording-{name.split()[0]}.png"), "PNG")


use_language("en", application)
here = Path(tempfile.mkdtemp())
perceiver = shared_perceiver()
settings = Settings(recordings_folder=str(here / "Poise"), theme="light")
window = build_window(settings, lambda _: None, perceiver)
window.resize(1280, 800)
window.show()
window.start()
wait(300)
step("1 the first screen is there; Enter accepts it")
press(Qt.Key.Key_Return)
until(lambda: window.last_result is not None and window.last_result.faces)
step("2 the first face is read (without a camera that of the demo clip); F9 records")
press(Qt.Key.Key_F9)
notice = shown(QMessageBox)
step("3 the notice before anything is kept; Enter agrees", notice)
press(Qt.Key.Key_Return, on=notice)
dialog = shown(RecordDialog)
dialog._video.setChecked(True)
wait(200)
step("4 what is kept, and where; with the picture; Enter starts", dialog)
press(Qt.Key.Key_Return, on=dialog)
until(lambda: window._recording._recordings.progress() is not None)
step("5 it records")
wait(round(RECORD_S / 2 * 1000))
press(Qt.Key.Key_K)
wait(round(RECORD_S / 2 * 1000))
step("6 a marker was set with K; F9 ends it", window)
press(Qt.Key.Key_F9)
until(lambda: window._recording._recordings.progress() is None)
step("7 everything is kept; Ctrl+3 and Ctrl+R review it")
press(Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
press(Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
until(lambda: window._later.review.recording is not None and window._later.review._tracks)
wait(1500)
press(Qt.Key.Key_L)
press(Qt.Key.Key_B)
press(Qt.Key.Key_L)
press(Qt.Key.Key_L)
press(Qt.Key.Key_E)
wait(2500)
step("8 a range was chosen with B and E; Ctrl+E exports it", window)
press(Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
saving = shown(QFileDialog)
saving.selectFile(str(here / "my range.csv"))
saving.accept()
until(lambda: (here / "my range.csv").is_file())
wait(300)
step(f"9 exported: {window.statusBar().currentMessage()}")
rows = (here / "my range.csv").read_text(encoding="utf-8").splitlines()
sys.stdout.write(f"{len(rows) - 1} rows, first: {rows[1][:100]}\n")
files = sorted(path.name for path in window._later.review.recording.path.iterdir())
sys.stdout.write(f"the recording: {', '.join(files)}\n")
sys.stdout.flush()
window.close()
perceiver.close(1.0)
os._exit(0)
