import pytest

from app.domain.face import Box
from app.domain.reading import EMOTIONS, Emotion, Pose
from trainer.data.picture import DataError, Role
from trainer.data.readers.emotion_label import single_label
from trainer.data.readers.parquet import read_pictures

VOTES = {f"votes_{name}": [0, 5] for name in EMOTIONS} | {"votes_unknown": [0, 4], "votes_NF": [1, 1]}


def test_votes_and_rows_without_a_face(parquet_file, coloured):
    votes = VOTES | {"votes_anger": [7, 5]}
    columns = {name: [*values, 1] for name, values in votes.items()}
    own = {"label": ["fear", "no word of ours", "anger"]}
    path = parquet_file({"image": [coloured(n) for n in range(3)], "fer_row": [0, 1, -1], **columns, **own})
    first, unusable = read_pictures(path)
    assert (first.labels.own_label, unusable.labels.own_label) == (Emotion.FEAR, None)
    assert first.labels.emotion == tuple(7.0 if name == "anger" else 0.0 for name in EMOTIONS)
    assert unusable.labels.emotion is None


def test_labels_splits_and_folds(parquet_file, coloured):
    path = parquet_file(
        {
            "image": [coloured(n) for n in range(4)],
            "id": list("abcd"),
            "label": ["anger", "disgust", "", None],
            "split": ["train", "val", "test", ""],
            "gender": ["female", "male", None, "male"],
            "source": ["mine", "muxspace_facial_expressions", "mine", "mine"],
        }
    )
    pictures = list(read_pictures(path))
    assert [p.labels.emotion for p in pictures] == [single_label(Emotion.ANGER), None, None, None]
    assert [p.labels.own_label for p in pictures] == [None] * 4  # it is the emotion already
    assert [p.role for p in pictures] == [Role.TRAIN, Role.VALIDATION, Role.TEST, Role.TRAIN]
    assert [p.labels.female for p in pictures] == [1.0, 0.0, None, 0.0]
    assert (pictures[0].source, pictures[1].key) == ("mine", "b")
    assert pictures[1].place == f"{path}, row 1"
    folds = parquet_file({"image": [b"x"] * 9, "fold": list(range(9))}, "folds.parquet")
    assert [p.role for p in read_pictures(folds)] == [Role.TRAIN] * 7 + [Role.VALIDATION, Role.TEST]


def test_poses_and_boxes(parquet_file, coloured):
    columns = {"yaw": [10.0], "pitch": [-5.0], "roll": [2.0], "label": ["fitted"], "face_box": [[1.0, 2.0, 3.0, 4.0]]}
    (picture,) = read_pictures(parquet_file({"image": [coloured(1)], **columns}))
    assert picture.labels.pose == Pose(10, -5, 2)
    assert picture.labels.emotion is None
    assert picture.face_box == Box(1, 2, 3, 4)


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"gender": ["female", "woman"]}, "row 1 .*gender is `woman`"),
        ({"label": ["anger", "sleepy"]}, "row 1 .*label is `sleepy`"),
        ({"votes_neutral": [1, 1]}, "row 0 .*there is no 'votes_happiness'"),
        ({"yaw": [1.0, 1.0], "pitch": [1.0, 1.0]}, "row 0 .*there is no 'roll'"),
    ],
)
def test_what_is_wrong_is_named_with_file_and_row(parquet_file, columns, said):
    path = parquet_file({"image": [b"x", b"y"], **columns})
    with pytest.raises(DataError, match=rf"data\.parquet, {said}"):
        list(read_pictures(path))


def test_wrong_files_are_named(parquet_file, tmp_path):
    with pytest.raises(DataError, match="has no column `image`"):
        list(read_pictures(parquet_file({"picture": [b"x"]})))
    with pytest.raises(DataError, match="cannot be read as Parquet"):
        list(read_pictures(tmp_path / "none.parquet"))
    whole = parquet_file({"image": [bytes(range(256)) * 40] * 9}).read_bytes()
    (tmp_path / "cut.parquet").write_bytes(whole[:-200])
    with pytest.raises(DataError, match=r"cut\.parquet"):
        list(read_pictures(tmp_path / "cut.parquet"))
