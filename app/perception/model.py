"""The network: an ONNX file with its card, checked at load, and one run for all faces of a frame."""

import time
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from statistics import median
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.domain.model_card import CARD_KEY, ModelCard
from app.domain.reading import EMOTIONS
from app.perception.crop import CROP_RULE
from app.perception.offline import import_onnxruntime
from app.perception.providers import Opened, first_line, open_session, runtime_errors
from app.shipped_files import altered

_OUTPUTS = ("emotion", "rotation", "gender")
_PROBE_RUNS = 5

_MOST_UNUSABLE = 10
"""So many faces without a usable answer, one after the other, are no accident: the network is broken."""

_SUM_TOLERANCE, _ROTATION_TOLERANCE = 0.01, 0.02
"""The shipped network, int8, keeps both to 1e-6; a network in half precision to about 1e-3."""


class ModelError(Exception):
    """The network cannot be loaded or run; the message is one sentence for the user that says what to do."""


class DeviceChoice(StrEnum):
    """Where the network shall run. Auto and CUDA: on an NVIDIA card where that works, else on the CPU."""

    AUTO = "auto"
    CPU = "cpu"
    CUDA = "cuda"


@dataclass(frozen=True, slots=True)
class DeviceReport:
    """What was asked ("auto", "cpu", "cuda"), what runs ("CPU", "CUDA"), why, and the median run of one face."""

    asked: str
    running: str
    reason: str
    probe_ms: float


@dataclass(frozen=True, slots=True, eq=False)
class NetworkOutput:
    """What the network says of n faces: `emotion` float32 [n, 8], `rotation` float32 [n, 3, 3] of the head in the
    crop, `female` float32 [n]."""

    emotion: NDArray[np.float32]
    rotation: NDArray[np.float32]
    female: NDArray[np.float32]

    @property
    def usable(self) -> NDArray[np.bool_]:
        """Which of the n answers are readings: probabilities that sum to 1, a rotation, a probability."""
        with np.errstate(all="ignore"):  # of inf and nan, all comparisons below are False
            sums = np.abs(self.emotion.sum(axis=1) - 1) <= _SUM_TOLERANCE
            skew = np.abs(self.rotation @ self.rotation.transpose(0, 2, 1) - np.eye(3)).max(axis=(1, 2))
            turned = (skew <= _ROTATION_TOLERANCE) & (np.linalg.det(self.rotation) > 0)
        good: NDArray[np.bool_] = _are_probabilities(self.emotion).all(axis=1) & sums & turned
        return good & _are_probabilities(self.female)


class Network:
    """An open model. One thread runs it; `card` and `device` may be read from any thread.

    `device` changes when CUDA fails during a run: the network then goes on with the CPU and says so there.
    Raises ModelError when the file is missing, broken, or not of this program's kind.
    """

    card: ModelCard
    device: DeviceReport

    def __init__(self, path: Path, device: DeviceChoice = DeviceChoice.AUTO, threads: int = 2) -> None:
        self._runtime = _import_runtime()
        self._errors = runtime_errors(self._runtime)
        self._path, self._threads, self._asked = path, threads, device
        self._unusable = 0  # faces in a row
        opened = self._open(want_cuda=device is not DeviceChoice.CPU)
        try:
            self.card = _card_of(opened.session)
            _check_graph(opened.session, self.card.input_px)
        except ValueError as error:
            raise self._refusal(error) from error
        self._start(opened)

    def run(self, faces: NDArray[np.uint8]) -> NetworkOutput:
        """Read faces uint8 [n, px, px, 3] RGB, n >= 0, px = `card.input_px`; no face needs no run.

        CUDA that fails, or gives no usable answer for many faces in a row, gives way to the CPU, which reads these
        faces once more. Raises ModelError when the CPU does either.
        """
        side = self.card.input_px
        if faces.dtype != np.uint8 or faces.ndim != 4 or faces.shape[1:] != (side, side, 3):
            raise ValueError(f"faces are uint8 [n, {side}, {side}, 3], not {faces.dtype} {list(faces.shape)}")
        if len(faces) == 0:
            return _nothing()
        try:
            answer = _infer(self._session, faces)
            _check_shapes(answer, len(faces))
        except self._errors as error:
            if self.device.running == "CPU":
                raise ModelError(f"The model {self._path.name} failed ({first_line(error)}); restart Poise.") from error
            self._start(self._to_cpu(f"CUDA failed while running: {first_line(error)}"))
            return self.run(faces)
        if not self._answers_nonsense(answer):
            return answer
        if self.device.running == "CPU":
            raise ModelError(
                f"The model {self._path.name} answers with numbers that are no reading of a face; "
                "choose another model file or restore assets/models."
            )
        self._unusable = 0
        self._start(self._to_cpu("CUDA answered with numbers that are no reading of a face"))
        return self.run(faces)

    def _answers_nonsense(self, answer: NetworkOutput) -> bool:
        for usable in answer.usable:
            self._unusable = 0 if usable else self._unusable + 1
        return self._unusable >= _MOST_UNUSABLE

    def _open(self, want_cuda: bool) -> Opened:
        if not self._path.is_file():
            raise ModelError(
                f"The model file {self._path} is missing; restore assets/models or choose another model file."
            )
        self._refuse_altered()
        try:
            return open_session(self._runtime, self._path, want_cuda, self._threads)
        except self._errors as error:
            raise self._refusal(f"it is not a readable ONNX file ({first_line(error)})") from error

    def _refuse_altered(self) -> None:
        try:
            difference = altered(self._path)
        except OSError as error:
            raise self._refusal(f"it cannot be read ({error.strerror})") from error
        if difference:
            raise self._refusal(difference)

    def _start(self, opened: Opened) -> None:
        """Try the session out and keep it; a CUDA that answers nonsense or nothing gives way to the CPU."""
        try:
            probe_ms = _probe(opened.session, self.card.input_px)
        except self._errors as error:
            if not opened.on_cuda:
                raise self._refusal(f"a trial run failed: {first_line(error)}") from error
            self._start(self._to_cpu(f"CUDA failed in a trial run: {first_line(error)}"))
            return
        self._session = opened.session
        running = "CUDA" if opened.on_cuda else "CPU"
        reason = opened.reason or "the CPU was asked for"
        self.device = DeviceReport(str(self._asked), running, reason, probe_ms)

    def _to_cpu(self, reason: str) -> Opened:
        return replace(self._open(want_cuda=False), reason=reason)

    def _refusal(self, reason: object) -> ModelError:
        return ModelError(
            f"The model {self._path.name} cannot be used: {reason}; choose another model file or restore assets/models."
        )


