"""Found pictures put aside on disk in any order and given back by position, so that a shuffle needs no memory."""

import pickle
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from trainer.data.picture import DataError, FoundPicture

_MOST_HELD_BYTES = 64 * 2**20


class Spool:
    """Temporary files in a folder, each with the pictures of `group` neighbouring positions.

    Each position is put once. Memory holds at most 64 MiB of pictures while they are put, one group while they
    are given back. The caller removes the folder.
    """

    def __init__(self, folder: Path, group: int) -> None:
        self._folder = folder
        self._group = group
        self._held: dict[int, list[tuple[int, FoundPicture]]] = defaultdict(list)
        self._held_bytes = 0

    def put(self, position: int, found: FoundPicture) -> None:
        self._held[position // self._group].append((position, found))
        self._held_bytes += len(found.picture.image)
        if self._held_bytes > _MOST_HELD_BYTES:
            self._put_aside()

    def in_order(self) -> Iterator[FoundPicture]:
        """All pictures by rising position."""
        self._put_aside()
        for path in sorted(self._folder.iterdir()):
            pictures = sorted(_entries(path), key=lambda entry: entry[0])
            path.unlink()
            yield from (found for _, found in pictures)

    def _put_aside(self) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            for group, entries in self._held.items():
                with (self._folder / f"{group:09d}").open("ab") as file:
                    pickle.dump(entries, file)
        except OSError as error:
            raise DataError(f"{self._folder.parent} cannot be written ({error}); free space there.") from error
        self._held.clear()
        self._held_bytes = 0


def _entries(path: Path) -> Iterator[tuple[int, FoundPicture]]:
    size = path.stat().st_size
    with path.open("rb") as file:
        while file.tell() < size:
            yield from pickle.load(file)
