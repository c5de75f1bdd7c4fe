"""Where faces are changed: on the device that trains, if they fit there, or on the CPU."""

import os
from collections.abc import Callable
from enum import StrEnum
from typing import assert_never

import torch

from trainer.data.augment import Augmentation
from trainer.data.batch import TrainingData
from trainer.data.dataset import Dataset
from trainer.data.picture import DataError


class AugmentOn(StrEnum):
    """CPU: cv2, one picture after the other. DEVICE: kornia, in batches. AUTO: on the device where it is a GPU."""

    AUTO = "auto"
    CPU = "cpu"
    DEVICE = "device"


def data_for(
    data: TrainingData, device: torch.device, chosen: AugmentOn, how: Augmentation, tell: Callable[[str], None]
) -> TrainingData:
    """The data to train on at `device`. Data that is not decoded in memory stays as it is.

    Where a GPU that nobody insisted on is too small, `tell` hears it. Raises DataError where it was insisted on.
    """
    if not isinstance(data, Dataset):
        return data
    match chosen:
        case AugmentOn.CPU:
            return data
        case AugmentOn.DEVICE:
            return _held(data, how, device)
        case AugmentOn.AUTO:
            return _if_it_fits(data, device, how, tell)
        case other:
            assert_never(other)


def training_device() -> torch.device:
    """The device that Fabric chooses for this process, which torchrun may have started beside others."""
    if not torch.cuda.is_available():
        return torch.device("cpu")
    return torch.device("cuda", int(os.environ.get("LOCAL_RANK", "0")))


def _if_it_fits(data: Dataset, device: torch.device, how: Augmentation, tell: Callable[[str], None]) -> TrainingData:
    if device.type != "cuda":
        return data
    try:
        return _held(data, how, device)
    except DataError as error:
        tell(f"{error} Until then the CPU changes them.")
        return data


def _held(data: Dataset, how: Augmentation, device: torch.device) -> TrainingData:
    from trainer.data.on_device.held_data import HeldData  # brings kornia, which takes seconds to import

    return HeldData(data, how, device)
