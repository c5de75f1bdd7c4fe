"""`poise doctor`: what is installed, what runs where, and what to do about what is broken."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from rich.markup import escape
from rich.table import Column, Table

from app.commands import examination
from app.commands.answer import answer, rendered
from app.commands.examination import Finding, State
from app.commands.failures import FAILED, say
from app.domain.plain_text import plain
from app.perception.model import DeviceChoice

_MARKS = {State.OK: "[green]ok[/]", State.NOTE: "[yellow]note[/]", State.BROKEN: "[red]broken[/]"}


def doctor(model: Path, device: DeviceChoice, as_json: bool) -> int:
    """Print all findings and return the exit code; each broken part gives a sentence on standard error."""
    findings = tuple(_examine(model, device))
    broken = [finding for finding in findings if finding.state is State.BROKEN]
    if as_json:
        report = {"ok": not broken, "findings": [asdict(finding) for finding in findings]}
        answer(json.dumps(report, indent=2) + "\n")
    else:
        answer(rendered(_table(findings)))
    for finding in broken:
        say(f"{finding.subject}: {finding.advice}")
    return FAILED if broken else 0


def _examine(model: Path, device: DeviceChoice) -> Iterator[Finding]:
    yield from examination.examine_python()
    yield from examination.examine_providers_of_cv2()
    yield from examination.examine_onnxruntime()
    yield from examination.examine_qt()
    yield from examination.examine_detectors()
    yield from examination.examine_network(model, device)
    yield from examination.examine_cameras()


def _table(findings: tuple[Finding, ...]) -> Table:
    table = Table("", "Part", Column("Found", overflow="fold"), box=None)
    for finding in findings:
        table.add_row(_MARKS[finding.state], finding.subject, escape(plain(finding.text, 1000)))
    return table
