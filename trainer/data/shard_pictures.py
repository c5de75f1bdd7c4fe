"""The pictures of prepared shards: their index in memory, encoded pictures read a row group at a time."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from app.domain.face import Point
from app.domain.reading import Pose
from app.perception.crop import Crop
from trainer.data.index import IMAGE, ShardIndex, read_index
from trainer.data.picture import FoundPicture, Labels, Picture, Role
from trainer.data.shards import reading


def open_shards(folder: Path, role: Role) -> "ShardPictures":
    """Raises DataError."""
    return ShardPictures(read_index(folder, role))


class ShardPictures:
    """`Pictures` on disk. Beside the index, memory holds the encoded pictures of one row group.

    It may be sent to other processes; each opens the files anew.
    """

    def __init__(self, index: ShardIndex) -> None:
        self.index = index
        self._lock = Lock()
        self._last: tuple[int, pa.Array] | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        return ShardPictures, (self.index,)

    def __len__(self) -> int:
        return len(self.index)

    def places_of(self, source: str) -> NDArray[np.int64]:
        if source not in self.index.sources:
            return np.zeros(0, np.int64)
        return np.flatnonzero(self.index.source == self.index.sources.index(source))

    def known(self, place: int) -> tuple[Labels, Crop | None]:
        emotion, pose, crop = (_row(column, place) for column in (self.index.emotion, self.index.pose, self.index.crop))
        female = float(self.index.female[place])
        labels = Labels(
            emotion=None if emotion is None else tuple(emotion),
            pose=None if pose is None else Pose(*pose),
            female=None if np.isnan(female) else female,
            movements=self.index.movements.of(place),
        )
        return labels, None if crop is None else Crop(Point(crop[0], crop[1]), crop[2], crop[3])

    def named(self, place: int) -> str:
        file, row = self.index.groups.file_row(place)
        return f"{self.index.folder / self.index.files[file]}, row {row}"

    def picture(self, place: int) -> FoundPicture:
        index, (labels, crop) = self.index, self.known(place)
        image = self.images([place])[place]
        source = index.sources[index.source[place]]
        picture = Picture(source, index.key[place].as_py(), index.role, image, labels, place=self.named(place))
        return FoundPicture(picture, labels, crop, bool(index.taught[place]))

    def images(self, places: Sequence[int]) -> Mapping[int, bytes]:
        wanted = np.sort(np.asarray(places, np.int64))
        found, groups = dict[int, bytes](), self.index.groups.of(wanted)
        for group in np.unique(groups).tolist():
            here = wanted[groups == group]
            images = self._group(group).take(pa.array(here - self.index.groups.first[group]))
            found.update(zip(here.tolist(), images.to_pylist(), strict=True))
        return found

    def sizes(self, places: NDArray[np.int64]) -> NDArray[np.float64]:
        sizes: NDArray[np.float64] = self.index.groups.bytes_each[self.index.groups.of(places)]
        return sizes

    def _group(self, group: int) -> pa.Array:
        """The encoded pictures of a row group; the last one stays at hand for those who ask one by one."""
        with self._lock:
            if self._last is None or self._last[0] != group:
                self._last = None  # never two of them in memory
                self._last = group, self._read(group)
            return self._last[1]

    def _read(self, group: int) -> pa.Array:
        groups = self.index.groups
        path = self.index.folder / self.index.files[groups.file[group]]
        part = f", rows {groups.first[group]} to {groups.first[group + 1] - 1} of all,"
        with reading(path, part), pq.ParquetFile(path) as file:
            table = file.read_row_group(int(groups.number[group]), [IMAGE], use_threads=False)
            return table[IMAGE].combine_chunks()


def _row(column: NDArray[np.float32], place: int) -> list[float] | None:
    values: list[float] = column[place].tolist()
    return values if values[0] == values[0] else None
