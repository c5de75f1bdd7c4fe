from types import SimpleNamespace

from app.domain.movements import MOVEMENTS
from trainer.landmarks.reader import _movements


def test_movements_are_taken_by_name_whatever_their_order() -> None:
    said = [SimpleNamespace(category_name=name, score=place / 52) for place, name in enumerate(MOVEMENTS)]
    seen = SimpleNamespace(face_blendshapes=[said[::-1]])
    assert _movements(seen) == tuple(place / 52 for place in range(52))


def test_a_landmarker_that_was_not_asked_gives_none() -> None:
    assert _movements(SimpleNamespace(face_blendshapes=[])) is None
