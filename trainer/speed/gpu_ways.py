"""Ways to ask a network on a device, host copies included: ONNX Runtime plain, bound or as a CUDA graph, and torch."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray

from app.domain.model_card import ModelCard
from app.perception.offline import import_onnxruntime
from trainer.failure import TrainerError
from trainer.release.export import ExportedNet
from trainer.release.stored_weights import store_whole
from trainer.training.building import build_net
from trainer.training.checkpoint import LAST, load_checkpoint

OUTPUTS = ("emotion", "rotation", "gender")
_SINGLE, _HALF = "fp32", "fp16"

Faces = NDArray[np.uint8]
Answers = tuple[NDArray[np.float32], ...]
Ask = Callable[[Faces], Answers]
"""Faces uint8 [n, px, px, 3] in host memory to the three outputs in host memory."""


class GpuSpeedError(TrainerError):
    """A way cannot be tried on this device; the message is one sentence for the user."""


@dataclass(frozen=True, slots=True, eq=False)
class Way:
    """`engine` and `how` name it; `open` gives what asks, for batches of one size only."""

    engine: str
    how: str
    precision: str
    open: Callable[[int], Ask]


def onnx_ways(model: onnx.ModelProto, device: str) -> Iterator[Way]:
    """fp32 and fp16, each run plainly and with bound buffers; on CUDA also as a captured graph."""
    store_whole(model)
    for precision, content in ((_SINGLE, model.SerializeToString()), (_HALF, _halved(model))):
        yield Way("onnxruntime", "run", precision, partial(_plain, content, device))
        for how in ("bound", "graph") if device == "cuda" else ("bound",):
            yield Way("onnxruntime", how, precision, partial(_bound, content, device, how == "graph"))


def torch_ways(run: Path, device: str, card: ModelCard) -> Iterator[Way]:
    """The averaged network of a run with the temperatures of its file, eager and compiled. Raises CheckpointError."""
    checkpoint = load_checkpoint(run / LAST)
    net = build_net(checkpoint.config)
    net.load_state_dict(checkpoint.averaged)
    served = ExportedNet(net, card.temperature, card.metrics["gender_temperature"]).eval()
    served.to(device).to(memory_format=torch.channels_last)  # type: ignore[call-overload]  # torch's stubs lack it
    for precision in (_SINGLE, _HALF):
        half = precision == _HALF
        yield Way("torch", "eager", precision, partial(_eager, served, device, half))
        yield Way("torch", "compiled", precision, partial(_compiled, served, device, half))


def _halved(model: onnx.ModelProto) -> bytes:
    """In float16 throughout but for what comes in and out."""
    import_onnxruntime()
    from onnxruntime.transformers.float16 import convert_float_to_float16

    copy = onnx.ModelProto()
    copy.CopyFrom(model)
    halved = convert_float_to_float16(copy, keep_io_types=True, disable_shape_infer=True)
    content: bytes = halved.SerializeToString()
    return content


def _session(content: bytes, device: str, graph: bool) -> Any:
    runtime = import_onnxruntime()
    options = runtime.SessionOptions()
    options.log_severity_level = 3
    provider: Any = "CPUExecutionProvider"
    if device == "cuda":
        if hasattr(runtime, "preload_dlls"):
            runtime.preload_dlls()
        provider = ("CUDAExecutionProvider", {"enable_cuda_graph": str(int(graph))})
    session = runtime.InferenceSession(content, options, providers=[provider], enable_fallback=0)
    if device == "cuda" and "CUDAExecutionProvider" not in session.get_providers():
        raise GpuSpeedError("ONNX Runtime does not reach the GPU; `poise doctor` says why.")
    return session


def _plain(content: bytes, device: str, _count: int) -> Ask:
    session = _session(content, device, graph=False)
    return lambda faces: tuple(session.run(OUTPUTS, {"faces": faces}))


def _bound(content: bytes, device: str, graph: bool, count: int) -> Ask:
    """Buffers stay where they are on the device, as a captured graph wants it; faces are copied in, answers out."""
    runtime = import_onnxruntime()
    session = _session(content, device, graph)
    side = session.get_inputs()[0].shape[1]
    shapes = {"emotion": (count, 8), "rotation": (count, 3, 3), "gender": (count,)}
    faces_there = runtime.OrtValue.ortvalue_from_numpy(np.zeros((count, side, side, 3), np.uint8), device, 0)
    answers = [runtime.OrtValue.ortvalue_from_shape_and_type(shapes[name], np.float32, device, 0) for name in OUTPUTS]
    binding = session.io_binding()
    binding.bind_ortvalue_input("faces", faces_there)
    for name, answer in zip(OUTPUTS, answers, strict=True):
        binding.bind_ortvalue_output(name, answer)

    def ask(faces: Faces) -> Answers:
        faces_there.update_inplace(faces)
        session.run_with_iobinding(binding)
        return tuple(answer.numpy().copy() for answer in answers)

    return ask


def _torch(net: Callable[[torch.Tensor], Any], device: str, half: bool) -> Ask:
    @torch.inference_mode()
    def ask(faces: Faces) -> Answers:
        there = torch.from_numpy(faces).to(device)
        with torch.autocast(device, torch.float16 if device == "cuda" else torch.bfloat16, enabled=half):
            outputs = net(there)
        return tuple(output.float().cpu().numpy() for output in outputs)

    return ask


def _eager(net: ExportedNet, device: str, half: bool, _count: int) -> Ask:
    return _torch(net, device, half)


def _compiled(net: ExportedNet, device: str, half: bool, _count: int) -> Ask:
    torch.compiler.reset()  # shapes seen before would make the next ones dynamic, and slower
    return _torch(torch.compile(net, mode="reduce-overhead" if device == "cuda" else None), device, half)
