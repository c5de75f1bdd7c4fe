"""The files, folders and patterns of a command line as single inputs."""

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.capture.naming import path_of
from app.capture.opening import DEMO, IMAGE_SUFFIXES, is_media
from app.commands.failures import CommandError
from app.paths import demo_clip


@dataclass(frozen=True, slots=True)
class Input:
    """One file to analyse. `name` stands in the table, `path` is opened."""

    name: str
    path: Path

    @property
    def is_image(self) -> bool:
        return self.path.suffix.lower() in IMAGE_SUFFIXES


@dataclass(frozen=True, slots=True)
class Found:
    """The inputs one argument stands for, and a sentence about each folder that could not be looked into."""

    inputs: tuple[Input, ...]
    unread: tuple[str, ...] = ()


def expand(text: str) -> Found:
    """The inputs one argument stands for: a file, a folder with all below it, a pattern, or "demo".

    A file named in full is taken whatever its suffix. Raises CommandError when there is nothing, CaptureError where no
    file can have that name.
    """
    if not text.strip():  # an unset variable of a shell; as a path it would be the folder we are in
        raise CommandError("An input has no name; give a picture, a video, a folder or a pattern.")
    path = path_of(text)
    if path.is_file():
        return Found((_named(text, path),))
    if path.is_dir():
        unread: list[str] = []
        inputs = _media(_below(path, unread))
        if not inputs and unread:
            raise CommandError(unread[0])
        return Found(_refuse_none(inputs, f"The folder {text} holds no picture or video"), tuple(unread))
    if text == DEMO:
        return Found((Input(DEMO, demo_clip()),))
    if text.startswith("camera:") or "://" in text:
        raise CommandError(f"{text} is no file; analyze reads files, and `poise --source {text}` shows it live.")
    if any(sign in text for sign in "*?["):
        anchor = Path(path.anchor)
        found = anchor.glob(str(path.relative_to(anchor)))
        return Found(_refuse_none(_media(found), f"No picture or video matches {text}"))
    if path.exists():
        raise CommandError(f"{text} is neither a file nor a folder; copy what it gives into a file first.")
    raise CommandError(f"{text} does not exist; check the name.")


def without_repeats(inputs: Sequence[Input]) -> tuple[Input, ...]:
    """The inputs in their order, each file once."""
    first: dict[Path, Input] = {}
    for item in inputs:
        first.setdefault(item.path.resolve(), item)
    return tuple(first.values())


def _media(paths: Iterable[Path]) -> tuple[Input, ...]:
    """The pictures and videos among the paths, in the order of their names; hidden files are left out."""
    found = (path for path in paths if is_media(path) and not path.name.startswith("."))
    return tuple(_named(str(path), path) for path in sorted(found) if path.is_file())


def _below(folder: Path, unread: list[str]) -> Iterator[Path]:
    """All files below a folder; a folder that cannot be looked into adds a sentence to `unread`."""

    def refused(error: OSError) -> None:
        unread.append(f"The folder {error.filename} cannot be read ({error.strerror}); check that you may read it.")

    for parent, _, names in os.walk(folder, onerror=refused):
        yield from (Path(parent, name) for name in names)


def _named(text: str, path: Path) -> Input:
    """Bytes of a Linux path that are no text are spelt out, so that every table and terminal takes the name."""
    return Input(text.encode("utf-8", "backslashreplace").decode(), path)


def _refuse_none(inputs: tuple[Input, ...], sentence: str) -> tuple[Input, ...]:
    if not inputs:
        raise CommandError(f"{sentence}; check the name.")
    return inputs
