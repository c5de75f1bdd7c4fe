"""A batch as the tasks of one step look at it: each view is made and encoded once, when first asked for."""

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar, cast

import numpy as np
import torch
from torch import Generator, Tensor, nn

from trainer.data.batch import Batch
from trainer.model.batch_norm import ViewStatistics, view_statistics
from trainer.model.facenet import FaceNet

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """An encoded view: the face of the batch that each picture was made of (`rows`, int64 [m]), the last feature map
    [m, features, side, side], and the pooled feature float32 [m, pooled]."""

    rows: Tensor
    feature_map: Tensor
    pooled: Tensor


class Look:
    """What the tasks of one step share. `done` is the share of the run that is over.

    All randomness derives from (seed, step, task), drawn on the CPU so that every device gives the same.
    """

    def __init__(
        self,
        net: FaceNet,
        batch: Batch,
        statistics: ViewStatistics = ViewStatistics.OWN,
        seed: int = 0,
        step: int = 0,
        done: float = 0.0,
    ) -> None:
        self.net = net
        self.batch = batch
        self.done = done
        self._statistics = statistics
        self._seed = (seed, step)
        self._device = batch.faces.device
        self._made: dict[str, object] = {}
        kind = self._device.type
        self._precision = torch.get_autocast_dtype(kind) if torch.is_autocast_enabled(kind) else None

    @cached_property
    def whole(self) -> Seen:
        """The batch's faces as they are; what supervised tasks see, so faces without any label are left out."""
        batch = self.batch
        labelled = (batch.emotion_weight > 0) | (batch.pose_weight > 0) | (batch.gender_weight > 0)
        rows = labelled.nonzero()[:, 0]
        if len(rows) in (0, len(batch)):
            return self._seen(batch.faces, self.every_row)
        return self._seen(batch.faces[rows], rows)

    @cached_property
    def every_row(self) -> Tensor:
        return torch.arange(len(self.batch), device=self._device)

    def changed(self, faces: Tensor, rows: Tensor) -> Seen:
        """Encode changed pictures float [m, 3, side, side] of the batch's faces `rows`."""
        alone = len(rows) == 1  # the last picture of a validation set has no batch to normalise it
        with view_statistics(self.net, ViewStatistics.RUNNING if alone else self._statistics):
            return self._seen(faces, rows)

    def swiftly(self, module: nn.Module | Callable[..., Tensor], *inputs: object) -> Tensor:
        """Call a module in the run's own precision; around it, heads and losses are computed in float32."""
        with torch.autocast(self._device.type, self._precision, enabled=self._precision is not None):
            result: Tensor = module(*inputs)
        return result

    def random(self, task: str) -> Generator:
        """A fresh generator on the CPU, the same for the same seed, step and task."""
        words = np.random.SeedSequence((*self._seed, zlib.crc32(task.encode()))).generate_state(1, np.uint64)
        return Generator().manual_seed(int(words[0]))

    def some_rows(self, share: float, random: Generator) -> Tensor:
        """A share of the batch's rows, at least two, drawn without repeats and sorted; int64 [m]."""
        count = min(len(self.batch), max(2, round(share * len(self.batch))))
        return torch.randperm(len(self.batch), generator=random)[:count].sort().values.to(self._device)

    def once(self, name: str, make: Callable[[], _T]) -> _T:
        """What `make` gives, made at the first call for this name."""
        if name not in self._made:
            self._made[name] = make()
        return cast(_T, self._made[name])

    def _seen(self, faces: Tensor, rows: Tensor) -> Seen:
        feature_map = self.swiftly(self.net.encode, faces)
        return Seen(rows, feature_map, self.net.backbone.pool(feature_map))
