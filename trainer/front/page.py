"""The page of a front: the plot, a table with every candidate, and how it was measured."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from trainer.front.candidates import Candidate, FrontData, FrontPlan, Record, Score, score_of, times_of
from trainer.front.plot import Panel, Point

_TITLES = {"emotion": "Emotion accuracy, %", "gender": "Gender accuracy, %", "pose": "Head pose, mean error in degrees"}
_NOTHING = "-"


def panels_of(plan: FrontPlan, records: Mapping[str, Record]) -> tuple[Panel, ...]:
    """A panel for each task that every candidate was measured on. Raises FrontError."""
    panels = []
    for task, title in _TITLES.items():
        scores = {name: score_of(record, task) for name, record in records.items()}
        found = {name: score for name, score in scores.items() if score is not None}
        if found and len(found) == len(scores):
            points = tuple(_point(plan, name, records[name], score) for name, score in found.items())
            panels.append(Panel(title, points, lower_is_better=task == "pose"))
    return tuple(panels)


def _point(plan: FrontPlan, name: str, record: Record, score: Score) -> Point:
    times = times_of(record, plan.threads, 1)
    return Point(plan.candidates[name].label, times["median_ms"], times["p10_ms"], times["p90_ms"], score)


def page_text(plan: FrontPlan, records: Mapping[str, Record], panels: Sequence[Panel], again: str, plot: str) -> str:
    """Markdown; `again` is the command that makes the page, `plot` the picture's place as seen from the page."""
    best = {
        panel.title: {point.label for point, good in zip(panel.points, panel.on_front(), strict=True) if good}
        for panel in panels
    }
    parts = [
        "# Candidate networks: accuracy against time",
        *([plan.text.strip()] if plan.text else []),
        f"![A panel for each task with a point per network; the table below has the same numbers]({plot})",
        "Bold names are on the front of emotion: no other network is both as fast and as accurate. All is measured on "
        "validation pictures; small differences lie within the intervals.",
        _table(plan, records, best.get(_TITLES["emotion"], set())),
        "## How it was measured",
        _how(plan, records),
        f"The page is made again, from the records beside the list or with new measurements, by\n\n```\n{again}\n```",
    ]
    return "\n\n".join(parts) + "\n"


def plot_seen_from(page: Path, plot: Path) -> str:
    return Path(os.path.relpath(plot, page.parent)).as_posix()


def _table(plan: FrontPlan, records: Mapping[str, Record], best: set[str]) -> str:
    header = (
        "network",
        "MB",
        "weights, millions",
        "multiply-adds, millions",
        "1 face, ms (10 to 90 %)",
        "8 faces, ms",
        "emotion, % (95 %)",
        "gender, % (95 %)",
        "pose, degrees (95 %)",
        "note",
    )
    rows = [_row(plan, plan.candidates[name], record, best) for name, record in records.items()]
    lines = [header, ("---", *["---:"] * 8, "---"), *rows]
    kept = [place for place in range(len(header)) if any(row[place] not in ("", _NOTHING) for row in rows)]
    return "\n".join(f"| {' | '.join(line[place] for place in kept)} |" for line in lines)


def _row(plan: FrontPlan, candidate: Candidate, record: Record, best: set[str]) -> tuple[str, ...]:
    one, eight = (times_of(record, plan.threads, faces) for faces in (1, 8))
    size = record.latency
    return (
        f"**{candidate.label}**" if candidate.label in best else candidate.label,
        f"{size['file_mb']:.1f}",
        f"{size['parameters'] / 1e6:.2f}",
        f"{size['multiply_adds'] / 1e6:,.0f}",
        f"{one['median_ms']:.2f} ({one['p10_ms']:.2f} to {one['p90_ms']:.2f})",
        f"{eight['median_ms']:.1f}",
        _shown(score_of(record, "emotion"), 1),
        _shown(score_of(record, "gender"), 1),
        _shown(score_of(record, "pose"), 2),
        candidate.note,
    )


def _shown(score: Score | None, digits: int) -> str:
    if score is None:
        return _NOTHING
    return f"{score.value:.{digits}f} ({score.low:.{digits}f} to {score.high:.{digits}f})"


def _how(plan: FrontPlan, records: Mapping[str, Record]) -> str:
    machines = sorted({record.machine for record in records.values() if record.machine})
    turns = "The networks were timed in turns, alone, through ONNX Runtime with the app's own options"
    return "\n".join(
        [
            *(f"- {_data_line(number, each, records)}" for number, each in enumerate(plan.data)),
            f"- {turns}, {plan.threads} threads: {'; '.join(machines)}. Other machines differ; compare ratios.",
        ]
    )


def _data_line(number: int, data: FrontData, records: Mapping[str, Record]) -> str:
    pictures = {record.evaluation[number]["faces"]["pictures"] for record in records.values()}
    way = "whole pictures, without the detector" if data.aligned else "through the app's detector and crop"
    rows = f" ({', '.join(data.where)})" if data.where else ""
    return f"`{data.file}`{rows}: {' or '.join(f'{each:,}' for each in sorted(pictures))} pictures, {way}."
