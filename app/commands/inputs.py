"""The files, folders and patterns of a command line as single inputs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

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


def expand(text: str) -> tuple[Input, ...]:
    """The inputs one argument stands for: a file, a folder with all below it, a pattern, or "demo".

    A file named in full is taken whatever its suffix. Raises CommandError when there is nothing.
    """
    if not text.strip():  # an unset variable of a shell; as a path it would be the folder we are in
        raise CommandError("An input has no name; give a picture, a video, a folder or a pattern.")
    path = Path(text).expanduser()
    if path.is_file():
        return (_named(text, path),)
    if path.is_dir():
        return _refuse_none(_media(path.rglob("*")), f"The folder {text} holds no picture or video")
    if text == DEMO:
        return (Input(DEMO, demo_clip()),)
    if text.startswith("camera:") or "://" in text:
        raise CommandError(f"{text} is no file; analyze reads files, and `poise --source {text}` shows it live.")
    if any(sign in text for sign in "*?["):
        anchor = Path(path.anchor)
        found = anchor.glob(str(path.relative_to(anchor)))
        return _refuse_none(_media(found), f"No picture or video matches {text}")
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


def _named(text: str, path: Path) -> Input:
    """Bytes of a Linux path that are no text are spelt out, so that every table and terminal takes the name."""
    return Input(text.encode("utf-8", "backslashreplace").decode(), path)


def _refuse_none(inputs: tuple[Input, ...], sentence: str) -> tuple[Input, ...]:
    if not inputs:
        raise CommandError(f"{sentence}; check the name.")
    return inputs
