"""The whole of `prepare`, with its processes, on small trees of pictures."""

import shutil
from array import array
from types import SimpleNamespace

import cv2
import numpy as np
import pytest
from typer.testing import CliRunner

from app.domain.reading import EMOTIONS, Emotion, Pose
from app.paths import demo_clip
from trainer.data.picture import DataError, Labels, Picture, Role
from trainer.data.readers.choice import Input, Kind, input_named
from trainer.data.shards import read_shards
from trainer.evaluation.labels import LABEL_COLUMNS
from trainer.evaluation.rows import select
from trainer.main import commands
from trainer.preparing.annotate import Annotation, Teaching
from trainer.preparing.public_sets import prepare


def _write(path, number):
    pixels = np.random.default_rng(number).integers(0, 256, (24, 24, 3), np.uint8)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(cv2.imencode(path.suffix, pixels)[1].tobytes())


@pytest.fixture
def tree(tmp_path):
    """Forty pictures to train on, four to validate on, one to test with: two copies, one truncated, a real face."""
    root = tmp_path / "faces"
    for number in range(38):
        _write(root / "train" / ("happy" if number % 2 else "sad") / f"{number:02d}.png", number)
    for number in range(4):
        _write(root / "val/fear" / f"{number}.png", 100 + number)
    (root / "test/anger").mkdir(parents=True)
    shutil.copy(root / "train/happy/01.png", root / "test/anger/copy.png")
    shutil.copy(root / "val/fear/0.png", root / "train/sad/copy.png")
    whole = (root / "train/sad/02.png").read_bytes()
    (root / "train/sad/02.png").write_bytes(whole[:-300])
    clip = cv2.VideoCapture(str(demo_clip()))
    cv2.imwrite(str(root / "train/happy/face.jpg"), clip.read()[1])
    clip.release()
    return root


def test_prepare(tree, tmp_path):
    told = []
    made = prepare([Input(Kind.FOLDER, tree)], None, tmp_path / "out", 1, lambda *now: told.append(now))
    assert (made.train, made.validation) == (37, 4)
    (problem,) = made.problems
    assert problem == f"faces train/sad/02.png ({tree}/train/sad/02.png): the picture cannot be decoded"
    train = list(read_shards(tmp_path / "out", Role.TRAIN))
    keys = [found.picture.key for found in train]
    assert len(keys) == 37
    assert keys != sorted(keys)
    assert not {"train/happy/01.png", "train/sad/copy.png", "train/sad/02.png"} & set(keys)
    face = next(found for found in train if found.picture.key == "train/happy/face.jpg")
    assert face.crop is not None
    assert face.picture.image == (tree / "train/happy/face.jpg").read_bytes()
    validation = [found.picture.key for found in read_shards(tmp_path / "out", Role.VALIDATION)]
    assert validation == [f"val/fear/{number}.png" for number in range(4)]
    report = (tmp_path / "out/report.md").read_text()
    assert "| faces | 45 | 37 | 4 | 1 | 2 |" in report
    assert f"- {problem}" in report
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == [
        "crops-faces.png",
        "report.md",
        "train-00000.parquet",
        "validation-00000.parquet",
    ]
    assert told[-1] == (45, 45, "written")


def test_test_pictures_are_written_apart_where_asked(tree, tmp_path):
    prepare([Input(Kind.FOLDER, tree)], None, tmp_path / "out", 1, lambda *_: None, with_test=True)
    chosen = select(tmp_path / "out/held-out-faces.parquet", (), None, LABEL_COLUMNS)
    assert chosen.labels.to_pylist() == [
        {f"votes_{emotion}": float(emotion is Emotion.ANGER) for emotion in EMOTIONS}  # one label is one vote
        | {"votes_unknown": 0.0, "votes_NF": 0.0}
    ]
    with pytest.raises(DataError, match="holds no test shards"):
        list(read_shards(tmp_path / "out", Role.TEST))


def test_data_that_changes_in_between_is_refused(tree, tmp_path):
    def remove(_done, total, _what):
        if total is None:
            (tree / "val/fear/3.png").unlink(missing_ok=True)

    with pytest.raises(DataError, match="changed while it was being prepared"):
        prepare([Input(Kind.FOLDER, tree)], None, tmp_path / "out", 1, remove)
    assert list((tmp_path / "out").iterdir()) == []


def test_what_cannot_work_is_refused_before_anything_is_read(tree, tmp_path):
    with pytest.raises(DataError, match=r"none\.task is missing"):
        prepare([Input(Kind.FOLDER, tree)], tmp_path / "none.task", tmp_path / "out", 1, lambda *_: None)
    (tmp_path / "file").write_text("")
    assert not (tmp_path / "out").exists()


