"""Training batches made on the device from faces held there: the pictures, keys and places of `Dataset`."""

from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass, fields

import numpy as np
import torch
from torch import Tensor

from trainer.data.augment import Augmentation
from trainer.data.batch import Batch
from trainer.data.dataset import Dataset, SourceUse
from trainer.data.draws import draws, keys_of
from trainer.data.movements import MIRRORED
from trainer.data.on_device.appearance import blurred, coarse, lit, noisy
from trainer.data.on_device.changes import drawn
from trainer.data.on_device.geometry import cut_pieces, label_turns, piece_for, warp_of
from trainer.data.on_device.held_faces import free_memory, hold
from trainer.data.picture import DataError
from trainer.data.read_ahead import made_ahead


@dataclass(frozen=True, slots=True, eq=False)
class _Plan:
    """All that is decided of a batch before the device works on it; `..._at` are the rows that lose detail."""

    keys: Tensor
    places: Tensor
    rows: Tensor
    weights: Tensor
    warp: Tensor
    turns: Tensor
    signs: Tensor
    flip: Tensor
    level: Tensor
    lift: Tensor
    grey: Tensor
    coarse_at: Tensor
    coarse_px: Tensor
    blur_at: Tensor
    blur_sigma: Tensor
    noise_at: Tensor
    noise_sd: Tensor
    noise_start: Tensor
    noise_grain_px: Tensor

    def to(self, device: torch.device) -> "_Plan":
        return _Plan(*(getattr(self, field.name).to(device, non_blocking=True) for field in fields(self)))

    def pinned(self) -> "_Plan":
        """In pinned memory, from which copies to a GPU are asynchronous."""
        return _Plan(*(getattr(self, field.name).pin_memory() for field in fields(self)))


class HeldData:
    """`data` with its faces held on `device`, cut for changes up to `how`.

    Raises DataError when the device has too little memory.
    """

    def __init__(self, data: Dataset, how: Augmentation, device: torch.device) -> None:
        self._data = data
        self._device = device
        self._piece = piece_for(how, data.size_px)
        self._held = hold(data, self._piece, device, free_memory(device))
        self._mirrored = torch.tensor(MIRRORED, device=device)

    def places(self, use: str) -> tuple[int, ...]:
        return self._data.places(use)

    def emotion_counts(self) -> tuple[float, ...]:
        return self._data.emotion_counts()

    def training_batches(
        self, size: int, how: Augmentation, start: int, stop: int, rank: int = 0, ranks: int = 1
    ) -> Generator[Batch, None, None]:
        """The batches of the steps from `start` up to `stop`, on the device; of several processes each gets its rows.

        What is decided on the CPU is decided ahead on a thread. The device is always given the next batch before the
        caller gets the present one, so that it has work while the caller's step is begun.
        """
        if not self._piece.covers(piece_for(how, self._data.size_px)):
            raise DataError("These faces are held for smaller changes; hold them anew for this augmentation.")

        def plan(step: int) -> _Plan:
            planned = self._plan(step, size, how, rank, ranks)
            return planned.pinned() if self._device.type == "cuda" else planned

        with closing(made_ahead(plan, start, stop)) as plans:
            ready: Batch | None = None
            for planned in plans:
                made = self._batch(planned, how)
                if ready is not None:
                    yield ready
                ready = made
            if ready is not None:
                yield ready

    def _plan(self, step: int, size: int, how: Augmentation, rank: int, ranks: int) -> _Plan:
        uses, epochs, places = zip(*list(self._data.rows(step, size))[rank::ranks], strict=True)
        keys = keys_of(self._data.seed, torch.tensor(epochs), torch.tensor(places))
        rows = self._rows(keys, places, uses)
        changes = drawn(keys, how)
        turns, signs = label_turns(changes)
        coarse_at, blur_at, noise_at = (
            each.nonzero()[:, 0] for each in (changes.coarse_px, changes.blur_sigma, changes.noise_sd)
        )
        return _Plan(
            keys=keys,
            places=torch.arange(len(keys)) * ranks + rank,
            rows=rows,
            weights=torch.tensor([_weights(use) for use in uses]),
            warp=warp_of(changes, self._held.turn_deg[rows], self._piece.margin),
            turns=turns,
            signs=signs,
            flip=changes.flip,
            level=changes.level.float(),
            lift=changes.lift.float(),
            grey=changes.grey,
            coarse_at=coarse_at,
            coarse_px=changes.coarse_px[coarse_at],
            blur_at=blur_at,
            blur_sigma=changes.blur_sigma[blur_at].float(),
            noise_at=noise_at,
            noise_sd=changes.noise_sd[noise_at].float(),
            noise_start=changes.noise_start[noise_at],
            noise_grain_px=changes.noise_grain_px[noise_at].float(),
        )

    def _rows(self, keys: Tensor, places: Sequence[int], uses: Sequence[SourceUse]) -> Tensor:
        """Where the pictures are held; whole where that is drawn, or where no face was found."""
        often = torch.tensor([use.whole for use in uses], dtype=torch.float64)
        whole = (draws(keys, "whole", 1)[:, 0] < often).numpy().astype(np.int64)
        chosen, other = (self._held.rows[list(places), each] for each in (whole, 1 - whole))
        return torch.from_numpy(np.where(chosen < 0, other, chosen))

    def _batch(self, planned: _Plan, how: Augmentation) -> Batch:
        plan, held = planned.to(self._device), self._held
        movements = held.movements[plan.rows]
        weights = plan.weights * held.known[plan.rows]
        return Batch(
            faces=self._faces(plan, how),
            emotion=held.emotion[plan.rows],
            emotion_weight=weights[:, 0],
            rotation=((plan.turns @ held.rotation[plan.rows]) * plan.signs).float(),
            pose_weight=weights[:, 1],
            female=held.female[plan.rows],
            gender_weight=weights[:, 2],
            movements=torch.where(plan.flip[:, None], movements[:, self._mirrored], movements),
            movements_weight=weights[:, 3],
            key=plan.keys,
            place=plan.places,
        )

    def _faces(self, plan: _Plan, how: Augmentation) -> Tensor:
        faces = cut_pieces(self._held.faces[plan.rows], plan.warp, self._data.size_px)
        faces = lit(faces, plan.level, plan.lift, plan.grey)
        if len(plan.coarse_at):
            faces[plan.coarse_at] = coarse(faces[plan.coarse_at], plan.coarse_px, how.coarse_px)
        if len(plan.blur_at):
            faces[plan.blur_at] = blurred(faces[plan.blur_at], plan.blur_sigma, how.blur_px)
        if len(plan.noise_at):
            at = plan.noise_at
            faces[at] = noisy(faces[at], plan.noise_sd, plan.noise_start, plan.noise_grain_px)
        return faces.round().to(torch.uint8, memory_format=torch.channels_last)


def _weights(use: SourceUse) -> tuple[float, float, float, float]:
    """How much the labels of emotion, pose, gender and movements count."""
    return (use.emotion_weight, use.pose_weight, use.gender_weight, 1.0) if use.labels else (0.0, 0.0, 0.0, 0.0)
