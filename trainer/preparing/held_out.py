"""Test pictures as Parquet files for `poise-train evaluate`, one per source; nothing is ever trained on them."""

from collections import defaultdict
from collections.abc import Container
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from app.domain.reading import EMOTIONS
from trainer.data.picture import DataError, FoundPicture

_ROWS_PER_GROUP = 256
_VOTES = (*(f"votes_{emotion}" for emotion in EMOTIONS), "votes_unknown", "votes_NF")
_COLUMNS = {
    "emotion": [(votes, pa.float32()) for votes in _VOTES],
    "pose": [("yaw", pa.float32()), ("pitch", pa.float32()), ("roll", pa.float32()), ("taught", pa.bool_())],
    "female": [("gender", pa.string())],
}
"""For each of the labels the columns that hold it."""


class HeldOut:
    """Writes `held-out-<source>.parquet` in a folder, a few hundred pictures of each source in memory.

    A label that none of a source's pictures has gets no column. A single label is one vote. A pose that is the
    teacher's is marked in the column `taught`. The files grow, with the columns of all labels, in another folder, which
    the caller removes; `close` writes them to their place. Raises DataError when the disk refuses.
    """

    def __init__(self, growing: Path, folder: Path) -> None:
        self._growing = growing
        self._folder = folder
        self._waiting: dict[str, list[FoundPicture]] = defaultdict(list)
        self._writers: dict[str, pq.ParquetWriter] = {}
        self._seen: dict[str, set[str]] = defaultdict(set)

    def put(self, found: FoundPicture) -> None:
        source = found.picture.source
        waiting = self._waiting[source]
        waiting.append(found)
        self._seen[source].update(label for label in _COLUMNS if getattr(found.labels, label) is not None)
        if len(waiting) >= _ROWS_PER_GROUP:
            self._write(source)

    def close(self) -> None:
        for source, pictures in self._waiting.items():
            if pictures:
                self._write(source)
            self._writers[source].close()
            self._finish(source)

    def _write(self, source: str) -> None:
        pictures = self._waiting[source]
        try:
            if source not in self._writers:
                self._writers[source] = pq.ParquetWriter(self._part(source), _schema(_COLUMNS))
            writer = self._writers[source]
            writer.write_table(pa.Table.from_pylist([_row(found) for found in pictures], schema=writer.schema))
        except OSError as error:
            raise DataError(f"{self._part(source)} cannot be written ({error}); free space there.") from error
        pictures.clear()

    def _finish(self, source: str) -> None:
        """The file with the columns of the labels that were seen, in its place."""
        part, schema = self._part(source), _schema(self._seen[source])
        chosen = part.with_suffix(".chosen")
        try:
            with pq.ParquetFile(part) as grown, pq.ParquetWriter(chosen, schema) as writer:
                for batch in grown.iter_batches(_ROWS_PER_GROUP, columns=schema.names):
                    writer.write_batch(batch)
            chosen.replace(self._folder / part.name)
        except OSError as error:
            raise DataError(f"{self._folder / part.name} cannot be written ({error}); free space there.") from error

    def _part(self, source: str) -> Path:
        return self._growing / f"held-out-{source}.parquet"


def _schema(labels: Container[str]) -> pa.Schema:
    fields = [("image", pa.binary()), ("id", pa.string()), ("face_box", pa.list_(pa.float32()))]
    for label, columns in _COLUMNS.items():
        if label in labels:
            fields += columns
    return pa.schema(fields)


def _row(found: FoundPicture) -> dict[str, Any]:
    labels, box = found.labels, found.picture.face_box
    row: dict[str, Any] = {"image": found.picture.image, "id": found.picture.key}
    if box is not None:
        row["face_box"] = (box.x, box.y, box.width, box.height)
    if labels.emotion is not None:
        row |= dict(zip(_VOTES, (*labels.emotion, *labels.other_votes), strict=True))
    if labels.pose is not None:
        row |= {"yaw": labels.pose.yaw_deg, "pitch": labels.pose.pitch_deg, "roll": labels.pose.roll_deg}
        row["taught"] = found.taught
    if labels.female is not None:
        row["gender"] = "female" if labels.female else "male"
    return row
