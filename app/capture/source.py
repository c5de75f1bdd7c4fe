"""The one shape of everything that gives frames."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, runtime_checkable

from app.domain.frame import Frame


class CaptureError(Exception):
    """A source cannot be opened or read; the message is one sentence for the user that says what to do."""


class SourceKind(StrEnum):
    CAMERA = "camera"
    VIDEO = "video"
    IMAGE = "image"
    STREAM = "stream"
    DEMO = "demo"


@dataclass(frozen=True, slots=True)
class CameraMode:
    """What a camera was asked for, and what its driver tells of how it delivers.

    `pixel_format` is the four letters of the format in which pictures come (MJPG, YUYV), "" where unknown.
    `exposure_s` is a fixed exposure, `usb_mbit_s` the speed at which the camera is plugged in; None where the camera
    sets it by itself, or nobody tells.
    """

    width_px: int
    height_px: int
    fps: int
    pixel_format: str = ""
    exposure_s: float | None = None
    usb_mbit_s: float | None = None


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """What an open source says of itself.

    `name` is for people. `fps` is the nominal rate, None where unknown. `frame_count` is None where endless or unknown.
    `duration_s` is the length of a file, also of one that starts again at its end; None where there is none to seek in.
    `camera` is None for what is no camera.
    """

    name: str
    kind: SourceKind
    width_px: int
    height_px: int
    fps: float | None
    frame_count: int | None
    duration_s: float | None = None
    camera: CameraMode | None = None

    @property
    def live(self) -> bool:
        """True where a frame that is not read in time is lost."""
        return self.kind in (SourceKind.CAMERA, SourceKind.STREAM)


class FrameSource(Protocol):
    """An open source of frames. One thread reads it; `close` may be called from any thread and more than once."""

    @property
    def info(self) -> SourceInfo: ...

    def read(self) -> Frame | None:
        """The next frame; blocks until there is one. None at the end. Raises CaptureError when the source fails."""

    def close(self) -> None:
        """Release the device or file. A `read` under way ends soon; later ones give None."""


@runtime_checkable
class SeekableSource(FrameSource, Protocol):
    """A source with a length, in which one can go to and fro; both may be called from any thread."""

    def seek(self, position_s: float) -> None:
        """The next frame is that of this place, and `time_s` counts from there."""

    def repeat(self, on: bool) -> None:
        """Whether to start again at the end."""
