"""A run's journal as series: every loss and figure over the steps."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from trainer.training.journal import LOSS, NAME, Measure, measure_of

Points = tuple[tuple[int, float], ...]
"""Steps and values, steps rising."""


@dataclass(frozen=True, slots=True)
class History:
    """The journal's lines by step, rising. A run that went on after a kill made some steps twice: the later counts."""

    lines: tuple[Mapping[str, Any], ...]

    def of_tasks(self, names: Collection[str]) -> "History":
        """Without figures of heads that are not trained, which are random."""
        kept = ({key: value for key, value in line.items() if _concerns(key, names)} for line in self.lines)
        return History(tuple(kept))

    def losses(self) -> dict[str, Points]:
        names = dict.fromkeys(key for line in self.lines for key in line if key.startswith(LOSS))
        return {name.removeprefix(LOSS): self._points(name) for name in names}

    def measures(self) -> dict[Measure, Points]:
        keys = dict.fromkeys(key for line in self.lines for key in line)
        named = {key: measure for key in keys if (measure := measure_of(key)) is not None}
        return {measure: self._points(key) for key, measure in named.items()}

    def ended_unix_s(self) -> float | None:
        return float(self.lines[-1]["unix_time_s"]) if self.lines else None

    def training_s(self, steps: int) -> float | None:
        """How long that many steps take at the median pace between two lines, so that pauses do not count."""
        pairs = zip(self.lines, self.lines[1:], strict=False)
        paces = [(b["unix_time_s"] - a["unix_time_s"]) / (b["step"] - a["step"]) for a, b in pairs]
        forward = [pace for pace in paces if pace > 0]
        return steps * median(forward) if forward else None

    def _points(self, key: str) -> Points:
        return tuple((int(line["step"]), float(line[key])) for line in self.lines if key in line)


def read_history(run: Path) -> History:
    """Of a run's folder; empty without a journal. A line that a kill or a full disk cut short is left out."""
    try:
        text = (run / NAME).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return History(())
    by_step: dict[int, dict[str, Any]] = {}
    for line in _whole(text.splitlines()):
        by_step.setdefault(line["step"], {}).update(line)
    return History(tuple(by_step[step] for step in sorted(by_step)))


def _concerns(key: str, names: Collection[str]) -> bool:
    measure = measure_of(key)
    return measure is None or measure.task in names


def _whole(lines: Sequence[str]) -> list[dict[str, Any]]:
    found = []
    for text in lines:
        try:
            line = json.loads(text)
        except ValueError:
            continue
        if isinstance(line, dict) and {"step", "unix_time_s"} <= line.keys():
            found.append(line)
    return found
