"""Whether the shipped assets are still what they were when Poise was made: a disk, a copy or a hand may change them."""

import hashlib
from functools import cache
from pathlib import Path

from app.paths import assets_dir

LIST_NAME = "SHA256SUMS"
"""The list among the assets, in the form of the command `sha256sum`."""


def altered(path: Path) -> str:
    """How a shipped file differs, as part of a sentence; "" for one that is whole, and for a file of the user.

    Raises OSError where it cannot be read.
    """
    asked = _sums(assets_dir()).get(path.resolve())
    if asked is None or sha256_of(path) == asked:
        return ""
    return "it is not the file that came with Poise (another SHA-256), so it is damaged or was replaced"


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@cache
def _sums(folder: Path) -> dict[Path, str]:
    try:
        lines = (folder / LIST_NAME).read_text(encoding="utf-8").splitlines()
    except OSError:
        return {}
    pairs = (line.split("  ", 1) for line in lines if line)
    return {(folder / name).resolve(): asked for asked, name in pairs}
