"""From a frame to its result: the order of the steps, nothing else."""

import time
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.domain.face import Face
from app.domain.frame import Frame
from app.domain.model_card import ModelCard
from app.domain.reading import NO_READING, EmotionScores, FaceReading, Flaw, Pose, Reading
from app.domain.result import FrameResult, StepTimes
from app.paths import default_model
from app.perception.attention import AttentionRule, AttentionWatch
from app.perception.baseline import Baseline, BaselineNow, Bearer, measured_from, network_name, no_baseline
from app.perception.crop import Crop, crop_of, cut, rotation_in_picture
from app.perception.effort import Effort
from app.perception.looks import looks_of
from app.perception.model import DeviceChoice, DeviceReport, Network, NetworkOutput
from app.perception.quality import Limits, Quality, QualityGate, quality_of
from app.perception.search import FaceSearch
from app.perception.smoothing import Smoothed, Smoother, certain_label
from app.perception.tracker import Tracker
from app.perception.whole_frames import Reach


@dataclass(frozen=True, slots=True)
class PerceptionOptions:
    """How faces are found and read.

    `effort`: how much is done to find them in each frame; the readings are of every frame.
    `uncertain_below`: an emotion less likely than this is shown as uncertain. `smooth` is False for still pictures:
    readings are then those of the network. `smoothing_s` is the time constant of the probabilities. A face beyond the
    `limits` is read and not judged.
    """

    model: Path = field(default_factory=default_model)
    device: DeviceChoice = DeviceChoice.AUTO
    reach: Reach = Reach.AUTO
    effort: Effort = Effort.LIVE
    max_faces: int = 8
    uncertain_below: float = 0.5
    smooth: bool = True
    smoothing_s: float = 0.3
    threads: int = 2
    limits: Limits = field(default_factory=Limits)
    attention: AttentionRule = field(default_factory=AttentionRule)


_SURPRISING_DEG = 8.0
"""A turn of the head from one frame to the next, from which on the face is looked for anew."""


_Worn = tuple[int, Baseline] | None
"""The track id of the face that is measured from a baseline, and that baseline."""


@dataclass(frozen=True, slots=True)
class _Raw:
    """What one frame says of a face, and how good the face is in it."""

    reading: Reading
    quality: Quality


