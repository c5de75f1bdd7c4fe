"""The command `front`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trainer.commands.command_line import TERMINAL, failures, messages

if TYPE_CHECKING:
    from trainer.front.candidates import FrontPlan


def front(
    plan: Annotated[Path, typer.Argument(metavar="CANDIDATES.toml", help="The list of candidates.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="The plot to write.")] = Path("docs/front.png"),
    page: Annotated[Path, typer.Option(help="The page to write.")] = Path("docs/front.md"),
    data: Annotated[
        Path | None, typer.Option(help="Folder of labelled pictures: measure anew. Without it records are drawn.")
    ] = None,
    models: Annotated[Path | None, typer.Option(help="Folder of the model files; by default that of the list.")] = None,
    rounds: Annotated[int, typer.Option("--turns", min=1, help="Turns, in each of which every network is timed.")] = 60,
) -> None:
    """Compare candidate networks on one front of accuracy against time, as a plot and a page with a table."""
    from trainer.front.candidates import read_plan
    from trainer.front.measure import measure_front

    with failures():
        listed = read_plan(plan)
        if data is not None:
            measure_front(plan, listed, models or plan.parent, data, rounds, TERMINAL)
        count = _write(plan, listed, output, page)
    messages.print(f"{count} candidates on {page} and {output}")


def _write(plan: Path, listed: "FrontPlan", output: Path, page: Path) -> int:
    """Plot and page of the candidates that have records: so many of them. Raises FrontError."""
    from trainer.front.candidates import FrontError, read_record, record_path
    from trainer.front.page import page_text, panels_of, plot_seen_from
    from trainer.front.plot import draw_front

    found = {name: read_record(record_path(plan, name)) for name in listed.candidates}
    records = {name: record for name, record in found.items() if record is not None and record.latency}
    for name in sorted(set(found) - set(records)):
        messages.print(f"{name} is left out: nothing of it is on record; measure it with --data and its model file.")
    panels = panels_of(listed, records)
    if not panels:
        raise FrontError("Nothing that all candidates share is on record; measure them with --data FOLDER.")
    again = f"poise-train front {plan} -o {output} --page {page} --data FOLDER --models FOLDER"
    try:
        draw_front(panels, listed.aim_ms, output)
        page.parent.mkdir(parents=True, exist_ok=True)
        text = page_text(listed, records, panels, again, plot_seen_from(page, output))
        page.write_text(text, encoding="utf-8")
    except OSError as error:
        raise FrontError(f"{error.filename} cannot be written ({error}); choose another place.") from error
    return len(records)
