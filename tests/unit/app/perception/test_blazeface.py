"""What is made of the detector network's numbers, by hand on answers of a few anchors."""

from pathlib import Path
from types import ModuleType, SimpleNamespace

import numpy as np
import pytest
from numpy.typing import NDArray

from app.domain.face import Box, Detection, Point
from app.perception.blazeface import BlazeFace, Layout

LAYOUT = Layout(side_px=16, multiple_px=8, grids=((8, 1),))
"""On a picture of 8 x 16: one anchor in the middle of each of two cells."""


class Network:
    """A session that answers what the test says: boxes [anchors, 16] and scores [anchors] of one picture."""

    def __init__(self, values: NDArray[np.float32], scores: list[float]) -> None:
        self._answer = values[None], np.array([scores], np.float32)

    def run(self, names: tuple[str, ...], feeds: dict[str, NDArray[np.uint8]]) -> tuple[NDArray[np.float32], ...]:
        assert names == ("boxes", "scores")
        return self._answer


def values(*centres_and_sizes: tuple[float, float, float, float]) -> NDArray[np.float32]:
    """Answers with boxes alone; the keypoints lie at their anchors."""
    return np.array([(*each, *[0.0] * 12) for each in centres_and_sizes], np.float32)


def found(
    monkeypatch: pytest.MonkeyPatch,
    answer: NDArray[np.float32],
    scores: list[float],
    picture: tuple[int, int] = (8, 16),
    layout: Layout = LAYOUT,
) -> tuple[Detection, ...]:
    network = SimpleNamespace(session=Network(answer, scores))
    monkeypatch.setattr("app.perception.blazeface.open_session", lambda *_, **__: network)
    face = BlazeFace(ModuleType("none"), Path("none"), layout)
    (faces,) = face.find(np.zeros((1, *picture, 3), np.uint8), min_score=0.5)
    return faces


def test_a_box_is_told_from_the_middle_of_its_cell(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = values((1.0, -2.0, 6.0, 4.0), (0.0, 0.0, 2.0, 2.0))
    answer[0, 4:8] = (-1.0, 0.5, 2.0, 3.0)  # right eye, left eye
    (face,) = found(monkeypatch, answer, [0.9, 0.4])
    assert face.box == Box(5.0 - 3.0, 2.0 - 2.0, 6.0, 4.0)  # the first cell's middle is (4, 4)
    assert (face.keypoints.right_eye, face.keypoints.left_eye) == (Point(3.0, 4.5), Point(6.0, 7.0))
    assert face.keypoints.left_ear == Point(4.0, 4.0)
    assert face.score == pytest.approx(0.9)


def test_anchors_go_row_by_row_and_grid_after_grid(monkeypatch: pytest.MonkeyPatch) -> None:
    layout = Layout(side_px=32, multiple_px=16, grids=((16, 2), (8, 1)))
    boxes = values(*[(0.0, 0.0, 1.0, 1.0)] * 12)
    scores = [0.9 - 0.01 * place for place in range(12)]
    faces = found(monkeypatch, boxes, scores, picture=(16, 32), layout=layout)
    coarse = [(8, 8), (24, 8)]  # two anchors in each, which are one face
    fine = [(4, 4), (12, 4), (20, 4), (28, 4), (4, 12), (12, 12), (20, 12), (28, 12)]
    assert [tuple(face.box.centre) for face in faces] == [*coarse, *fine]


def test_candidates_come_best_first_and_only_likely_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    boxes = values((0.0, 0.0, 3.0, 3.0), (0.0, 0.0, 3.0, 3.0))
    assert [face.score for face in found(monkeypatch, boxes, [0.6, 0.8])] == pytest.approx([0.8, 0.6])
    assert len(found(monkeypatch, boxes, [0.5, 0.49])) == 1


def test_candidates_of_one_face_are_blended_by_their_scores(monkeypatch: pytest.MonkeyPatch) -> None:
    boxes = values((4.0, 0.0, 8.0, 8.0), (-3.0, 0.0, 8.0, 4.0))  # centres 8 and 9
    (face,) = found(monkeypatch, boxes, [0.6, 0.9])
    assert face.score == pytest.approx(0.9)
    assert face.box.centre.x == pytest.approx((0.6 * 8 + 0.9 * 9) / 1.5)
    assert (face.box.width, face.box.height) == pytest.approx((8.0, (0.6 * 8 + 0.9 * 4) / 1.5))


def test_neighbours_that_overlap_less_are_two_faces(monkeypatch: pytest.MonkeyPatch) -> None:
    boxes = values((0.0, 0.0, 10.0, 8.0), (0.0, 0.0, 10.0, 8.0))  # 2 of 18 px in common
    assert len(found(monkeypatch, boxes, [0.9, 0.8])) == 2
