"""Files on a disk that runs full keep what was written whole."""

import errno
import io
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from app.output.part_file import PartFile, part_path
from app.output.sink import OutputError

ON_A_SMALL_DISK = """
import resource, sys
from pathlib import Path
from app.output.sink import OutputError
from app.output.row_formats import CsvRows, JsonLines, ParquetRows
from app.output.rows import COLUMNS, TEXT_COLUMNS
form, path, limit = sys.argv[1:]
rows = {"CsvRows": CsvRows, "JsonLines": JsonLines, "ParquetRows": ParquetRows}[form](Path(path))
resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), resource.RLIM_INFINITY))
written = 0
try:
    while written < 100_000:
        row = {name: "x" if name in TEXT_COLUMNS else hash((written, name)) % 100_000 for name in COLUMNS}
        rows.append([row | {"frame": written + i} for i in range(100)])
        written += 100
except OutputError as error:
    print(error)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
rows.finish()
print(written)
"""


def test_an_unfinished_file_lies_beside_its_place(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    file = PartFile(path)
    file.append(b"whole\n")
    assert part_path(path).read_bytes() == b"whole\n"
    assert not path.exists()
    file.finish()
    assert path.read_bytes() == b"whole\n"
    assert not part_path(path).exists()


class SmallDisk(io.FileIO):
    """A file on a disk with room for so many bytes."""

    def __init__(self, path: Path, room: int) -> None:
        super().__init__(path, "wb")
        self.room = room

    def write(self, data: Any, /) -> int:
        fitting = bytes(data)[: self.room - self.tell()]
        if not fitting:
            raise OSError(errno.ENOSPC, "No space left on device")
        return super().write(fitting)


def test_a_piece_that_does_not_fit_is_taken_back(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    file = PartFile(path)
    file._file.close()
    file._file = disk = SmallDisk(part_path(path), room=10)
    file.append(b"first;")
    with pytest.raises(OutputError, match="no room left"):
        file.append(b"second;")
    assert (file.size_bytes, part_path(path).read_bytes()) == (6, b"first;")
    disk.room = 100
    file.append(b"third;")
    file.finish()
    assert path.read_bytes() == b"first;third;"


def test_a_folder_that_may_not_be_written_is_one_sentence() -> None:
    place = Path("/proc/poise.csv") if sys.platform == "linux" else Path("/poise.csv")
    with pytest.raises(OutputError, match=r"poise\.csv"):
        PartFile(place)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of a file to test with")
@pytest.mark.parametrize("name", ["CsvRows.csv", "JsonLines.jsonl", "ParquetRows.parquet"])
def test_rows_survive_a_full_disk(name: str, tmp_path: Path) -> None:
    path, form = tmp_path / name, Path(name).stem
    command = [sys.executable, "-c", ON_A_SMALL_DISK, form, str(path), "300000"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    sentence, written = done.stdout.splitlines()
    assert "There is no room left to write" in sentence
    assert 100 <= int(written) <= rows_in(path) <= int(written) + 100


ON_A_DISK_ALREADY_FULL = """
import resource, sys
from pathlib import Path
from app.output.sink import OutputError
from app.output.row_formats import ParquetRows
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    ParquetRows(Path(sys.argv[1]))
except OutputError as error:
    print(error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of a file to test with")
def test_parquet_is_not_begun_where_its_index_would_find_no_room(tmp_path: Path) -> None:
    command = [sys.executable, "-c", ON_A_DISK_ALREADY_FULL, str(tmp_path / "a.parquet")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "There is no room left to write" in done.stdout
    assert not list(tmp_path.glob("a*"))


def rows_in(path: Path) -> int:
    if path.suffix == ".parquet":
        import pyarrow.parquet as pq

        return int(pq.read_table(path).num_rows)
    lines = path.read_text(encoding="utf-8").splitlines()
    return len(lines) - (1 if path.suffix == ".csv" else 0)
