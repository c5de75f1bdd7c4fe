"""How sessions are opened; what CUDA can do is tested with the network."""

import os
from typing import Any

import onnxruntime
import pytest

from app.perception.providers import first_line, open_session, runtime_errors


def test_a_session_has_one_small_pool_that_does_not_spin(tiny_model: Any) -> None:
    opened = open_session(onnxruntime, tiny_model.write(), want_cuda=False, threads=2)
    options = opened.session.get_session_options()
    assert options.intra_op_num_threads == min(2, os.cpu_count() or 1)
    assert options.inter_op_num_threads == 1
    assert options.get_session_config_entry("session.intra_op.allow_spinning") == "0"
    assert opened.session.get_providers() == ["CPUExecutionProvider"]
    assert (opened.on_cuda, opened.reason) == (False, "")


@pytest.mark.parametrize(("asked", "given"), [(0, 1), (-3, 1), (10_000, os.cpu_count() or 1)])
def test_threads_stay_between_one_and_the_cores(tiny_model: Any, asked: int, given: int) -> None:
    opened = open_session(onnxruntime, tiny_model.write(), want_cuda=False, threads=asked)
    assert opened.session.get_session_options().intra_op_num_threads == given


@pytest.mark.skipif("CUDAExecutionProvider" in onnxruntime.get_available_providers(), reason="this build has CUDA")
def test_a_build_without_cuda_says_what_to_install(tiny_model: Any) -> None:
    opened = open_session(onnxruntime, tiny_model.write(), want_cuda=True, threads=1)
    assert not opened.on_cuda
    assert "no CUDA in this ONNX Runtime" in opened.reason
    assert "poise[gpu]" in opened.reason


def test_errors_of_onnx_runtime_are_known_and_fit_into_a_sentence() -> None:
    broken = onnxruntime.capi.onnxruntime_pybind11_state.InvalidProtobuf
    assert issubclass(broken, runtime_errors(onnxruntime))
    assert not issubclass(KeyboardInterrupt, runtime_errors(onnxruntime))
    assert first_line(broken("[ONNXRuntimeError] : 7 : broken.\nmore")) == "7 : broken"
    assert first_line(RuntimeError()) == "RuntimeError"
