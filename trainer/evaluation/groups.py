"""Groups of people that a file names: by labelled gender, race and age."""

import numpy as np
from numpy.typing import NDArray

from trainer.evaluation.labels import Truth

AGE_BANDS = {
    "0-9": (0, 9),
    "10-19": (10, 19),
    "20-39": (20, 39),
    "40-59": (40, 59),
    "60+": (60, 999),
    ">=10": (10, 999),
}
RACE_FROM_10 = "age >=10, race"

Groups = dict[str, dict[str, NDArray[np.bool_]]]
"""Kind, then name, to the rows that belong, bool [n]."""


def groups_of(truth: Truth) -> Groups:
    """Of the rows with a gender; those kinds whose columns the file has. A row without a value is in no group."""
    assert truth.female is not None
    groups: Groups = {"gender": {"female": truth.female == 1, "male": truth.female == 0}}
    labelled = np.isfinite(truth.female)
    age = None if truth.age is None else np.array([-1 if each is None else each for each in truth.age])
    if truth.race is not None:
        race = np.array(truth.race, dtype=object)
        names = sorted({str(each) for each in race[labelled] if each is not None})
        groups["race"] = {name: labelled & (race == name) for name in names}
    if age is not None:
        bands = AGE_BANDS.items()
        groups["age"] = {band: labelled & (age >= low) & (age <= high) for band, (low, high) in bands}
        if truth.race is not None:
            grown = {name: rows & (age >= 10) for name, rows in groups["race"].items()}
            groups[RACE_FROM_10] = grown
    return groups
