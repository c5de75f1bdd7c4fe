"""The build of the demo clip says what it lacks."""

from pathlib import Path

import pytest

from trainer.data.picture import DataError
from trainer.demo.clip import build


def test_a_missing_landmarker_says_so(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="face landmarker"):
        build(tmp_path / "demo.mp4", tmp_path / "none.task")
