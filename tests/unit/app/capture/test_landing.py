"""Going to a moment of films that answer with another one than was asked for."""

from collections.abc import Callable

import pytest

from app.capture.landing import land_before


class Film:
    """Lands where its rule says, up to its end; `tried` counts how often it was sent."""

    def __init__(self, rule: Callable[[float], float], end_s: float = 100.0) -> None:
        self.rule, self.end_s, self.tried = rule, end_s, 0
        self.stands_s: float | None = None

    def land(self, request_s: float) -> float | None:
        self.tried += 1
        landed_s = self.rule(request_s)
        self.stands_s = landed_s if landed_s <= self.end_s else None
        return self.stands_s


RULES: dict[str, Callable[[float], float]] = {
    "true": lambda asked_s: asked_s,
    "half as far": lambda asked_s: asked_s / 2,
    "three times as far": lambda asked_s: asked_s * 3,
    "first slow, then quick": lambda asked_s: asked_s * 0.1 if asked_s < 50 else 5 + (asked_s - 50) * 1.9,
    "in keyframes of ten seconds": lambda asked_s: asked_s // 10 * 10,
}


@pytest.mark.parametrize("name", RULES)
@pytest.mark.parametrize("wanted_s", [0.0, 0.5, 3.0, 40.0, 99.5])
def test_it_stands_at_or_before_the_place_and_tries_little(name: str, wanted_s: float) -> None:
    film = Film(RULES[name])
    assert land_before(film.land, wanted_s, 0.01)
    assert film.stands_s is not None and film.stands_s <= wanted_s + 0.01
    near = 12.0 if name.startswith("in keyframes") else 2.0  # nothing stands between its keyframes
    assert wanted_s - film.stands_s <= near
    assert film.tried <= 11


def test_what_lands_rightly_is_sent_once() -> None:
    film = Film(RULES["true"])
    land_before(film.land, 31.0, 0.01)
    assert film.tried == 1


def test_a_film_without_a_picture_has_no_place() -> None:
    assert not land_before(lambda _: None, 3.0, 0.01)
