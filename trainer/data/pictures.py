"""Pictures by their place in a fixed order: what batches are made from, in memory or on disk."""

from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from app.perception.crop import Crop
from trainer.data.picture import FoundPicture, Labels


class Pictures(Protocol):
    """Labels are at hand; encoded pictures may have to be fetched, for many places at once better than one by one."""

    def __len__(self) -> int: ...

    def places_of(self, source: str) -> NDArray[np.int64]:
        """The places of a source's pictures, rising; none where it is not there."""
        ...

    def known(self, place: int) -> tuple[Labels, Crop | None]:
        """What is known of a picture, without the picture."""
        ...

    def named(self, place: int) -> str:
        """The picture's name for people: its file and row, where it has them."""
        ...

    def picture(self, place: int) -> FoundPicture:
        """All of a picture, still encoded. Any thread may ask; rising places are quickest."""
        ...

    def images(self, places: Sequence[int]) -> Mapping[int, bytes]:
        """Encoded pictures by place, each file's part read once. Any thread may ask. Raises DataError."""
        ...

    def sizes(self, places: NDArray[np.int64]) -> NDArray[np.float64]:
        """About how many bytes of memory each encoded picture takes beyond what is taken already."""
        ...


class HeldPictures:
    """Encoded pictures in memory."""

    def __init__(self, found: Sequence[FoundPicture]) -> None:
        self._found = found

    def __len__(self) -> int:
        return len(self._found)

    def places_of(self, source: str) -> NDArray[np.int64]:
        return np.array([i for i, found in enumerate(self._found) if found.picture.source == source], np.int64)

    def known(self, place: int) -> tuple[Labels, Crop | None]:
        found = self._found[place]
        return found.labels, found.crop

    def named(self, place: int) -> str:
        picture = self._found[place].picture
        return picture.place or f"{picture.source} {picture.key}"

    def picture(self, place: int) -> FoundPicture:
        return self._found[place]

    def images(self, places: Sequence[int]) -> Mapping[int, bytes]:
        return {place: self._found[place].picture.image for place in places}

    def sizes(self, places: NDArray[np.int64]) -> NDArray[np.float64]:
        return np.zeros(len(places))
