"""Loading and running the network: what is accepted, what is refused, and where it runs."""

import importlib
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
import onnxruntime
import pytest
from onnx import TensorProto

from app.domain.reading import EMOTIONS
from app.perception.model import DeviceChoice, ModelError, Network, NetworkOutput

SIDE = 16


def grey(count: int, value: int) -> np.ndarray:
    return np.full((count, SIDE, SIDE, 3), value, np.uint8)


def refusal(path: Path) -> str:
    with pytest.raises(ModelError) as caught:
        Network(path, DeviceChoice.CPU)
    message = str(caught.value)
    assert "\n" not in message
    assert message.endswith(".")
    return message


def test_a_right_model_is_run_on_all_faces_at_once(tiny_model: Any) -> None:
    network = Network(tiny_model.write(), DeviceChoice.CPU)
    answer = network.run(np.concatenate([grey(1, 0), grey(2, 255)]))
    assert answer.emotion.shape == (3, 8)
    assert answer.emotion.dtype == np.float32
    assert answer.emotion.argmax(axis=1).tolist() == [0, 1, 1]
    assert answer.rotation.shape == (3, 3, 3)
    assert answer.female.tolist() == [0.0, 1.0, 1.0]


def test_faces_need_not_lie_one_after_the_other_in_memory(tiny_model: Any) -> None:
    network = Network(tiny_model.write(), DeviceChoice.CPU)
    wide = np.zeros((1, SIDE, 2 * SIDE, 3), np.uint8)
    wide[:, :, ::2] = 255
    assert network.run(wide[:, :, ::2]).female.tolist() == [1.0]


def test_no_face_gives_empty_answers(tiny_model: Any) -> None:
    answer = Network(tiny_model.write(), DeviceChoice.CPU).run(grey(0, 0))
    assert answer.emotion.shape == (0, 8)
    assert answer.rotation.shape == (0, 3, 3)
    assert answer.female.shape == (0,)


@pytest.mark.parametrize("faces", [np.zeros((1, 8, 8, 3), np.uint8), np.zeros((1, SIDE, SIDE, 3), np.float32)])
def test_faces_of_another_kind_are_a_mistake_of_the_caller(tiny_model: Any, faces: np.ndarray) -> None:
    with pytest.raises(ValueError, match="uint8"):
        Network(tiny_model.write(), DeviceChoice.CPU).run(faces)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    assert "missing" in refusal(tmp_path / "none.onnx")


def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert "missing" in refusal(tmp_path)


@pytest.mark.parametrize("content", [b"", b"not a model at all", bytes(range(256)) * 40])
def test_a_file_that_is_no_model_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "wrong.onnx"
    path.write_bytes(content)
    assert "not a readable ONNX file" in refusal(path)


def test_half_a_model_is_refused(tiny_model: Any) -> None:
    path = tiny_model.write()
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    assert "cannot be used" in refusal(path)


def test_a_model_without_card_is_refused(tiny_model: Any) -> None:
    assert "no model card" in refusal(tiny_model.write(card=None))


@pytest.mark.parametrize("card", ["", "{}", "[]", "null", '{"labels": 1}', "nonsense"])
def test_a_broken_card_is_refused(tiny_model: Any, card: str) -> None:
    assert "model card" in refusal(tiny_model.write(card=card))


def test_other_labels_are_refused(tiny_model: Any) -> None:
    labels = tuple(reversed([str(emotion) for emotion in EMOTIONS]))
    assert "its labels are contempt" in refusal(tiny_model.with_card(labels=labels))


def test_another_crop_rule_is_refused(tiny_model: Any) -> None:
    assert "crop rule loose-0" in refusal(tiny_model.with_card(crop_rule="loose-0"))


@pytest.mark.parametrize(
    "change",
    [
        {"input_name": "images"},
        {"input_type": TensorProto.FLOAT},
        {"input_shape": ("n", 8, 8, 3)},
        {"input_shape": ("n", 3, SIDE, SIDE)},
        {"input_shape": (1, SIDE, SIDE, 3)},
        {"input_shape": ("n", "h", "w", 3)},
    ],
)
def test_a_wrong_input_is_refused(tiny_model: Any, change: dict[str, Any]) -> None:
    assert f"instead of faces uint8 [n, {SIDE}, {SIDE}, 3]" in refusal(tiny_model.write(**change))


def test_an_input_that_does_not_fit_the_card_is_refused(tiny_model: Any) -> None:
    assert "instead of faces uint8 [n, 96, 96, 3]" in refusal(tiny_model.with_card(input_px=96))


def test_a_missing_output_is_refused(tiny_model: Any) -> None:
    assert "no float output gender" in refusal(tiny_model.write(female_name="sex"))


def test_an_output_of_another_shape_is_refused(tiny_model: Any) -> None:
    assert "output emotion is [2, 7]" in refusal(tiny_model.write(emotions=7))


def test_answers_that_are_no_numbers_are_refused(tiny_model: Any) -> None:
    assert "output emotion is not a number" in refusal(tiny_model.write(emotion_factor=float("nan")))


