import pickle
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from trainer.data import index, shards
from trainer.data.picture import DataError, FoundPicture, Role
from trainer.data.shard_pictures import open_shards


def test_every_picture_comes_back_as_it_was_written(
    thirty: tuple[FoundPicture, ...], shards_of: Callable[..., Path]
) -> None:
    opened = open_shards(shards_of(thirty), Role.TRAIN)
    assert len(opened) == 30
    for place in (7, 0, 29, 13, 10, *range(30)):
        found = opened.picture(place)
        assert replace(found, picture=replace(found.picture, place="")) == thirty[place]
        assert opened.known(place) == (thirty[place].labels, thirty[place].crop)


def test_an_older_file_beside_newer_ones_knows_no_movements(
    thirty: tuple[FoundPicture, ...], shards_of: Callable[..., Path]
) -> None:
    folder = shards_of(thirty)
    path = folder / "train-00001.parquet"
    pq.write_table(pq.read_table(path).drop_columns([shards.MOVED]), path, row_group_size=4)
    opened = open_shards(folder, Role.TRAIN)
    for place, found in enumerate(thirty):
        movements = None if 10 <= place < 20 else found.labels.movements
        assert opened.known(place)[0] == replace(found.labels, movements=movements)
    assert len(opened.index.movements.values) == sum(
        found.labels.movements is not None for place, found in enumerate(thirty) if not 10 <= place < 20
    )


def test_a_picture_is_named_by_its_file_and_row(
    thirty: tuple[FoundPicture, ...], shards_of: Callable[..., Path]
) -> None:
    opened = open_shards(shards_of(thirty), Role.TRAIN)
    assert opened.named(9).endswith("train-00000.parquet, row 9")
    assert opened.named(10).endswith("train-00001.parquet, row 0")
    assert opened.picture(27).picture.place.endswith("train-00002.parquet, row 7")


def test_sources_are_found_by_name(thirty: tuple[FoundPicture, ...], shards_of: Callable[..., Path]) -> None:
    opened = open_shards(shards_of(thirty), Role.TRAIN)
    assert opened.places_of("b").tolist() == list(range(1, 30, 3))
    assert opened.places_of("unheard of").tolist() == []


def test_pictures_asked_for_together_read_each_row_group_once(
    thirty: tuple[FoundPicture, ...], shards_of: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    opened, read = open_shards(shards_of(thirty), Role.TRAIN), list[tuple[str, int]]()
    real = pq.ParquetFile.read_row_group

    def counted(file: pq.ParquetFile, group: int, *args: object, **kwargs: object) -> object:
        read.append((file, group))
        return real(file, group, *args, **kwargs)

    monkeypatch.setattr(pq.ParquetFile, "read_row_group", counted)
    images = opened.images([29, 0, 12, 3, 28, 1])
    assert {place: images[place] for place in images} == {p: thirty[p].picture.image for p in (0, 1, 3, 12, 28, 29)}
    assert [group for _, group in read] == [0, 0, 2]
    for place in (4, 5, 6, 7):
        opened.picture(place)
    assert len(read) == 4


def test_the_index_of_420000_pictures_takes_less_than_150_mb(
    thirty: tuple[FoundPicture, ...], shards_of: Callable[..., Path]
) -> None:
    many = open_shards(shards_of(thirty * 40), Role.TRAIN).index
    columns = [many.source, many.crop, many.emotion, many.pose, many.female, many.taught, many.key, many.movements.row]
    assert sum(column.nbytes for column in columns) / len(many) * 420_000 < 150e6 / 2  # keys may be longer


def test_row_groups_know_about_how_large_their_pictures_are(
    thirty: tuple[FoundPicture, ...], shards_of: Callable[..., Path]
) -> None:
    opened = open_shards(shards_of(thirty), Role.TRAIN)
    true = sum(len(found.picture.image) for found in thirty)
    assert opened.sizes(np.arange(30)).sum() == pytest.approx(true + 30 * index._ROW_BYTES_BESIDE, rel=0.1)


def test_another_process_or_machine_opens_the_same_files(
    thirty: tuple[FoundPicture, ...], shards_of: Callable[..., Path], tmp_path: Path
) -> None:
    opened = open_shards(shards_of(thirty), Role.TRAIN)
    opened.picture(3)
    sent = pickle.dumps(opened)
    assert len(sent) < 10_000  # no picture travels
    assert pickle.loads(sent).picture(12) == opened.picture(12)
    moved = (tmp_path / "prepared").rename(tmp_path / "elsewhere")
    assert open_shards(moved, Role.TRAIN).images([12])[12] == thirty[12].picture.image


def test_a_broken_file_is_named_when_opened_and_when_it_breaks_later(
    thirty: tuple[FoundPicture, ...], shards_of: Callable[..., Path]
) -> None:
    folder = shards_of(thirty)
    opened, path = open_shards(folder, Role.TRAIN), folder / "train-00001.parquet"
    path.write_bytes(path.read_bytes()[:500])
    with pytest.raises(DataError, match=r"train-00001\.parquet, rows 10 to 13 of all, cannot be read"):
        opened.picture(11)
    with pytest.raises(DataError, match=r"train-00001\.parquet cannot be read"):
        open_shards(folder, Role.TRAIN)
    with pytest.raises(DataError, match="holds no validation shards"):
        open_shards(folder, Role.VALIDATION)
