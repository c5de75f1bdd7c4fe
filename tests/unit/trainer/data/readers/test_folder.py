import pytest

from app.domain.reading import EMOTIONS, Emotion
from trainer.data.picture import DataError, Role
from trainer.data.readers import folder
from trainer.data.readers.emotion_label import EMOTION_NAMES, single_label


def test_folders_named_after_emotions(tmp_path, write_image):
    write_image(tmp_path / "mine/Happy/a.jpg")
    write_image(tmp_path / "mine/sad/deep/b.png")
    (tmp_path / "mine/sad/notes.txt").write_text("no picture")
    assert folder.fits(tmp_path / "mine")
    happy, sad = folder.read_pictures(tmp_path / "mine")
    assert (happy.source, happy.key) == ("mine", "Happy/a.jpg")
    assert happy.labels.emotion == single_label(Emotion.HAPPINESS)
    assert sad.labels.emotion == single_label(Emotion.SADNESS)


def test_folders_train_val_and_test_give_the_roles(tmp_path, write_image):
    for part in ("train", "validation", "test"):
        write_image(tmp_path / part / "angry/a.jpg")
    roles = {p.key.split("/")[0]: p.role for p in folder.read_pictures(tmp_path)}
    assert roles == {"train": Role.TRAIN, "validation": Role.VALIDATION, "test": Role.TEST}


def test_without_them_labelled_pictures_are_split_and_unlabelled_ones_train(tmp_path, write_image):
    for number in range(80):
        write_image(tmp_path / "labelled/fear" / f"{number}.jpg", 2)
        write_image(tmp_path / "plain/holiday" / f"{number}.jpg", 2)
    assert {p.role for p in folder.read_pictures(tmp_path / "labelled")} == set(Role)
    plain = list(folder.read_pictures(tmp_path / "plain"))
    assert {p.role for p in plain} == {Role.TRAIN}
    assert {p.labels.emotion for p in plain} == {None}


def test_a_folder_outside_the_set_is_named(tmp_path, write_image):
    write_image(tmp_path / "mine/happy/a.jpg")
    write_image(tmp_path / "mine/sleepy/a.jpg")
    with pytest.raises(DataError, match="sleepy stands for none of the eight emotions"):
        list(folder.read_pictures(tmp_path / "mine"))


def test_a_wrong_path_is_named(tmp_path):
    with pytest.raises(DataError, match="none is no folder"):
        list(folder.read_pictures(tmp_path / "none"))


def test_names_cover_the_eight_classes():
    assert set(EMOTION_NAMES.values()) == set(EMOTIONS)
    for emotion in EMOTIONS:
        votes = single_label(emotion)
        assert (sum(votes), votes[EMOTIONS.index(emotion)]) == (1.0, 1.0)  # smoothing is the loss's, not the label's
