"""docs/columns.md names every column of a table, and every reason."""

import re
from pathlib import Path

from app.domain.reading import Flaw
from app.output.rows import COLUMNS

PAGE = (Path(__file__).parent.parent.parent / "docs/columns.md").read_text(encoding="utf-8")


def test_the_table_has_all_columns_in_their_order() -> None:
    named = [name for row in re.findall(r"^\| (`.*?) \|", PAGE, re.MULTILINE) for name in re.findall(r"`(\w+)`", row)]
    assert named == [name for name in COLUMNS if not name.endswith("_raw")]
    doubled = [name.removesuffix("_raw") for name in COLUMNS if name.endswith("_raw")]
    assert doubled == named[-len(doubled) :]
    assert f"Every column from `{doubled[0]}` on stands there a second time" in PAGE


def test_every_reason_is_named() -> None:
    assert all(f"`{flaw}`" in PAGE for flaw in Flaw)
