import numpy as np
import pytest
from scipy.io import savemat

from trainer.data.picture import DataError
from trainer.data.readers.choice import _READERS, Input, Kind, input_named


def _tree(root, files, write_image):
    for name in files:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix in (".jpg", ".png"):
            write_image(path)
        else:
            path.write_text("")
    return root


@pytest.mark.parametrize(
    ("kind", "files"),
    [
        (Kind.AFFECTNET, ["training.csv", "Manually_Annotated_Images/1/a.jpg"]),
        (Kind.AFFECTNET, ["train_set/annotations/0_exp.npy", "train_set/images/0.jpg"]),
        (Kind.RAF_DB, ["EmoLabel/list_patition_label.txt", "Image/aligned/train_1_aligned.jpg"]),
        (Kind.FER2013, ["fer2013.csv"]),
        (Kind.UTKFACE, ["26_1_2_20170116184024662.jpg"]),
        (Kind.FAIRFACE, ["fairface_label_train.csv", "train/1.jpg"]),
        (Kind.CELEBA, ["Anno/list_attr_celeba.txt", "Img/img_align_celeba/000001.jpg"]),
        (Kind.W300LP, ["AFW/AFW_1_0.mat", "AFW/AFW_1_0.jpg"]),
        (Kind.AFLW2000, ["image00002.mat", "image00002.jpg"]),
        (Kind.BIWI, ["hpdb/01/frame_00003_pose.txt", "hpdb/01/frame_00003_rgb.png"]),
        (Kind.FOLDER, ["happy/a.jpg"]),
        (Kind.FOLDER, ["a.jpg"]),
    ],
)
def test_a_layout_shows_its_kind(tmp_path, write_image, kind, files):
    assert input_named(str(_tree(tmp_path, files, write_image))) == Input(kind, tmp_path)


def test_files_show_their_kind(tmp_path):
    for name, kind in (("a.parquet", Kind.PARQUET), ("fer2013.csv", Kind.FER2013)):
        (tmp_path / name).write_text("")
        assert input_named(str(tmp_path / name)) == Input(kind, tmp_path / name)


def test_the_user_may_say_the_kind(tmp_path):
    assert input_named(f"BIWI:{tmp_path}") == Input(Kind.BIWI, tmp_path)
    assert input_named(f"300w-lp:{tmp_path}") == Input(Kind.W300LP, tmp_path)


def test_what_is_not_plain_lists_the_kinds(tmp_path, write_image):
    with pytest.raises(DataError, match=r"no layout that is recognised.*raf-db, fer2013"):
        input_named(str(tmp_path))
    _tree(tmp_path, ["training.csv", "fairface_label_train.csv"], write_image)
    with pytest.raises(DataError, match="may be affectnet or fairface; say which with KIND:PATH"):
        input_named(str(tmp_path))
    with pytest.raises(DataError, match=r"does not exist; give .*KIND is one of parquet, affectnet"):
        input_named("imdb:/nowhere")


def test_an_empty_set_is_refused(tmp_path):
    with pytest.raises(DataError, match="holds no pictures in the layout of aflw2000"):
        list(Input(Kind.AFLW2000, tmp_path).pictures())


def test_the_reader_that_fits_is_taken(tmp_path, write_image):
    write_image(tmp_path / "train_set/images/0.jpg")
    (tmp_path / "train_set/annotations").mkdir()
    np.save(tmp_path / "train_set/annotations/0_exp.npy", np.array("1"))
    (picture,) = Input(Kind.AFFECTNET, tmp_path).pictures()
    assert picture.key == "train_set/0.jpg"
    write_image(tmp_path / "lp/AFW/AFW_1_0.jpg")
    savemat(tmp_path / "lp/AFW/AFW_1_0.mat", {"Pose_Para": np.zeros((1, 7))})
    (picture,) = Input(Kind.W300LP, tmp_path / "lp").pictures()
    assert picture.source == "300w-lp"


def test_every_kind_has_a_reader():
    assert set(_READERS) == set(Kind)
