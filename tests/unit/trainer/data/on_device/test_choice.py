"""Where faces are changed follows the device and what is asked for."""

from collections.abc import Callable

import torch

from trainer.data.augment import NOTHING
from trainer.data.dataset import Dataset
from trainer.data.on_device.choice import AugmentOn, data_for
from trainer.data.on_device.held_data import HeldData

CPU = torch.device("cpu")


def test_a_cpu_changes_pictures_one_by_one_unless_told_otherwise(made_data: Callable[[], Dataset]) -> None:
    data, told = made_data(), list[str]()
    assert data_for(data, CPU, AugmentOn.AUTO, NOTHING, told.append) is data
    assert data_for(data, CPU, AugmentOn.CPU, NOTHING, told.append) is data
    held = data_for(data, CPU, AugmentOn.DEVICE, NOTHING, told.append)
    assert isinstance(held, HeldData)
    assert held.places("made") == data.places("made")
    assert held.emotion_counts() == data.emotion_counts()
    assert data_for(held, CPU, AugmentOn.DEVICE, NOTHING, told.append) is held
    assert not told
