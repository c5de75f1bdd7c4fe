"""`docs/model_card.md`, written from the model file's own card and the JSON of `poise-train evaluate`."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from app.domain.model_card import ModelCard
from app.perception.model import DeviceChoice, ModelError, Network
from trainer.data.picture import DataError
from trainer.model_card_tables import Result, gender_table, markdown, metrics_table, recall_table
from trainer.model_card_text import (
    DATA_TERMS,
    INTENDED_USE,
    LICENCE_NOTE,
    LIMITS,
    MEASURES,
    OUTPUTS,
    REFUSED_USES,
    WHAT_IT_IS,
)


def model_card(
    model: Annotated[Path, typer.Argument(metavar="MODEL.onnx", help="The exported network.")],
    results_json: Annotated[
        list[Path], typer.Argument(metavar="RESULTS.json...", help="What `evaluate --json` printed, in order.")
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="The page to write.")] = Path("docs/model_card.md"),
) -> None:
    """Write the model card page of an exported network."""
    try:
        card = Network(model, DeviceChoice.CPU).card
        results = [result for path in results_json for result in _results(path)]
        content = model.read_bytes()
        page = render(card, hashlib.sha256(content).hexdigest(), len(content), results)
        _write(output, page)
    except (DataError, ModelError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error


def render(card: ModelCard, file_sha256: str, size_bytes: int, results: Sequence[Result]) -> str:
    """The page as Markdown; the same input gives the same text. `results` are objects of `evaluate --json`."""
    sections = (
        ("What it is", f"{WHAT_IT_IS}\n\n{_facts(card, file_sha256, size_bytes)}"),
        ("Data and licences", f"{LICENCE_NOTE}\n\n{_licence(card)}\n\n{DATA_TERMS}"),
        ("Contract", f"{_input(card)}\n\n{OUTPUTS}"),
        ("Measures", f"{MEASURES}\n\n{metrics_table(results)}"),
        ("Recall of each emotion", recall_table(results)),
        ("Gender by group", gender_table(results)),
        ("Intended use", INTENDED_USE),
        ("Uses to refuse", REFUSED_USES),
        ("Limits", LIMITS),
        ("Recipe", card.recipe),
    )
    head = f"# Model card: {card.name} {card.version}\n\nWritten by `poise-train model-card`; do not edit by hand."
    return "\n\n".join([head, *(f"## {title}\n\n{text}" for title, text in sections if text)]) + "\n"


def _facts(card: ModelCard, file_sha256: str, size_bytes: int) -> str:
    rows = (
        ("created", card.created),
        ("size", f"{size_bytes:,} bytes ({size_bytes / 1e6:.1f} MB)"),
        ("SHA-256", f"`{file_sha256}`"),
        ("crop rule", f"`{card.crop_rule}`"),
        ("input", f"{card.input_px} x {card.input_px} pixels"),
        ("temperature of the emotions", f"{card.temperature:.3f}, fitted on validation data"),
    )
    return markdown(("fact", "value"), rows)


def _licence(card: ModelCard) -> str:
    return f"Licence named in the file: {card.licence}\n\nTrained on: {'; '.join(card.data)}."


def _input(card: ModelCard) -> str:
    side = card.input_px
    return (
        f"Input `faces`: uint8 [n, {side}, {side}, 3], RGB, cut by the rule `{card.crop_rule}` of\n"
        "`app/perception/crop.py`. Normalisation, softmax, temperature and orthonormalisation are in the graph.\n"
        f"Emotions in order: {', '.join(card.labels)}."
    )


def _results(path: Path) -> list[Result]:
    try:
        results = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DataError(f"{path} is no output of poise-train evaluate --json ({error}).") from error
    if not isinstance(results, list) or not all(isinstance(each, dict) and "faces" in each for each in results):
        raise DataError(f"{path} is no output of poise-train evaluate --json; give the array as it was printed.")
    return results


def _write(output: Path, page: str) -> None:
    try:
        output.write_text(page, encoding="utf-8", newline="\n")
    except OSError as error:
        raise DataError(
            f"{output} cannot be written ({error.strerror}); choose another place with --output."
        ) from error
