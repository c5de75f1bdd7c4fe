"""What the start of the window does without, because it is not seen at once: in processes of their own."""

import os
import subprocess
import sys

import pytest

SHOWN_LATER = (
    "app.commands.analyze.piecewise",
    "app.forgetting",
    "app.recording.recording",
    "app.ui.analyse.workspace",
    "app.ui.baseline.dialog",
    "app.ui.live.panel",
    "app.ui.machine.panel",
    "app.ui.record.dialog",
    "app.ui.review.workspace",
    "app.ui.settings.dialog",
    "app.ui.window.first_start",
    "app.ui.window.shortcuts",
)
LIBRARIES = ("asyncio", "mediapipe", "onnxruntime", "psutil", "pyarrow", "pydantic", "pyqtgraph", "rich")

WINDOW = """
import builtins, sys
own = builtins.__import__
from app import main
from app.composition import build_window
from app.settings import Settings
from app.ui.application import create_application

application = create_application(["poise"])
from app.ui.window.workspaces import Workspace
window = build_window(Settings(notice_accepted=True), lambda settings: None)
window.show()
window.grab()
"""


def printed(code: str) -> set[str]:
    variables = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run([sys.executable, "-c", code], env=variables, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


def test_the_window_comes_without_what_is_shown_later() -> None:
    imported = printed(f"{WINDOW}\nprint(*sys.modules)")
    assert "app.ui.window.main_window" in imported
    assert imported & {*SHOWN_LATER, *LIBRARIES, "typer"} == set()


def test_a_workspace_is_made_when_it_is_shown() -> None:
    shown = "for each in (Workspace.ANALYSE, Workspace.REVIEW): window._workspaces.show_workspace(each)"
    imported = printed(f"{WINDOW}\n{shown}\nprint(*sys.modules)\nwindow.close()")
    assert {"app.ui.review.workspace", "app.ui.analyse.workspace"} <= imported


def test_qt_leaves_imports_alone() -> None:
    assert printed(f"{WINDOW}\nprint(builtins.__import__ is own)") == {"True"}


PAINTING = """
import sys
import psutil
from app.ui.application import create_application, drawing_application

{start}
from PySide6.QtGui import QColor, QImage, QPainter, QPolygon
from PySide6.QtCore import QPoint
before = psutil.Process().num_threads()
picture = QImage(2000, 2000, QImage.Format.Format_RGB32)
with QPainter(picture) as painter:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(QColor(255, 0, 0, 100))
    painter.drawPolygon(QPolygon([QPoint(0, 3), QPoint(1999, 0), QPoint(1500, 1990)]))
    painter.drawImage(0, 0, picture.convertToFormat(QImage.Format.Format_RGB888))
print(psutil.Process().num_threads() - before)
"""


@pytest.mark.parametrize("start", ["create_application(['poise'])", "drawing_application()"])
def test_qt_paints_without_threads_that_would_wait_for_a_processor(start: str) -> None:
    assert printed(PAINTING.format(start=start)) == {"0"}
