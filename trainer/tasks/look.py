"""A batch as the tasks of one step look at it: each view is made and encoded once, when first asked for."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar, cast

import torch
from torch import Tensor, nn

from trainer.data.batch import Batch
from trainer.data.cutout import NO_CUTOUT, Cutout, hide_patches
from trainer.data.draws import draws
from trainer.model.batch_norm import ViewStatistics, view_statistics
from trainer.model.facenet import FaceNet

_T = TypeVar("_T")
_GOLDEN_RATIO = (math.sqrt(5) - 1) / 2
_STEP = math.sqrt(2) - 1


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """An encoded view: the face of the batch that each picture was made of (`rows`, int64 [m]), the last feature map
    [m, features, side, side], and the pooled feature float32 [m, pooled]."""

    rows: Tensor
    feature_map: Tensor
    pooled: Tensor


class Look:
    """What the tasks of one step share; they ask in the same order in every process. `done` is the share of the run
    that is over.

    All randomness derives from (seed, epoch, picture, task), so it is the same however the batch is split. `cutout`
    hides patches of what a training network sees, after every other change of a picture.
    """

    def __init__(
        self,
        net: FaceNet,
        batch: Batch,
        statistics: ViewStatistics = ViewStatistics.OWN,
        done: float = 0.0,
        cutout: Cutout = NO_CUTOUT,
        step: int = 0,
    ) -> None:
        self.net = net
        self.batch = batch
        self.done = done
        self._statistics = statistics
        self._cutout = cutout
        self._device = batch.faces.device
        self._made: dict[str, object] = {}
        self._begin = step * _STEP
        kind = self._device.type
        self._precision = torch.get_autocast_dtype(kind) if torch.is_autocast_enabled(kind) else None

    @cached_property
    def whole(self) -> Seen:
        """The batch's faces as they are; what supervised tasks see, so faces without any label are left out."""
        batch = self.batch
        labelled = (batch.emotion_weight > 0) | (batch.pose_weight > 0) | (batch.gender_weight > 0)
        labelled |= batch.movements_weight > 0
        rows = labelled.nonzero()[:, 0]
        if len(rows) in (0, len(batch)):
            rows = self._every_row
        return self._seen(self._cut_out(batch.faces[rows], rows, "whole"), rows)

    @cached_property
    def _every_row(self) -> Tensor:
        return torch.arange(len(self.batch), device=self._device)

    def changed(self, faces: Tensor, rows: Tensor, name: str, whole: bool = False) -> Seen:
        """Encode changed pictures float [m, 3, side, side] of the batch's faces `rows`; a view called `name`.

        Patches are hidden in it too, but not where it must stay `whole` as it is given.
        """
        if not whole:
            faces = self._cut_out(faces, rows, name)
        alone = len(rows) == 1  # the last picture of a validation set has no batch to normalise it
        with view_statistics(self.net, ViewStatistics.RUNNING if alone else self._statistics):
            return self._seen(faces, rows)

    def autocast(self, module: nn.Module | Callable[..., Tensor], *inputs: object) -> Tensor:
        """Call a module in the run's own precision; around it, heads and losses are computed in float32."""
        with torch.autocast(self._device.type, self._precision, enabled=self._precision is not None):
            result: Tensor = module(*inputs)
        return result

    def draw(self, name: str, rows: Tensor, count: int) -> Tensor:
        """Uniform numbers float64 [m, count] in [0, 1) of the batch's faces `rows`, other ones for every name."""
        return draws(self.batch.key[rows], name, count)

    def some_rows(self, share: float) -> Tensor:
        """About a share of the batch's rows, rising; int64 [m]. At least two, which batch statistics need.

        A row is taken or not by its place in the batch of all processes: multiples of the golden ratio fall evenly
        on every stretch of the batch, whoever holds it. The next call goes on where this one ended, so that tasks
        share rows only where they must, and each step begins elsewhere, so that no place is left out for ever.
        """
        if share >= 1:
            return self._every_row
        taken = (self._places * _GOLDEN_RATIO - self._begin) % 1 < share
        self._begin += share
        rows = taken.nonzero()[:, 0].to(self._device, non_blocking=True)
        return rows if len(rows) >= 2 else self._every_row[:2]

    @cached_property
    def _places(self) -> Tensor:
        """Read from a GPU once: with them on the CPU no task synchronises with what the one before is doing there."""
        return self.batch.place.cpu().double()

    def dropped(self, view: Seen, share: float, name: str) -> Tensor:
        """The pooled feature with a `share` of its numbers left out while the network trains; float32 [m, pooled]."""
        if not self.net.training:
            return view.pooled
        kept = self.draw(f"{name} dropout", view.rows, view.pooled.shape[1]) >= share
        return view.pooled * kept / (1 - share)

    def once(self, name: str, make: Callable[[], _T]) -> _T:
        """What `make` gives, made at the first call for this name."""
        if name not in self._made:
            self._made[name] = make()
        return cast(_T, self._made[name])

    def _cut_out(self, faces: Tensor, rows: Tensor, name: str) -> Tensor:
        if not self.net.training or not self._cutout.probability:
            return faces
        return hide_patches(faces, self._cutout, lambda count: self.draw(f"{name} cutout", rows, count))

    def _seen(self, faces: Tensor, rows: Tensor) -> Seen:
        feature_map = self.autocast(self.net.encode, faces)
        return Seen(rows, feature_map, self.net.backbone.pool(feature_map))
