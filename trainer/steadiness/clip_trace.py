"""What the app reads of one face in every frame of a clip, before and after smoothing."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from app.domain.frame import Frame
from app.domain.reading import Emotion, FaceReading, Pose
from app.domain.result import FrameResult
from app.perception.model import DeviceChoice
from app.perception.perceiver import PerceptionOptions, load_perceiver
from app.perception.smoothing import certain_label
from trainer.demo.script import ClipScript, load_script
from trainer.failure import TrainerError


class ClipError(TrainerError):
    """A clip cannot be used."""


@dataclass(frozen=True, slots=True, eq=False)
class Trace:
    """One face through a clip, a row for each frame.

    `time_s` float64 [n]; `raw_deg` and `smooth_deg` float64 [n, 3] hold yaw, pitch and roll, NaN where there was no
    face that could be judged. Labels are None where no emotion is likely enough; `raw_labels` are those of one frame
    alone, by the same threshold. `judged` bool [n] says where there is a face that can be judged.
    """

    time_s: NDArray[np.float64]
    raw_deg: NDArray[np.float64]
    smooth_deg: NDArray[np.float64]
    raw_labels: tuple[Emotion | None, ...]
    labels: tuple[Emotion | None, ...]
    judged: NDArray[np.bool_]


def script_of(clip: Path) -> ClipScript | None:
    """The script beside a clip, None where there is none. Raises ClipError."""
    path = clip.with_suffix(".json")
    if not path.is_file():
        return None
    try:
        return load_script(path)
    except (ValueError, TypeError, AttributeError) as error:
        raise ClipError(f"{path} is not the script of a clip ({error}); move it away.") from error


def trace_clip(clip: Path, model: Path, noise_sd: float, advance: Callable[[int, int], None]) -> Trace:
    """Read every frame of a clip as the app does, on the CPU, with noise of so many grey levels added.

    Raises ClipError, ModelError, DetectorError.
    """
    options = PerceptionOptions(model=model, device=DeviceChoice.CPU)
    perceiver = load_perceiver(options)
    try:
        results = [perceiver.perceive(frame) for frame in _frames(clip, noise_sd, advance)]
    finally:
        perceiver.close()
    return trace_of(results, options.uncertain_below)


def trace_of(results: Sequence[FrameResult], uncertain_below: float) -> Trace:
    """The trace of the first face of every result."""
    faces = [next((face for face in result.faces if face.face.observed), None) for result in results]
    judged = [face if face is not None and face.flaw is None else None for face in faces]
    return Trace(
        time_s=np.array([result.frame.time_s for result in results]),
        raw_deg=np.array([_angles(None if face is None else face.raw.pose) for face in judged]).reshape(-1, 3),
        smooth_deg=np.array([_angles(None if face is None else face.reading.pose) for face in judged]).reshape(-1, 3),
        raw_labels=tuple(_raw_label(face, uncertain_below) for face in judged),
        labels=tuple(None if face is None else face.label for face in judged),
        judged=np.array([face is not None for face in judged], bool),
    )


def _angles(pose: Pose | None) -> tuple[float, float, float]:
    nothing = float("nan")
    return (nothing, nothing, nothing) if pose is None else pose.angles_deg


def _raw_label(face: FaceReading | None, uncertain_below: float) -> Emotion | None:
    return None if face is None else certain_label(face.raw.emotion, uncertain_below)


def _frames(clip: Path, noise_sd: float, advance: Callable[[int, int], None]) -> Iterator[Frame]:
    video = cv2.VideoCapture(str(clip))
    fps, total = video.get(cv2.CAP_PROP_FPS), int(video.get(cv2.CAP_PROP_FRAME_COUNT))
    if not video.isOpened() or fps <= 0:
        raise ClipError(f"{clip} cannot be read as a video; check the path.")
    rng = np.random.default_rng(0)
    index = 0
    while (answer := video.read())[0]:
        pixels = np.asarray(cv2.cvtColor(answer[1], cv2.COLOR_BGR2RGB), np.uint8)
        yield Frame(_noisy(pixels, noise_sd, rng), index, index / fps, index / fps)
        index += 1
        advance(index, total)
    video.release()


def _noisy(pixels: NDArray[np.uint8], noise_sd: float, rng: np.random.Generator) -> NDArray[np.uint8]:
    """With Gaussian noise of its own in every pixel and channel, as a camera in poor light has."""
    if noise_sd <= 0:
        return pixels
    noise = rng.standard_normal(pixels.shape, np.float32)
    return np.clip(np.rint(pixels + noise_sd * noise), 0, 255).astype(np.uint8)
