"""Asking the network: batches, and angles in the axes of the picture."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from app.domain.face import Box, Point
from app.perception.crop import Crop
from app.perception.model import DeviceChoice, Network
from trainer.evaluation.answers import ask, whole_picture_crop
from trainer.evaluation.rows import select


def test_the_turn_of_the_crop_is_undone(
    colour_model: Path, parquet_file: Callable[..., Path], coloured: Callable[..., bytes]
) -> None:
    selection = select(parquet_file({"image": [coloured(0, 128)]}), (), None, ())
    answers = ask(Network(colour_model), lambda *_: Crop(Point(6, 6), 8.0, turn_deg=20.0), selection, lambda *_: None)
    assert answers.angles_deg[0] == pytest.approx((0, 0, 20), abs=1e-4)


def test_more_pictures_than_one_run_takes_keep_their_order(
    colour_model: Path, parquet_file: Callable[..., Path], coloured: Callable[..., bytes]
) -> None:
    images = [coloured(0, 128, blue) for blue in range(150)]
    selection = select(parquet_file({"image": images}), (), None, ())
    seen = []
    network = Network(colour_model, DeviceChoice.CPU)
    answers = ask(network, whole_picture_crop, selection, lambda *_: seen.append(1))
    assert answers.found.all()
    assert answers.female == pytest.approx(np.arange(150) / 255, abs=1e-6)
    assert len(seen) == 150


def test_mirror_images_keep_the_place_of_the_face(
    colour_model: Path, parquet_file: Callable[..., Path], coloured: Callable[..., bytes]
) -> None:
    selection = select(parquet_file({"image": [coloured(0)], "face_box": [[1.0, 2.0, 3.0, 4.0]]}), (), None, ())
    seen = []

    def find(pixels: np.ndarray, box: Box | None) -> None:
        seen.append((pixels.shape[1], box))

    ask(Network(colour_model), find, selection, lambda *_: None, mirrored=True)
    ((width, box),) = seen
    assert box == Box(width - 4.0, 2.0, 3.0, 4.0)


def test_a_face_that_is_not_found_has_no_answer(
    colour_model: Path, parquet_file: Callable[..., Path], coloured: Callable[..., bytes]
) -> None:
    selection = select(parquet_file({"image": [coloured(0)]}), (), None, ())
    answers = ask(Network(colour_model), lambda *_: None, selection, lambda *_: None)
    assert not answers.found.any()
    assert np.isnan(answers.emotion).all()
    assert np.isnan(answers.female).all()
