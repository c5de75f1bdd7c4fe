"""A tiny network, and a batch of pictures that a test can follow tile by tile."""

from collections.abc import Callable, Iterator

import pytest
import torch

from trainer.data.batch import Batch
from trainer.model.backbone import build_backbone
from trainer.model.facenet import FaceNet


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
            key=torch.arange(count),
            place=torch.arange(count),
        )

    return make
