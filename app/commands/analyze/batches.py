"""The pieces of work a run falls into: a video each, and pictures by the dozen."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from app.commands.analyze.inputs import Input
from app.commands.failures import CommandError

_PICTURES_IN_ONE = 50


@dataclass(frozen=True, slots=True)
class Batch:
    """Inputs whose rows stand together in one part of the table; `video` is where the one input is drawn, if asked."""

    index: int
    inputs: tuple[Input, ...]
    video: Path | None = None

    @property
    def name(self) -> str:
        more = len(self.inputs) - 1
        return self.inputs[0].name + (f" and {more} more" if more else "")


def batches_of(inputs: Sequence[Input], video: Path | None) -> tuple[Batch, ...]:
    """All inputs in their order. Raises CommandError when a video would be drawn over its input."""
    groups = list(_groups(inputs, pictures_in_one=_PICTURES_IN_ONE if video is None else 1))
    if video is None:
        return tuple(Batch(index, group) for index, group in enumerate(groups))
    places = _places(inputs, video)
    return tuple(Batch(index, group, places.get(group[0])) for index, group in enumerate(groups))


def _groups(inputs: Sequence[Input], pictures_in_one: int) -> Iterator[tuple[Input, ...]]:
    for is_image, run in groupby(inputs, key=lambda item: item.is_image):
        same = tuple(run)
        size = pictures_in_one if is_image else 1
        for start in range(0, len(same), size):
            yield same[start : start + size]


def _places(inputs: Sequence[Input], video: Path) -> dict[Input, Path]:
    """Where each input is drawn: a single one to `video`, of several each video to a file of its name there."""
    if len(inputs) == 1 and not video.is_dir():
        places = {inputs[0]: video}
    elif video.suffix and not video.is_dir():
        raise CommandError(f"--video {video} is one video, but there are {len(inputs)} inputs; name a folder for them.")
    else:
        places = _in_folder([item for item in inputs if not item.is_image], video)
    read = {item.path.resolve() for item in inputs}
    for item, place in places.items():
        if place.resolve() in read:
            raise CommandError(f"--video would overwrite the input {item.name}; choose another name.")
    return places


def _in_folder(videos: Sequence[Input], folder: Path) -> dict[Input, Path]:
    taken: set[str] = set()
    places = {}
    for item in videos:
        name, count = item.path.stem, 1
        while name.casefold() in taken:
            count += 1
            name = f"{item.path.stem}-{count}"
        taken.add(name.casefold())
        places[item] = folder / f"{name}.mp4"
    return places
