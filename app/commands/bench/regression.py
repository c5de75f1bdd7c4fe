"""Whether this version is slower than an earlier one, by ratios: times of different runs say nothing by themselves.

What else a machine does weighs on all that is measured in one run. So each time is taken as a multiple of the separate
networks' of its own run, which do not change with Poise, and only these multiples are compared.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from app.commands.failures import CommandError

_ALLOWED = 1.15
"""So much slower may anything be, beside what two runs of the same were seen to differ by."""

Report = Mapping[str, Any]


def read_report(path: Path) -> Report:
    """What `poise bench --json` wrote. Raises CommandError where it is something else."""
    try:
        report = json.loads(path.read_text(encoding="utf-8"))
        assert dict(_multiples(report)) and _noise(report) >= 1
    except OSError as error:
        raise CommandError(
            f"{path} cannot be read ({error.strerror}); give a report of `poise bench --json`."
        ) from error
    except (ValueError, TypeError, KeyError, AttributeError, ZeroDivisionError, AssertionError) as error:
        raise CommandError(f"{path} is no report of `poise bench --json` of this version; make one.") from error
    return dict(report)


def slower(before: Report, now: Report) -> tuple[str, ...]:
    """A sentence for each thing that takes a larger multiple of the separate networks than before."""
    allowed = _ALLOWED * max(_noise(before), _noise(now))
    known = dict(_multiples(before))
    ratios = ((name, multiple / known[name]) for name, multiple in _multiples(now) if name in known)
    return tuple(
        f"{name} takes {ratio:.2f} times what it took before, more than {allowed:.2f} (the allowance and the noise)."
        for name, ratio in ratios
        if ratio > allowed
    )


def _multiples(report: Report) -> Iterator[tuple[str, float]]:
    unit = float(report["separate_networks_ms"]["median"])
    for name in ("detector_ms", "crop_ms", "network_ms"):
        yield name, float(report[name]["median"]) / unit
    for faces, times in report["perceive_ms"].items():
        yield f"perceive_ms of {faces}", float(times["median"]) / unit


def _noise(report: Report) -> float:
    """The ratio, at least 1, of two measurements of the same in one run."""
    first, again = float(report["perceive_ms"]["1"]["median"]), float(report["perceive_again_ms"]["median"])
    return max(first, again) / min(first, again)
