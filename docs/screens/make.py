"""Makes the pictures of this folder with the real window on the demo clip: `.venv/bin/python docs/screens/make.py`."""

import os
import subprocess
import sys
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
}


def main() -> None:
    """One fresh program for each picture: the scale of the screen cannot change in a running one."""
    for name, (_, _, scale, _, _) in SHOTS.items():
        variables = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": str(scale)}
        subprocess.run([sys.executable, __file__, name], env=variables, check=True, timeout=120)


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

    settings = Settings(**{"source": "demo", "notice_accepted": True, **fields})
    use_language(settings.language if settings.language != "system" else "en", application)
    perceiver = shared_perceiver()
    window = build_window(settings, lambda settings: None, perceiver)
    window.resize(width, height)
    window.show()
    window.start()
    loop, seen = QEventLoop(), []

    def on_painted(result: Any) -> None:
        if result.faces and not seen:
            seen.append(result)
            QTimer.singleShot(round(SECONDS * 1000), loop.quit)

    window.painted.connect(on_painted)
    QTimer.singleShot(round((PATIENCE_S if settings.notice_accepted else 1.0) * 1000), loop.quit)
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
