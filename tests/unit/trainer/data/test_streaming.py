"""Pictures in memory and streamed ones make the same batches; what is read and held is bounded."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
import torch

from trainer.data.augment import Augmentation
from trainer.data.batch import Batch
from trainer.data.dataset import Dataset, SourceUse
from trainer.data.maker import Columns, Decoded, Recipe, made_columns
from trainer.data.order import Order, Steps, Window
from trainer.data.picture import DataError, FoundPicture, Role
from trainer.data.pictures import Pictures
from trainer.data.shard_pictures import ShardPictures, open_shards

USES = {"a": SourceUse(0.5, whole=0.5), "b": SourceUse(0.25), "rest": SourceUse(0.25, source="a", labels=False)}
SIZE = 16


def same(first: Batch, second: Batch) -> bool:
    mine, other = first.columns(), second.columns()
    return all(torch.equal(mine[name], other[name]) for name in mine)


def batches(data: Dataset, start: int = 0, stop: int = 12) -> list[Batch]:
    return list(data.training_batches(8, Augmentation(), start, stop))


@pytest.mark.parametrize("memory_bytes", [0, 6_000, 10**9])
def test_memory_does_not_change_a_batch(
    memory_bytes: int, thirty: tuple[FoundPicture, ...], shards_of: Callable[..., Path]
) -> None:
    held = Dataset(thirty, USES, SIZE, seed=2)
    streamed = Dataset(open_shards(shards_of(thirty), Role.TRAIN), USES, SIZE, 2, memory_bytes)
    assert streamed.emotion_counts() == held.emotion_counts()
    assert all(streamed.places(use) == held.places(use) for use in USES)
    for first, second in zip(batches(held), batches(streamed), strict=True):
        assert same(first, second)
    for first, second in zip(held.validation_batches(7), streamed.validation_batches(7), strict=True):
        assert same(first, second)


def test_a_run_that_goes_on_in_mid_epoch_takes_what_it_would_have_taken(
    thirty: tuple[FoundPicture, ...], shards_of: Callable[..., Path]
) -> None:
    folder = shards_of(thirty)
    through = batches(Dataset(open_shards(folder, Role.TRAIN), USES, SIZE, 2, 6_000))
    resumed = batches(Dataset(open_shards(folder, Role.TRAIN), USES, SIZE, 2, 6_000), start=7)
    for first, second in zip(through[7:], resumed, strict=True):
        assert same(first, second)


class Watched(ShardPictures):
    """Notes which row groups each request reads, and how large it is."""

    def images(self, places: Sequence[int]) -> Mapping[int, bytes]:
        self.requests.append(sorted(set(self.index.groups.of(np.array(places)).tolist())))
        self.largest_bytes = max(self.largest_bytes, float(self.sizes(np.array(places)).sum()))
        return super().images(places)

    @staticmethod
    def opened(folder: Path) -> "Watched":
        watched = Watched(open_shards(folder, Role.TRAIN).index)
        watched.requests, watched.largest_bytes = [], 0.0
        return watched


def recipe_of(pictures: Pictures, window: Window, memory_bytes: int) -> Recipe:
    uses = {"all": SourceUse(1.0)}
    order = Order({"all": np.arange(len(pictures))}, uses, 1, window)
    return Recipe(pictures, order, SIZE, memory_bytes)


def made(recipe: Recipe, first: int, stop: int, decoded: Decoded) -> list[Columns]:
    with closing(made_columns(recipe, Steps(6, first, stop), Augmentation(), decoded)) as found:
        return list(found)


def test_a_window_that_fits_reads_each_of_its_row_groups_once(
    thirty: tuple[FoundPicture, ...], shards_of: Callable[..., Path]
) -> None:
    watched = Watched.opened(shards_of(thirty))
    recipe = recipe_of(watched, Window(pictures=10, blocks=1), 10**6)
    made(recipe, 0, 5, Decoded(0))
    assert sorted(watched.requests) == [[0, 1, 2], [3, 4, 5], [6, 7, 8]]
    made(recipe, 5, 10, Decoded(0))
    assert len(watched.requests) == 6


def test_going_on_in_mid_epoch_reads_the_rest_of_the_epoch_alone(
    thirty: tuple[FoundPicture, ...], shards_of: Callable[..., Path]
) -> None:
    watched = Watched.opened(shards_of(thirty))
    made(recipe_of(watched, Window(pictures=10, blocks=1), 10**6), 4, 5, Decoded(0))
    assert len(watched.requests) == 1


def test_what_is_read_ahead_stays_within_the_memory_and_a_window_is_then_read_in_parts(
    thirty: tuple[FoundPicture, ...], shards_of: Callable[..., Path]
) -> None:
    watched = Watched.opened(shards_of(thirty))
    each = watched.sizes(np.arange(30)).max()
    recipe = recipe_of(watched, Window(), int(2 * 8 * each))
    made(recipe, 0, 5, Decoded(0))
    assert watched.largest_bytes <= recipe.encoded_bytes
    assert 3 <= len(watched.requests) <= 5  # thirty pictures, at least eight at a time


def test_pictures_that_stay_decoded_are_read_once_for_all_epochs(
    thirty: tuple[FoundPicture, ...], shards_of: Callable[..., Path]
) -> None:
    watched = Watched.opened(shards_of(thirty))
    recipe = recipe_of(watched, Window(), 10**6)
    decoded = recipe.decoded()
    made(recipe, 0, 15, decoded)
    assert len(watched.requests) == 1
    assert all(place in decoded for place in range(30))


def test_decoded_pictures_keep_to_their_memory() -> None:
    decoded, pixels = Decoded(3_000), np.zeros((16, 20, 3), np.uint8)
    for place in range(10):
        decoded.offer(place, pixels)
    assert [place in decoded for place in range(4)] == [True, True, False, False]
    assert decoded.get(0) is pixels
    assert decoded.get(5) is None


def test_a_picture_that_breaks_in_mid_run_is_named(
    thirty: tuple[FoundPicture, ...], shards_of: Callable[..., Path]
) -> None:
    broken = replace(thirty[13], picture=replace(thirty[13].picture, image=b"no picture"))
    folder = shards_of((*thirty[:13], broken, *thirty[14:]))
    data = Dataset(open_shards(folder, Role.TRAIN), {"b": SourceUse(1.0)}, SIZE)
    with pytest.raises(DataError, match=r"train-00001\.parquet, row 3: the picture cannot be decoded"):
        list(islice(data.training_batches(10, Augmentation(), 0, 2), 2))
    with pytest.raises(DataError, match=r"a 13\.png|b 13\.png"):
        list(Dataset([broken], {broken.picture.source: SourceUse(1.0)}, SIZE).validation_batches(1))
