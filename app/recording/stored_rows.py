"""The rows of a table on the disk, whatever its format: Parquet a group at a time, CSV and JSON lines as a whole."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.domain.plain_text import plain
from app.output.row_formats import TABLE_SUFFIXES, parquet_schema
from app.output.rows import TEXT_COLUMNS, Columns, Row, Value
from app.recording.columns import READINGS_COLUMNS

if TYPE_CHECKING:
    import pyarrow as pa

_ROWS_AT_ONCE = 65_536


class ReadError(Exception):
    """A recording or table cannot be read; the message is one sentence for the user that says what to do."""


class StoredRows:
    """Rows in their order. Any thread may read; raises ReadError where the file is broken or was removed."""

    def __init__(self, dataset: Any, name: str) -> None:
        self._dataset = dataset
        self._name = name

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._dataset.schema.names)

    @property
    def columns(self) -> Columns:
        """The columns as a table of the same rows is written."""
        import pyarrow as pa

        fields = list(self._dataset.schema)
        text = frozenset(field.name for field in fields if not pa.types.is_primitive(field.type))
        return Columns(self.names, text, frozenset(f.name for f in fields if pa.types.is_integer(f.type)))

    def read(self, names: Sequence[str], **equal: Value) -> "pa.Table":
        """These columns of all rows, or of those whose columns are `equal` to the given values."""
        import pyarrow as pa

        try:
            table = self._dataset.to_table(columns=list(names), filter=_all_of(equal))
        except (OSError, pa.ArrowException) as error:
            raise broken(self._name, error) from error
        for column in table.column_names if table.num_rows else ():
            if not _fits(column, table[column]):
                raise ReadError(f"{plain(self._name)} holds something else in {column} than Poise writes there.")
        return table

    def rows(self, start_s: float, end_s: float, **equal: Value) -> Iterator[Sequence[Row]]:
        """All columns of the rows from `start_s` up to `end_s`, some at once; groups outside are passed over."""
        import pyarrow as pa
        import pyarrow.dataset as ds

        time_s = ds.field("time_s")
        within = (time_s >= start_s) & (time_s <= end_s)
        also = _all_of(equal)
        chosen = within if also is None else within & also
        try:
            for batch in self._dataset.to_batches(filter=chosen, batch_size=_ROWS_AT_ONCE):
                if batch.num_rows:
                    yield batch.to_pylist()
        except (OSError, pa.ArrowException) as error:
            raise broken(self._name, error) from error


def rows_of_parquet(paths: Sequence[Path], name: str) -> StoredRows:
    """Parquet files of the same columns, one after the other. Raises ReadError."""
    import pyarrow as pa
    import pyarrow.dataset as ds

    try:
        return StoredRows(ds.dataset([str(path) for path in paths], format="parquet"), name)
    except (OSError, pa.ArrowException) as error:
        raise broken(name, error) from error


def rows_of_pieces(paths: Sequence[Path], name: str, columns: Sequence[str] = ()) -> StoredRows:
    """Thousands of small files of the same columns, of which these or all are read once and kept. Raises ReadError."""
    import pyarrow.dataset as ds

    pieces = rows_of_parquet(paths, name)
    return StoredRows(ds.dataset(pieces.read(columns or pieces.names)), name)


def rows_of_table(path: Path) -> StoredRows:
    """A table by the name of its format. Raises ReadError."""
    match path.suffix.lower():
        case ".parquet":
            parts = sorted(path.glob("*.parquet")) if path.is_dir() else [path]
            return rows_of_parquet(parts, path.name)
        case ".csv" | ".jsonl":
            return _of_text(path)
        case _:
            raise ReadError(
                f"{plain(path.name)} is no table that Poise reads; open one in {', '.join(TABLE_SUFFIXES)}"
                " or the folder of a recording."
            )


def broken(name: str, error: Exception) -> ReadError:
    reason = getattr(error, "strerror", None) or str(error).splitlines()[0]
    return ReadError(f"{plain(name)} cannot be read ({plain(reason)}); it is damaged, cut off or of another kind.")


def _of_text(path: Path) -> StoredRows:
    import pyarrow as pa
    import pyarrow.dataset as ds

    read = _csv if path.suffix.lower() == ".csv" else _json_lines
    try:
        try:
            table = read(path)
        except pa.ArrowInvalid:
            table = read(pa.BufferReader(_whole_lines(path)))
    except (OSError, pa.ArrowException) as error:
        raise broken(path.name, error) from error
    return StoredRows(ds.dataset(table), path.name)


def _csv(source: Any) -> "pa.Table":
    import pyarrow.csv as csv

    return csv.read_csv(source, convert_options=csv.ConvertOptions(column_types=_types(), strings_can_be_null=False))


def _json_lines(source: Any) -> "pa.Table":
    import pyarrow.json as json

    return json.read_json(source)


def _types() -> dict[str, Any]:
    """Texts stay texts and numbers numbers, however few rows there are to guess from."""
    return {field.name: field.type for field in parquet_schema(READINGS_COLUMNS)}


def _whole_lines(path: Path) -> bytes:
    """The file without a last line that was cut off."""
    content = path.read_bytes()
    return content[: content.rstrip(b"\n").rfind(b"\n") + 1]


def _fits(name: str, column: Any) -> bool:
    """Whether a column holds what Poise writes: words, or a number in every row."""
    import pyarrow as pa

    kind = column.type
    if name in TEXT_COLUMNS:
        return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_null(kind))
    return not column.null_count and bool(pa.types.is_integer(kind) or pa.types.is_floating(kind))


def _all_of(equal: dict[str, Value]) -> Any:
    import pyarrow.dataset as ds

    chosen = None
    for name, value in equal.items():
        one = ds.field(name) == value
        chosen = one if chosen is None else chosen & one
    return chosen
