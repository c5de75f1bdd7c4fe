"""Cameras by name and stable id."""

import logging
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import cv2

from app.capture.backend import camera_backend
from app.capture.source import CaptureError

_log = logging.getLogger(__name__)

_PROBED = 4
"""How many indices are tried where the system cannot list its cameras."""


@dataclass(frozen=True, slots=True)
class Camera:
    """A camera of this machine. `index` and `backend` open it; `stable_id` survives another plug and a restart."""

    index: int
    name: str
    stable_id: str
    backend: int

    @property
    def source_text(self) -> str:
        """The text that names this camera in settings and on the command line."""
        return f"camera:{self.stable_id}"

    @property
    def named(self) -> bool:
        """Whether the system told of it; else it was found by opening it, which disturbs whoever uses it."""
        return not self.stable_id.isdecimal()


def list_cameras() -> tuple[Camera, ...]:
    """The cameras of this machine by index; may take a second, so never on the GUI thread."""
    backend = camera_backend()
    try:
        # Imported late: on macOS the package fails without its bridge to the system's camera library.
        from cv2_enumerate_cameras import enumerate_cameras

        found = [Camera(c.index, c.name or f"Camera {c.index}", _stable_id(c.path, c.index), backend)
                 for c in enumerate_cameras(backend)]  # fmt: skip
    except (ImportError, OSError, NotImplementedError) as error:
        _log.warning("cameras cannot be listed by name: %s", error)
        found = list(_probe(backend))
    return tuple(sorted(found, key=lambda camera: camera.index))


def find_camera(wanted: str, cameras: Iterable[Camera]) -> Camera:
    """The camera of a stable id, index, name or part of a name; raises CaptureError when there is none or several.

    An index that is not listed is returned all the same: some drivers are not listed, and opening it will tell.
    """
    known = tuple(cameras)
    folded = wanted.casefold()
    for exact in (c for c in known if c.stable_id == wanted or (wanted.isdecimal() and c.index == int(wanted))):
        return exact
    if wanted.isdecimal():
        return Camera(int(wanted), f"Camera {wanted}", wanted, camera_backend())
    same = [c for c in known if c.name.casefold() == folded] or [c for c in known if folded in c.name.casefold()]
    if not wanted or not same:
        raise CaptureError(f"There is no camera {wanted!r}; plug it in, or choose one that `poise cameras` lists.")
    if len(same) > 1:
        raise CaptureError(f"Several cameras are called {wanted!r}; name one by its id, which `poise cameras` lists.")
    return same[0]


def _stable_id(path: str | None, index: int) -> str:
    """The system's own lasting name of a device; on Linux the link udev makes for it."""
    if not path or not sys.platform.startswith("linux"):
        return path or str(index)
    for folder in (Path("/dev/v4l/by-id"), Path("/dev/v4l/by-path")):
        links = sorted(folder.iterdir()) if folder.is_dir() else []
        for link in links:
            if link.resolve() == Path(path):
                return link.name
    return path


def _probe(backend: int) -> Iterable[Camera]:
    for index in range(_PROBED):
        capture = cv2.VideoCapture(index, backend)
        opened = capture.isOpened()
        capture.release()
        if not opened:
            return
        yield Camera(index, f"Camera {index}", str(index), backend)
