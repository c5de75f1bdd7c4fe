"""Trees of small pictures for the readers' tests."""

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

WriteImage = Callable[..., bytes]


@pytest.fixture
def write_image() -> WriteImage:
    """Write a small picture, different for each name, with its folders; its bytes come back."""

    def write(path: Path, side_px: int = 6) -> bytes:
        light = np.random.default_rng(len(path.name) + sum(path.name.encode())).integers(0, 256, (side_px, side_px, 3))
        image = cv2.imencode(path.suffix, light.astype(np.uint8))[1].tobytes()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(image)
        return image

    return write
