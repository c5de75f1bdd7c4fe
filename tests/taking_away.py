"""Removing what is written into meanwhile."""

import shutil
from pathlib import Path


def take_away(folder: Path) -> None:
    """Remove a folder with all in it; what is added while it is emptied goes too, where `rmtree` alone gives up."""
    while folder.exists():
        shutil.rmtree(folder, ignore_errors=True)
