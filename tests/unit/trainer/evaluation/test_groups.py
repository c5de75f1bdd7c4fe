"""Groups of people by their labels."""

import numpy as np
from numpy.typing import NDArray

from trainer.evaluation.groups import groups_of
from trainer.evaluation.labels import Truth

AGES = (0, 9, 10, 19, 20, 39, 40, 59, 60, 101, None)


def _truth(
    female: NDArray[np.float64], age: tuple[int | None, ...] | None, race: tuple[str | None, ...] | None
) -> Truth:
    return Truth(None, None, None, None, female, race, age, ())


def test_bands_of_age_hold_both_of_their_ends_and_every_age_is_in_one() -> None:
    count = len(AGES)
    races = tuple("a" if number % 2 else "b" for number in range(count))
    groups = groups_of(_truth(np.ones(count), AGES, races))
    held = {band: [AGES[row] for row in np.flatnonzero(rows)] for band, rows in groups["age"].items()}
    assert held == {
        "0-9": [0, 9],
        "10-19": [10, 19],
        "20-39": [20, 39],
        "40-59": [40, 59],
        "60+": [60, 101],
        ">=10": [10, 19, 20, 39, 40, 59, 60, 101],
    }
    grown = groups["age >=10, race"]
    assert {name: [AGES[row] for row in np.flatnonzero(rows)] for name, rows in grown.items()} == {
        "a": [19, 39, 59, 101],
        "b": [10, 20, 40, 60],
    }


def test_a_row_without_a_gender_is_in_no_group() -> None:
    groups = groups_of(_truth(np.array([1.0, 0.0, np.nan]), (30, 30, 30), ("a", None, "a")))
    assert {name: rows.tolist() for name, rows in groups["gender"].items()} == {
        "female": [True, False, False],
        "male": [False, True, False],
    }
    assert groups["age"]["20-39"].tolist() == [True, True, False]
    assert {name: rows.tolist() for name, rows in groups["race"].items()} == {"a": [True, False, False]}
