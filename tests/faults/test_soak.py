"""What the judge of the soak says of runs that were slow by themselves, and of those that others made slow."""

from dataclasses import replace

import pytest

from tests.faults.soak import Sample, judged, pace_ms, waited_ns

SAMPLE = Sample(0.0, 220.0, 21, 11, 8.0, 12.0, 20.0, 0.1, 1000, 900, 1, 1.0)


def run(**last: float) -> list[Sample]:
    """An hour whose numbers go evenly from those of SAMPLE to those that are given."""
    samples = []
    for place in range(61):
        changes = {
            name: getattr(SAMPLE, name) + (value - getattr(SAMPLE, name)) * place / 60 for name, value in last.items()
        }
        samples.append(replace(SAMPLE, seconds=place * 60.0, results=place * 1000, **changes))
    return samples


def test_a_steady_hour_passes() -> None:
    assert judged(run())["ok"]


def test_others_may_make_it_wait_or_the_machine_slower() -> None:
    assert judged(run(perceive_median_ms=20.0, waited_ms=10.0))["ok"]
    assert judged(run(perceive_median_ms=11.0, work_ms=18.0, pace_ms=30.0))["ok"]


@pytest.mark.parametrize(
    "last",
    [
        {"perceive_median_ms": 20.0},  # it waits, and not for a processor
        {"perceive_median_ms": 20.0, "work_ms": 30.0},
        {"work_ms": 15.5},  # it works more, though nobody notices yet
        {"perceive_median_ms": 20.0, "work_ms": 30.0, "waited_ms": 10.0},
        {"resident_mib": 233.0},
        {"threads": 26},
        {"handles": 18},
    ],
)
def test_what_grows_by_itself_fails(last: dict[str, float]) -> None:
    assert not judged(run(**last))["ok"]


def test_what_it_measures_by_is_there() -> None:
    assert pace_ms() > 0
    waited = waited_ns()
    assert waited is None or waited >= 0
