"""Files on a disk that runs full keep what was written whole."""

import errno
import io
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from app.output.part_file import PartFile, give_name, new_part_file
from app.output.row_formats import ParquetRows
from app.output.rows import COLUMNS, READING_COLUMNS, TEXT_COLUMNS, Row
from app.output.sink import OutputError

ON_A_SMALL_DISK = """
import resource, sys
from pathlib import Path
from app.output.sink import OutputError
from app.output.row_formats import CsvRows, JsonLines, ParquetRows
from app.output.rows import COLUMNS, READING_COLUMNS, TEXT_COLUMNS
form, path, limit = sys.argv[1:]
rows = {"CsvRows": CsvRows, "JsonLines": JsonLines, "ParquetRows": ParquetRows}[form](Path(path), READING_COLUMNS)
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
    (part,) = tmp_path.glob("a.part-*.txt")
    assert part.read_bytes() == b"whole\n"
    assert not path.exists()
    file.finish()
    assert path.read_bytes() == b"whole\n"
    assert not part.exists()


def test_a_file_that_happens_to_bear_the_name_is_not_touched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter(["mine", "mine", "free"])
    monkeypatch.setattr("app.output.part_file.secrets.token_hex", lambda size: next(drawn))
    own = tmp_path / "a.part-mine.txt"
    own.write_bytes(b"somebody's")
    assert new_part_file(tmp_path / "a.txt").name == "a.part-free.txt"
    assert own.read_bytes() == b"somebody's"


def test_where_there_are_no_hard_links_a_file_is_named_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EOPNOTSUPP, "not here")

    monkeypatch.setattr("app.output.part_file.os.link", refuse)
    path = tmp_path / "a.txt"
    file = PartFile(path)
    file.append(b"whole\n")
    file.finish()
    assert path.read_bytes() == b"whole\n"
    late = new_part_file(path)
    with pytest.raises(OutputError, match="meanwhile"):
        give_name(late, path, overwrite=False)


def test_a_device_is_no_place(tmp_path: Path) -> None:
    if sys.platform != "win32":
        with pytest.raises(OutputError, match="is a device"):
            PartFile(Path("/dev/null"))


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
    (part,) = tmp_path.glob("a.part-*.txt")
    file._file = disk = SmallDisk(part, room=10)
    file.append(b"first;")
    with pytest.raises(OutputError, match="no room left"):
        file.append(b"second;")
    assert (file.size_bytes, part.read_bytes()) == (6, b"first;")
    disk.room = 100
    file.append(b"third;")
    file.finish()
    assert path.read_bytes() == b"first;third;"


def test_a_folder_that_may_not_be_written_is_one_sentence() -> None:
    place = Path("/proc/poise.csv") if sys.platform == "linux" else Path("/poise.csv")
    with pytest.raises(OutputError, match=r"poise\.csv"):
        PartFile(place)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of a file to test with")
@pytest.mark.parametrize("name", ["CsvRows.csv", "JsonLines.jsonl"])
def test_rows_survive_a_full_disk(name: str, tmp_path: Path) -> None:
    path, form = tmp_path / name, Path(name).stem
    command = [sys.executable, "-c", ON_A_SMALL_DISK, form, str(path), "300000"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    sentence, written = done.stdout.splitlines()
    assert "There is no room left to write" in sentence
    assert 100 <= int(written) <= rows_in(path) <= int(written) + 100


PARQUET_ON_A_FULL_DISK = """
import resource, sys
from pathlib import Path
from app.output.sink import OutputError
from app.output.row_formats import ParquetRows
from app.output.rows import COLUMNS, READING_COLUMNS, TEXT_COLUMNS
rows = ParquetRows(Path(sys.argv[1]), READING_COLUMNS)
for start in range(0, 3000, 1000):
    row = {name: "x" if name in TEXT_COLUMNS else hash((start, name)) % 100_000 for name in COLUMNS}
    rows.append([row | {"frame": start + i, "yaw_deg": i / 7} for i in range(1000)])
for limit in (int(sys.argv[2]), resource.RLIM_INFINITY):
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
    try:
        rows.append([row | {"frame": 3000 + i, "yaw_deg": i / 7} for i in range(50_000)])
    except OutputError as error:
        print(error)
    try:
        rows.finish()
    except OutputError as error:
        print(error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of a file to test with")
def test_parquet_on_a_full_disk_keeps_its_pieces_until_there_is_room(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    command = [sys.executable, "-c", PARQUET_ON_A_FULL_DISK, str(path), "20000"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    write, join = done.stdout.splitlines()
    assert "There is no room left to write" in write
    assert "All rows are in the folder" in join
    assert rows_in(path) == 53_000
    assert [item.name for item in tmp_path.glob("a*")] == ["a.parquet"]


def test_parquet_that_was_cut_off_is_read_as_a_folder(tmp_path: Path) -> None:
    rows = ParquetRows(tmp_path / "a.parquet", READING_COLUMNS)
    for start in (0, 100):
        rows.append([_row(start + i) for i in range(100)])
    (folder,) = tmp_path.glob("a.part-*.parquet")
    (folder / ".000002.parquet").write_bytes(b"PAR1 cut off")  # a piece that was being written
    assert pq.read_table(folder)["frame"].to_pylist() == list(range(200))
    rows.finish()
    assert pq.read_table(tmp_path / "a.parquet")["frame"].to_pylist() == list(range(200))
    assert not folder.exists()


def test_many_pieces_become_few_row_groups(tmp_path: Path) -> None:
    rows = ParquetRows(tmp_path / "a.parquet", READING_COLUMNS)
    for start in range(0, 700, 7):
        rows.append([_row(start + i) for i in range(7)])
    rows.finish()
    assert pq.ParquetFile(tmp_path / "a.parquet").num_row_groups == 1


def _row(frame: int) -> Row:
    return {name: "x" if name in TEXT_COLUMNS else 0 for name in COLUMNS} | {"frame": frame}


def rows_in(path: Path) -> int:
    if path.suffix == ".parquet":
        return int(pq.read_table(path).num_rows)
    lines = path.read_text(encoding="utf-8").splitlines()
    return len(lines) - (1 if path.suffix == ".csv" else 0)
