"""Makes the pictures of this folder with the real window on the demo clip: `.venv/bin/python docs/screens/make.py`."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
SECONDS = 6.0
PATIENCE_S = 60.0

# Name, width and height of the window, scale of the screen, what is done to the window, settings.
SHOTS: dict[str, tuple[int, int, float, str, dict[str, Any]]] = {
    "live-light": (1280, 800, 1.0, "", {}),
    "live-dark-german": (1366, 728, 1.0, "", {"theme": "dark", "language": "de", "show_bars": True}),
    "small-200-percent": (683, 344, 2.0, "", {}),
    "narrow-900x600": (900, 600, 1.0, "", {"theme": "dark"}),
    "hidden-faces": (1000, 640, 1.0, "", {"anonymous": True, "text_scale": 1.5}),
    "first-screen-german-150-percent": (911, 472, 1.5, "", {"notice_accepted": False, "language": "de"}),
    "settings": (900, 640, 1.0, "settings", {}),
    "review": (1280, 860, 1.0, "review", {}),
}
RECORDED_S = 14


def main() -> None:
    """One fresh program for each picture: the scale of the screen cannot change in a running one."""
    for name, (_, _, scale, _, _) in SHOTS.items():
        variables = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": str(scale)}
        subprocess.run([sys.executable, __file__, name], env=variables, check=True, timeout=120)


def recorded() -> Path:
    """A recording of the demo clip with its picture, as a user makes one."""
    folder = Path(tempfile.mkdtemp()) / "a recording"
    command = [sys.executable, "-m", "app", "record", "--source", "demo", "-o", str(folder), "--video", "--agree"]
    root = FOLDER.parent.parent
    subprocess.run([*command, "--seconds", str(RECORDED_S)], cwd=root, check=True, timeout=120)
    return folder


def make(name: str) -> None:
    """Run the window and keep a picture of it."""
    sys.path.insert(0, str(FOLDER.parent.parent))
    from app.composition import build_window, shared_perceiver
    from app.settings import Settings
    from app.ui.application import create_application
    from app.ui.language.language import use_language

    width, height, _, step, fields = SHOTS[name]
    application = create_application(["poise"])
    from PySide6.QtCore import QEventLoop, QTimer
    from PySide6.QtWidgets import QDialog

    folder = recorded() if step == "review" else None

    settings = Settings(**{"source": "demo", "notice_accepted": True, **fields})
    use_language(settings.language if settings.language != "system" else "en", application)
    perceiver = shared_perceiver()
    window = build_window(settings, lambda settings: None, perceiver)
    window.resize(width, height)
    window.show()
    window.start(folder)
    loop, seen = QEventLoop(), []

    def on_painted(result: Any) -> None:
        if result.faces and not seen:
            seen.append(result)
            QTimer.singleShot(round(SECONDS * 1000), loop.quit)

    window.painted.connect(on_painted)
    at_once = folder is not None or not settings.notice_accepted
    QTimer.singleShot(round((SECONDS if at_once else PATIENCE_S) * 1000), loop.quit)
    loop.exec()
    if folder is not None:
        window._review._range.choose(2.0, 7.0)
        window._review._playback.go_to(5.0)
        QTimer.singleShot(2000, loop.quit)
        loop.exec()
    shown: Any = window
    if step == "settings":
        window._open_settings()
        QTimer.singleShot(500, loop.quit)
        loop.exec()
        shown = window.findChild(QDialog)
    shown.grab().save(str(FOLDER / f"{name}.png"), "PNG")
    window.close()
    perceiver.close(1.0)
    os._exit(0)


if __name__ == "__main__":
    make(sys.argv[1]) if sys.argv[1:] else main()
