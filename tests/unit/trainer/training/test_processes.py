"""The processes of a run: alone here, and a stand-in for two; tests/integration starts two real ones."""

import logging
from dataclasses import dataclass, field
from typing import cast

import pytest
import torch
from lightning.fabric import Fabric
from torch import nn

from trainer.model.normalisation import Normalisation, norm_of
from trainer.training.processes import ProcessesError, refuse_misfits, share_statistics, started


@dataclass
class Two:
    """What is asked of Fabric, as the first of two CPU processes would say it."""

    world_size: int = 2
    is_global_zero: bool = True
    device: torch.device = field(default_factory=lambda: torch.device("cpu"))


@pytest.fixture
def two() -> Fabric:
    return cast(Fabric, Two())


def test_alone_it_takes_a_card_or_the_processor() -> None:
    fabric = started("auto", "32-true")
    assert fabric.world_size == 1
    assert fabric.device.type == ("cuda" if torch.cuda.is_available() else "cpu")
    refuse_misfits(fabric, step=7, batch=1)


def test_every_process_needs_faces_enough_for_batch_statistics(two: Fabric) -> None:
    refuse_misfits(two, step=0, batch=4)
    with pytest.raises(ProcessesError, match="batch of 3 is too small for 2 processes"):
        refuse_misfits(two, step=0, batch=3)


@pytest.mark.parametrize("kind", list(Normalisation))
def test_on_cpus_batch_statistics_are_not_shared_and_one_line_says_so(
    two: Fabric, kind: Normalisation, caplog: pytest.LogCaptureFixture
) -> None:
    net = nn.Sequential(nn.Conv2d(3, 8, 1), norm_of(kind)(8))
    with caplog.at_level(logging.WARNING):
        share_statistics(net, two)
    assert len(caplog.records) == (1 if kind is Normalisation.BATCH else 0)
    assert not any(isinstance(module, nn.SyncBatchNorm) for module in net)
