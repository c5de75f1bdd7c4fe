"""Tables of the same columns and format, one after the other, as one."""

import shutil
from collections.abc import Sequence
from pathlib import Path

from app.output.parquet_pieces import join_parquet
from app.output.part_file import give_name, new_part_file, place_of, write_failure
from app.output.row_formats import parquet_schema
from app.output.rows import Columns


def join_tables(parts: Sequence[Path], path: Path, columns: Columns, *, overwrite: bool = False) -> None:
    """Write the rows of all parts in their order to `path`; the parts stay. Raises OutputError."""
    place = place_of(path, overwrite=overwrite)
    part = new_part_file(place)
    try:
        if path.suffix.lower() == ".parquet":
            join_parquet(list(parts), parquet_schema(columns), part)
        else:
            _join_text(parts, part, header=path.suffix.lower() == ".csv")
    except OSError as error:
        part.unlink(missing_ok=True)
        raise write_failure(path, error) from error
    give_name(part, place, overwrite=overwrite)


def _join_text(parts: Sequence[Path], path: Path, *, header: bool) -> None:
    with path.open("r+b") as joined:
        for index, part in enumerate(parts):
            with part.open("rb") as file:
                if header and index:
                    file.readline()
                shutil.copyfileobj(file, joined)
