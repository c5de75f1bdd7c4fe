"""The prepared validation pictures as one data set per source, all of its labels counted."""

from collections.abc import Sequence
from pathlib import Path

from trainer.data.dataset import Dataset, SourceUse
from trainer.data.free_memory import memory_for_pictures
from trainer.data.picture import FoundPicture, Role
from trainer.data.shard_pictures import open_shards
from trainer.data.shards import has_shards, read_shards


def validation_sets(folder: Path, size_px: int, memory_bytes: int | None = None) -> dict[str, Dataset]:
    """Empty where the folder holds training pictures only. Raises DataError.

    Decoded pictures stay in memory up to `memory_bytes`, by default an eighth of what is free.
    """
    if has_shards(folder, Role.TRAIN) and not has_shards(folder, Role.VALIDATION):
        return {}
    pictures = open_shards(folder, Role.VALIDATION)
    memory = memory_for_pictures(1 / 8) if memory_bytes is None else memory_bytes
    parts = {source: len(pictures.places_of(source)) / len(pictures) for source in sorted(pictures.index.sources)}
    return {
        source: Dataset(pictures, {source: SourceUse(1.0)}, size_px, memory_bytes=int(memory * part))
        for source, part in parts.items()
    }


def validation_pictures(folder: Path) -> dict[str, tuple[FoundPicture, ...]]:
    """By source, in the alphabet's order, each source's in the order they were written. Raises DataError."""
    if has_shards(folder, Role.TRAIN) and not has_shards(folder, Role.VALIDATION):
        return {}
    found = dict[str, list[FoundPicture]]()
    for each in read_shards(folder, Role.VALIDATION):
        found.setdefault(each.picture.source, []).append(each)
    return {source: tuple(found[source]) for source in sorted(found)}


def one_source(pictures: Sequence[FoundPicture], size_px: int) -> Dataset:
    """Pictures that all come from one source."""
    return Dataset(tuple(pictures), {pictures[0].picture.source: SourceUse(1.0)}, size_px)
