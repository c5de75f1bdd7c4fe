"""`docs/model_card.md`, written from the model file's own card and what was measured on it."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from app.domain.model_card import ModelCard
from app.perception.model import DeviceChoice, Network
from trainer.data.picture import DataError
from trainer.listener import Listener
from trainer.model_card.aims import aims_table
from trainer.model_card.groups import confusion_table, gender_table, neutral_table, read_as_tables
from trainer.model_card.hardship import robustness_tables, steadiness_table, yaw_table
from trainer.model_card.measures import CardData, measure_for_card
from trainer.model_card.tables import metrics_table, recall_table, uncertain_table
from trainer.model_card.text import (
    ASKED,
    CONFUSION,
    DATA_TERMS,
    INTENDED_USE,
    LICENCE_NOTE,
    LIMITS,
    MEASURES,
    OUTPUTS,
    READ_AS,
    REFUSED_USES,
    ROBUSTNESS,
    STEADINESS,
    TRUST,
    TURNED,
    WHAT_IT_IS,
)
from trainer.model_card.values import Result, has_teachers_angles, markdown

_KINDS = ("faces", "robustness", "times", "angles")
"""What tells the objects of `evaluate`, `robustness`, `latency` and `stability`."""
_CAPTIONS = {
    "confusion": "Share of each label that was answered as each emotion",
    "reliability": "Share right against confidence, and how many faces were answered with each",
    "robustness": "Share right against the severity of each corruption",
    "robustness_pose": "Error of the angles against the severity of each corruption",
}


def write_page(model: Path, files: Sequence[Path], data: CardData | None, output: Path, listener: Listener) -> None:
    """Page and figures of a model file, from files of results and, where there is data, what is measured on it.

    Raises DataError, ModelError, DetectorError, TrainerError.
    """
    card = Network(model, DeviceChoice.CPU).card
    files = list(files)
    if not files and data is None:
        raise DataError("A card needs measurements; name files of results, or the folder of --data.")
    if data is not None:
        files += measure_for_card(model, data, output.with_suffix(""), listener)
    results = [result for path in files for result in _results(path)]
    content = model.read_bytes()
    figures = _draw(results, output)
    page = render(card, hashlib.sha256(content).hexdigest(), len(content), results, figures)
    _write(output, page)


def render(
    card: ModelCard, file_sha256: str, size_bytes: int, results: Sequence[Result], figures: Mapping[str, str]
) -> str:
    """The page as Markdown; the same input gives the same text.

    `results` are objects of the four commands with `--json`; `figures` the addresses of the drawn
    ones by the names of `draw_figures`, as they stand in the page.
    """
    evaluated = [_poses_alone(result) for result in results if "faces" in result]
    shown = {name: f"![{_CAPTIONS[name]}]({address})" for name, address in figures.items()}
    robust = [robustness_tables(results), shown.get("robustness"), shown.get("robustness_pose")]
    sections = (
        ("What it is", (WHAT_IT_IS, _facts(card, file_sha256, size_bytes))),
        ("Data and licences", (LICENCE_NOTE, _licence(card), DATA_TERMS)),
        ("Contract", (_input(card), OUTPUTS)),
        ("Asked and reached", (ASKED, aims_table(results, size_bytes))),
        ("Measures", (MEASURES, metrics_table(evaluated))),
        ("Recall of each emotion", (recall_table(evaluated),)),
        ("What is taken for what", _all_or_none(CONFUSION, confusion_table(evaluated), shown.get("confusion"))),
        ("How far to trust it", _all_or_none(TRUST, uncertain_table(evaluated), shown.get("reliability"))),
        ("Gender by group", (gender_table(evaluated),)),
        ("Emotions by group", _all_or_none(READ_AS, read_as_tables(evaluated), neutral_table(evaluated))),
        ("Far turned heads", _all_or_none(TURNED, yaw_table(evaluated))),
        ("Spoilt pictures", _all_or_none(ROBUSTNESS, *robust)),
        ("Steadiness in video", _all_or_none(STEADINESS, steadiness_table(results))),
        ("Intended use", (INTENDED_USE,)),
        ("Uses to refuse", (REFUSED_USES,)),
        ("Limits", (LIMITS,)),
        ("Recipe", (_recipe(card.recipe),)),
    )
    head = f"# Model card: {card.name} {card.version}\n\nWritten by `poise-train model-card`; do not edit by hand."
    parts = [(title, "\n\n".join(text for text in texts if text)) for title, texts in sections]
    return "\n\n".join([head, *(f"## {title}\n\n{text}" for title, text in parts if text)]) + "\n"


def _poses_alone(result: Result) -> Result:
    """Of UTKFace with a teacher's angles nothing but these: its other labels are those of UTKFace itself."""
    if not has_teachers_angles(result):
        return result
    return {name: value for name, value in result.items() if name not in ("gender", "read_as")}


def _all_or_none(text: str, *measured: str | None) -> tuple[str, ...]:
    """A section whose words stand only beside something measured."""
    there = tuple(each for each in measured if each)
    return (text, *there) if there else ()


def _recipe(recipe: str) -> str:
    """The configuration, where the recipe ends with one, a value to a line and folded."""
    words, brace, rest = recipe.partition("{")
    try:
        configuration = json.loads(brace + rest)
    except ValueError:
        return recipe
    lines = "\n".join(f"{name} = {json.dumps(value)}" for name, value in configuration.items())
    return f"{words.rstrip(' :')}.\n\n<details><summary>Its values</summary>\n\n```text\n{lines}\n```\n\n</details>"


def _draw(results: Sequence[Result], output: Path) -> dict[str, str]:
    """Figures go to a folder of the page's name beside it, such as docs/model_card."""
    from trainer.model_card.plots import draw_figures  # matplotlib

    folder = output.with_suffix("")
    try:
        drawn = draw_figures(results, folder)
    except OSError as error:
        raise DataError(f"{folder} cannot be written ({error}); choose another place with --output.") from error
    return {name: f"{folder.name}/{path.name}" for name, path in drawn.items()}


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
    """The objects of an array, or the only one."""
    words = "no output of evaluate, robustness, latency or stability with --json"
    try:
        results = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DataError(f"{path} is {words} ({error}).") from error
    if not isinstance(results, list):
        results = [results]
    if not all(isinstance(each, dict) and any(kind in each for kind in _KINDS) for each in results):
        raise DataError(f"{path} is {words}; give the array as it was printed.")
    return results


def _write(output: Path, page: str) -> None:
    try:
        output.write_text(page, encoding="utf-8", newline="\n")
    except OSError as error:
        raise DataError(
            f"{output} cannot be written ({error.strerror}); choose another place with --output."
        ) from error
