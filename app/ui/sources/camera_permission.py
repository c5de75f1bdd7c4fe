"""Asks the system for the use of the camera where it wants to be asked (macOS)."""

from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtCore import QCameraPermission, QCoreApplication, QObject, Qt

from app.capture.opening import CAMERA_PREFIX
from app.overlay.translation import marked

CAMERA_REFUSED = marked(
    "Poise may not use the camera; allow it in the system's privacy settings and start Poise anew, or choose another"
    " source."
)


class PermissionSystem(Protocol):
    """What knows and asks for permissions: the QCoreApplication."""

    def checkPermission(self, permission: QCameraPermission, /) -> Qt.PermissionStatus: ...

    def requestPermission(
        self, permission: QCameraPermission, context: QObject, functor: Callable[..., Any], /
    ) -> None: ...


def may_be_camera(source: str) -> bool:
    """Whether a source text can name a camera; "" is the first camera, if there is one."""
    return source == "" or source.isdecimal() or source.startswith(CAMERA_PREFIX)


def ask_for_camera(
    source: str, context: QObject, then: Callable[[bool], None], system: PermissionSystem | None = None
) -> None:
    """Call `then` with False where the user said no, now or earlier, else with True; at once where no one is asked."""
    system = system or QCoreApplication.instance()
    permission = QCameraPermission()

    def refused() -> bool:
        return system is not None and system.checkPermission(permission) is Qt.PermissionStatus.Denied

    if (
        system is not None
        and may_be_camera(source)
        and system.checkPermission(permission) is Qt.PermissionStatus.Undetermined
    ):
        # The status counts afterwards, not the answer: to a Python that runs outside a bundle Qt answers no without
        # having asked anyone, and the system asks by itself when the camera is opened.
        system.requestPermission(permission, context, lambda _: then(not refused()))
    else:
        then(not (may_be_camera(source) and refused()))
