"""Networks that answer by colour, two in one file: the mean of what they say, each looking at its own size."""

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import onnx
import pytest
from numpy.typing import NDArray
from onnx import numpy_helper
from typer.testing import CliRunner

from app.domain.model_card import ModelCard
from app.domain.reading import Pose
from app.perception.crop import whole_picture
from app.perception.model import DeviceChoice, Network
from trainer.data.picture import FoundPicture, Labels, Picture, Role
from trainer.data.shards import write_shards
from trainer.main import commands
from trainer.release.ensemble.graph import Sharpness, ensemble
from trainer.release.ensemble.run import EnsembleError, write_ensemble
from trainer.release.export import OPSET
from trainer.release.onnx_file import card_in, read_model, set_card, write_model

LARGE, SMALL = 16, 8


@pytest.fixture(scope="module")
def members(colour_model: Path, colour_card: ModelCard, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The second names the emotion after the first's, turns the head less, and says the other gender."""
    folder = tmp_path_factory.mktemp("members")
    first = _member(colour_model, replace(colour_card, input_px=LARGE, data=("one",), recipe="the first"))
    second = _member(colour_model, replace(colour_card, input_px=SMALL, data=("two", "one"), recipe="the second"))
    for table in second.graph.initializer:
        values = numpy_helper.to_array(table)
        if table.name == "emotion_table":
            table.CopyFrom(numpy_helper.from_array(np.roll(values, 1, axis=1), table.name))
        if table.name == "gender_table":
            table.CopyFrom(numpy_helper.from_array((1 - values) / 2, table.name))
        if table.name == "rotation_table":
            upright = np.broadcast_to(np.eye(3, dtype=np.float32), values.shape)
            table.CopyFrom(numpy_helper.from_array(upright, table.name))
    paths = folder / "first.onnx", folder / "second.onnx"
    for model, path in zip((first, second), paths, strict=True):
        write_model(model, path)
    return paths


def _member(colour_model: Path, card: ModelCard) -> onnx.ModelProto:
    model = read_model(colour_model)
    model.ir_version, model.opset_import[0].version = 9, OPSET
    for side in model.graph.input[0].type.tensor_type.shape.dim[1:3]:
        side.dim_value = card.input_px
    set_card(model, card)
    return model


def _plain(red: int, green: int = 128, blue: int = 0) -> NDArray[np.uint8]:
    return np.full((1, LARGE, LARGE, 3), (red, green, blue), np.uint8)


@pytest.fixture(scope="module")
def both(members: tuple[Path, Path]) -> Path:
    """Made without validation pictures."""
    path = members[0].with_name("both.onnx")
    write_shards([_picture(0)], path.parent / "data", Role.TRAIN)
    write_ensemble(members, path.parent / "data", "3", path)
    return path


def test_the_answer_is_the_mean(both: Path) -> None:
    said = Network(both, DeviceChoice.CPU, 1).run(np.concatenate([_plain(23, 168, 255), _plain(40, 128, 0)]))
    assert said.usable.all()
    assert said.emotion[0, 2] == pytest.approx((0.65 + 0.05) / 2, abs=1e-5)
    assert said.emotion[0, 3] == pytest.approx((0.65 + 0.05) / 2, abs=1e-5)
    assert said.emotion[1, 4:6] == pytest.approx((0.5 + 0.5 / 7) / 2, abs=1e-5)
    assert said.female == pytest.approx([0.5, 0.25], abs=1e-4)
    assert Pose.from_rotation(said.rotation[1]).yaw_deg == pytest.approx(0, abs=0.01)
    turned = Pose.from_rotation(said.rotation[0])
    assert 15 < turned.yaw_deg < 25  # half of 40, of which pitch and roll have a part
    assert said.rotation[0] @ said.rotation[0].T == pytest.approx(np.eye(3), abs=1e-5)


def test_a_smaller_network_sees_the_means_of_pixels(members: tuple[Path, Path]) -> None:
    """Of columns that are black and red by turns one in two would be all black or all red."""
    striped = _plain(0)
    striped[:, :, ::2, 0] = 40
    both = [read_model(members[1]), read_model(members[1])]
    large = replace(card_in(both[0]), input_px=LARGE)
    path = members[0].with_name("striped.onnx")
    write_model(ensemble(both, large, Sharpness()), path)
    said = Network(path, DeviceChoice.CPU, 1).run(striped)
    assert said.emotion[0].argmax() == 3  # 20, one class on


def test_temperatures_and_offsets_are_those_of_logits(members: tuple[Path, Path], both: Path) -> None:
    offsets = (0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    path = members[0].with_name("sharp.onnx")
    write_model(
        ensemble([read_model(each) for each in members], card_in(read_model(both)), Sharpness(2, 4, offsets)), path
    )
    plain, sharp = (Network(each, DeviceChoice.CPU, 1).run(_plain(23, 128, 0)) for each in (both, path))
    logits = (np.log(plain.emotion[0]) + offsets) / 2
    assert sharp.emotion[0] == pytest.approx(np.exp(logits) / np.exp(logits).sum(), abs=1e-5)
    odds = plain.female[0] / (1 - plain.female[0])
    assert sharp.female[0] == pytest.approx(odds**0.25 / (1 + odds**0.25), abs=1e-5)


def test_the_card_names_both(both: Path) -> None:
    card = card_in(read_model(both))
    assert (card.version, card.input_px, card.data, card.temperature) == ("3", LARGE, ("one", "two"), 1.0)
    assert "The mean of what 2 networks say." in card.recipe
    assert "Network 1 (colours 0, 16 px): the first" in card.recipe
    assert "Network 2 (colours 0, 8 px): the second" in card.recipe
    onnx.checker.check_model(str(both))


def test_validation_pictures_sharpen_what_is_always_right(members: tuple[Path, Path], tmp_path: Path) -> None:
    """Twice the same network: it says 0.8 and is right on each picture."""
    write_shards([_picture(number) for number in range(16)], tmp_path / "data", Role.TRAIN)
    write_shards([_picture(number) for number in range(16)], tmp_path / "data", Role.VALIDATION)
    output = tmp_path / "out.onnx"
    words = ["ensemble", members[0], members[0], "-o", output, "--data", tmp_path / "data", "--rare-points", "1"]
    done = CliRunner().invoke(commands, list(map(str, words)))
    assert done.exit_code == 0, done.output
    card = card_in(read_model(output))
    assert card.metrics["validation_made_emotion_accuracy"] == 1.0
    assert card.temperature < 0.5
    assert card.recipe.startswith("Rare emotions are raised")
    said = Network(output, DeviceChoice.CPU, 1).run(_plain(26))
    assert said.emotion[0, 2] > 0.95


def _picture(number: int) -> FoundPicture:
    emotion = number % 8
    image = cv2.imencode(".png", np.full((24, 24, 3), (255 * (number % 2), 128, 10 * emotion + 6), np.uint8))[
        1
    ].tobytes()
    labels = Labels(tuple(float(each == emotion) for each in range(8)), Pose(0.0, 0.0, 0.0), float(number % 2))
    return FoundPicture(Picture("made", str(number), Role.TRAIN, image, labels), labels, whole_picture(24, 24), False)


def test_networks_that_do_not_fit_are_refused(members: tuple[Path, Path], colour_model: Path, tmp_path: Path) -> None:
    other = read_model(members[1])
    set_card(other, replace(card_in(other), licence="another"))
    write_model(other, tmp_path / "other.onnx")
    for models, said in (
        (members[:1], "two networks at least"),
        ((members[0], tmp_path / "other.onnx"), "different licence: none and another"),
        ((members[0], colour_model), f"opset {OPSET}"),
    ):
        with pytest.raises(EnsembleError, match=said):
            write_ensemble(models, tmp_path / "no data", "3", tmp_path / "out.onnx")
    assert not (tmp_path / "out.onnx").exists()
