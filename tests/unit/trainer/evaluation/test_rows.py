"""Choosing rows across row groups, and what is read of them."""

from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest

from app.domain.face import Box
from trainer.data.picture import DataError
from trainer.evaluation.rows import Condition, condition, pictures, select

_TEN = [bytes([number]) for number in range(10)]


def test_rows_keep_their_numbers_across_row_groups(parquet_file: Callable[..., Path]) -> None:
    path = parquet_file({"image": _TEN, "fold": [0, 1] * 5, "id": [f"p{number}" for number in range(10)]})
    chosen = select(path, [Condition("fold", "1")], None, ("fold",))
    read = list(pictures(chosen))
    assert chosen.rows.tolist() == [1, 3, 5, 7, 9]
    assert [(item.row, item.name, item.image) for item in read] == [(n, f"p{n}", bytes([n])) for n in (1, 3, 5, 7, 9)]


def test_only_wanted_columns_are_read(parquet_file: Callable[..., Path]) -> None:
    path = parquet_file({"image": _TEN, "label": ["fear"] * 10, "landmarks68": [[1.0]] * 10})
    assert select(path, (), 2, ("label", "smile")).labels.to_pydict() == {"label": ["fear"] * 2}


def test_a_limit_takes_the_first_rows(parquet_file: Callable[..., Path]) -> None:
    path = parquet_file({"image": _TEN, "fold": [0, 1] * 5})
    assert select(path, [Condition("fold", "1")], 2, ()).rows.tolist() == [1, 3]
    assert select(path, (), 3, ()).rows.tolist() == [0, 1, 2]


def test_a_face_box_is_corner_and_size(parquet_file: Callable[..., Path]) -> None:
    boxes = [[1.0, 2.0, 30.0, 40.0], None]
    chosen = select(parquet_file({"image": _TEN[:2], "face_box": boxes}), (), None, ())
    assert [item.face_box for item in pictures(chosen)] == [Box(1, 2, 30, 40), None]


@pytest.mark.parametrize(
    ("column", "value", "rows"),
    [
        (pa.array([1, 12, None], pa.int8()), "12", [1]),
        (pa.array(["a", "b", "a"]), "a", [0, 2]),
        (pa.array(["a", "b", "a"]).dictionary_encode(), "b", [1]),
        (pa.array([8, 7, 8], pa.int64()).dictionary_encode(), "8", [0, 2]),
        (pa.array([True, False, None]), "false", [1]),
        (pa.array([0.5, 0.1, None], pa.float32()), "0.1", [1]),
        (pa.array(["", "x", "a=b"]), "a=b", [2]),
        (pa.array(["", "x", "y"]), "", [0]),
    ],
)
def test_conditions_on_columns_of_every_kind(
    parquet_file: Callable[..., Path], column: pa.Array, value: str, rows: list[int]
) -> None:
    path = parquet_file({"image": _TEN[:3], "key": column})
    assert select(path, [condition(f"key={value}")], None, ()).rows.tolist() == rows


def test_a_list_cannot_be_asked_for(parquet_file: Callable[..., Path]) -> None:
    path = parquet_file({"image": _TEN[:1], "face_box": [[1.0, 2.0, 3.0, 4.0]]})
    with pytest.raises(DataError, match="has face_box=1"):
        select(path, [condition("face_box=1")], None, ())


def test_an_empty_file_has_nothing_to_evaluate(parquet_file: Callable[..., Path]) -> None:
    with pytest.raises(DataError, match="is there to evaluate"):
        select(parquet_file({"image": pa.array([], pa.binary())}), (), None, ())
