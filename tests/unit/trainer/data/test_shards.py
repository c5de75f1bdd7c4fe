from dataclasses import replace

import pyarrow.parquet as pq
import pytest

from app.domain.face import Point
from app.domain.reading import Pose
from app.perception.crop import CROP_RULE, Crop
from trainer.data import shards
from trainer.data.picture import DataError, FoundPicture, Labels, Picture, Role
from trainer.data.shards import read_shards, write_shards


def _found(number, labels=Labels(), crop=None, taught=False, role=Role.TRAIN):
    return FoundPicture(Picture("mine", f"{number}", role, b"%d" % number, labels), labels, crop, taught)


def test_everything_comes_back(tmp_path):
    moved = tuple(number / 64 for number in range(52))
    labels = Labels((4, 0, 0, 1, 3, 2, 0, 0), Pose(10.5, -5.25, 2), 1.0, movements=moved)
    full = _found(0, labels, Crop(Point(12.5, 13.25), 40.5, -7.5), taught=True)
    empty = _found(1)
    write_shards([full, empty], tmp_path, Role.TRAIN)
    assert list(read_shards(tmp_path, Role.TRAIN)) == [full, empty]


def test_shards_from_before_there_were_movements_are_read(tmp_path, monkeypatch):
    older = shards._SCHEMA.remove(shards._SCHEMA.get_field_index("movements"))
    labels = Labels(female=1.0, movements=(0.5,) * 52)
    with monkeypatch.context() as before:
        before.setattr(shards, "_SCHEMA", older)
        (path,) = write_shards([_found(0, labels)], tmp_path, Role.TRAIN)
    assert "movements" not in pq.read_schema(path).names
    (found,) = read_shards(tmp_path, Role.TRAIN)
    assert found.labels == replace(labels, movements=None)


def test_roles_are_kept_apart(tmp_path):
    write_shards([_found(0)], tmp_path, Role.TRAIN)
    write_shards([_found(1, role=Role.VALIDATION)], tmp_path, Role.VALIDATION)
    assert [found.picture.key for found in read_shards(tmp_path, Role.VALIDATION)] == ["1"]


def test_shards_and_row_groups_are_bounded_and_in_order(tmp_path, monkeypatch):
    monkeypatch.setattr(shards, "ROWS_PER_SHARD", 10)
    monkeypatch.setattr(shards, "ROWS_PER_GROUP", 4)
    paths = write_shards((_found(number) for number in range(23)), tmp_path, Role.TRAIN)
    assert [path.name for path in paths] == [f"train-0000{number}.parquet" for number in range(3)]
    first = pq.ParquetFile(paths[0]).metadata
    assert [first.row_group(group).num_rows for group in range(first.num_row_groups)] == [4, 4, 2]
    assert [found.picture.key for found in read_shards(tmp_path, Role.TRAIN)] == [str(n) for n in range(23)]


def test_real_row_groups_hold_at_most_1024_rows(tmp_path):
    (path,) = write_shards((_found(number) for number in range(1500)), tmp_path, Role.TRAIN)
    metadata = pq.ParquetFile(path).metadata
    assert [metadata.row_group(group).num_rows for group in range(metadata.num_row_groups)] == [1024, 476]


def test_row_groups_of_large_pictures_hold_few_rows(tmp_path, monkeypatch):
    monkeypatch.setattr(shards, "BYTES_PER_GROUP", 3)
    (path,) = write_shards((_found(number) for number in range(8)), tmp_path, Role.TRAIN)
    metadata = pq.ParquetFile(path).metadata
    assert [metadata.row_group(group).num_rows for group in range(metadata.num_row_groups)] == [3, 3, 2]


def test_shards_of_an_earlier_time_go_only_when_the_new_ones_are_whole(tmp_path, monkeypatch):
    monkeypatch.setattr(shards, "ROWS_PER_SHARD", 2)
    write_shards([_found(number) for number in range(6)], tmp_path, Role.TRAIN)

    def broken():
        yield _found(7)
        raise DataError("The data was changed.")

    with pytest.raises(DataError, match="changed"):
        write_shards(broken(), tmp_path, Role.TRAIN)
    assert [found.picture.key for found in read_shards(tmp_path, Role.TRAIN)] == [str(n) for n in range(6)]
    assert not list(tmp_path.glob("*.part"))
    write_shards([_found(8)], tmp_path, Role.TRAIN)
    assert [found.picture.key for found in read_shards(tmp_path, Role.TRAIN)] == ["8"]
    assert [path.name for path in tmp_path.glob("train*")] == ["train-00000.parquet"]


def test_missing_shards_are_named(tmp_path):
    with pytest.raises(DataError, match="holds no train shards; make them with `poise-train prepare`"):
        list(read_shards(tmp_path, Role.TRAIN))


def test_another_crop_rule_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(shards, "_SCHEMA", shards._SCHEMA.with_metadata({b"poise_crop_rule": b"eyes-level-0"}))
    write_shards([_found(0)], tmp_path, Role.TRAIN)
    with pytest.raises(DataError, match=f"made with crop rule eyes-level-0, not {CROP_RULE}"):
        list(read_shards(tmp_path, Role.TRAIN))


def test_foreign_and_truncated_files_are_named(tmp_path):
    (path,) = write_shards([replace(_found(n)) for n in range(50)], tmp_path, Role.TRAIN)
    whole = path.read_bytes()
    for content in (whole[: len(whole) // 2], b"", b"PAR1 no parquet PAR1"):
        path.write_bytes(content)
        with pytest.raises(DataError, match=r"train-00000\.parquet cannot be read .*prepare` again"):
            list(read_shards(tmp_path, Role.TRAIN))


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(DataError, match=r"file cannot be written"):
        write_shards([_found(0)], tmp_path / "file", Role.TRAIN)
