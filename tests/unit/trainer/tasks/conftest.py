"""A tiny network, a batch of pictures that a test can follow tile by tile, and an eye that solves every puzzle."""

from collections.abc import Callable, Iterator

import pytest
import torch
from torch import Tensor, nn

from trainer.data.batch import Batch
from trainer.model.backbone import build_backbone
from trainer.model.facenet import FaceNet
from trainer.tasks.look import Look, Seen
from trainer.tasks.tiles import cut


@pytest.fixture(autouse=True)
def _one_thread() -> Iterator[None]:
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.fixture
def net() -> FaceNet:
    torch.manual_seed(3)
    return FaceNet(build_backbone(widths=(4, 8), blocks=(1, 1)))


@pytest.fixture
def made_batch() -> Callable[..., Batch]:
    def make(count: int = 6, side: int = 24) -> Batch:
        random = torch.Generator().manual_seed(5)
        return Batch(
            faces=torch.randint(0, 256, (count, 3, side, side), dtype=torch.uint8, generator=random),
            emotion=torch.eye(8)[torch.arange(count) % 8],
            emotion_weight=torch.ones(count),
            rotation=torch.eye(3).expand(count, 3, 3),
            pose_weight=torch.ones(count),
            female=torch.arange(count) % 2.0,
            gender_weight=torch.ones(count),
            movements=torch.rand(count, 52, generator=random),
            movements_weight=torch.ones(count),
            key=torch.arange(count),
            place=torch.arange(count),
        )

    return make


class WatchedLook(Look):
    """Keeps every changed view that was encoded, and what share of the feature was left out for whom."""

    def changed(self, faces: Tensor, rows: Tensor, name: str, whole: bool = False) -> Seen:
        self.views = [*getattr(self, "views", []), (faces.clone(), rows)]
        return super().changed(faces, rows, name, whole)

    def dropped(self, view: Seen, share: float, name: str) -> Tensor:
        self.left_out = {**getattr(self, "left_out", {}), name: share}
        return super().dropped(view, share, name)


class ByEye(nn.Module):
    """Heads that look at the last view and at the faces it was made of, and say what they see, very sure of it.

    `turns` says by how many quarters anticlockwise each slot's tile is turned, otherwise which tile it is.
    """

    dropout = 0.2

    def __init__(self, look: WatchedLook, grid: int, turns: bool) -> None:
        super().__init__()
        self._look, self._grid, self._turns = look, grid, turns

    def forward(self, pooled: Tensor) -> Tensor:
        shown, rows = self._look.views[-1]
        tiles = cut(self._look.batch.faces[rows].float(), self._grid)
        every = torch.stack([torch.rot90(tiles, quarter, (-2, -1)) for quarter in range(4)], dim=2)
        same = (cut(shown, self._grid)[:, :, None, None] == every[:, None]).flatten(4).all(4)  # [n, slot, tile, turn]
        assert (same.sum((2, 3)) == 1).all(), "every slot shows one tile of this face"
        return 50.0 * same.any(2 if self._turns else 3).float()


@pytest.fixture
def watched_look() -> type[WatchedLook]:
    return WatchedLook


@pytest.fixture
def by_eye() -> type[ByEye]:
    return ByEye
