"""Reads tensors from a safetensors file: eight bytes of length, a JSON header, then the raw numbers."""

import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import torch
from torch import Tensor

from trainer.model.stages import BackboneError

_LONGEST_HEADER = 100_000_000  # the format's own limit
_DTYPES = {
    "F64": torch.float64,
    "F32": torch.float32,
    "F16": torch.float16,
    "BF16": torch.bfloat16,
    "I64": torch.int64,
    "I32": torch.int32,
    "I16": torch.int16,
    "I8": torch.int8,
    "U8": torch.uint8,
    "BOOL": torch.bool,
}


@dataclass(frozen=True, slots=True)
class _Entry:
    """One tensor's place; `start` counts bytes from the end of the header."""

    name: str
    dtype: torch.dtype
    shape: tuple[int, ...]
    start: int
    stop: int


def read_safetensors(path: Path) -> dict[str, Tensor]:
    """All tensors of the file by name, on the CPU; raises BackboneError for whatever is not such a file.

    Nothing is allocated before the header was found to agree with the file's length, and nothing is executed.
    """
    try:
        with path.open("rb") as file:
            length = path.stat().st_size
            header = _header(file, length, path)
            start = file.tell()
            entries = [_entry(name, value, path) for name, value in header.items() if name != "__metadata__"]
            _check_layout(entries, length - start, path)
            return {entry.name: _tensor(file, start, entry, path) for entry in entries}
    except OSError as error:
        raise BackboneError(f"{path} cannot be read ({error.strerror}); give a safetensors file.") from error


def _broken(path: Path, what: str) -> BackboneError:
    return BackboneError(f"{path} is not a whole safetensors file ({what}); get it again.")


def _header(file: BinaryIO, length: int, path: Path) -> dict[str, Any]:
    size = int.from_bytes(file.read(8), "little")
    if length < 8 or size > min(length - 8, _LONGEST_HEADER):
        raise _broken(path, "its header is longer than the file")
    try:
        header = json.loads(file.read(size).decode("utf-8"), object_pairs_hook=_without_duplicates)
    except (ValueError, RecursionError) as error:  # UnicodeDecodeError and JSONDecodeError are ValueErrors
        raise _broken(path, "its header is no JSON") from error
    if not isinstance(header, dict):
        raise _broken(path, "its header is no table")
    return header


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) != len(pairs):
        raise ValueError("a name appears twice")
    return table


def _entry(name: str, value: Any, path: Path) -> _Entry:
    if not isinstance(value, dict) or not {"dtype", "shape", "data_offsets"} <= value.keys():
        raise _broken(path, f"`{name}` is not described")
    dtype, shape, place = value["dtype"], value["shape"], value["data_offsets"]
    if not _is_sizes(shape) or not _is_sizes(place) or len(place) != 2 or place[0] > place[1]:
        raise _broken(path, f"`{name}` has no valid shape or place")
    if not isinstance(dtype, str) or dtype not in _DTYPES:
        raise BackboneError(f"{path} holds `{name}` as {dtype}; convert the file to 32-bit floats (F32).")
    if math.prod(shape) * _DTYPES[dtype].itemsize != place[1] - place[0]:
        raise _broken(path, f"`{name}` has another size than its shape")
    return _Entry(name, _DTYPES[dtype], tuple(shape), place[0], place[1])


def _is_sizes(value: Any) -> bool:
    # bounded, so that a shape of zeros and huge numbers cannot overflow torch
    return isinstance(value, list) and len(value) <= 16 and all(type(n) is int and 0 <= n < 2**40 for n in value)


def _check_layout(entries: list[_Entry], length: int, path: Path) -> None:
    """The tensors lie end to end and fill the file, as the format demands."""
    end = 0
    for entry in sorted(entries, key=lambda entry: (entry.start, entry.stop)):
        if entry.start != end:
            raise _broken(path, f"`{entry.name}` overlaps another tensor or leaves a gap")
        end = entry.stop
    if end != length:
        raise _broken(path, f"{length} bytes of numbers where the header says {end}")


def _tensor(file: BinaryIO, start: int, entry: _Entry, path: Path) -> Tensor:
    if entry.start == entry.stop:
        return torch.empty(entry.shape, dtype=entry.dtype)
    file.seek(start + entry.start)
    raw = bytearray(file.read(entry.stop - entry.start))
    if len(raw) != entry.stop - entry.start:
        raise _broken(path, "it became shorter while it was read")
    return torch.frombuffer(raw, dtype=entry.dtype).reshape(entry.shape)
