"""`poise report`: a recording or table as one page."""

from dataclasses import dataclass
from pathlib import Path

from app.commands.failures import CommandError, say
from app.output.part_file import place_of
from app.recording.reader import open_recording
from app.report.content import report_of
from app.report.page import write_report

_SUFFIXES = (".html", ".htm")


@dataclass(frozen=True, slots=True)
class ReportRequest:
    """What the command line asks for. `file` names one of several inputs of a table, None the first."""

    session: Path
    output: Path
    file: str | None = None
    overwrite: bool = False


def report(request: ReportRequest) -> int:
    """Write the page and return the exit code. Raises ReadError, OutputError or CommandError."""
    if request.output.suffix.lower() not in _SUFFIXES:
        raise CommandError(f"{request.output} must end with .html; a report is a page for a browser.")
    place_of(request.output, overwrite=request.overwrite)
    recording = open_recording(request.session, request.file)
    if request.file is not None and request.file not in recording.files:
        named = ", ".join(recording.files[:5]) or "no inputs"
        raise CommandError(f"There is no input {request.file} in {recording.title}; it has {named}.")
    if len(recording.files) > 1 and request.file is None:
        inputs = len(recording.files)
        say(f"{recording.title} has {inputs} inputs; this report is of {recording.file} (--file names one).")
    write_report(report_of(recording), request.output, overwrite=request.overwrite)
    say(f"Report written to {request.output}")
    return 0
