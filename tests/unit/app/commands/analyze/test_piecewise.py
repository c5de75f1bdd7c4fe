"""One piece at a time, as the window asks for it; nothing is left of what is stopped."""

import csv
from pathlib import Path

import cv2
import numpy as np
import pytest

from app.commands.analyze.piecewise import PieceAnalyst
from app.domain.face import Box, Detection, Face, Keypoints, Point
from app.domain.file_analysis import Piece, Wish
from app.domain.reading import Emotion, EmotionScores, FaceReading, Pose, Reading
from app.domain.result import FrameResult, StepTimes
from app.perception.model import ModelError

READING = Reading(EmotionScores((0.05, 0.6, 0.1, 0.05, 0.05, 0.05, 0.05, 0.05)), Pose(1.0, 2.0, 3.0), 0.5)
FACE = Face(1, Detection(Box(2.0, 3.0, 20.0, 20.0), Keypoints(*(Point(5.0, 5.0),) * 6), 0.9))


class OneFace:
    """Sees the same face in every frame."""

    closed = False

    def look_ahead(self, frame):
        """Nothing to prepare."""

    def perceive(self, frame):
        return FrameResult(frame, (FaceReading(FACE, READING, READING, Emotion.HAPPINESS),), StepTimes(1, 1, 1, 3))

    def reset(self):
        """Nothing to forget."""

    def close(self):
        self.closed = True


class Loader:
    def __init__(self):
        self.loaded = []

    def __call__(self, smooth, threads):
        self.loaded.append(OneFace())
        return self.loaded[-1]


class DrawnVideo:
    """Stands for a video: a file that is there from the beginning."""

    def __init__(self, path, fps, *, gender, overwrite):
        self._path = path
        path.write_bytes(b"")

    def write(self, result):
        self._path.write_bytes(b"drawn")

    def close(self):
        """Nothing is kept open."""


@pytest.fixture
def loader():
    return Loader()


@pytest.fixture
def analyst(loader):
    made = PieceAnalyst(lambda: loader, DrawnVideo)
    yield made
    made.close()
    assert all(perceiver.closed for perceiver in loader.loaded)


def clip(path: Path, frames: int = 12) -> Path:
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), 10, (64, 48))
    for _ in range(frames):
        writer.write(np.full((48, 64, 3), 90, np.uint8))
    writer.release()
    return path


def picture(path: Path) -> Path:
    cv2.imwrite(str(path), np.full((48, 64, 3), 90, np.uint8))
    return path


def read(analyst, piece, wish=Wish(), stop=lambda: False):
    shares = []
    finding = analyst.read(piece, wish, shares.append, stop)
    return finding, shares


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_videos_come_one_by_one_and_the_pictures_of_a_folder_together(analyst, tmp_path):
    clip(tmp_path / "a.mp4")
    for name in ("1.png", "2.png"):
        picture(tmp_path / name)
    (tmp_path / "readme.txt").write_text("no picture")
    pieces, complaints = analyst.find([tmp_path, tmp_path / "a.mp4", tmp_path / "missing.mp4"])
    assert [(piece.name, len(piece.paths)) for piece in pieces] == [("a.mp4", 1), (tmp_path.name, 2)]
    (complaint,) = complaints
    assert "does not exist" in complaint


def test_a_video_becomes_a_table_beside_it_and_never_replaces_one(analyst, tmp_path, capsys):
    piece = Piece("a.mp4", (clip(tmp_path / "a.mp4"),))
    first, shares = read(analyst, piece)
    assert first.table == tmp_path / "a readings.csv"
    assert (first.sentence, first.failed) == ("12 frames read, 12 with a face", False)
    assert len(rows(first.table)) == 12
    assert rows(first.table)[0]["file"] == str(tmp_path / "a.mp4"), "Review finds the film by it"
    assert shares == sorted(shares) and shares[-1] == 1.0
    again, _ = read(analyst, piece)
    assert again.table == tmp_path / "a readings (2).csv"
    assert sorted(path.name for path in tmp_path.glob("a*")) == ["a readings (2).csv", "a readings.csv", "a.mp4"]
    assert capsys.readouterr() == ("", "")


def test_tables_go_where_they_are_wished_with_a_video_and_without_gender(analyst, tmp_path):
    there = tmp_path / "there"
    there.mkdir()
    finding, _ = read(analyst, Piece("a.mp4", (clip(tmp_path / "a.mp4"),)), Wish(".csv", there, True, False))
    assert sorted(path.name for path in there.iterdir()) == ["a readings.csv", "a readings.mp4"]
    assert "female" not in rows(finding.table)[0]


def test_pictures_become_one_table(analyst, tmp_path):
    paths = tuple(picture(tmp_path / f"{number}.png") for number in range(3))
    finding, _ = read(analyst, Piece("pictures", paths), Wish(".parquet", video=True))
    assert finding.table == tmp_path / "pictures readings.parquet"
    assert finding.sentence == "3 frames read, 3 with a face"


def test_what_is_stopped_leaves_nothing(analyst, tmp_path):
    piece = Piece("a.mp4", (clip(tmp_path / "a.mp4"),))
    asked = iter([False] * 8)
    finding, _ = read(analyst, piece, Wish(video=True), stop=lambda: next(asked, True))
    assert (finding.table, finding.failed) == (None, False)
    assert [path.name for path in tmp_path.glob("a*")] == ["a.mp4"]


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda path: path.write_bytes(b"no film"), "cannot be read as a video"),
        (lambda path: None, "check that it is there"),
    ],
)
def test_what_cannot_be_read_gives_a_sentence(analyst, tmp_path, make, said):
    make(tmp_path / "a.mp4")
    finding, _ = read(analyst, Piece("a.mp4", (tmp_path / "a.mp4",)))
    assert finding.failed and said in finding.sentence
    assert not list(tmp_path.glob("*.csv")) and not list(tmp_path.glob("*part*"))


def test_a_folder_that_cannot_be_written_gives_a_sentence(analyst, tmp_path):
    finding, _ = read(analyst, Piece("a.mp4", (clip(tmp_path / "a.mp4"),)), Wish(folder=tmp_path / "nowhere"))
    assert (finding.failed and "does not exist" in finding.sentence) or "removed" in finding.sentence


def test_a_network_that_does_not_load_gives_a_sentence(tmp_path):
    def broken(smooth, threads):
        raise ModelError("The model is missing; restore it.")

    analyst = PieceAnalyst(lambda: broken, DrawnVideo)
    finding, _ = read(analyst, Piece("a.mp4", (clip(tmp_path / "a.mp4"),)))
    assert (finding.sentence, finding.failed) == ("The model is missing; restore it.", True)
    assert not list(tmp_path.glob("*part*"))


def test_other_settings_load_anew(tmp_path):
    first, second = Loader(), Loader()
    now = [first]
    analyst = PieceAnalyst(lambda: now[0], DrawnVideo)
    piece = Piece("a.mp4", (clip(tmp_path / "a.mp4"),))
    read(analyst, piece)
    read(analyst, piece)
    assert len(first.loaded) == 1
    now[0] = second
    read(analyst, piece)
    assert first.loaded[0].closed and len(second.loaded) == 1
    analyst.close()
