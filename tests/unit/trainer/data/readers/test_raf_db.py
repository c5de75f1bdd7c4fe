import pytest

from app.domain.reading import Emotion
from trainer.data.picture import DataError, Role
from trainer.data.readers import raf_db
from trainer.data.readers.emotion_label import single_label

IN_ORDER = ("surprise", "fear", "disgust", "happiness", "sadness", "anger", "neutral")


def _tree(root, write_image, lines):
    (root / "basic/EmoLabel").mkdir(parents=True)
    (root / "basic/EmoLabel/list_patition_label.txt").write_text("\n".join(lines) + "\n")
    for line in lines:
        write_image(root / "basic/Image/aligned" / line.split()[0].replace(".jpg", "_aligned.jpg"))
    return root


def _note(root, stem, gender):
    folder = root / "basic/Annotation/manual"
    folder.mkdir(parents=True, exist_ok=True)
    landmarks = "".join(f"{n}.5\t{n}.25\n" for n in range(5))
    (folder / f"{stem}_manu_attri.txt").write_text(f"{landmarks}{gender}\n0\n2\n")


def test_the_seven_numbers_and_the_official_split(tmp_path, write_image):
    lines = [f"test_{n:04d}.jpg {n}" for n in range(1, 8)] + ["train_00001.jpg 5"]
    root = _tree(tmp_path, write_image, lines)
    assert raf_db.fits(root)
    *test, train = raf_db.read_pictures(root)
    assert [p.labels.emotion for p in test] == [single_label(Emotion(name)) for name in IN_ORDER]
    assert all(p.role is Role.TEST for p in test)
    assert train.role in (Role.TRAIN, Role.VALIDATION)
    assert train.image == (root / "basic/Image/aligned/train_00001_aligned.jpg").read_bytes()
    assert train.labels.female is None


def test_gender_comes_from_the_manual_annotation(tmp_path, write_image):
    root = _tree(tmp_path, write_image, [f"train_0000{n}.jpg 1" for n in range(3)])
    for gender in range(3):
        _note(root, f"train_0000{gender}", gender)
    assert [p.labels.female for p in raf_db.read_pictures(root)] == [0.0, 1.0, None]
    _note(root, "train_00001", 5)
    with pytest.raises(DataError, match=r"train_00001_manu_attri\.txt, line 6: gender is `5`"):
        list(raf_db.read_pictures(root))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("train_2.jpg 8", "line 2: label is `8`"),
        ("train_2.jpg", "line 2: there are 1 words"),
        ("other_2.jpg 1", "line 2: other_2.jpg begins neither"),
    ],
)
def test_a_wrong_row_is_named(tmp_path, write_image, line, said):
    with pytest.raises(DataError, match=rf"list_patition_label\.txt, {said}"):
        list(raf_db.read_pictures(_tree(tmp_path, write_image, ["train_1.jpg 1", line])))


def test_a_missing_picture_says_so_with_its_row(tmp_path, write_image):
    root = _tree(tmp_path, write_image, ["train_1.jpg 1"])
    (root / "basic/Image/aligned/train_1_aligned.jpg").unlink()
    (picture,) = raf_db.read_pictures(root)
    assert "train_1_aligned.jpg does not exist" in picture.problem
    assert picture.place.endswith("line 1")


def test_a_wrong_path_is_named(tmp_path):
    with pytest.raises(DataError, match="holds no list of RAF-DB"):
        list(raf_db.read_pictures(tmp_path))
