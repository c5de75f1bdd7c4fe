"""Decoded pictures that stay in memory while there is room."""

from trainer.data.augment import Pixels

_BYTES_BESIDE = 200
"""Of Python's and numpy's own for each picture."""


class Decoded:
    """By place. What came first stays: pictures come in another order every epoch, so none is worth more."""

    def __init__(self, limit_bytes: float) -> None:
        self._pixels = dict[int, Pixels]()
        self._room_bytes = limit_bytes

    def __contains__(self, place: object) -> bool:
        return place in self._pixels

    def get(self, place: int) -> Pixels | None:
        return self._pixels.get(place)

    def offer(self, place: int, pixels: Pixels) -> None:
        """Kept if it fits."""
        size = pixels.nbytes + _BYTES_BESIDE
        if size <= self._room_bytes and place not in self._pixels:
            self._room_bytes -= size
            self._pixels[place] = pixels
