"""A piece of every training picture, decoded once and held on the device with its labels."""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from app.perception.crop import Crop, cut, whole_picture
from trainer.data.augment import Pixels
from trainer.data.dataset import Dataset, Sample, SourceUse, labelled
from trainer.data.on_device.geometry import Piece
from trainer.data.picture import DataError, FoundPicture, decode

_AT_ONCE = 512
_ROOM = 0.7
"""The share of a device's free memory that faces may take; the rest is the network's."""
_COUNTED_ONCE = SourceUse(share=1.0)


@dataclass(frozen=True, slots=True, eq=False)
class HeldFaces:
    """Faces uint8 [n, 3, m, m] on the device, labels in the axes of the unchanged crop, weights 1 or 0 where unknown.

    emotion: float32 [n, 8]. rotation: float64 [n, 3, 3]. female: float32 [n]. movements: float32 [n, 52]. known:
    float32 [n, 4] of emotion, pose, gender and movements. `turn_deg`, float64 [n] on the CPU, is how far each crop is
    turned in its picture. `rows` int64 [pictures, 2], on the CPU too, says where a picture's crop and the whole of it
    are held, or -1.
    """

    faces: Tensor
    emotion: Tensor
    rotation: Tensor
    female: Tensor
    movements: Tensor
    known: Tensor
    turn_deg: Tensor
    rows: NDArray[np.int64]


def hold(data: Dataset, piece: Piece, device: torch.device, free_bytes: int | None = None) -> HeldFaces:
    """Decode, cut and hold what the uses of the data may take: crops, whole pictures, or both.

    `free_bytes` is the device's free memory, None where it is not limited. Raises DataError when that is too little.
    """
    wanted = _wanted(data)
    _refuse_too_many(len(wanted), piece, free_bytes)
    faces = torch.empty((len(wanted), 3, piece.side_px, piece.side_px), dtype=torch.uint8, device=device)
    samples = list[Sample]()
    for some in _prepared(data, wanted, piece):
        pixels = torch.from_numpy(np.stack([sample.pixels for sample in some])).permute(0, 3, 1, 2)
        faces[len(samples) : len(samples) + len(some)] = pixels.to(device)
        samples += [replace(sample, pixels=_NO_PIXELS) for sample in some]
    turns = [_crop_turn_deg(data.crop(place), whole) for place, whole in wanted]
    return _held(faces, samples, turns, _places(wanted))


def bytes_needed(faces: int, piece: Piece) -> int:
    return faces * 3 * piece.side_px**2


def free_memory(device: torch.device) -> int | None:
    """In bytes; None for the CPU, whose pictures may be swapped out."""
    return torch.cuda.mem_get_info(device)[0] if device.type == "cuda" else None


def _wanted(data: Dataset) -> tuple[tuple[int, bool], ...]:
    """The place of each picture in use, and whether by its crop or whole; pictures without a face are taken whole."""
    wanted = set[tuple[int, bool]]()
    for name, use in data.uses.items():
        for place in data.places(name):
            found = data.crop(place) is not None
            if found and use.whole < 1:
                wanted.add((place, False))
            if not found or use.whole > 0:
                wanted.add((place, True))
    return tuple(sorted(wanted))


def _refuse_too_many(faces: int, piece: Piece, free_bytes: int | None) -> None:
    needed = bytes_needed(faces, piece)
    if free_bytes is not None and needed > _ROOM * free_bytes:
        raise DataError(
            f"{faces:,} faces of {piece.side_px} px take {needed / 2**20:,.0f} MiB, more than {_ROOM:.0%} of the "
            f'{free_bytes / 2**20:,.0f} MiB that the device has free; set `augment_on = "cpu"`.'
        )


def _prepared(data: Dataset, wanted: Sequence[tuple[int, bool]], piece: Piece) -> Iterator[list[Sample]]:
    """Decoded and cut on all cores (cv2 holds no lock meanwhile), some hundred at a time."""

    def prepare(each: tuple[int, bool]) -> Sample:
        return _piece_of(data.picture(each[0]), each[1], piece)

    rest = iter(wanted)
    with ThreadPoolExecutor(os.cpu_count() or 1, "poise-decoding") as pool:
        while some := list(islice(rest, _AT_ONCE)):
            yield list(pool.map(prepare, some))


def _piece_of(found: FoundPicture, whole: bool, piece: Piece) -> Sample:
    pixels = decode(found.picture.image)
    crop = whole_picture(pixels.shape[1], pixels.shape[0]) if whole or found.crop is None else found.crop
    held = cut(pixels, crop.changed(scale=piece.margin), piece.side_px)
    return labelled(held, found.labels, crop, _COUNTED_ONCE)


def _crop_turn_deg(crop: Crop | None, whole: bool) -> float:
    return 0.0 if whole or crop is None else crop.turn_deg


def _places(wanted: Sequence[tuple[int, bool]]) -> NDArray[np.int64]:
    rows = np.full((1 + max(place for place, _ in wanted), 2), -1, np.int64)
    for row, (place, whole) in enumerate(wanted):
        rows[place, int(whole)] = row
    return rows


def _held(faces: Tensor, samples: Sequence[Sample], turns: Sequence[float], rows: NDArray[np.int64]) -> HeldFaces:
    known = [
        (sample.emotion_weight, sample.pose_weight, sample.gender_weight, sample.movements_weight)
        for sample in samples
    ]  # fmt: skip
    return HeldFaces(
        faces=faces,
        emotion=torch.tensor([sample.emotion for sample in samples], device=faces.device),
        rotation=torch.from_numpy(np.stack([sample.rotation for sample in samples])).double().to(faces.device),
        female=torch.tensor([sample.female for sample in samples], device=faces.device),
        movements=torch.from_numpy(np.stack([sample.movements for sample in samples])).to(faces.device),
        known=torch.tensor(known, device=faces.device),
        turn_deg=torch.tensor(turns, dtype=torch.float64),
        rows=rows,
    )


_NO_PIXELS: Pixels = np.zeros((0, 0, 3), np.uint8)
