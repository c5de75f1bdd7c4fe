"""What a run was made on, and with which version of the program."""

import os
import subprocess
from pathlib import Path

import torch

from app.processor import processor_name


def machine() -> str:
    """The GPU, or the processor and its number of cores."""
    if torch.cuda.is_available():
        return torch.cuda.get_device_name()
    return f"{processor_name()}, {os.cpu_count()} cores"


def commit() -> str:
    """The short hash of the source tree, with a + where files were changed since; "unknown" outside of git."""
    try:
        shown = _git("rev-parse", "--short", "HEAD")
        changed = _git("status", "--porcelain", "--untracked-files=no", "--", "trainer", "app")
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return f"{shown}+" if changed else shown


def _git(*arguments: str) -> str:
    here = Path(__file__).parent.parent.parent
    return subprocess.run(["git", *arguments], cwd=here, capture_output=True, text=True, check=True).stdout.strip()
