"""Texts from outside in a sentence: one line, no escapes, no end."""

import pytest

from app.domain.plain_text import plain


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("poise 1.0", "poise 1.0"),
        ("Zo\u00eb \u5f20 \N{GRINNING FACE}", "Zo\u00eb \u5f20 \N{GRINNING FACE}"),
        ("a\nb\tc\r\nd", "a b c  d"),
        ("\x1b[31mred\x1b[0m", r"\x1b[31mred\x1b[0m"),
        ("\x9b2J\x07\x00", r"\x9b2J\x07\x00"),
        ("abc\u202etxt.exe", r"abc\u202etxt.exe"),
        ("bytes \udcff", r"bytes \udcff"),
        ("<h1>BIG", "<h1>BIG"),
        ("", ""),
    ],
)
def test_it_is_one_line_that_a_terminal_does_not_obey(text: str, shown: str) -> None:
    assert plain(text) == shown


def test_a_long_text_is_cut() -> None:
    assert plain("a" * 5_000_000) == "a" * 200 + "\N{HORIZONTAL ELLIPSIS}"
    assert plain("a" * 200) == "a" * 200
    assert plain("abc", longest=2) == "ab\N{HORIZONTAL ELLIPSIS}"
