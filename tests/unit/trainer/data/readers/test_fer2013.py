import numpy as np
import pytest

from app.domain.reading import Emotion
from trainer.data.picture import DataError, Role, decode
from trainer.data.readers import fer2013
from trainer.data.readers.emotion_label import single_label

VOTE_HEADER = "Usage,Image name,neutral,happiness,surprise,sadness,anger,disgust,fear,contempt,unknown,NF\n"
PIXELS = np.random.default_rng(3).integers(0, 256, (48, 48))
TEXT = " ".join(map(str, PIXELS.ravel()))
CODES = ("anger", "disgust", "fear", "happiness", "sadness", "surprise", "neutral")


def _tree(root, rows, votes=None):
    (root / "fer2013.csv").write_text("emotion,pixels,Usage\n" + "".join(f"{row}\n" for row in rows))
    if votes is not None:
        (root / "fer2013new.csv").write_text(VOTE_HEADER + "".join(f"{row}\n" for row in votes))
    return root


def test_pixels_come_back_exactly_and_the_challenge_gives_the_roles(tmp_path):
    root = _tree(tmp_path, [f"0,{TEXT},Training", f"3,{TEXT},PublicTest", f"6,{TEXT},PrivateTest"])
    assert fer2013.fits(root)
    assert fer2013.fits(root / "fer2013.csv")
    pictures = list(fer2013.read_pictures(root))
    assert [p.role for p in pictures] == [Role.TRAIN, Role.VALIDATION, Role.TEST]
    assert [p.labels.emotion for p in pictures] == [
        single_label(Emotion(name)) for name in ("anger", "happiness", "neutral")
    ]
    assert np.array_equal(decode(pictures[0].image), np.repeat(PIXELS[:, :, None], 3, axis=2))


def test_the_seven_codes(tmp_path):
    root = _tree(tmp_path, [f"{code},{TEXT},Training" for code in range(7)])
    assert [p.labels.emotion for p in fer2013.read_pictures(root / "fer2013.csv")] == [
        single_label(Emotion(name)) for name in CODES
    ]


def test_votes_of_fer_plus_replace_the_label(tmp_path):
    rows = [f"0,{TEXT},Training"] * 4
    votes = [
        "Training,fer0000000.png,4,0,0,1,3,2,0,0,0,0",
        "Training,,0,0,0,0,0,0,0,0,0,10",  # no face
        "Training,fer0000002.png,1,1,1,1,1,0,0,0,4,1",  # five cannot be used
        "Training,fer0000003.png,0,0,1,1,1,1,1,1,4,0",
    ]
    first, unusable, usable = fer2013.read_pictures(_tree(tmp_path, rows, votes))
    assert (first.key, first.labels.emotion) == ("fer0000000.png", (4, 0, 0, 1, 3, 2, 0, 0))
    assert (unusable.key, unusable.labels.emotion) == ("fer0000002.png", None)
    assert usable.labels.emotion == (0, 0, 1, 1, 1, 1, 1, 1)
    assert first.labels.own_label is Emotion.ANGER


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (f"7,{TEXT},Training", "line 2: emotion is `7`"),
        (f"0,{TEXT},Train", "line 2: Usage is `Train`"),
        (f",{TEXT},Training", "line 2: there is no emotion"),
    ],
)
def test_a_wrong_label_is_named(tmp_path, row, said):
    with pytest.raises(DataError, match=rf"fer2013\.csv, {said}"):
        list(fer2013.read_pictures(_tree(tmp_path, [row])))


@pytest.mark.parametrize(
    ("pixels", "said"),
    [
        ("1 2 3", "3 pixels instead of 2304"),
        ("x " * 2304, "not numbers from 0 to 255"),
        ("256 " * 2304, "not numbers from 0 to 255"),
    ],
)
def test_broken_pixels_are_named_and_the_rest_is_read(tmp_path, pixels, said):
    broken, good = fer2013.read_pictures(_tree(tmp_path, [f"0,{pixels.strip()},Training", f"0,{TEXT},Training"]))
    assert said in broken.problem
    assert broken.place.endswith("fer2013.csv, line 2")
    assert not good.problem


def test_lists_that_do_not_belong_together_are_refused(tmp_path):
    rows = [f"0,{TEXT},Training", f"0,{TEXT},Training"]
    vote = "{},fer0.png,4,0,0,1,3,2,0,0,0,0"
    with pytest.raises(DataError, match="different numbers of rows"):
        list(fer2013.read_pictures(_tree(tmp_path, rows, [vote.format("Training")])))
    with pytest.raises(DataError, match="do not belong together"):
        list(fer2013.read_pictures(_tree(tmp_path, rows, [vote.format("PublicTest")] * 2)))


def test_a_missing_column_is_named(tmp_path):
    (tmp_path / "fer2013.csv").write_text("emotion,pixels\n")
    with pytest.raises(DataError, match=r"fer2013\.csv has no column Usage"):
        list(fer2013.read_pictures(tmp_path))
