"""A small exported network in int8: what is quantised and what is not, what the card says, what it loses."""

import json
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import onnx
import pytest
import torch
from onnx import numpy_helper
from typer.testing import CliRunner

from app.domain.model_card import ModelCard
from app.domain.reading import Pose
from app.perception.crop import whole_picture
from app.perception.model import DeviceChoice, Network
from trainer.config import TrainConfig
from trainer.data.picture import FoundPicture, Labels, Picture, Role
from trainer.data.shards import write_shards
from trainer.main import commands
from trainer.release.export import ExportedNet, export
from trainer.release.int8.quantise import QuantiseError, quantised
from trainer.release.int8.run import calibration_faces
from trainer.release.onnx_file import card_in, read_model, write_model
from trainer.release.weight_kind import WeightKind
from trainer.training.building import build_net

PX = 16
FACES = np.random.default_rng(3).integers(0, 256, (40, PX, PX, 3), dtype=np.uint8)


@pytest.fixture(scope="module")
def net(tmp_path_factory: pytest.TempPathFactory, colour_card: ModelCard) -> Iterator[Path]:
    """Untrained, with float16 weights."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    torch.manual_seed(2)
    card = ModelCard.from_json(colour_card.to_json().replace('"input_px": 8', f'"input_px": {PX}'))
    path = tmp_path_factory.mktemp("net") / "net.onnx"
    model = ExportedNet(build_net(TrainConfig(size_px=PX, widths=(16, 32), blocks=(1, 1))))
    export(model, card, path, WeightKind.FLOAT16)
    yield path
    torch.set_num_threads(threads)


@pytest.fixture(scope="module")
def small(net: Path) -> Path:
    write_model(quantised(read_model(net), FACES), net.with_name("int8.onnx"))
    return net.with_name("int8.onnx")


def pictures(role: Role) -> list[FoundPicture]:
    found = []
    for number in range(8):
        pixels = np.random.default_rng(number).integers(0, 256, (24, 24, 3)).astype(np.uint8)
        labels = Labels(tuple(float(e == number) for e in range(8)), Pose(5.0 * number, 0.0, 0.0), float(number % 2))
        picture = Picture("made", str(number), role, cv2.imencode(".png", pixels)[1].tobytes(), labels)
        found.append(FoundPicture(picture, labels, whole_picture(24, 24), taught=False))
    return found


def test_the_app_opens_it_and_its_answers_are_near(net: Path, small: Path) -> None:
    whole, eighth = (Network(path, DeviceChoice.CPU, 1).run(FACES) for path in (net, small))
    assert eighth.emotion == pytest.approx(whole.emotion, abs=0.003)
    assert eighth.rotation == pytest.approx(whole.rotation, abs=0.003)
    assert (eighth.emotion != whole.emotion).any()


def test_every_face_takes_part_in_the_calibration(net: Path, tmp_path: Path) -> None:
    """The first half is plain: of it alone, the encoder would never bring a large number."""
    plain = np.full_like(FACES, 128)
    path = tmp_path / "int8.onnx"
    write_model(quantised(read_model(net), np.concatenate([plain, FACES])), path)
    whole, eighth = (Network(each, DeviceChoice.CPU, 1).run(FACES) for each in (net, path))
    assert eighth.emotion == pytest.approx(whole.emotion, abs=0.003)
    assert eighth.rotation == pytest.approx(whole.rotation, abs=0.003)


def test_convolutions_have_seven_bits_per_channel_and_the_first_and_the_heads_are_float(small: Path) -> None:
    graph = read_model(small).graph
    stored = {each.name: numpy_helper.to_array(each) for each in graph.initializer}
    makers = {name: node for node in graph.node for name in node.output}
    first, *others = (node for node in graph.node if node.op_type == "Conv")
    assert stored[first.input[1]].dtype == np.float32
    assert others
    for node in others:
        weight, scale = (stored[name] for name in makers[node.input[1]].input[:2])
        assert weight.dtype == np.int8
        assert np.abs(weight.astype(int)).max() <= 64
        assert scale.shape == weight.shape[:1]
    gemms = [node for node in graph.node if node.op_type == "Gemm"]
    assert len(gemms) == 3
    assert all(stored[node.input[1]].dtype == np.float32 for node in gemms)
    clips = [node for node in graph.node if node.op_type == "Clip"]  # of the rotation
    assert all(makers[node.input[0]].op_type == "ReduceL2" for node in clips)


def test_a_depthwise_convolution_after_the_first_is_float_too(tmp_path: Path, colour_card: ModelCard) -> None:
    card = ModelCard.from_json(colour_card.to_json().replace('"input_px": 8', f'"input_px": {2 * PX}'))
    torch.manual_seed(2)
    path = tmp_path / "net.onnx"
    export(ExportedNet(build_net(TrainConfig(size_px=2 * PX, backbone="mobilenetv1_100"))), card, path)
    faces = np.random.default_rng(3).integers(0, 256, (8, 2 * PX, 2 * PX, 3), dtype=np.uint8)
    graph = quantised(read_model(path), faces).graph
    kept = {each.name: each.data_type for each in graph.initializer}
    convolutions = [node for node in graph.node if node.op_type == "Conv"]
    in_float = [kept.get(node.input[1]) == onnx.TensorProto.FLOAT for node in convolutions]
    assert in_float == [True, True] + [False] * 25


def test_the_card_stays_and_says_what_was_done(net: Path, small: Path) -> None:
    before, after = card_in(read_model(net)), card_in(read_model(small))
    assert after.recipe.startswith("Quantised: int8, static, per channel, 7-bit weights, calibrated on 40 training")
    assert after.recipe.endswith(before.recipe)
    assert (after.name, after.version, after.metrics) == (before.name, before.version, before.metrics)
    assert read_model(small).ir_version == 9
    assert "tmp" not in {each.key for each in read_model(small).metadata_props}
    assert str(small.parent).encode() not in small.read_bytes()


def test_what_cannot_be_quantised_is_said(colour_model: Path, small: Path) -> None:
    for path in (colour_model, small):
        with pytest.raises(QuantiseError, match="nothing to quantise"):
            quantised(read_model(path), FACES)


def test_calibration_faces_are_the_same_each_time(tmp_path: Path) -> None:
    write_shards(pictures(Role.TRAIN), tmp_path, Role.TRAIN)
    faces = calibration_faces(tmp_path, PX, 6)
    assert (faces.shape, faces.dtype) == ((6, PX, PX, 3), np.uint8)
    assert (faces == calibration_faces(tmp_path, PX, 6)).all()
    assert len({face.tobytes() for face in faces}) == 6


def test_the_command_says_what_is_lost_and_gained(net: Path, tmp_path: Path) -> None:
    for role in (Role.TRAIN, Role.VALIDATION):
        write_shards(pictures(role), tmp_path / "data", role)
    output = tmp_path / "out.onnx"
    words = ["quantise", net, "--data", tmp_path / "data", "-o", output, "--faces", "8", "--turns", "1", "--json"]
    done = CliRunner().invoke(commands, list(map(str, words)))
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert {each["measure"] for each in found["losses"]} == {"emotion_accuracy", "pose_mae_deg", "gender_accuracy"}
    for each in found["losses"]:
        assert each["n"] == 8
        assert each["low"] <= each["after"] - each["before"] + 1e-5
        assert each["after"] - each["before"] <= each["high"] + 1e-5
    assert [Path(each["model"]).name for each in found["latency"]] == ["net.onnx", "out.onnx"]
    assert [(each["threads"], each["faces"]) for each in found["latency"][1]["times"]] == [
        (1, 1),
        (1, 8),
        (2, 1),
        (2, 8),
    ]
    onnx.checker.check_model(str(output))
