"""Reading safetensors files: every number type, and one sentence for every broken file."""

import json
import struct
from pathlib import Path
from typing import Any

import pytest
import torch

from trainer.failure import TrainerError
from trainer.model.safetensors_file import read_safetensors


def _write(path: Path, header: Any, data: bytes = b"", length: int | None = None) -> Path:
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text) if length is None else length) + text + data)
    return path


def _row(start: int, stop: int, shape: list[Any], dtype: str = "F32") -> dict[str, Any]:
    return {"dtype": dtype, "shape": shape, "data_offsets": [start, stop]}


def test_reads_what_the_format_says(tmp_path: Path) -> None:
    header = {
        "__metadata__": {"format": "pt"},
        "b": _row(8, 12, [2], "F16"),
        "a": _row(0, 8, [1, 2]),
        "scalar": _row(12, 20, [], "I64"),
        "none": _row(20, 20, [0, 3]),
        "c": _row(20, 24, [2], "BF16"),
        "d": _row(24, 26, [2], "BOOL"),
    }
    data = struct.pack("<2f2eq", 1.5, -2.0, 0.25, 3.0, 7) + b"\x80\x3f\x00\xc0" + b"\x01\x00"
    read = read_safetensors(_write(tmp_path / "x.safetensors", header, data))
    assert read["a"].tolist() == [[1.5, -2.0]]
    assert read["b"].dtype == torch.float16 and read["b"].tolist() == [0.25, 3.0]
    assert read["scalar"].shape == () and int(read["scalar"]) == 7
    assert read["none"].shape == (0, 3)
    assert read["c"].dtype == torch.bfloat16 and read["c"].tolist() == [1.0, -2.0]
    assert read["d"].tolist() == [True, False]
    assert "__metadata__" not in read


_BROKEN: dict[str, tuple[Any, bytes]] = {
    "no json": (b"{nonsense", b""),
    "not utf-8": (b"\xff\xfe", b""),
    "too deep": (b"[" * 100_000, b""),
    "huge number": (b'{"a": ' + b"9" * 5000 + b"}", b""),
    "no table": ([1, 2], b""),
    "name twice": (b'{"a": 1, "a": 2}', b""),
    "no entry": ({"a": 3}, b""),
    "no offsets": ({"a": {"dtype": "F32", "shape": [1]}}, b"1234"),
    "negative shape": ({"a": _row(0, 4, [-1])}, b"1234"),
    "truth as a size": ({"a": _row(0, 4, [True])}, b"1234"),
    "fractional shape": ({"a": _row(0, 4, [1.0])}, b"1234"),
    "offsets backwards": ({"a": _row(4, 0, [1])}, b"1234"),
    "shape and bytes differ": ({"a": _row(0, 4, [2])}, b"1234"),
    "enormous shape": ({"a": _row(0, 0, [0, 2**60])}, b""),
    "too many sides": ({"a": _row(0, 4, [1] * 100)}, b"1234"),
    "unknown type": ({"a": _row(0, 4, [1], "F99")}, b"1234"),
    "type is a list": ({"a": _row(0, 4, [1]) | {"dtype": ["F32"]}}, b"1234"),
    "data cut short": ({"a": _row(0, 8, [2])}, b"1234"),
    "data left over": ({"a": _row(0, 4, [1])}, b"12345678"),
    "overlap": ({"a": _row(0, 4, [1]), "b": _row(0, 4, [1])}, b"1234"),
    "gap": ({"a": _row(0, 4, [1]), "b": _row(8, 12, [1])}, b"1234abcd1234"),
}


@pytest.mark.parametrize("case", _BROKEN)
def test_a_broken_file_is_one_sentence(tmp_path: Path, case: str) -> None:
    header, data = _BROKEN[case]
    path = _write(tmp_path / "x.safetensors", header, data)
    with pytest.raises(TrainerError) as caught:
        read_safetensors(path)
    message = str(caught.value)
    assert str(path) in message and message.endswith(".") and "\n" not in message


@pytest.mark.parametrize("content", [b"", b"1234", b"\xff" * 8, struct.pack("<Q", 100) + b"{}"])
def test_a_header_longer_than_the_file_is_refused_before_it_is_read(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.safetensors"
    path.write_bytes(content)
    with pytest.raises(TrainerError, match="header is longer than the file"):
        read_safetensors(path)


def test_a_pickled_checkpoint_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.safetensors"
    torch.save({"a": torch.zeros(3)}, path)
    with pytest.raises(TrainerError, match="not a whole safetensors file"):
        read_safetensors(path)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere.safetensors", tmp_path):
        with pytest.raises(TrainerError, match="cannot be read"):
            read_safetensors(path)
