"""A file that is whole or not there."""

from pathlib import Path

import pytest

from trainer.atomic_file import atomic_file


def test_it_takes_the_place_of_the_one_before_in_a_folder_that_is_made(tmp_path: Path) -> None:
    path = tmp_path / "new" / "a.txt"
    for text in ("first", "second"):
        with atomic_file(path) as part:
            part.write_text(text, encoding="utf-8")
            assert part.parent == path.parent
            assert path.exists() == (text == "second")
        assert path.read_text(encoding="utf-8") == text
    assert list(path.parent.iterdir()) == [path]


def test_a_failure_leaves_the_one_before_and_no_part(tmp_path: Path) -> None:
    path = tmp_path / "kept" / "a.txt"
    with atomic_file(path) as part:
        part.write_text("before", encoding="utf-8")
    with pytest.raises(OSError, match="full"), atomic_file(path) as part:
        part.write_text("half", encoding="utf-8")
        raise OSError("the disk is full")
    assert list(path.parent.iterdir()) == [path]
    assert path.read_text(encoding="utf-8") == "before"
