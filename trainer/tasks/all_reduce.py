"""What the processes of one run tell each other, so that together they compute what one alone would."""

import torch.distributed
from torch import Tensor


def mean_over_processes(value: Tensor) -> Tensor:
    """The mean of a tensor over all processes, without gradient; with one process the tensor itself.

    A loss that each process divides by the mean of all denominators has, averaged over the processes, the value and
    the gradient of one process that saw the whole batch; DistributedDataParallel does average gradients.
    """
    value = value.detach()
    if not (torch.distributed.is_available() and torch.distributed.is_initialized()):
        return value
    total = value.clone()
    torch.distributed.all_reduce(total)
    return total / torch.distributed.get_world_size()
