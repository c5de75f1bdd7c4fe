"""The pictures `bench` measures with."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from app.commands.bench.clip import HEIGHT_PX, WIDTH_PX, crowds, to_and_fro, write_clip

PICTURES = tuple(np.full((HEIGHT_PX, WIDTH_PX, 3), 40 * value, np.uint8) for value in range(4))


def test_the_pictures_run_to_and_fro() -> None:
    values = [int(frame.pixels[0, 0, 0]) // 40 for frame in to_and_fro(PICTURES, 9)]
    assert values == [0, 1, 2, 3, 2, 1, 0, 1, 2]
    assert [frame.index for frame in to_and_fro(PICTURES[:1], 3)] == [0, 1, 2]


@pytest.mark.parametrize("faces", [1, 2, 8])
def test_a_crowd_is_so_many_times_the_middle_of_a_picture(faces: int) -> None:
    picture = np.zeros((HEIGHT_PX, WIDTH_PX, 3), np.uint8)
    picture[260:460, 540:740] = 255
    (crowd,) = crowds([picture], faces)
    assert crowd.shape == picture.shape
    count, *_ = cv2.connectedComponents((crowd[:, :, 0] > 200).astype(np.uint8))
    assert count - 1 == faces


@pytest.mark.parametrize(("fps", "scale", "size"), [(30, 1.0, (1280, 720)), (60, 1.5, (1920, 1080))])
def test_the_clip_for_the_window_has_the_measured_size(
    fps: int, scale: float, size: tuple[int, int], tmp_path: Path
) -> None:
    write_clip(tmp_path / "clip.mp4", PICTURES, fps=fps, scale=scale)
    reader = cv2.VideoCapture(str(tmp_path / "clip.mp4"))
    assert (reader.get(cv2.CAP_PROP_FRAME_WIDTH), reader.get(cv2.CAP_PROP_FRAME_HEIGHT)) == size
    assert reader.get(cv2.CAP_PROP_FPS) == fps
    assert reader.get(cv2.CAP_PROP_FRAME_COUNT) > 0
    reader.release()
