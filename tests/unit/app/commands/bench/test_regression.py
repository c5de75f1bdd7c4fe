"""Whether a version is slower than an earlier one."""

import json
from pathlib import Path
from typing import Any

import pytest

from app.commands.bench.regression import read_report, slower
from app.commands.failures import CommandError


def report(*, machine: float = 1.0, again: float = 1.0, **longer: float) -> dict[str, Any]:
    """A report of a machine that takes so many times longer for everything; and of what takes longer by itself."""

    def times(name: str, median: float) -> dict[str, float]:
        return {"median": median * machine * longer.get(name, 1.0), "p95": 99.0}

    perceive = {faces: times(f"perceive_{faces}", median) for faces, median in (("1", 3.0), ("8", 12.0))}
    steps = {f"{name}_ms": times(name, 1.0) for name in ("detector", "crop", "network")}
    once_more = {"median": perceive["1"]["median"] * again}
    separate = {"median": 80.0 * machine}
    return {**steps, "perceive_ms": perceive, "perceive_again_ms": once_more, "separate_networks_ms": separate}


def test_a_slower_machine_is_no_slower_version() -> None:
    assert slower(report(), report(machine=7.0)) == ()
    assert slower(report(machine=7.0), report()) == ()


def test_what_takes_a_larger_multiple_is_named_with_its_ratio() -> None:
    (sentence,) = slower(report(), report(machine=0.5, perceive_8=1.4))
    assert sentence.startswith("perceive_ms of 8 takes 1.40 times what it took before, more than 1.15")
    (sentence,) = slower(report(), report(crop=1.2))
    assert sentence.startswith("crop_ms takes 1.20 times")


def test_less_than_the_allowance_or_faster_is_no_complaint() -> None:
    assert slower(report(), report(detector=1.14)) == ()
    assert slower(report(network=1.5), report()) == ()


@pytest.mark.parametrize("again", [1.3, 1 / 1.3])
def test_the_noise_of_either_run_is_allowed_beside(again: float) -> None:
    assert slower(report(again=again), report(network=1.45)) == ()
    assert slower(report(), report(again=again, network=1.45)) == ()
    assert len(slower(report(again=again), report(network=1.55))) == 1


def test_a_report_is_read_as_it_was_written(tmp_path: Path) -> None:
    file = tmp_path / "before.json"
    file.write_text(json.dumps(report()))
    assert read_report(file) == report()


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"separate_networks_ms": null}', json.dumps(report(machine=0.0))])
def test_what_is_no_report_is_one_sentence(text: str, tmp_path: Path) -> None:
    file = tmp_path / "before.json"
    file.write_text(text)
    with pytest.raises(CommandError, match=r"before\.json is no report of `poise bench --json`"):
        read_report(file)
    with pytest.raises(CommandError, match=r"cannot be read"):
        read_report(tmp_path / "none.json")
