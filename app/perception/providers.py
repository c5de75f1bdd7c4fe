"""Opening an ONNX Runtime session on CUDA where it really works, else on the CPU, and saying why."""

import contextlib
import ctypes
import io
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from app.domain.plain_text import plain

_CUDA = "CUDAExecutionProvider"
_CPU = "CPUExecutionProvider"
_ONLY_FATAL = 4
"""ONNX Runtime's log level; what matters arrives as an exception or in the reason."""

_HEURISTIC = {"cudnn_conv_algo_search": "HEURISTIC"}
"""The default search tries every algorithm anew for each number of faces, a stall of its own."""


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """A session, where it runs, and, where it was to run on CUDA and does not, why."""

    session: Any
    on_cuda: bool
    reason: str


def open_session(runtime: ModuleType, path: Path, want_cuda: bool, threads: int) -> Opened:
    """Open a model file; `runtime` is the module onnxruntime. Raises one of `runtime_errors` for a broken file."""
    runtime.set_default_logger_severity(_ONLY_FATAL)
    if not want_cuda:
        return Opened(_session(runtime, path, threads, cuda=False), False, "")
    if _CUDA not in runtime.get_available_providers():
        reason = "no CUDA in this ONNX Runtime; an NVIDIA card needs poise[gpu]"
        return Opened(_session(runtime, path, threads, cuda=False), False, reason)
    preloading = _preload(runtime)
    try:
        session = _session(runtime, path, threads, cuda=True)
    except runtime_errors(runtime) as error:
        return Opened(_session(runtime, path, threads, cuda=False), False, f"CUDA did not start: {first_line(error)}")
    # ONNX Runtime drops a provider that does not load without raising, so ask what is left.
    if _CUDA in session.get_providers():
        return Opened(session, True, "CUDA answers")
    return Opened(session, False, _why_not(runtime) or preloading or "no NVIDIA driver or card answers")


def runtime_errors(runtime: ModuleType) -> tuple[type[Exception], ...]:
    """What ONNX Runtime raises; its own errors have no common class but Exception."""
    own = vars(runtime.capi.onnxruntime_pybind11_state).values()
    named = (item for item in own if isinstance(item, type) and issubclass(item, Exception))
    return (RuntimeError, ValueError, *named)


def first_line(error: Exception) -> str:
    """An error of ONNX Runtime as part of a sentence."""
    text = str(error).strip() or type(error).__name__
    return plain(text.splitlines()[0].removeprefix("[ONNXRuntimeError] : ").rstrip(". "))


def session_options(runtime: ModuleType, threads: int) -> Any:
    """How every session of ours runs: so many threads at most, none of them spinning, silent."""
    options = runtime.SessionOptions()
    options.intra_op_num_threads = max(1, min(threads, os.cpu_count() or 1))
    options.inter_op_num_threads = 1
    options.log_severity_level = _ONLY_FATAL
    # Spinning pools of several sessions on two cores were measured to turn 6.5 ms into 33 ms.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return options


def _session(runtime: ModuleType, path: Path, threads: int, cuda: bool) -> Any:
    options = session_options(runtime, threads)
    providers: list[Any] = [(_CUDA, _HEURISTIC), _CPU] if cuda else [_CPU]
    # Without enable_fallback=0 ONNX Runtime prints to standard output and changes the provider by itself.
    return runtime.InferenceSession(str(path), options, providers=providers, enable_fallback=0)


def _preload(runtime: ModuleType) -> str:
    """Load NVIDIA's libraries from their Python packages; once loaded, a second call finds them loaded.

    Returns the first complaint: ONNX Runtime prints it, where it would spoil what a command writes.
    """
    preload = getattr(runtime, "preload_dlls", None)
    if preload is None:
        return ""
    with contextlib.redirect_stdout(io.StringIO()) as said:
        preload()
    failed = (line for line in said.getvalue().splitlines() if line.startswith("Failed"))
    return next(failed, "")[:200]


def _why_not(runtime: ModuleType) -> str:
    """Load the provider as ONNX Runtime does, because only the loader's error names the missing library."""
    folder = Path(str(runtime.__file__)).parent / "capi"
    pattern = "{}.dll" if sys.platform == "win32" else "lib{}.so"
    try:
        ctypes.CDLL(str(folder / pattern.format("onnxruntime_providers_shared")), mode=ctypes.RTLD_GLOBAL)
        ctypes.CDLL(str(folder / pattern.format("onnxruntime_providers_cuda")))
    except OSError as error:
        return f"a CUDA library is missing: {first_line(error)}"
    return ""
