"""From the text that names a source to the open source."""

from dataclasses import dataclass
from pathlib import Path

from app.capture.cameras import find_camera, list_cameras
from app.capture.demo import open_demo
from app.capture.image_file import ImageFile
from app.capture.naming import path_of
from app.capture.size_limit import MOST_PIXELS
from app.capture.source import CaptureError, FrameSource
from app.capture.stream import open_stream
from app.capture.video_file import VideoFile
from app.capture.webcam import open_webcam

DEMO = "demo"
CAMERA_PREFIX = "camera:"

IMAGE_SUFFIXES = frozenset((".jpg", ".jpeg", ".png", ".webp", ".bmp", ".tif", ".tiff", ".ppm", ".pgm", ".jp2", ".avif"))
VIDEO_SUFFIXES = frozenset(
    (".mp4", ".m4v", ".mov", ".mkv", ".webm", ".avi", ".wmv", ".flv", ".mpg", ".mpeg", ".ts", ".mts", ".3gp", ".gif")
)


@dataclass(frozen=True, slots=True)
class CaptureOptions:
    """How a source is opened; size and rate are requests to a camera.

    `realtime`: a file is played by its own clock; otherwise as fast as it can be read.
    `loop`: a file starts again at its end, a picture is shown on and on. A picture or video of more than `most_pixels`
    is refused before it is decoded.
    """

    width_px: int = 1280
    height_px: int = 720
    fps: int = 30
    realtime: bool = True
    loop: bool = False
    open_timeout_s: float = 10.0
    most_pixels: int = MOST_PIXELS


def open_source(text: str, options: CaptureOptions = CaptureOptions()) -> FrameSource:
    """Open the source that `text` names.

    "demo"; "camera:" with a stable id, name or index; a bare number (camera index); an address with "://"; else the
    path of a video or picture. Blocks up to the time-out, so never on the GUI thread. Raises CaptureError.
    """
    if not text.strip():
        raise CaptureError("No source is named; give a file, an address, a camera or `demo`.")
    if text == DEMO:
        return open_demo(realtime=options.realtime, loop=options.loop)
    if text.startswith(CAMERA_PREFIX) or text.isdecimal():
        return _camera(text.removeprefix(CAMERA_PREFIX), options)
    if "://" in text:
        return open_stream(text, open_timeout_s=options.open_timeout_s)
    return _file(path_of(text), options)


def is_recorded(text: str) -> bool:
    """Whether a source text names the demo clip or a file, and neither a camera nor an address."""
    return bool(text.strip()) and not text.startswith(CAMERA_PREFIX) and not text.isdecimal() and "://" not in text


def is_picture(text: str) -> bool:
    """Whether a source text names a file that is a picture."""
    return is_recorded(text) and Path(text).suffix.lower() in IMAGE_SUFFIXES


def is_media(path: Path) -> bool:
    """Whether the name of a file says that it is a video or a picture."""
    return path.suffix.lower() in IMAGE_SUFFIXES | VIDEO_SUFFIXES


def is_video(path: Path) -> bool:
    """Whether the name of a file says that it is a video."""
    return path.suffix.lower() in VIDEO_SUFFIXES


def _camera(wanted: str, options: CaptureOptions) -> FrameSource:
    return open_webcam(
        find_camera(wanted, list_cameras()),
        width_px=options.width_px,
        height_px=options.height_px,
        fps=options.fps,
        open_timeout_s=options.open_timeout_s,
    )


def _file(path: Path, options: CaptureOptions) -> FrameSource:
    if path.suffix.lower() in IMAGE_SUFFIXES:
        return ImageFile(path, realtime=options.realtime, loop=options.loop, most_pixels=options.most_pixels)
    return VideoFile(path, realtime=options.realtime, loop=options.loop, most_pixels=options.most_pixels)
