import pytest

from app.domain.reading import Emotion
from trainer.data.picture import DataError, Role
from trainer.data.readers import celeba
from trainer.data.readers.emotion_label import single_label


def _tree(root, write_image, rows, names="Eyeglasses Male Smiling Young", parts=("0", "1", "2")):
    files = [f"{n:06d}.jpg" for n in range(1, 4)]
    (root / "Anno").mkdir()
    (root / "Eval").mkdir()
    lines = [f"{file} {row}" for file, row in zip(files, rows, strict=True)]
    (root / "Anno/list_attr_celeba.txt").write_text("\n".join(["3", f"{names} ", *lines]) + "\n")
    parted = [f"{file} {part}" for file, part in zip(files, parts, strict=False)]
    (root / "Eval/list_eval_partition.txt").write_text("\n".join(parted) + "\n")
    for file in files:
        write_image(root / "Img/img_align_celeba" / file)
    return root


ROWS = ("-1  1  1 -1", " 1 -1 -1  1", "-1 -1  1  1")


def test_attributes_and_partition(tmp_path, write_image):
    root = _tree(tmp_path, write_image, ROWS)
    assert celeba.fits(root)
    pictures = list(celeba.read_pictures(root))
    assert [p.labels.female for p in pictures] == [0.0, 1.0, 1.0]
    happy = single_label(Emotion.HAPPINESS)
    assert [p.labels.emotion for p in pictures] == [happy, None, happy]
    assert [p.role for p in pictures] == [Role.TRAIN, Role.VALIDATION, Role.TEST]


def test_wrong_rows_are_named(tmp_path, write_image):
    root = _tree(tmp_path, write_image, (ROWS[0], "1 0 -1 1", ROWS[2]))
    with pytest.raises(DataError, match=r"list_attr_celeba\.txt, line 4: Male is `0`"):
        list(celeba.read_pictures(root))


def test_a_short_row_is_named(tmp_path, write_image):
    root = _tree(tmp_path, write_image, (ROWS[0], "1 1", ROWS[2]))
    with pytest.raises(DataError, match=r"line 4: there are 3 words instead of 5"):
        list(celeba.read_pictures(root))


def test_a_missing_attribute_is_named(tmp_path, write_image):
    root = _tree(tmp_path, write_image, ROWS, names="Eyeglasses Male Laughing Young")
    with pytest.raises(DataError, match=r"list_attr_celeba\.txt, line 2: there is no attribute Smiling"):
        list(celeba.read_pictures(root))


def test_wrong_partitions_are_named(tmp_path, write_image):
    root = _tree(tmp_path, write_image, ROWS, parts=("0", "1"))
    with pytest.raises(DataError, match=r"line 5: 000003\.jpg is in no part"):
        list(celeba.read_pictures(root))
    (root / "Eval/list_eval_partition.txt").write_text("000001.jpg 3\n")
    with pytest.raises(DataError, match=r"list_eval_partition\.txt, line 1: part is `3`"):
        list(celeba.read_pictures(root))
