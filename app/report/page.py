"""A report as a page: one HTML file with its pictures and styles inside, which asks nothing of a network."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from app.output.part_file import PartFile
from app.output.sink import OutputError
from app.report.charts import ATTENTION_BANDS, EMOTION_BANDS, clock
from app.report.content import Report

_COLOURS = {
    "neutral": "#7fae94",
    "happiness": "#d99a00",
    "surprise": "#e0559b",
    "sadness": "#1b74c9",
    "anger": "#b02d02",
    "disgust": "#0b9560",
    "fear": "#5a30c8",
    "contempt": "#8a5a3c",
    "uncertain": "#c3cad2",
    "not judged": "#8b939c",
    "no face": "#eceff2",
    "facing": "#0b61c9",
    "away": "#e08a2b",
    "unknown": "#c3cad2",
    "absent": "#eceff2",
    "yaw": "#c84610",
    "pitch": "#0a8a5c",
    "roll": "#1b6fc8",
}


def page_of(report: Report) -> str:
    """The whole file as text; whatever is a text in the report is escaped."""
    template = _environment().get_template("report.html.j2")
    return template.render(
        report=report, colours=_COLOURS, emotion_bands=EMOTION_BANDS, attention_bands=ATTENTION_BANDS
    )


def write_report(report: Report, path: Path, *, overwrite: bool) -> None:
    """Write the page, readable by its owner alone, whole or not at all. Raises OutputError."""
    page = page_of(report)
    part = PartFile(path, overwrite=overwrite)
    try:
        part.append(page.encode())
    except OutputError:
        part.discard()
        raise
    part.finish()


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("app.report", ""),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"clock": clock, "percent": _percent, "degrees": _degrees, "px": _px, "seconds": _seconds}
    return made


def _percent(share: float) -> str:
    return "under 1 %" if 0 < share < 0.005 else f"{round(share * 100)} %"


def _degrees(angle: float) -> str:
    whole = round(angle)
    sign = "+" if whole > 0 else "\N{MINUS SIGN}" if whole < 0 else ""
    return f"{sign}{abs(whole)}°"


def _px(value: float) -> str:
    """A coordinate of a drawing, as short as its places allow."""
    return f"{value:.1f}".removesuffix(".0")


def _seconds(value: float) -> str:
    return f"{value:.1f} s"
