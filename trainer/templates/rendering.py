"""Pages from the templates of this folder; numbers and tables come in as values."""

import re
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape


def html_page(template: str, **values: object) -> str:
    """Text among the values is escaped, unless it is `Markup`."""
    return _environment().get_template(template).render(values)


def markdown_page(template: str, **values: object) -> str:
    """Parts that are empty or None leave no gap: between two there is one empty line."""
    text = _environment().get_template(template).render(values)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("trainer.templates", ""),
        autoescape=select_autoescape(enabled_extensions=("html.j2",), default_for_string=False),
        undefined=StrictUndefined,
        finalize=lambda value: "" if value is None else value,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
