"""The names of a face's movements, and which of them change places in a mirror."""

import pytest

from app.domain.movements import MOVEMENTS
from trainer.data.movements import MIRRORED, STILL, mirrored


def test_there_are_52_names_without_a_double() -> None:
    assert len(set(MOVEMENTS)) == len(MOVEMENTS) == 52
    assert (MOVEMENTS[0], MOVEMENTS[25], MOVEMENTS[-1]) == ("_neutral", "jawOpen", "noseSneerRight")


def test_a_mirror_in_a_mirror_shows_the_face_itself() -> None:
    face = tuple(number / 52 for number in range(52))
    assert mirrored(face) != face
    assert mirrored(mirrored(face)) == face


def test_only_names_with_a_side_change_places_and_all_of_those_do() -> None:
    moved = {name for name, place in zip(MOVEMENTS, MIRRORED, strict=True) if MOVEMENTS[place] != name}
    assert moved == {name for name in MOVEMENTS if "Left" in name or "Right" in name}
    assert len(moved) == 40


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("browDownLeft", "browDownRight"),
        ("eyeLookInLeft", "eyeLookInRight"),
        ("eyeLookOutRight", "eyeLookOutLeft"),
        ("jawLeft", "jawRight"),
        ("mouthLeft", "mouthRight"),
        ("mouthSmileRight", "mouthSmileLeft"),
        ("cheekPuff", "cheekPuff"),
    ],
)
def test_the_mirror_image_moves_the_other_side(name: str, other: str) -> None:
    one_alone = tuple(float(each == name) for each in MOVEMENTS)
    assert dict(zip(MOVEMENTS, mirrored(one_alone), strict=True))[other] == 1.0


def test_what_faces_share_cannot_be_changed_by_one_of_them() -> None:
    with pytest.raises(ValueError, match="read-only"):
        STILL[3] = 1.0