def _import_runtime() -> ModuleType:
    try:
        runtime = import_onnxruntime()
    except ImportError as error:
        raise ModelError(
            'ONNX Runtime does not load; install it with pip install "poise[cpu]", '
            'or with pip install "poise[gpu]" for an NVIDIA card.'
        ) from error
    if not hasattr(runtime, "InferenceSession"):  # left behind when one of two installed variants was removed
        raise ModelError(
            "ONNX Runtime is damaged, perhaps because onnxruntime and onnxruntime-gpu were installed together; "
            'remove both and install one with pip install "poise[cpu]" or "poise[gpu]".'
        )
    return runtime


def _card_of(session: Any) -> ModelCard:
    """The card in the file; raises ValueError with the reason when there is none or it is of another kind."""
    text = session.get_modelmeta().custom_metadata_map.get(CARD_KEY)
    if text is None:
        raise ValueError("it carries no model card of Poise")
    card = ModelCard.from_json(text)
    if card.crop_rule != CROP_RULE:
        raise ValueError(f"it was trained with the crop rule {card.crop_rule} instead of {CROP_RULE}")
    return card


def _check_graph(session: Any, side: int) -> None:
    """Compare inputs and outputs with the contract of the graph; raises ValueError with the difference."""
    asked = f"faces uint8 [n, {side}, {side}, 3]"
    inputs = session.get_inputs()
    if len(inputs) != 1:
        raise ValueError(f"it has {len(inputs)} inputs instead of one, {asked}")
    found = inputs[0]
    fits = found.name == "faces" and found.type == "tensor(uint8)"
    fits = fits and len(found.shape) == 4 and found.shape[1:] == [side, side, 3] and not isinstance(found.shape[0], int)
    if not fits:
        shape = ", ".join(str(size) for size in found.shape)
        raise ValueError(f"its input is {found.name} {found.type} [{shape}] instead of {asked}")
    outputs = {output.name: output.type for output in session.get_outputs()}
    missing = [name for name in _OUTPUTS if outputs.get(name) != "tensor(float)"]
    if missing:
        raise ValueError(f"it has no float output {', '.join(missing)}")


def _infer(session: Any, faces: NDArray[np.uint8]) -> NetworkOutput:
    emotion, rotation, female = session.run(_OUTPUTS, {"faces": np.ascontiguousarray(faces)})
    return NetworkOutput(emotion, rotation, female)


def _probe(session: Any, side: int) -> float:
    """Median milliseconds of one face; raises ValueError when the answers are not of the right kind."""
    rng = np.random.default_rng(0)
    _check_answer(_infer(session, rng.integers(0, 256, (2, side, side, 3), dtype=np.uint8)), 2)
    face = rng.integers(0, 256, (1, side, side, 3), dtype=np.uint8)
    _check_answer(_infer(session, face), 1)
    times = []
    for _ in range(_PROBE_RUNS):
        begun = time.perf_counter()
        _infer(session, face)
        times.append((time.perf_counter() - begun) * 1000)
    return median(times)


def _check_answer(answer: NetworkOutput, count: int) -> None:
    _check_shapes(answer, count)
    for values, name in zip((answer.emotion, answer.rotation, answer.female), _OUTPUTS, strict=True):
        if not np.isfinite(values).all():
            raise ValueError(f"its output {name} is not a number")
    if not answer.usable.all():
        raise ValueError("its outputs are no probabilities and rotations")


def _check_shapes(answer: NetworkOutput, count: int) -> None:
    shapes = (
        (answer.emotion, (count, len(EMOTIONS))),
        (answer.rotation, (count, 3, 3)),
        (answer.female, (count,)),
    )
    for (values, shape), name in zip(shapes, _OUTPUTS, strict=True):
        if values.shape != shape:
            raise ValueError(f"its output {name} is {list(values.shape)} instead of {list(shape)}")


def _are_probabilities(values: NDArray[np.float32]) -> NDArray[np.bool_]:
    return (values >= 0) & (values <= 1)


def _nothing() -> NetworkOutput:
    empty = np.zeros
    return NetworkOutput(empty((0, len(EMOTIONS)), np.float32), empty((0, 3, 3), np.float32), empty(0, np.float32))
