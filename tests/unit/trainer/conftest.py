"""Small real files for the trainer's tests: a network that answers by colour, and Parquet files of such pictures."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
import onnx
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from onnx import TensorProto, helper, numpy_helper

from app.domain.model_card import CARD_KEY, ModelCard
from app.domain.reading import EMOTIONS, Pose
from app.perception.crop import CROP_RULE, whole_picture

if TYPE_CHECKING:
    from trainer.data.dataset import Dataset

COLOUR_PX = 8


def _emotion_table() -> np.ndarray:
    """Red 10 c + k: class c with probability 0.5 + 0.05 k, the rest evenly; from 80 on all classes alike."""
    table = np.full((256, 8), 1 / 8, np.float32)
    for red in range(80):
        emotion, level = divmod(red, 10)
        sure = 0.5 + 0.05 * level
        table[red] = (1 - sure) / 7
        table[red, emotion] = sure
    return table


def _rotation_table() -> np.ndarray:
    """Green g: yaw g - 128 within 80 degrees, half of it as pitch, minus a quarter of it as roll."""
    yaws = np.clip(np.arange(256) - 128, -80, 80)
    return np.stack([Pose(float(yaw), yaw / 2, -yaw / 4).rotation() for yaw in yaws]).astype(np.float32)


def _gender_table() -> np.ndarray:
    """Blue b: female with probability b / 255."""
    return (np.arange(256) / 255).astype(np.float32)


def _graph() -> onnx.GraphProto:
    tables = {"emotion": _emotion_table(), "rotation": _rotation_table(), "gender": _gender_table()}
    nodes = [
        helper.make_node("Cast", ["faces"], ["light"], to=TensorProto.FLOAT),
        helper.make_node("ReduceMean", ["light", "over"], ["mean"], keepdims=0),
        helper.make_node("Round", ["mean"], ["whole"]),
        helper.make_node("Cast", ["whole"], ["colour"], to=TensorProto.INT64),
    ]
    constants = [numpy_helper.from_array(np.array([1, 2]), "over")]
    for channel, (name, table) in enumerate(tables.items()):
        constants += [
            numpy_helper.from_array(np.array(channel), f"{name}_channel"),
            numpy_helper.from_array(table, f"{name}_table"),
        ]
        nodes += [
            helper.make_node("Gather", ["colour", f"{name}_channel"], [f"{name}_at"], axis=1),
            helper.make_node("Gather", [f"{name}_table", f"{name}_at"], [name], axis=0),
        ]
    faces = helper.make_tensor_value_info("faces", TensorProto.UINT8, ["n", COLOUR_PX, COLOUR_PX, 3])
    outputs = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, ["n", *table.shape[1:]])
        for name, table in tables.items()
    ]
    return helper.make_graph(nodes, "colours", [faces], outputs, constants)


@pytest.fixture(scope="session")
def colour_card() -> ModelCard:
    return ModelCard(
        name="colours",
        version="0",
        labels=tuple(str(emotion) for emotion in EMOTIONS),
        input_px=COLOUR_PX,
        crop_rule=CROP_RULE,
        created="2026-01-01",
        data=("none",),
        licence="none",
        recipe="made by hand",
        temperature=1.0,
        metrics={},
    )


@pytest.fixture(scope="session")
def colour_model(tmp_path_factory: pytest.TempPathFactory, colour_card: ModelCard) -> Path:
    """An ONNX file that answers by the mean colour of the crop, so that a test can choose every answer."""
    model = helper.make_model(_graph(), opset_imports=[helper.make_opsetid("", 18)], ir_version=10)
    helper.set_model_props(model, {CARD_KEY: colour_card.to_json()})
    path = tmp_path_factory.mktemp("model") / "colours.onnx"
    onnx.save(model, path)
    return path


def plain_picture(red: int, green: int = 128, blue: int = 0, size_px: int = 12) -> bytes:
    """A picture of one colour, encoded without loss."""
    pixels = np.full((size_px, size_px, 3), (blue, green, red), np.uint8)
    return cv2.imencode(".png", pixels)[1].tobytes()


@pytest.fixture
def coloured() -> Callable[..., bytes]:
    return plain_picture


@pytest.fixture
def parquet_file(tmp_path: Path) -> Callable[..., Path]:
    """Write columns to a Parquet file in row groups of three, so that a few rows span several."""

    def write(columns: Mapping[str, Sequence[object] | pa.Array], name: str = "data.parquet") -> Path:
        path = tmp_path / name
        pq.write_table(pa.table(dict(columns)), path, row_group_size=3)
        return path

    return write


@pytest.fixture
def made_data() -> Callable[[], "Dataset"]:
    """Eight pictures of 24 px in as many colours, with all labels, as a data set of the source "made"."""
    from trainer.data.dataset import Dataset, SourceUse
    from trainer.data.picture import FoundPicture, Labels, Picture, Role

    random, pictures = np.random.default_rng(4), []
    for number in range(8):
        colour = np.array([32 * number, 128 * (number % 2), 255 - 32 * number])
        pixels = (colour + random.integers(0, 64, (24, 24, 3))).clip(0, 255).astype(np.uint8)
        votes = tuple(float(emotion == number) for emotion in range(8))
        moved = tuple((number * place % 8) / 8 for place in range(52))
        labels = Labels(votes, Pose(10.0 * number - 40, 5.0, -10.0), float(number % 2), movements=moved)
        image = cv2.imencode(".png", pixels)[1].tobytes()
        picture = Picture("made", str(number), Role.TRAIN, image, labels)
        pictures.append(FoundPicture(picture, labels, whole_picture(24, 24), taught=False))
    return lambda: Dataset(pictures, {"made": SourceUse(1.0)}, 24)
