"""A camera, opened through OpenCV."""

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Protocol

import cv2

from app.capture.cameras import Camera
from app.capture.live import Device, LiveSource, LiveTerms
from app.capture.source import CameraMode, CaptureError, SourceKind

_READ_TIMEOUT_S = 5.0

_V4L2_MANUAL, _V4L2_EXPOSURE_S = 1, 1e-4
"""Linux: V4L2_EXPOSURE_MANUAL, and the unit of V4L2_CID_EXPOSURE_ABSOLUTE."""


class CameraDevice(Device, Protocol):
    """What is needed of a `cv2.VideoCapture` over a camera."""

    def isOpened(self) -> bool: ...

    def set(self, property_id: int, value: float, /) -> bool: ...


def _opencv_device(camera: Camera) -> CameraDevice:
    return cv2.VideoCapture(camera.index, camera.backend)  # type: ignore[return-value]  # stubs say any number type


def open_webcam(
    camera: Camera,
    *,
    width_px: int = 1280,
    height_px: int = 720,
    fps: int = 30,
    open_timeout_s: float = 10.0,
    device: Callable[[Camera], CameraDevice] = _opencv_device,
) -> LiveSource:
    """The camera as a source; size and rate are requests, `info` says what it delivers.

    `device` is called on the source's own thread. Raises CaptureError when no picture comes in time.
    A camera that is lost makes `read` raise; open it anew to go on.
    """
    busy = (
        f"The camera {camera.name} gives no picture; close other programs that use it, allow the use of the camera"
        " in the system's privacy settings, or plug it in again."
    )
    terms = LiveTerms(
        name=camera.name,
        kind=SourceKind.CAMERA,
        open_timeout_s=open_timeout_s,
        read_timeout_s=_READ_TIMEOUT_S,
        silent=busy,
        lost=f"The camera {camera.name} was unplugged or stopped; plug it in again or choose another source.",
        mode=lambda device: _mode(device, camera, CameraMode(width_px, height_px, fps)),
    )

    def opened() -> Device:
        found = device(camera)
        if not found.isOpened():
            found.release()
            raise CaptureError(_reason_of_failure(camera, busy))
        _request(found, width_px, height_px, fps)
        return found

    return LiveSource(opened, terms)


def _request(device: CameraDevice, width_px: int, height_px: int, fps: int) -> None:
    """Ask for size and rate; MJPG first, because USB 2 carries no raw 720p at 30 frames a second."""
    device.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
    device.set(cv2.CAP_PROP_FRAME_WIDTH, width_px)
    device.set(cv2.CAP_PROP_FRAME_HEIGHT, height_px)
    device.set(cv2.CAP_PROP_FPS, fps)


def _mode(device: Device, camera: Camera, asked: CameraMode) -> CameraMode:
    """What was asked, with what the driver tells; only Linux has units for the exposure, and says how it is plugged."""
    code = device.get(cv2.CAP_PROP_FOURCC)
    letters = int(code if 0 < code < 2**32 else 0).to_bytes(4, "little").decode("ascii", "replace")
    read = replace(asked, pixel_format=letters if letters.isalnum() else "")
    if camera.backend != cv2.CAP_V4L2:
        return read
    fixed = device.get(cv2.CAP_PROP_AUTO_EXPOSURE) == _V4L2_MANUAL
    exposure = device.get(cv2.CAP_PROP_EXPOSURE) * _V4L2_EXPOSURE_S
    return replace(read, exposure_s=exposure if fixed and exposure > 0 else None, usb_mbit_s=_usb_mbit_s(camera.index))


def _usb_mbit_s(index: int) -> float | None:
    """How fast the camera is connected; None for one that is not on USB."""
    try:
        interface = Path(f"/sys/class/video4linux/video{index}/device").resolve()
        return float((interface.parent / "speed").read_text())
    except (OSError, ValueError):
        return None


def _reason_of_failure(camera: Camera, busy: str) -> str:
    """One sentence on why a camera could not be opened; only Linux shows its devices as files."""
    node = Path(f"/dev/video{camera.index}")
    if not sys.platform.startswith("linux"):
        return busy
    if not node.exists():
        return f"There is no camera {camera.index}; plug one in, or choose one that `poise cameras` lists."
    if not os.access(node, os.R_OK | os.W_OK):
        return f"You may not use the camera {camera.name}; add yourself to the group `video` and log in again."
    return busy
