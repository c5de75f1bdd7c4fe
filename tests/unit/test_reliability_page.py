"""docs/reliability.md names tests that are there."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/reliability.md").read_text(encoding="utf-8")


def test_every_test_that_is_named_is_there() -> None:
    named = set(re.findall(r"`((?:tests/[\w/]+/)?test_\w+\.py)`", PAGE))
    assert len(named) > 12
    for name in named:
        path = ROOT / name if "/" in name else ROOT / "tests" / "faults" / name
        assert path.is_file(), name


def test_the_soak_has_its_figures() -> None:
    assert "SOAK" not in PAGE
