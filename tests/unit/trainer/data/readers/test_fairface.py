import pytest

from trainer.data.picture import DataError, Role
from trainer.data.readers import fairface

HEADER = "file,age,gender,race,service_test\n"


def _tree(root, write_image, train, images=""):
    (root / "fairface_label_train.csv").write_text(HEADER + train)
    (root / "fairface_label_val.csv").write_text(HEADER + "val/1.jpg,3-9,Female,Indian,False\n")
    for name in ("train/1.jpg", "train/2.jpg", "val/1.jpg"):
        write_image(root / images / name)
    return root


ROWS = "train/1.jpg,50-59,Male,East Asian,True\ntrain/2.jpg,30-39,Female,Indian,False\n"


@pytest.mark.parametrize("images", ["", "fairface-img-margin025-trainval"])
def test_gender_and_roles(tmp_path, write_image, images):
    root = _tree(tmp_path, write_image, ROWS, images)
    assert fairface.fits(root)
    *train, val = fairface.read_pictures(root)
    assert [p.labels.female for p in train] == [0.0, 1.0]
    assert val.role is Role.TEST
    assert not any(p.problem for p in (*train, val))


def test_wrong_rows_are_named(tmp_path, write_image):
    root = _tree(tmp_path, write_image, ROWS + "train/2.jpg,1,female,Indian,False\n")
    with pytest.raises(DataError, match=r"fairface_label_train\.csv, line 4: gender is `female`"):
        list(fairface.read_pictures(root))


def test_a_short_row_is_named(tmp_path, write_image):
    root = _tree(tmp_path, write_image, "train/1.jpg,50-59\n")
    with pytest.raises(DataError, match=r"fairface_label_train\.csv, line 2: there is no gender"):
        list(fairface.read_pictures(root))


def test_a_missing_column_and_a_missing_picture(tmp_path, write_image):
    root = _tree(tmp_path, write_image, ROWS + "train/3.jpg,1,Male,Indian,False\n")
    problems = [p.problem for p in fairface.read_pictures(root)]
    assert problems[2].endswith("3.jpg does not exist")
    (root / "fairface_label_train.csv").write_text("file,age\n")
    with pytest.raises(DataError, match="has no column gender, race"):
        list(fairface.read_pictures(root))
