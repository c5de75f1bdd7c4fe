"""All readings of one frame."""

from dataclasses import dataclass

from app.domain.frame import Frame
from app.domain.reading import FaceReading


@dataclass(frozen=True, slots=True)
class StepTimes:
    """How long each step of one frame took, in milliseconds."""

    detect_ms: float
    crop_ms: float
    network_ms: float
    perceive_ms: float


@dataclass(frozen=True, slots=True, eq=False)
class FrameResult:
    """A frame, what was read in it (faces by track id), and how long that took."""

    frame: Frame
    faces: tuple[FaceReading, ...]
    times: StepTimes