@pytest.mark.parametrize("factor", [2.0, -1.0, 0.5])
def test_answers_that_are_no_probabilities_are_refused(tiny_model: Any, factor: float) -> None:
    assert "no probabilities" in refusal(tiny_model.write(emotion_factor=factor))


@pytest.mark.parametrize("output", ["emotion", "rotation", "gender"])
def test_an_answer_that_is_no_reading_is_marked_and_the_others_stand(tiny_model: Any, output: str) -> None:
    network = Network(tiny_model.write(spoilt_when_white=output), DeviceChoice.CPU)
    answer = network.run(np.concatenate([grey(1, 100), grey(1, 255), grey(1, 50)]))
    assert answer.usable.tolist() == [True, False, True]


@pytest.mark.parametrize(
    ("emotion", "rotation", "female"),
    [
        ([0.5, 0.5, 0.5, 0, 0, 0, 0, 0], np.eye(3), 0.5),
        ([1.5, -0.5, 0, 0, 0, 0, 0, 0], np.eye(3), 0.5),
        ([1, 0, 0, 0, 0, 0, 0, np.nan], np.eye(3), 0.5),
        ([1, 0, 0, 0, 0, 0, 0, 0], np.eye(3) * 2, 0.5),
        ([1, 0, 0, 0, 0, 0, 0, 0], np.zeros((3, 3)), 0.5),
        ([1, 0, 0, 0, 0, 0, 0, 0], np.diag([1, 1, -1]), 0.5),
        ([1, 0, 0, 0, 0, 0, 0, 0], np.eye(3) * np.inf, 0.5),
        ([1, 0, 0, 0, 0, 0, 0, 0], np.eye(3), 1.01),
        ([1, 0, 0, 0, 0, 0, 0, 0], np.eye(3), -np.inf),
        ([1, 0, 0, 0, 0, 0, 0, 0], np.eye(3), np.nan),
    ],
)
def test_what_is_no_reading(emotion: list[float], rotation: np.ndarray, female: float) -> None:
    def output(*values: Any) -> NetworkOutput:
        return NetworkOutput(*(np.array([value], np.float32) for value in values))

    assert not output(emotion, rotation, female).usable.any()
    assert output([0.25, 0.75, 0, 0, 0, 0, 0, 0], np.eye(3), 1).usable.all()


def test_a_network_that_goes_on_answering_nonsense_is_given_up(tiny_model: Any) -> None:
    network = Network(tiny_model.write(spoilt_when_white="emotion"), DeviceChoice.CPU)
    for _ in range(9):
        network.run(grey(1, 255))
    network.run(grey(1, 100))  # a good answer in between: it counts anew
    for _ in range(9):
        network.run(grey(1, 255))
    with pytest.raises(ModelError, match=r"no reading of a face; choose another model file .*\.$"):
        network.run(grey(1, 255))


def test_refusals_leave_standard_error_clean(
    tiny_model: Any, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "wrong.onnx").write_bytes(b"wrong")
    refusal(tmp_path / "wrong.onnx")
    refusal(tiny_model.write(emotions=7))
    captured = capfd.readouterr()
    assert captured.out + captured.err == ""


def test_the_cpu_is_reported_as_asked_for(tiny_model: Any) -> None:
    device = Network(tiny_model.write(), DeviceChoice.CPU).device
    assert (device.asked, device.running) == ("cpu", "CPU")
    assert device.reason == "the CPU was asked for"
    assert device.probe_ms > 0


