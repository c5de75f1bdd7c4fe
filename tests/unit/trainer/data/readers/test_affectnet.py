from pathlib import Path

import numpy as np
import pytest

from app.domain.face import Box
from app.domain.reading import EMOTIONS, Emotion
from trainer.data.picture import DataError, Role
from trainer.data.readers import affectnet, affectnet_folders
from trainer.data.readers.emotion_label import single_label

HEADER = "subDirectory_filePath,face_x,face_y,face_width,face_height,facial_landmarks,expression,valence,arousal\n"
IN_ORDER = ("neutral", "happiness", "sadness", "surprise", "fear", "disgust", "anger", "contempt")


def _row(name: str, expression: object, box: str = "10,20,30,40") -> str:
    return f"{name},{box},1;2;3;4,{expression},0.1,-0.2\n"


def _tree(root: Path, write_image, training: str, validation: str = "") -> Path:
    lists = root / "Manually_Annotated_file_lists"
    lists.mkdir()
    (lists / "training.csv").write_text(HEADER + training)
    (lists / "validation.csv").write_text(HEADER + validation)
    for name in ("1/a.jpg", "1/b.png", "2/c.jpg"):
        write_image(root / "Manually_Annotated_Images" / name)
    return root


def test_rows_become_pictures(tmp_path, write_image):
    root = _tree(tmp_path, write_image, _row("1/a.jpg", 1) + _row("2/c.jpg", 6), _row("1/b.png", 7))
    assert affectnet.fits(root)
    first, second, third = affectnet.read_pictures(root)
    assert (first.source, first.key, first.face_box) == ("affectnet", "1/a.jpg", Box(10, 20, 30, 40))
    assert first.image == (root / "Manually_Annotated_Images/1/a.jpg").read_bytes()
    assert first.labels.emotion == single_label(Emotion.HAPPINESS)
    assert second.labels.emotion == single_label(Emotion.ANGER)
    assert third.labels.emotion == single_label(Emotion.CONTEMPT)
    assert third.role is Role.TEST
    assert {first.role, second.role} <= {Role.TRAIN, Role.VALIDATION}


def test_every_code_has_its_meaning():
    named = {code: emotion for code, emotion in affectnet.CODES.items() if emotion}
    assert [str(named[code]) for code in range(8)] == list(IN_ORDER)
    assert set(named.values()) == set(EMOTIONS)


def test_none_and_uncertain_teach_no_emotion_and_no_face_is_left_out(tmp_path, write_image):
    root = _tree(tmp_path, write_image, _row("1/a.jpg", 8) + _row("1/b.png", 9) + _row("2/c.jpg", 10, "NULL,NULL,0,0"))
    assert [(p.key, p.labels.emotion) for p in affectnet.read_pictures(root)] == [("1/a.jpg", None), ("1/b.png", None)]


def test_a_missing_picture_says_so_with_its_row(tmp_path, write_image):
    root = _tree(tmp_path, write_image, _row("1/a.jpg", 0) + _row("9/none.jpg", 0))
    _, missing = affectnet.read_pictures(root)
    assert missing.image == b""
    assert missing.problem.endswith("none.jpg does not exist")
    assert missing.place.endswith("training.csv, line 3")


@pytest.mark.parametrize("value", ["11", "happy", ""])
def test_a_label_outside_the_set_is_named_with_file_and_row(tmp_path, write_image, value):
    root = _tree(tmp_path, write_image, _row("1/a.jpg", 0) + _row("1/b.png", value))
    with pytest.raises(DataError, match=r"training\.csv, line 3: .*expression"):
        list(affectnet.read_pictures(root))


def test_a_box_that_is_no_number_is_named(tmp_path, write_image):
    root = _tree(tmp_path, write_image, _row("1/a.jpg", 0, "left,1,2,3"))
    with pytest.raises(DataError, match=r"line 2: face_x is `left`"):
        list(affectnet.read_pictures(root))


def test_a_missing_column_is_named(tmp_path, write_image):
    root = _tree(tmp_path, write_image, "")
    (root / "Manually_Annotated_file_lists/training.csv").write_text("subDirectory_filePath,expression\n")
    with pytest.raises(DataError, match=r"training\.csv has no column face_x, face_y"):
        list(affectnet.read_pictures(root))


def test_missing_pictures_as_a_whole_are_refused(tmp_path):
    (tmp_path / "training.csv").write_text(HEADER + _row("1/a.jpg", 0))
    with pytest.raises(DataError, match="folder of AffectNet's pictures"):
        list(affectnet.read_pictures(tmp_path))


def test_one_in_twenty_validates_and_the_same_ones_each_time(tmp_path, write_image):
    root = _tree(tmp_path, write_image, "".join(_row(f"1/{n}.jpg", 0) for n in range(400)))
    roles = [picture.role for picture in affectnet.read_pictures(root)]
    assert roles == [picture.role for picture in affectnet.read_pictures(root)]
    assert 8 <= roles.count(Role.VALIDATION) <= 35


def _folders(root: Path, write_image, codes: dict[str, object]) -> Path:
    for part in ("train_set", "val_set"):
        for stem, code in codes.items():
            write_image(root / part / "images" / f"{stem}.jpg")
            (root / part / "annotations").mkdir(exist_ok=True)
            np.save(root / part / "annotations" / f"{stem}_exp.npy", np.array(code))
            np.save(root / part / "annotations" / f"{stem}_val.npy", np.array("0.5"))
    return root


def test_the_folder_release_keeps_its_labels_as_text(tmp_path, write_image):
    root = _folders(tmp_path, write_image, {"0": "3", "1": 5})
    assert affectnet_folders.fits(root)
    assert not affectnet.fits(root)
    pictures = list(affectnet_folders.read_pictures(root))
    assert [p.key for p in pictures] == ["train_set/0.jpg", "train_set/1.jpg", "val_set/0.jpg", "val_set/1.jpg"]
    assert [p.labels.emotion for p in pictures[:2]] == [single_label(Emotion.SURPRISE), single_label(Emotion.DISGUST)]
    assert [p.role for p in pictures[2:]] == [Role.TEST, Role.TEST]


def test_the_folder_release_names_a_label_outside_the_set(tmp_path, write_image):
    with pytest.raises(DataError, match=r"0_exp\.npy holds expression 12"):
        list(affectnet_folders.read_pictures(_folders(tmp_path, write_image, {"0": "12"})))


def test_the_folder_release_names_a_broken_or_missing_label_and_goes_on(tmp_path, write_image):
    root = _folders(tmp_path, write_image, {"0": "3", "1": "3", "2": "0"})
    (root / "train_set/annotations/0_exp.npy").write_bytes(b"\x93NUMPY")
    (root / "train_set/annotations/1_exp.npy").unlink()
    broken, missing, good, *_ = affectnet_folders.read_pictures(root)
    assert "0_exp.npy" in broken.problem
    assert "1_exp.npy" in missing.problem
    assert not good.problem
