"""Faces found: every scene is looked at in every way, and counted where its face is."""

import itertools
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from app.paths import demo_clip
from trainer.evaluation.faces_found import Scene, count_faces, empty, painted_over, panned, placed


@pytest.fixture(scope="module")
def portrait() -> NDArray[np.uint8]:
    """The woman of the demo clip, her head in the middle of a square."""
    video = cv2.VideoCapture(str(demo_clip()))
    pixels = video.read()[1]
    video.release()
    return np.ascontiguousarray(pixels[180:560, 440:820, ::-1])


def test_a_face_that_fills_the_frame_is_found_in_every_way_and_noise_is_none(portrait: NDArray[np.uint8]) -> None:
    done: list[int] = []
    rows = count_faces(itertools.chain(placed([portrait], 640), empty(1)), done.append)
    assert done == [1, 2]
    assert {row.way for row in rows} == {"MediaPipe, short", "MediaPipe, full", "short", "full", "auto"}
    of_face = [row for row in rows if row.kind == "640 px"]
    assert [(row.with_face, row.found, row.false) for row in of_face] == [(1, 1, 0)] * 5
    of_noise = [row for row in rows if row.kind == "noise"]
    assert [(row.scenes, row.with_face, row.found, row.false) for row in of_noise] == [(1, 0, 0, 0)] * 5
    assert all(row.milliseconds > 0 for row in rows)


def test_a_find_beside_the_face_counts_as_false(portrait: NDArray[np.uint8]) -> None:
    (scene,) = placed([portrait], 640)
    (row, *_) = count_faces(iter([Scene("none", scene.pixels, None)]), lambda number: None)
    assert (row.with_face, row.found, row.false) == (0, 0, 1)


def test_heads_of_a_clip_are_painted_over(tmp_path: Path, portrait: NDArray[np.uint8]) -> None:
    clip = tmp_path / "clip.avi"
    writer = cv2.VideoWriter(str(clip), cv2.VideoWriter.fourcc(*"MJPG"), 30, (1280, 720))
    (scene,) = placed([portrait], 400)
    writer.write(np.ascontiguousarray(scene.pixels[:, :, ::-1]))
    writer.release()
    (painted,) = painted_over(clip)
    assert (painted.kind, painted.face) == ("clip.avi", None)
    assert all(row.found == row.false == 0 for row in count_faces(iter([painted]), lambda number: None))


def test_a_clip_is_also_looked_at_as_the_window_does_which_follows_a_face(portrait: NDArray[np.uint8]) -> None:
    (scene,) = placed([portrait], 640)
    clip = [Scene("clip", scene.pixels, scene.face, number / 30) for number in range(3)]
    (live,) = [row for row in count_faces(iter(clip), lambda number: None) if row.way == "auto, live"]
    assert (live.scenes, live.found, live.false) == (3, 3, 0)


def test_a_camera_moves_over_a_photograph(portrait: NDArray[np.uint8]) -> None:
    frames = list(panned(portrait, count=4))
    assert [(frame.face, frame.time_s) for frame in frames] == [(None, number / 30) for number in range(4)]
    assert np.abs(frames[0].pixels.astype(int) - frames[1].pixels).mean() > 10