class Perceiver:
    """Reads the faces of one source's frames in their order. One thread uses it and closes it.

    One face is measured from the baseline that `baseline_now` names, if it was taken with this network.
    """

    def __init__(
        self,
        search: FaceSearch,
        network: Network,
        options: PerceptionOptions,
        baseline_now: BaselineNow = no_baseline,
    ) -> None:
        self._search = search
        self._network = network
        self._options = options
        self._baseline_now = baseline_now
        self.reset()

    @property
    def card(self) -> ModelCard:
        return self._network.card

    @property
    def device(self) -> DeviceReport:
        return self._network.device

    @property
    def model(self) -> Path:
        """The file of the network."""
        return self._options.model

    def reset(self) -> None:
        """Forget all faces, for another source."""
        self._search.reset()
        self._tracker = Tracker(self._options.max_faces)
        self._smoother = Smoother(self._options.smoothing_s, self._options.uncertain_below)
        self._gate = QualityGate(self._options.limits)
        self._attention = AttentionWatch(self._options.attention)
        self._bearer = Bearer()
        self._worn: _Worn = None
        self._last: dict[int, FaceReading] = {}

    def look_ahead(self, frame: Frame) -> None:
        """Say which frame will be perceived soon, in their order, so that the search of a file can begin with it."""
        self._search.look_ahead(frame.pixels, frame.time_s)

    def perceive(self, frame: Frame) -> FrameResult:
        """All faces of a frame by track id; a face lost for a moment keeps its last reading, unobserved.

        Raises ModelError when the network fails.
        """
        begun = time.perf_counter()
        detections = self._search.find(frame.pixels, self._tracker.expected(frame.time_s), frame.time_s)
        detected = time.perf_counter()
        faces = self._tracker.update(detections, frame.time_s, partial(looks_of, frame.pixels))
        crops = {face.track_id: crop_of(face.detection) for face in faces if face.observed}
        squares = self._squares(frame.pixels, tuple(crops.values()))
        cropped = time.perf_counter()
        output = self._network.run(squares)
        answered = time.perf_counter()
        usable = output.usable
        raw = {
            track_id: _raw(output, i, crop, square) if usable[i] else None
            for i, ((track_id, crop), square) in enumerate(zip(crops.items(), squares, strict=True))
        }
        if any(self._surprises(track_id, each) for track_id, each in raw.items()):
            self._search.look_again()
        readings = self._readings(faces, raw, frame.time_s)
        seconds = (detected - begun, cropped - detected, answered - cropped, time.perf_counter() - begun)
        return FrameResult(frame, readings, StepTimes(*(second * 1000 for second in seconds)))

    def _surprises(self, track_id: int, raw: _Raw | None) -> bool:
        """Whether what the network says of a face leaves a doubt that the face is still where it was."""
        last = self._last.get(track_id)
        if raw is None or last is None:
            return True
        angles = zip(raw.reading.pose.angles_deg, last.raw.pose.angles_deg, strict=True)
        return any(abs(new - old) > _SURPRISING_DEG for new, old in angles)

    def close(self) -> None:
        """Release MediaPipe, which otherwise complains at exit."""
        self._search.close()

    def _squares(self, pixels: NDArray[np.uint8], crops: tuple[Crop, ...]) -> NDArray[np.uint8]:
        """The crops as uint8 [n, px, px, 3]."""
        side = self.card.input_px
        squares = np.empty((len(crops), side, side, 3), np.uint8)
        for square, crop in zip(squares, crops, strict=True):
            cut(pixels, crop, side, into=square)
        return squares

    def _readings(self, faces: tuple[Face, ...], raw: dict[int, _Raw | None], time_s: float) -> tuple[FaceReading, ...]:
        for memory in (self._smoother, self._gate, self._attention):
            memory.keep(face.track_id for face in faces)
        self._wear(faces, time_s)
        readings = tuple(
            self._read(face, raw[face.track_id], time_s)
            if face.observed
            else replace(self._last[face.track_id], face=face, attention=self._attention.unseen(face.track_id, time_s))
            for face in faces
        )
        self._last = {reading.face.track_id: reading for reading in readings}
        return readings

    def _wear(self, faces: tuple[Face, ...], time_s: float) -> None:
        """Say which face is measured from a baseline; what was smoothed from another zero is forgotten."""
        baseline = self._baseline_now()
        if baseline is not None and baseline.network != network_name(self.card):
            baseline = None
        bearer = self._bearer.step(faces, time_s)
        worn = None if baseline is None or bearer is None else (bearer, baseline)
        if worn != self._worn:
            changed = {each[0] for each in (worn, self._worn) if each is not None}
            for memory in (self._smoother, self._attention):
                memory.keep(face.track_id for face in faces if face.track_id not in changed)
        self._worn = worn

    def _baseline_of(self, face: Face) -> Baseline | None:
        return self._worn[1] if self._worn is not None and self._worn[0] == face.track_id else None

    def _read(self, face: Face, raw: _Raw | None, time_s: float) -> FaceReading:
        if raw is None:
            return FaceReading(face, NO_READING, NO_READING, None, Flaw.UNREADABLE)
        baseline = self._baseline_of(face)
        measured = raw.reading if baseline is None else measured_from(baseline, raw.reading)
        if self._options.smooth:
            flaw = self._gate.step(face.track_id, raw.quality, time_s)
            smoothed = self._smoother.step(face.track_id, measured, time_s, flaw)
        else:
            flaw = next(iter(self._options.limits.flaws(raw.quality)), None)
            label = None if flaw else certain_label(measured.emotion, self._options.uncertain_below)
            smoothed = Smoothed(measured, label)
        named = "" if baseline is None else baseline.name
        reading = FaceReading(face, smoothed.reading, raw.reading, smoothed.label, flaw, baseline=named)
        return self._with_attention(reading, time_s) if self._options.smooth else reading

    def _with_attention(self, reading: FaceReading, time_s: float) -> FaceReading:
        pose = reading.reading.pose if reading.pose_stands else None
        return replace(reading, attention=self._attention.seen(reading.face.track_id, pose, time_s))


def _reading(output: NetworkOutput, index: int, crop: Crop) -> Reading:
    rotation = rotation_in_picture(output.rotation[index], crop)
    return Reading(
        emotion=EmotionScores(tuple(float(value) for value in output.emotion[index])),
        pose=Pose.from_rotation(rotation),
        female=float(output.female[index]),
    )


def _raw(output: NetworkOutput, index: int, crop: Crop, square: NDArray[np.uint8]) -> _Raw:
    reading = _reading(output, index, crop)
    return _Raw(reading, quality_of(square, crop.side_px, reading.pose))


def load_perceiver(options: PerceptionOptions, baseline_now: BaselineNow = no_baseline) -> Perceiver:
    """Load network and detector, about two seconds at the first time; raises ModelError or DetectorError."""
    network = Network(options.model, options.device, options.threads)
    return Perceiver(FaceSearch(options.reach, options.effort), network, options, baseline_now)
