"""AdaBelief, the optimiser of the authors' first recipe (Zhuang et al., NeurIPS 2020, algorithm 2)."""

from collections.abc import Callable, Iterable
from typing import Any

import torch
from torch import Tensor
from torch.optim.optimizer import Optimizer


class AdaBelief(Optimizer):
    """Adam that divides by how far each gradient strays from its mean; weight decay is decoupled as in AdamW."""

    def __init__(
        self,
        groups: Iterable[dict[str, Any]],
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-14,
        weight_decay: float = 0.0,
    ) -> None:
        super().__init__(groups, {"lr": lr, "betas": betas, "eps": eps, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self, closure: Callable[[], float] | None = None) -> float | None:  # type: ignore[override]
        loss = None if closure is None else closure()
        for group in self.param_groups:
            for parameter in group["params"]:
                if parameter.grad is not None:
                    self._move(parameter, parameter.grad, group)
        return loss

    def _move(self, parameter: Tensor, gradient: Tensor, group: dict[str, Any]) -> None:
        state = self.state[parameter]
        if not state:
            state["step"] = torch.zeros(())
            state["mean"], state["spread"] = torch.zeros_like(parameter), torch.zeros_like(parameter)
        state["step"] += 1
        (first, second), eps, done = group["betas"], group["eps"], float(state["step"])
        mean, spread = state["mean"], state["spread"]
        mean.lerp_(gradient, 1 - first)
        stray = gradient - mean
        spread.mul_(second).addcmul_(stray, stray, value=1 - second).add_(eps)
        parameter.mul_(1 - group["lr"] * group["weight_decay"])
        width = (spread / (1 - second**done)).sqrt().add_(eps)
        parameter.addcdiv_(mean, width, value=-group["lr"] / (1 - first**done))
