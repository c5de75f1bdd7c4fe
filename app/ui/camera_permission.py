"""Asks the system for the use of the camera where it wants to be asked (macOS)."""

from collections.abc import Callable

from PySide6.QtCore import QCameraPermission, QCoreApplication, QObject, Qt

from app.capture.opening import CAMERA_PREFIX


def may_be_camera(source: str) -> bool:
    """Whether a source text can name a camera; "" is the first camera, if there is one."""
    return source == "" or source.isdecimal() or source.startswith(CAMERA_PREFIX)


def ask_for_camera(source: str, context: QObject, then: Callable[[], None]) -> None:
    """Call `then` once the user has answered, at once where there is nothing to ask.

    After a no it is called too: opening the camera then fails with a sentence that names the privacy settings, and a
    Python that was not started from a bundle is told no by Qt although its terminal may have the permission.
    """
    application = QCoreApplication.instance()
    permission = QCameraPermission()
    if (
        application is None
        or not may_be_camera(source)
        or application.checkPermission(permission) is not Qt.PermissionStatus.Undetermined
    ):
        then()
        return
    application.requestPermission(permission, context, lambda _: then())
