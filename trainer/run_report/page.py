"""The page as one file: its colours, its frame, and the sections in it. No script, nothing from elsewhere."""

from collections.abc import Sequence

from markupsafe import Markup

from trainer.run_report.figures import COLOURS_DARK, COLOURS_LIGHT
from trainer.run_report.markup import Section
from trainer.templates.rendering import html_page

_SURFACES_LIGHT = {"page": "#ffffff", "panel": "#f5f6f8", "warn": "#b86e00"}
_SURFACES_DARK = {"page": "#15181c", "panel": "#1f242a", "warn": "#e69f00"}


def page(name: str, top: str, sections: Sequence[Section]) -> str:
    """The whole file; `top` is HTML, `name` the run's."""
    return html_page(
        "run_report.html.j2",
        name=name,
        top=Markup(top),
        sections=sections,
        light={**COLOURS_LIGHT, **_SURFACES_LIGHT},
        dark={**COLOURS_DARK, **_SURFACES_DARK},
    )
