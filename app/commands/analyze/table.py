"""Puts together what the batches of a run gave: the table, the summary, and what is said of them."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path

from app.commands.analyze.outcome import Outcome
from app.commands.analyze.request import AnalyzeRequest
from app.commands.analyze.run_folder import RunFolder, leave_in_parts
from app.commands.failures import say
from app.output.face_summary import SUMMARY_COLUMNS
from app.output.joining import join_tables
from app.output.part_file import give_name, gone, place_of
from app.output.row_formats import format_of
from app.output.rows import GENDER_COLUMNS
from app.output.sink import OutputError
from app.output.uninterrupted import uninterrupted


def put_together(
    folder: RunFolder,
    request: AnalyzeRequest,
    outcomes: Mapping[int, Outcome],
    *,
    overwrite: bool,
    finished: bool,
    several: bool = False,
    tell: Callable[[str], None] = say,
) -> None:
    """Write the table, and the summary if asked; remove the folder unless a resumed run can go on with it.

    `several`: the run falls into more than one part. `tell` hears in sentences what was written.

    Raises OutputError that says where the rows are.
    """
    with uninterrupted():
        rows = sum(outcome.rows for outcome in outcomes.values())
        done = any(outcome.final for outcome in outcomes.values())
        keep = not finished and (done or (several and rows > 0))
        if request.cluster is not None and finished and rows:
            _leave_in_parts(folder, request, outcomes, rows)
        elif request.cluster is not None and keep and done:
            tell(f"The parts that are done are in {folder.path}")
        elif rows:
            _write_table(folder, request, overwrite=overwrite, keep=keep or request.summary is not None)
            tell(f"{rows} {'row' if rows == 1 else 'rows'} written to {request.output}")
        elif outcomes:
            tell(f"There are no rows, so {request.output} was not written")
        if request.summary is not None and rows:
            _write_summary(request, request.summary, outcomes, overwrite=overwrite)
        if keep:
            on = "goes on where this one stopped" if done else "begins again: no file was read to its end"
            tell(f"The same command with --resume {on}")
        else:
            folder.remove()


def _write_table(folder: RunFolder, request: AnalyzeRequest, *, overwrite: bool, keep: bool) -> None:
    overwrite = overwrite or folder.wrote(request.output)
    parts = folder.parts()
    if not parts:
        raise gone(request.output)
    try:
        if len(parts) == 1 and not keep:
            give_name(parts[0], place_of(request.output, overwrite=overwrite), overwrite=overwrite)
        else:
            join_tables(parts, request.output, request.way.columns, overwrite=overwrite)
    except OutputError as error:
        where = f"All rows are in the folder {folder.path}; the same command with --resume writes the table."
        raise OutputError(f"{error} {where}" if folder.parts() else str(error)) from error
    if keep:
        folder.remember_table(place_of(request.output, overwrite=True))


def _leave_in_parts(folder: RunFolder, request: AnalyzeRequest, outcomes: Mapping[int, Outcome], rows: int) -> None:
    """The table as a folder of parts with one list of them: what many machines wrote is not copied by one."""
    there = {path.name for path in folder.parts()}
    parts = [
        {"file": folder.part(index).name, "rows": outcome.rows, "inputs": [asdict(file) for file in outcome.files]}
        for index, outcome in sorted(outcomes.items())
    ]
    manifest = {"columns": list(request.way.columns.names), "rows": rows, "parts": parts}
    missing = [part["file"] for part in parts if part["rows"] and part["file"] not in there]
    if missing:
        raise OutputError(f"The part {missing[0]} is gone from {folder.path}; the same command with --resume reads it.")
    leave_in_parts(folder, place_of(request.output, overwrite=False), manifest)
    say(f"{rows} {'row' if rows == 1 else 'rows'} written to {len(there)} parts in {request.output}")


def _write_summary(request: AnalyzeRequest, path: Path, outcomes: Mapping[int, Outcome], *, overwrite: bool) -> None:
    columns = SUMMARY_COLUMNS if request.way.gender else SUMMARY_COLUMNS.without(GENDER_COLUMNS)
    faces = [row for index in sorted(outcomes) for row in outcomes[index].faces]
    try:
        table = format_of(path)(path, columns, overwrite=overwrite)
        table.append(faces)
        table.finish()
    except OutputError as error:
        raise OutputError(f"{error} The table is there; --resume with another name writes this alone.") from error
    say(f"{len(faces)} {'face' if len(faces) == 1 else 'faces'} summed up in {path}")
