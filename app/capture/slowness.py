"""Why a camera gives fewer pictures than it was asked for, as far as that can be known."""

from collections.abc import Mapping
from enum import StrEnum

from app.capture.source import CameraMode, SourceInfo

_ENOUGH = 0.9
"""Of the rate that was asked for: a camera that gives so much is not slow."""

_USB2_MBIT_S = 480.0
_USB2_MB_S = 24.6
"""What USB 2 carries for one camera: 3 packets of 1024 bytes in each of 8000 frames a second."""

_BYTES_A_PIXEL: Mapping[str, float] = {
    "YUYV": 2, "YUY2": 2, "UYVY": 2, "NV12": 1.5, "YU12": 1.5, "YV12": 1.5, "I420": 1.5, "BGR3": 3, "RGB3": 3,
}  # fmt: skip
"""Of the formats that are not compressed."""

_DARK = 60.0
"""Mean of a picture, 0 to 255, below which there is little light."""


class Slowness(StrEnum):
    """USB: more than the bus carries. OFFERED: the camera has no higher rate at this size. EXPOSURE: a fixed one is too
    long. LIGHT: the picture is dark, and cameras then expose for longer. UNTOLD: nothing says why."""

    USB = "usb"
    OFFERED = "offered"
    EXPOSURE = "exposure"
    LIGHT = "light"
    UNTOLD = "untold"


def why_slow(info: SourceInfo, delivered_fps: float, brightness: float | None) -> Slowness | None:
    """The likeliest reason, the surest first; None where the camera is not slow, or is no camera.

    `delivered_fps` is what was measured, 0 before it was; `brightness` the mean of a picture, 0 to 255, None where
    there is none.
    """
    mode = info.camera
    if mode is None or not 0 < delivered_fps < _ENOUGH * mode.fps:
        return None
    if megabytes_a_second(info) > _USB2_MB_S and (mode.usb_mbit_s or _USB2_MBIT_S) <= _USB2_MBIT_S:
        return Slowness.USB
    if info.fps is not None and info.fps < _ENOUGH * mode.fps and delivered_fps >= _ENOUGH * info.fps:
        return Slowness.OFFERED
    if mode.exposure_s is not None and mode.exposure_s * mode.fps > 1:
        return Slowness.EXPOSURE
    if brightness is not None and brightness < _DARK:
        return Slowness.LIGHT
    return Slowness.UNTOLD


def megabytes_a_second(info: SourceInfo) -> float:
    """What pictures of this size and format would take at the rate asked for; 0 for compressed and unknown ones."""
    mode = info.camera or CameraMode(0, 0, 0)
    return _BYTES_A_PIXEL.get(mode.pixel_format, 0.0) * info.width_px * info.height_px * mode.fps / 1e6