def test_without_onnx_runtime_the_message_says_what_to_install(
    tiny_model: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    message = refusal(tiny_model.write())
    assert "poise[cpu]" in message
    assert "poise[gpu]" in message


def test_the_remains_of_two_onnx_runtimes_are_recognised(tiny_model: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", ModuleType("onnxruntime"))
    assert "damaged" in refusal(tiny_model.write())


class Runtime(SimpleNamespace):
    """An ONNX Runtime that claims CUDA: sessions run on the CPU, `wrap` makes of one what the card would do."""

    def __init__(self, wrap: Callable[[Any], Any], folder: Path, preload: Callable[[], None] = lambda: None) -> None:
        super().__init__(
            SessionOptions=onnxruntime.SessionOptions,
            set_default_logger_severity=onnxruntime.set_default_logger_severity,
            capi=onnxruntime.capi,
            preload_dlls=preload,
            __file__=str(folder / "__init__.py"),
        )
        self._wrap = wrap

    def get_available_providers(self) -> list[str]:
        return ["CUDAExecutionProvider", "CPUExecutionProvider"]

    def InferenceSession(self, path: str, options: Any, providers: list[Any], enable_fallback: int) -> Any:
        assert enable_fallback == 0
        session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        return self._wrap(session) if providers[0] != "CPUExecutionProvider" else session


class OnCuda:
    """A session that says it runs on CUDA and fails at the run of this number."""

    def __init__(
        self, session: Any, fails_at: int | None = None, answers: float | None = None, answers_from: int = 0
    ) -> None:
        self._session, self._fails_at, self._runs = session, fails_at, 0
        self._answers, self._answers_from = answers, answers_from

    def __getattr__(self, name: str) -> Any:
        return getattr(self._session, name)

    def get_providers(self) -> list[str]:
        return ["CUDAExecutionProvider", "CPUExecutionProvider"]

    def run(self, names: Any, feed: Any) -> Any:
        self._runs += 1
        if self._runs == self._fails_at:
            raise onnxruntime.capi.onnxruntime_pybind11_state.RuntimeException("CUDA error 700\nmore text")
        answer = self._session.run(names, feed)
        if self._answers is None or self._runs < self._answers_from:
            return answer
        return [value * self._answers for value in answer]


@pytest.fixture
def use_runtime(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., None]:
    real = importlib.import_module

    def use(wrap: Callable[[Any], Any], preload: Callable[[], None] = lambda: None) -> None:
        runtime = Runtime(wrap, tmp_path / "onnxruntime", preload)
        monkeypatch.setattr(importlib, "import_module", lambda name: runtime if name == "onnxruntime" else real(name))

    return use


def test_a_cuda_that_works_is_used(tiny_model: Any, use_runtime: Callable[..., None]) -> None:
    use_runtime(OnCuda)
    device = Network(tiny_model.write()).device
    assert (device.asked, device.running) == ("auto", "CUDA")


def test_the_cpu_is_used_where_it_is_asked_for_in_spite_of_a_card(
    tiny_model: Any, use_runtime: Callable[..., None]
) -> None:
    use_runtime(OnCuda)
    assert Network(tiny_model.write(), DeviceChoice.CPU).device.running == "CPU"


def test_a_missing_library_is_named(tiny_model: Any, use_runtime: Callable[..., None]) -> None:
    use_runtime(lambda session: session)
    device = Network(tiny_model.write(), DeviceChoice.CUDA).device
    assert (device.asked, device.running) == ("cuda", "CPU")
    assert "a CUDA library is missing" in device.reason
    assert "onnxruntime_providers" in device.reason


def test_preloading_does_not_write_to_standard_output(
    tiny_model: Any, use_runtime: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    use_runtime(
        OnCuda,
        preload=lambda: print("Failed to load libcudnn.so.9"),  # noqa: T201
    )
    assert Network(tiny_model.write()).device.running == "CUDA"
    assert capsys.readouterr().out == ""


def test_a_session_that_cuda_refuses_is_made_on_the_cpu(tiny_model: Any, use_runtime: Callable[..., None]) -> None:
    def refuse(session: Any) -> Any:
        raise RuntimeError("no kernel image")

    use_runtime(refuse)
    device = Network(tiny_model.write()).device
    assert device.running == "CPU"
    assert device.reason == "CUDA did not start: no kernel image"


def test_a_cuda_that_fails_its_trial_gives_way_to_the_cpu(tiny_model: Any, use_runtime: Callable[..., None]) -> None:
    use_runtime(lambda session: OnCuda(session, fails_at=1))
    network = Network(tiny_model.write())
    assert network.device.running == "CPU"
    assert network.device.reason == "CUDA failed in a trial run: CUDA error 700"


def test_a_cuda_that_answers_nonsense_gives_way_to_the_cpu(tiny_model: Any, use_runtime: Callable[..., None]) -> None:
    use_runtime(lambda session: OnCuda(session, answers=float("nan")))
    network = Network(tiny_model.write())
    assert network.device.running == "CPU"
    assert "not a number" in network.device.reason


def test_a_cuda_that_fails_later_gives_way_to_the_cpu_and_says_so(
    tiny_model: Any, use_runtime: Callable[..., None]
) -> None:
    use_runtime(lambda session: OnCuda(session, fails_at=10))
    network = Network(tiny_model.write())
    assert network.device.running == "CUDA"
    for _ in range(5):
        assert network.run(grey(1, 255)).female.tolist() == [1.0]
    assert network.device.running == "CPU"
    assert network.device.reason == "CUDA failed while running: CUDA error 700"


def test_a_cuda_whose_answers_become_nonsense_gives_way_to_the_cpu_and_says_so(
    tiny_model: Any, use_runtime: Callable[..., None]
) -> None:
    use_runtime(lambda session: OnCuda(session, answers=float("nan"), answers_from=10))
    network = Network(tiny_model.write())
    assert network.device.running == "CUDA"
    answers = [network.run(grey(1, 255)) for _ in range(15)]
    assert network.device.running == "CPU"
    assert network.device.reason == "CUDA answered with numbers that are no reading of a face"
    unusable = [index for index, answer in enumerate(answers) if not answer.usable.all()]
    assert len(unusable) == 9, "the tenth is read again, by the CPU"
    assert answers[-1].female.tolist() == [1.0]


def test_a_network_that_answers_nonsense_on_the_cpu_too_is_given_up(
    tiny_model: Any, use_runtime: Callable[..., None]
) -> None:
    use_runtime(lambda session: OnCuda(session, answers=float("nan"), answers_from=10))
    network = Network(tiny_model.write(spoilt_when_white="emotion"))
    with pytest.raises(ModelError, match="no reading of a face"):
        for _ in range(40):
            network.run(grey(1, 255))
    assert network.device.running == "CPU"
