"""How large a batch may be, found out after one was too large."""

from collections.abc import Callable

import torch


def largest_fitting(attempt: Callable[[int], object], too_large: int) -> int | None:
    """The largest of a half, a quarter, ... of a batch that `attempt` gets through; None if not even two faces fit."""
    count = too_large // 2
    while count >= 2:
        try:
            attempt(count)
        except torch.OutOfMemoryError:
            count //= 2
        else:
            return count
    return None
