"""The list of candidates, their records, and which of them are on the front."""

import json
from pathlib import Path

import pytest

from trainer.front.candidates import (
    FrontError,
    Record,
    on_front,
    read_plan,
    read_record,
    record_path,
    score_of,
    times_of,
)
from trainer.plain_values import ConfigError

SHARE = {"accuracy": 0.8, "low": 0.75, "high": 0.85, "n": 40}
POSE = {"mae": {"mean": 2.5}, "mae_low": {"mean": 2.0}, "mae_high": {"mean": 3.0}, "n": 10}
TIMES = {"threads": 2, "faces": 1, "median_ms": 2.0, "p10_ms": 1.0, "p90_ms": 3.0}


@pytest.mark.parametrize(
    ("costs", "gains", "expected"),
    [
        ((1, 2, 3), (70, 80, 90), (True, True, True)),
        ((1, 2, 3), (80, 70, 90), (True, False, True)),
        ((1, 1), (80, 70), (True, False)),
        ((1, 2), (80, 80), (True, False)),
        ((1, 1), (80, 80), (True, True)),
        ((5,), (10,), (True,)),
    ],
)
def test_only_what_no_other_beats_is_on_the_front(
    costs: tuple[float, ...], gains: tuple[float, ...], expected: tuple[bool, ...]
) -> None:
    assert on_front(costs, gains) == expected


def test_a_plan_is_read_with_its_defaults(tmp_path: Path) -> None:
    path = tmp_path / "list.toml"
    path.write_text(
        '[[data]]\nfile = "a.parquet"\nwhere = ["split=val"]\n[candidates.one]\nlabel = "One"\nmodel = "one.onnx"\n',
        encoding="utf-8",
    )
    plan = read_plan(path)
    assert (plan.threads, plan.aim_ms, plan.data[0].where, plan.data[0].aligned) == (2, 0.0, ("split=val",), False)
    assert (plan.candidates["one"].label, plan.candidates["one"].note) == ("One", "")
    assert record_path(path, "one") == tmp_path / "one.json"
    path.write_text("data = []", encoding="utf-8")
    with pytest.raises(ConfigError, match="`candidates` is missing"):
        read_plan(path)
    with pytest.raises(FrontError, match="cannot be read"):
        read_plan(tmp_path / "missing.toml")


def test_scores_are_of_the_first_file_that_has_them() -> None:
    record = Record("", ({"gender": SHARE}, {"emotion": {**SHARE, "accuracy": 0.9}}, {"emotion": SHARE, "pose": POSE}))
    assert score_of(record, "emotion") == pytest.approx((90, 75, 85, 40))
    assert score_of(record, "pose") == (2.5, 2.0, 3.0, 10)
    assert score_of(Record("", ()), "gender") is None


def test_times_are_found_by_their_setting() -> None:
    record = Record("", (), {"times": [TIMES]})
    assert times_of(record, 2, 1)["median_ms"] == 2.0
    with pytest.raises(FrontError, match="No time for 8 faces and 2 threads"):
        times_of(record, 2, 8)


def test_a_record_that_is_none_is_named(tmp_path: Path) -> None:
    path = tmp_path / "one.json"
    assert read_record(path) is None
    path.write_text(json.dumps({"sha256": "", "evaluation": [{"file": "a"}]}), encoding="utf-8")
    assert read_record(path) == Record("", ({"file": "a"},))
    path.write_text("{}", encoding="utf-8")
    with pytest.raises(FrontError, match=r"one\.json is no record"):
        read_record(path)
