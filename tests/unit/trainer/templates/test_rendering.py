"""Pages from templates: escaped HTML, and Markdown whose absent parts leave no gap."""

import pytest
from jinja2 import UndefinedError
from markupsafe import Markup

from trainer.templates.rendering import html_page


def test_text_is_escaped_and_markup_is_not() -> None:
    html = html_page("table.html.j2", header=["a & b"], rows=[["<i>", Markup("<b>1</b>")]])
    assert '<th scope="col">a &amp; b</th>' in html
    assert '<th scope="row">&lt;i&gt;</th><td><b>1</b></td>' in html


def test_a_value_that_is_missing_is_no_empty_place() -> None:
    with pytest.raises(UndefinedError):
        html_page("table.html.j2", header=["a"])
