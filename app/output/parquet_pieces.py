"""A Parquet table that stays readable whatever happens to the program while it is written.

The index of a Parquet file stands at its end, so one that was cut off cannot be opened. Here every piece is a whole
small file in a folder, which any reader of Parquet opens as one table; at the end they are joined to one file.
"""

import os
import shutil
from pathlib import Path
from typing import Any

from app.output.part_file import give_name, gone, keep_names, new_part_file, new_part_folder, place_of, write_failure
from app.output.sink import OutputError

_ROWS_IN_A_GROUP = 65_536  # readers skip and decode by the group; a piece alone would be a poor one


class ParquetPieces:
    """A table of the given pyarrow schema, written piece by piece and finished as one file named `path`.

    `lasting`: when `append` returns, the piece lies on the disk itself and outlives a power cut.
    """

    def __init__(self, path: Path, schema: Any, *, overwrite: bool = False, lasting: bool = False) -> None:
        self._place = place_of(path, overwrite=overwrite)
        self._overwrite = overwrite
        self._lasting = lasting
        self._schema = schema
        self._folder = new_part_folder(self._place)
        self._count = 0
        self._size_bytes = 0

    @property
    def size_bytes(self) -> int:
        """Length of all pieces together."""
        return self._size_bytes

    @property
    def folder(self) -> Path:
        """Where the pieces lie until the table is finished."""
        return self._folder

    def append(self, table: Any) -> None:
        """Write one piece, a pyarrow table, completely or not at all. Raises OutputError."""
        name = f"{self._count:06}.parquet"
        hidden = self._folder / f".{name}"  # readers of a folder pass over such names
        try:
            write_parquet(table, hidden, lasting=self._lasting)
            size_bytes = hidden.stat().st_size
            hidden.rename(self._folder / name)
            if self._lasting:
                keep_names(self._folder)
        except OSError as error:
            hidden.unlink(missing_ok=True)
            raise write_failure(self._place, error) from error
        self._count += 1
        self._size_bytes += size_bytes

    def finish(self) -> None:
        """Join the pieces and give the file its name. Raises OutputError that says where they are if that fails."""
        part = new_part_file(self._place)
        try:
            join_parquet(sorted(self._folder.glob("[0-9]*.parquet")), self._schema, part)
        except OSError as error:
            part.unlink(missing_ok=True)
            if not self._folder.is_dir():
                raise gone(self._place) from error
            raise OutputError(
                f"{write_failure(self._place, error)} All rows are in the folder {self._folder}."
            ) from error
        self.name_joined(part)

    def name_joined(self, part: Path) -> None:
        """Let a file that holds all pieces take the table's name, and remove them. Raises OutputError."""
        try:
            give_name(part, self._place, overwrite=self._overwrite)  # first: a kill between the two loses nothing
        finally:
            shutil.rmtree(self._folder, ignore_errors=True)

    def discard(self) -> None:
        """Leave an older file of this name as it is."""
        shutil.rmtree(self._folder, ignore_errors=True)


def write_parquet(table: Any, path: Path, *, lasting: bool = False) -> None:
    """Write a pyarrow table to a new file that only its owner may read. Raises OSError."""
    import pyarrow.parquet as pq  # takes 0.2 s, and most runs write no Parquet

    with open(path, "xb", opener=_mine_alone) as file:
        pq.write_table(table, file, compression="zstd")
        if lasting:
            file.flush()
            os.fsync(file.fileno())


def join_parquet(pieces: list[Path], schema: Any, path: Path) -> None:
    """One file of the rows of all pieces in their order. Raises OSError."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    with path.open("r+b") as file, pq.ParquetWriter(file, schema, compression="zstd") as writer:
        waiting: list[Any] = []
        for piece in pieces:
            waiting.append(pq.read_table(piece, schema=schema))
            if sum(table.num_rows for table in waiting) >= _ROWS_IN_A_GROUP:
                writer.write_table(pa.concat_tables(waiting))
                waiting.clear()
        if waiting:
            writer.write_table(pa.concat_tables(waiting))


def _mine_alone(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
