"""The tables of groups: empty ones left out, neutral faces and what they are taken for."""

from app.domain.reading import EMOTIONS
from trainer.evaluation.metrics import wilson
from trainer.model_card.groups import confusion_table, gender_table, neutral_table, read_as_tables
from trainer.model_card.values import Result
from trainer.plain_values import Json

NONE: list[Json] = [0] * 8


def emotion(where: str, neutral: list[Json]) -> Result:
    return {
        "file": "fer2013.parquet",
        "where": [where],
        "aligned": True,
        "faces": {},
        "emotion": {"confusion": [neutral, *[NONE] * 7]},
    }


def test_neutral_faces_of_the_test_split_and_what_they_are_taken_for() -> None:
    results = [emotion("split=val", [5, *[0] * 7]), emotion("split=test", [30, 0, 0, 10, 0, 0, 0, 0])]
    low, high = wilson(10, 40) or (0.0, 0.0)
    sadness = f"| sadness | 25.0 % | {100 * low:.1f} % to {100 * high:.1f} % | 10 |"
    assert sadness in neutral_table(results)
    table = confusion_table(results)
    assert table.startswith("FER2013 with FER+ votes, test, aligned:")
    assert "| neutral | 30 | 0 | 0 | 10 | 0 | 0 | 0 | 0 | 40 |" in table
    assert "| **answered** | 30 | 0 | 0 | 10 |" in table
    assert neutral_table([emotion("split=test", NONE)]) == ""
    assert confusion_table([]) == ""


def test_groups_without_faces_are_left_out() -> None:
    some: Result = {"accuracy": 0.9, "n": 20, "low": 0.7, "high": 0.97}
    groups: Result = {"age": {"0-9": {"accuracy": None, "n": 0, "low": None, "high": None}, "60+": some}}
    result: Result = {"file": "utkface.parquet", "where": ["fold=8"], "faces": {}, "gender": {"groups": groups}}
    table = gender_table([result])
    assert "| UTKFace, test | age 60+ | 90.0 % | 70.0 % to 97.0 % | 20 |" in table
    assert "0-9" not in table


def test_each_group_has_every_emotion_in_one_of_two_tables() -> None:
    shares: Result = {str(each): 0.5 if each == "anger" else 0.0 for each in EMOTIONS}
    group: Result = {"n": 12, "shares": shares, "intervals": {"anger": [0.25, 0.75]}}
    read: Result = {"file": "utkface.parquet", "where": [], "faces": {}, "read_as": {"race": {"asian": group}}}
    watched, rest = read_as_tables([read]).split("\n\n")[1:]
    assert "| race asian | 0.0 % | 50.0 % (25.0 to 75.0) | 0.0 % | 0.0 % | 12 |" in watched
    assert "| group | happiness | surprise | disgust | contempt | n |" in rest