def test_the_command_names_what_it_cannot_read(tmp_path):
    answer = CliRunner().invoke(commands, ["prepare", str(tmp_path / "none")])
    assert answer.exit_code == 2
    assert "does not exist" in answer.stderr
    assert input_named(f"folder:{tmp_path}").kind is Kind.FOLDER


def test_a_pose_of_the_data_s_own_stays_though_the_teacher_says_another(tmp_path, monkeypatch):
    _write(tmp_path / "a.png", 1)
    image = (tmp_path / "a.png").read_bytes()
    given = [Labels(pose=Pose(1.0, 2.0, 3.0)), Labels(female=1.0)]
    pictures = [Picture("mine", str(number), Role.TRAIN, image, each) for number, each in enumerate(given)]

    def annotate(read, _landmarker, _workers, _cluster):
        return ((picture, Annotation(picture.key.encode(), None, Pose(40.0, 5.0, 6.0))) for picture in read)

    monkeypatch.setattr("trainer.preparing.public_sets.annotate", annotate)
    prepare([SimpleNamespace(pictures=lambda: iter(pictures))], None, tmp_path / "out", 1, lambda *_: None)
    found = {each.picture.key: each for each in read_shards(tmp_path / "out", Role.TRAIN)}
    assert (found["0"].labels.pose, found["0"].taught) == (Pose(1.0, 2.0, 3.0), False)
    assert (found["1"].labels.pose, found["1"].taught) == (Pose(40.0, 5.0, 6.0), True)


def test_movements_are_kept_beside_a_pose_of_the_data_s_own(tmp_path, monkeypatch):
    moved = tuple(number / 64 for number in range(52))
    _write(tmp_path / "a.png", 1)
    image = (tmp_path / "a.png").read_bytes()
    roles = {"a": Role.TRAIN, "b": Role.TRAIN, "c": Role.VALIDATION}
    labels = Labels(pose=Pose(1.0, 2.0, 3.0))
    pictures = [Picture("mine", key, role, image, labels) for key, role in roles.items()]
    asked = []

    def annotate(read, teaching, _workers, _cluster):
        asked.append(teaching)
        for picture in read:
            movements = None if picture.key == "b" else array("f", moved)
            yield picture, Annotation(picture.key.encode(), None, Pose(40.0, 5.0, 6.0), movements=movements)

    monkeypatch.setattr("trainer.preparing.public_sets.annotate", annotate)
    data, landmarker = [SimpleNamespace(pictures=lambda: iter(pictures))], tmp_path / "a.png"
    prepare(data, landmarker, tmp_path / "out", 1, lambda *_: None, movements=True)
    assert asked == [Teaching(landmarker, movements=True)]
    found = {
        each.picture.key: each.labels
        for role in (Role.TRAIN, Role.VALIDATION)
        for each in read_shards(tmp_path / "out", role)
    }
    assert {key: each.movements for key, each in found.items()} == {"a": moved, "b": None, "c": moved}
    assert found["a"].pose == labels.pose
    report = (tmp_path / "out/report.md").read_text()
    assert "| movements read |" in report
    assert "| mine | 3 | 2 | 1 | 0 | 0 | 3 | 3 | 2 | 0 |" in report


def test_movements_need_a_landmarker(tree, tmp_path):
    answer = CliRunner().invoke(commands, ["prepare", f"folder:{tree}", "--movements", "-o", str(tmp_path / "out")])
    assert answer.exit_code == 2
    said = " ".join(answer.stderr.split())
    assert "Movements are read by the face landmarker; give its path with --landmarker too." in said
    assert not (tmp_path / "out").exists()


def test_the_own_label_is_a_vote_more_for_disgust_and_fear_in_training_alone(tmp_path):
    votes = tuple(float(place) for place in range(8))
    said = {"f": Emotion.FEAR, "d": Emotion.DISGUST, "a": Emotion.ANGER}
    roles = {"f": Role.TRAIN, "d": Role.VALIDATION, "a": Role.TRAIN}
    pictures = []
    for number, key in enumerate(said):
        _write(tmp_path / f"{key}.png", number)
        image = (tmp_path / f"{key}.png").read_bytes()
        pictures.append(Picture("mine", key, roles[key], image, Labels(votes, own_label=said[key])))
    data = [SimpleNamespace(pictures=lambda: iter(pictures))]
    prepare(data, None, tmp_path / "out", 1, lambda *_: None, own_label_votes=2.5)
    found = {
        each.picture.key: dict(zip(EMOTIONS, each.labels.emotion, strict=True))
        for role in (Role.TRAIN, Role.VALIDATION)
        for each in read_shards(tmp_path / "out", role)
    }
    plain = dict(zip(EMOTIONS, votes, strict=True))
    assert found == {"f": plain | {"fear": plain["fear"] + 2.5}, "d": plain, "a": plain}
