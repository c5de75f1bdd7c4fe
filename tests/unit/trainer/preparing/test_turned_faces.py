"""`turn`: from pictures to a file of views with their poses, with a real detector and a made-up landmarker."""

from contextlib import closing
from pathlib import Path

import cv2
import numpy as np
import pyarrow.parquet as pq
import pytest
from numpy.typing import NDArray
from typer.testing import CliRunner

from app.paths import demo_clip
from app.perception.detector import Detector
from trainer.data.picture import Role
from trainer.data.readers.choice import Input, Kind
from trainer.landmarks.reader import FaceLandmarks
from trainer.main import commands
from trainer.preparing.turned_faces import Turning, turn


class FaceInTheMiddle:
    """In place of the landmarker: a half ball where the face of the portrait is."""

    def read(self, pixels: NDArray[np.uint8]) -> FaceLandmarks | None:
        height, width = pixels.shape[:2]
        places = np.random.default_rng(3).uniform(-1, 1, (900, 2))
        places = places[np.linalg.norm(places, axis=1) < 1][:478]
        depth = np.sqrt(1 - (places**2).sum(axis=1))
        half = 0.22 * width
        points = np.column_stack([width / 2 + half * places[:, 0], height / 2 + half * places[:, 1], half * depth])
        return FaceLandmarks(points, np.eye(3))


@pytest.fixture(scope="module")
def faces(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The portrait of the demo clip to train on and to validate on, and a file that is no picture."""
    root = tmp_path_factory.mktemp("turn") / "faces"
    clip = cv2.VideoCapture(str(demo_clip()))
    frame = clip.read()[1]
    clip.release()
    with closing(Detector()) as detector:
        box = detector.detect(np.ascontiguousarray(frame[..., ::-1]))[0].box
    x, y, half = round(box.centre.x), round(box.centre.y), round(box.width)
    face = frame[max(0, y - half) : y + half, max(0, x - half) : x + half]
    for name in ("train/happy/a.png", "val/happy/b.png"):
        (root / name).parent.mkdir(parents=True)
        cv2.imwrite(str(root / name), face)
    (root / "train/happy/broken.png").write_bytes(b"no picture")
    return root


def views(faces: Path, output: Path, asked: Turning) -> list[dict[str, object]]:
    turn([Input(Kind.FOLDER, faces)], FaceInTheMiddle(), asked, output, lambda _: None)
    rows: list[dict[str, object]] = pq.read_table(output).to_pylist()
    return rows


def test_views_keep_their_role_and_carry_a_pose(faces: Path, tmp_path: Path) -> None:
    output, asked = tmp_path / "t.parquet", Turning(views=4, most_yaw_deg=40.0)
    done = turn([Input(Kind.FOLDER, faces)], FaceInTheMiddle(), asked, output, lambda _: None)
    rows = pq.read_table(output).to_pylist()
    assert done.unreadable == 1
    assert done.views == len(rows) == 8 - done.undetected
    assert done.views >= 4
    assert {row["split"] for row in rows} == {"train", "val"}
    assert all(10 < abs(row["yaw"]) < 45 for row in rows)
    assert len({row["yaw"] for row in rows}) == len(rows)
    assert not (tmp_path / "t.part").exists()
    read = list(Input(Kind.PARQUET, output).pictures())
    assert {picture.role for picture in read} == {Role.TRAIN, Role.VALIDATION}
    assert all(picture.labels.pose is not None for picture in read)


def test_the_same_seed_gives_the_same_views(faces: Path, tmp_path: Path) -> None:
    first, again = (views(faces, tmp_path / name, Turning(most_yaw_deg=40.0)) for name in ("a.parquet", "b.parquet"))
    other = views(faces, tmp_path / "c.parquet", Turning(most_yaw_deg=40.0, seed=2))
    assert first == again
    assert [row["yaw"] for row in first] != [row["yaw"] for row in other]


def test_a_share_of_nothing_turns_nothing(faces: Path, tmp_path: Path) -> None:
    assert views(faces, tmp_path / "t.parquet", Turning(share=0.0)) == []


def test_a_missing_landmarker_is_said_in_one_sentence(faces: Path, tmp_path: Path) -> None:
    result = CliRunner().invoke(
        commands,
        ["turn", f"folder:{faces}", "--landmarker", str(tmp_path / "no.task"), "-o", str(tmp_path / "t.parquet")],
    )
    assert result.exit_code == 2
    assert "no.task is missing; give its path with --landmarker" in result.output
    assert not (tmp_path / "t.parquet").exists()
