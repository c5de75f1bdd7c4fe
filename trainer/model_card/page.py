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
from trainer.model_card.values import Result, has_teachers_angles
from trainer.templates.rendering import markdown_page

_KINDS = ("faces", "robustness", "times", "angles")
"""What tells the objects of `evaluate`, `robustness`, `latency` and `stability`."""


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
    recipe_words, recipe_values = _recipe(card.recipe)
    return markdown_page(
        "model_card.md.j2",
        card=card,
        file_sha256=file_sha256,
        size_bytes=size_bytes,
        figures=figures,
        aims=aims_table(results, size_bytes),
        metrics=metrics_table(evaluated),
        recall=recall_table(evaluated),
        confusion=confusion_table(evaluated),
        uncertain=uncertain_table(evaluated),
        gender=gender_table(evaluated),
        read_as=read_as_tables(evaluated),
        neutral=neutral_table(evaluated),
        yaw=yaw_table(evaluated),
        robustness=robustness_tables(results),
        steadiness=steadiness_table(results),
        recipe_words=recipe_words,
        recipe_values=recipe_values,
    )


def _poses_alone(result: Result) -> Result:
    """Of UTKFace with a teacher's angles nothing but these: its other labels are those of UTKFace itself."""
    if not has_teachers_angles(result):
        return result
    return {name: value for name, value in result.items() if name not in ("gender", "read_as")}


def _recipe(recipe: str) -> tuple[str, dict[str, str]]:
    """Its words, and the configuration where it ends with one, by name."""
    words, brace, rest = recipe.partition("{")
    try:
        configuration = json.loads(brace + rest)
    except ValueError:
        return recipe, {}
    return words.rstrip(" :"), {name: json.dumps(value) for name, value in configuration.items()}


def _draw(results: Sequence[Result], output: Path) -> dict[str, str]:
    """Figures go to a folder of the page's name beside it, such as docs/model_card."""
    from trainer.model_card.plots import draw_figures  # matplotlib

    folder = output.with_suffix("")
    try:
        drawn = draw_figures(results, folder)
    except OSError as error:
        raise DataError(f"{folder} cannot be written ({error}); choose another place with --output.") from error
    return {name: f"{folder.name}/{path.name}" for name, path in drawn.items()}


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
