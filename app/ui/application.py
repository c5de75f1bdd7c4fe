"""Starts Qt, after what must be loaded before it."""

import builtins
import importlib.util
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, NoReturn

from app import system_libraries
from app.perception import offline
from app.runtime.screen import no_screen

if TYPE_CHECKING:  # Qt is imported where it is used: something must happen before
    from PySide6.QtGui import QGuiApplication
    from PySide6.QtWidgets import QApplication, QWidget

_LOOK_MS = 200


class ApplicationError(Exception):
    """Qt cannot start; the message is one sentence for the user that says what to do."""


def create_application(arguments: Sequence[str]) -> "QApplication":
    """The one QApplication. Raises ApplicationError where Qt would end the process."""
    if sys.platform == "win32":
        import_onnxruntime()  # elsewhere on the thread that needs it: it takes a tenth of a second
    elif importlib.util.find_spec("onnxruntime") is None:
        raise _cannot_load_onnxruntime("it is not installed")
    _undo_environment_of_cv2()
    _paint_on_one_thread()
    if no_screen():
        raise ApplicationError("There is no screen for a window; `poise analyze` and `poise selfcheck` need none.")
    _refuse_screen_without_libraries()
    try:
        with _imports_left_alone():
            from PySide6.QtWidgets import QApplication
    except ImportError as error:
        raise ApplicationError(f"Qt cannot be loaded ({error}); `python run.py` names what is missing.") from error
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(list(arguments))
    application.setApplicationName("Poise")
    return application


def _refuse_screen_without_libraries() -> None:
    """Look first: Qt ends the process, and names only the plugin it could not load, not the library behind it."""
    platform = os.environ.get("QT_QPA_PLATFORM") or ("wayland" if os.environ.get("WAYLAND_DISPLAY") else "xcb")
    needs_xcb = platform.startswith("xcb")
    missing = system_libraries.missing(needs_xcb)
    if missing:
        line = system_libraries.install_line(missing.values())
        raise ApplicationError(f"This system lacks {', '.join(missing)}; on Debian and Ubuntu install them: {line}")
    if needs_xcb and not system_libraries.x11_answers():
        name = os.environ.get("DISPLAY", "")
        raise ApplicationError(
            f"The screen {name} (DISPLAY) does not answer; start Poise on a desktop, or name another."
        )


@cache
def drawing_application() -> "QGuiApplication":
    """What Qt needs to draw text into pictures; no screen is needed."""
    _undo_environment_of_cv2()
    _paint_on_one_thread()
    if sys.platform == "linux":
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with _imports_left_alone():
        from PySide6.QtGui import QGuiApplication

    existing = QGuiApplication.instance()
    return existing if isinstance(existing, QGuiApplication) else QGuiApplication([])


def _paint_on_one_thread() -> None:
    """Qt shares out large fills among threads and waits for them, long where an analysis keeps all cores busy."""
    os.environ.setdefault("QT_NO_GUI_THREADPOOL", "1")


def import_onnxruntime() -> None:
    """Before Qt, because on Windows the libraries of the two get in each other's way otherwise."""
    try:
        offline.import_onnxruntime()
    except ImportError as error:
        raise _cannot_load_onnxruntime(error) from error


def _cannot_load_onnxruntime(reason: object) -> ApplicationError:
    advice = "install it with `pip install '.[cpu]'`, or '.[gpu]' for an NVIDIA card"
    return ApplicationError(f"ONNX Runtime cannot be loaded ({reason}); {advice}.")


def close_on_interrupt(window: "QWidget") -> Callable[[], int | None]:
    """Let Ctrl-C close the window as its button does, and the signals of `kill` and of a session that ends alike.

    The answer gives the number of the signal that came first, None where none did.
    """
    from PySide6.QtCore import QTimer

    seen: list[int] = []

    def on_interrupt(number: int, _: object) -> None:
        seen.append(number)
        # By the event loop: one that is closed before that begins leaves a program without a window, which never ends.
        QTimer.singleShot(0, window, window.close)

    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if hasattr(signal, name) and signal.getsignal(signal.Signals[name]) is not signal.SIG_IGN:  # as by `nohup`
            signal.signal(signal.Signals[name], on_interrupt)
    # Python looks at signals only when it runs, and Qt's event loop may sleep for long without.
    look = QTimer(window, interval=_LOOK_MS)
    look.timeout.connect(lambda: None)
    look.start()
    return lambda: seen[0] if seen else None


def end_now(code: int) -> NoReturn:
    """End the process although a thread hangs in a driver or library, which Python's own end would wait for."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


@contextmanager
def _imports_left_alone() -> Iterator[None]:
    """Keep Python's own import where PySide puts one of its own in its place.

    That one reads the source of every module that is imported from then on, to see whether it may use another spelling
    of Qt's names, which nothing here does; it took a quarter of the time of all later imports, and 13 MiB.
    """
    own = builtins.__import__
    try:
        yield
    finally:
        builtins.__import__ = own


def _undo_environment_of_cv2() -> None:
    """cv2 points these at its own Qt 5 when it is imported, so that happens here, before Qt starts."""
    import_module("cv2")
    for name in ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR"):
        os.environ.pop(name, None)
