"""What fits is found by trying smaller batches."""

import pytest
import torch

from trainer.training.memory import largest_fitting


@pytest.mark.parametrize(("room", "fits"), [(100, 64), (40, 32), (2, 2), (1, None)])
def test_the_first_half_of_a_half_that_fits_is_named(room: int, fits: int | None) -> None:
    tried: list[int] = []

    def attempt(count: int) -> None:
        tried.append(count)
        if count > room:
            raise torch.OutOfMemoryError("out of memory")

    assert largest_fitting(attempt, 128) == fits
    assert tried[0] == 64
