"""Small model files and detections for the tests of perception."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from app.domain.face import Box, Detection, Keypoints, Point
from app.domain.model_card import CARD_KEY, ModelCard
from app.domain.reading import EMOTIONS
from app.perception.crop import CROP_RULE

SIDE = 16

CARD = ModelCard(
    name="tiny",
    version="0",
    labels=tuple(str(emotion) for emotion in EMOTIONS),
    input_px=SIDE,
    crop_rule=CROP_RULE,
    created="2026-01-01",
    data=("nothing",),
    licence="none",
    recipe="a test",
    temperature=1.0,
    metrics={},
)


class TinyModel:
    """An ONNX file with the graph contract: brightness decides between neutral and happiness, the head is upright."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "tiny.onnx"

    def write(
        self,
        card: str | None = CARD.to_json(),
        input_name: str = "faces",
        input_type: int = TensorProto.UINT8,
        input_shape: tuple[str | int, ...] = ("n", SIDE, SIDE, 3),
        female_name: str = "gender",
        emotion_factor: float = 1.0,
        emotions: int = len(EMOTIONS),
        spoilt_when_white: str = "",
    ) -> Path:
        """`spoilt_when_white` names an output whose values are divided by 0 where a face is all white."""
        nodes = [
            helper.make_node("Cast", [input_name], ["values"], to=TensorProto.FLOAT),
            helper.make_node("ReduceMean", ["values", "pixel_axes"], ["mean"], keepdims=0),
            helper.make_node("Div", ["mean", "white"], ["bright"]),
            helper.make_node("Unsqueeze", ["bright", "last"], ["column"]),
            helper.make_node("MatMul", ["column", "slopes"], ["rising"]),
            helper.make_node("Add", ["rising", "offsets"], ["plain"]),
            helper.make_node("Mul", ["plain", "factor"], ["emotion made"]),
            helper.make_node("MatMul", ["column", "nothing"], ["flat"]),
            helper.make_node("Add", ["flat", "upright"], ["turned"]),
            helper.make_node("Reshape", ["turned", "square"], ["rotation made"]),
            helper.make_node("Less", ["bright", "nearly_white"], ["is_grey"]),
            helper.make_node("Cast", ["is_grey"], ["grey"], to=TensorProto.FLOAT),
            helper.make_node("Reshape", ["grey", "flat_shape"], ["gender grey"]),
            helper.make_node("Reshape", ["grey", "row_shape"], ["emotion grey"]),
            helper.make_node("Reshape", ["grey", "square_shape"], ["rotation grey"]),
            helper.make_node("Identity", ["bright"], ["gender made"]),
            *(
                helper.make_node("Div", [f"{name} made", f"{name} grey"], [named])
                if name == spoilt_when_white
                else helper.make_node("Identity", [f"{name} made"], [named])
                for name, named in (("emotion", "emotion"), ("rotation", "rotation"), ("gender", female_name))
            ),
        ]
        slopes, offsets = np.zeros((1, emotions), np.float32), np.zeros(emotions, np.float32)
        slopes[0, :2], offsets[0] = (-1, 1), 1
        constants = {
            "pixel_axes": np.array([1, 2, 3]),
            "white": np.array(255, np.float32),
            "last": np.array([1]),
            "slopes": slopes,
            "offsets": offsets,
            "factor": np.array(emotion_factor, np.float32),
            "nothing": np.zeros((1, 9), np.float32),
            "upright": np.eye(3, dtype=np.float32).reshape(9),
            "square": np.array([-1, 3, 3]),
            "nearly_white": np.array(0.99, np.float32),
            "flat_shape": np.array([-1]),
            "row_shape": np.array([-1, 1]),
            "square_shape": np.array([-1, 1, 1]),
        }
        outputs = [
            helper.make_tensor_value_info("emotion", TensorProto.FLOAT, ["n", emotions]),
            helper.make_tensor_value_info("rotation", TensorProto.FLOAT, ["n", 3, 3]),
            helper.make_tensor_value_info(female_name, TensorProto.FLOAT, ["n"]),
        ]
        graph = helper.make_graph(
            nodes,
            "tiny",
            [helper.make_tensor_value_info(input_name, input_type, input_shape)],
            outputs,
            [numpy_helper.from_array(value, name) for name, value in constants.items()],
        )
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)
        if card is not None:
            helper.set_model_props(model, {CARD_KEY: card})
        onnx.save(model, self._path)
        return self._path

    def with_card(self, **changes: object) -> Path:
        return self.write(card=replace(CARD, **changes).to_json())


@pytest.fixture
def tiny_model(tmp_path: Path) -> TinyModel:
    return TinyModel(tmp_path)


def detection_at(
    x: float, y: float = 100.0, side: float = 60.0, score: float = 0.9, tilt_deg: float = 0.0
) -> Detection:
    """A face centred at (x, y), its head tilted clockwise."""
    angle = np.radians(tilt_deg)

    def place(across: float, down: float) -> Point:
        return Point(
            x + side * (across * np.cos(angle) - down * np.sin(angle)),
            y + side * (across * np.sin(angle) + down * np.cos(angle)),
        )

    keypoints = Keypoints(
        right_eye=place(-0.2, -0.15),
        left_eye=place(0.2, -0.15),
        nose_tip=place(0, 0.05),
        mouth_centre=place(0, 0.25),
        right_ear=place(-0.4, -0.1),
        left_ear=place(0.4, -0.1),
    )
    return Detection(Box(x - side / 2, y - side / 2, side, side), keypoints, score)


@pytest.fixture
def face_at() -> Callable[..., Detection]:
    return detection_at
