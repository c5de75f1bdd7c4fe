"""The exported file: alone in an empty folder, any number of faces, no trace of training or of this machine."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
import torch

from app.domain.model_card import CARD_KEY, ModelCard
from app.perception.model import Network
from trainer.config import TaskSettings, TrainConfig
from trainer.model.facenet import FaceNet
from trainer.release.export import ExportedNet, ExportError, check_parity, export
from trainer.release.export import _program as traced
from trainer.release.weight_kind import WeightKind
from trainer.tasks.in_painting import InPaintingSettings
from trainer.tasks.puzzling import PuzzlingSettings
from trainer.tasks.puzzling_rotation import PuzzlingRotationSettings
from trainer.tasks.tile_rotation import TileRotationSettings
from trainer.training.building import build_joint, build_net

PX = 16
OFFSETS = (0.0, 0.0, 0.3, 0.5, 0.5, 2.0, 1.0, 2.5)
EVERY_PRETEXT = TaskSettings(
    puzzling=PuzzlingSettings(weight=1.0),
    tile_rotation=TileRotationSettings(weight=1.0),
    puzzling_rotation=PuzzlingRotationSettings(weight=1.0),
    in_painting=InPaintingSettings(weight=1.0),
)
CONFIG = TrainConfig(size_px=PX, widths=(4, 8), blocks=(1, 1), tasks=EVERY_PRETEXT)


def card_of(px: int, card: ModelCard) -> ModelCard:
    return ModelCard.from_json(card.to_json().replace(f'"input_px": {card.input_px}', f'"input_px": {px}'))


def lively(net: FaceNet) -> FaceNet:
    """Heads and running statistics that make a difference."""
    torch.manual_seed(8)
    for value in net.state_dict().values():
        if value.is_floating_point():
            value.add_(torch.rand_like(value) * 0.2)
    return net


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory, colour_card: ModelCard) -> Iterator[tuple[ExportedNet, Path]]:
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    net = ExportedNet(lively(build_joint(CONFIG, [1.0] * 8).net), 1.7, 0.6, OFFSETS)
    path = tmp_path_factory.mktemp("export") / "net.onnx"
    export(net, card_of(PX, colour_card), path)
    yield net, path
    torch.set_num_threads(threads)


@pytest.mark.parametrize("count", [1, 3, 8])
def test_the_file_alone_in_an_empty_folder_agrees_with_torch(
    exported: tuple[ExportedNet, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    net, path = exported
    alone = tmp_path / "empty"
    alone.mkdir()
    (alone / "model.onnx").write_bytes(path.read_bytes())
    monkeypatch.chdir(alone)
    session = onnxruntime.InferenceSession("model.onnx", providers=["CPUExecutionProvider"])
    faces = np.random.default_rng(count).integers(0, 256, (count, PX, PX, 3), dtype=np.uint8)
    emotion, rotation, gender = session.run(None, {"faces": faces})
    assert (emotion.shape, rotation.shape, gender.shape) == ((count, 8), (count, 3, 3), (count,))
    with torch.no_grad():
        expected = net(torch.from_numpy(faces))
    for ours, theirs in zip(expected, (emotion, rotation, gender), strict=True):
        assert theirs == pytest.approx(ours.numpy(), abs=1e-4)
    assert emotion.sum(axis=1) == pytest.approx(1, abs=1e-5)
    assert rotation @ rotation.transpose(0, 2, 1) == pytest.approx(np.broadcast_to(np.eye(3), rotation.shape), abs=1e-5)


def test_temperatures_and_offsets_are_inside_the_graph(exported: tuple[ExportedNet, Path]) -> None:
    net, path = exported
    faces = np.random.default_rng(1).integers(0, 256, (2, PX, PX, 3), dtype=np.uint8)
    emotion, _, gender = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"]).run(
        None, {"faces": faces}
    )
    with torch.no_grad():
        prediction = net.net(torch.from_numpy(faces).permute(0, 3, 1, 2))
    raised = prediction.emotion + torch.tensor(OFFSETS)
    assert emotion == pytest.approx(torch.softmax(raised / 1.7, 1).numpy(), abs=1e-5)
    assert gender == pytest.approx(torch.sigmoid(prediction.gender / 0.6).numpy(), abs=1e-5)


def test_names_types_and_the_free_batch_axis(exported: tuple[ExportedNet, Path]) -> None:
    session = onnxruntime.InferenceSession(exported[1], providers=["CPUExecutionProvider"])
    (faces,) = session.get_inputs()
    assert (faces.name, faces.type, faces.shape[1:]) == ("faces", "tensor(uint8)", [PX, PX, 3])
    assert isinstance(faces.shape[0], str)
    outputs = {output.name: output.shape[1:] for output in session.get_outputs()}
    assert outputs == {"emotion": [8], "rotation": [3, 3], "gender": []}


def test_the_card_is_in_the_metadata_and_no_machine_path_in_the_file(
    exported: tuple[ExportedNet, Path], colour_card: ModelCard
) -> None:
    content = exported[1].read_bytes()
    metadata = {item.key: item.value for item in onnx.load_from_string(content).metadata_props}
    assert ModelCard.from_json(metadata[CARD_KEY]) == card_of(PX, colour_card)
    here = (str(Path(__file__).parents[4]), str(Path(torch.__file__).parents[2]), str(exported[1].parent), ".py")
    for place in here:
        assert place.encode() not in content, place
    assert [each.name for each in exported[1].parent.iterdir()] == ["net.onnx"]


def weights_and_nodes(path: Path) -> tuple[list[tuple[int, ...]], list[str], int]:
    graph = onnx.load(str(path)).graph
    shapes = sorted(tuple(each.dims) for each in graph.initializer)
    return shapes, sorted(node.op_type for node in graph.node), path.stat().st_size


def test_auxiliary_heads_leave_no_trace_in_the_graph(
    exported: tuple[ExportedNet, Path], tmp_path: Path, colour_card: ModelCard
) -> None:
    """A network trained with every self-supervised task costs what the plain one does."""
    joint = build_joint(CONFIG, [1.0] * 8)
    assert len(joint.auxiliary_state()) > 20
    plain = ExportedNet(lively(build_net(CONFIG)), 1.7, 0.6, OFFSETS)
    export(plain, card_of(PX, colour_card), tmp_path / "plain.onnx")
    (shapes, nodes, size), (plain_shapes, plain_nodes, plain_size) = map(
        weights_and_nodes, (exported[1], tmp_path / "plain.onnx")
    )
    assert shapes == plain_shapes
    assert nodes == plain_nodes
    assert abs(size - plain_size) < 100  # numbers in text, such as the card's
    names = {each.name for each in onnx.load(str(exported[1])).graph.initializer}
    assert not [name for name in names if any(word in name for word in joint.pretexts)]


def test_a_network_that_differs_from_its_file_is_refused(exported: tuple[ExportedNet, Path]) -> None:
    other = ExportedNet(lively(build_net(CONFIG)), 5.0).eval()
    with pytest.raises(ExportError, match="differ by"):
        check_parity(other, exported[1], PX)


def test_a_file_that_is_refused_leaves_nothing_behind(
    exported: tuple[ExportedNet, Path], tmp_path: Path, colour_card: ModelCard, monkeypatch: pytest.MonkeyPatch
) -> None:
    class OtherNetwork:
        """Stands for an exporter that got it wrong."""

        def save(self, path: str, external_data: bool) -> None:
            shutil.copy(exported[1], path)

    monkeypatch.setattr("trainer.release.export._program", lambda *_: OtherNetwork())
    folder = tmp_path / "new"
    with pytest.raises(ExportError, match="differ by"):
        export(ExportedNet(lively(build_net(CONFIG)), 5.0), card_of(PX, colour_card), folder / "net.onnx")
    assert list(folder.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path, colour_card: ModelCard) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(ExportError, match="cannot be written"):
        export(ExportedNet(build_net(CONFIG)), card_of(PX, colour_card), tmp_path / "file" / "net.onnx")


def test_float16_weights_halve_the_file_and_keep_float32_arithmetic(
    exported: tuple[ExportedNet, Path], tmp_path: Path, colour_card: ModelCard, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = TrainConfig(size_px=PX, widths=(32, 96), blocks=(1, 1))
    net = ExportedNet(build_net(config)).eval()
    program = traced(net, PX)
    monkeypatch.setattr("trainer.release.export._program", lambda *_: program)  # tracing takes seconds
    whole, half = tmp_path / "whole.onnx", tmp_path / "half.onnx"
    assert export(net, card_of(PX, colour_card), whole, WeightKind.FLOAT32) < 1e-5
    assert 0 < export(net, card_of(PX, colour_card), half, WeightKind.FLOAT16) < 1e-3
    (_, nodes, size), (_, half_nodes, half_size) = weights_and_nodes(whole), weights_and_nodes(half)
    assert half_size < 0.75 * size
    assert set(half_nodes) == set(nodes)  # nothing but more Casts
    assert Network(half, threads=1).run(np.zeros((2, PX, PX, 3), np.uint8)).emotion.dtype == np.float32


def test_an_old_onnx_runtime_reads_the_file(exported: tuple[ExportedNet, Path]) -> None:
    """ONNX Runtime 1.17 knows operators up to set 20 and files up to version 9."""
    model = onnx.load(str(exported[1]))
    assert (model.ir_version, [each.version for each in model.opset_import]) == (9, [20])


def test_offsets_raise_emotions_before_the_temperature_divides() -> None:
    net = lively(build_joint(CONFIG, [1.0] * 8).net).eval()
    faces = torch.randint(0, 256, (3, PX, PX, 3), dtype=torch.uint8)
    plain, raised = ExportedNet(net, 1.7)(faces)[0], ExportedNet(net, 1.7, emotion_offsets=OFFSETS)(faces)[0]
    gained = (raised / plain).log()
    assert torch.allclose((gained - gained[:, :1]) * 1.7, torch.tensor(OFFSETS).expand(3, -1), atol=1e-3)
