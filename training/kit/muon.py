"""Muon (Jordan et al. 2024): momentum, made orthogonal, for everything that is a matrix."""

from __future__ import annotations

from collections.abc import Iterable

import torch
from torch import Tensor, nn

# The quintic of Jordan's Newton–Schulz iteration: it takes singular values in (0, 1] to about 1 within five steps.
QUINTIC = (3.4445, -4.7750, 2.0315)


def orthogonalised(matrix: Tensor, steps: int = 5) -> Tensor:
    """The nearest matrix `[rows, columns]` whose singular values are all about 1."""
    a, b, c = QUINTIC
    tall = matrix.shape[0] > matrix.shape[1]
    x = matrix.t() if tall else matrix
    x = x / (x.norm() + 1e-7)
    for _ in range(steps):
        gram = x @ x.t()
        x = a * x + (b * gram + c * gram @ gram) @ x
    return x.t() if tall else x


class Muon(torch.optim.Optimizer):
    """Convolutions count as matrices `[outputs, inputs · height · width]`. Works in float32: bfloat16, which the
    original uses, is a tenth as fast on a CPU that only emulates it."""

    def __init__(self, params: Iterable[nn.Parameter], lr: float, momentum: float = 0.95, decay: float = 0.01) -> None:
        super().__init__(params, {"lr": lr, "momentum": momentum, "decay": decay})

    @torch.no_grad()
    def step(self, closure: None = None) -> None:
        for group in self.param_groups:
            for param in group["params"]:
                if param.grad is not None:
                    self._update(param, param.grad, group)

    def _update(self, param: nn.Parameter, grad: Tensor, group: dict) -> None:
        state = self.state[param]
        average = state.setdefault("momentum", torch.zeros_like(param))
        average.lerp_(grad, 1 - group["momentum"])
        direction = grad.lerp(average, group["momentum"]).reshape(param.shape[0], -1)
        size = max(1.0, direction.shape[0] / direction.shape[1]) ** 0.5
        param.mul_(1 - group["lr"] * group["decay"])
        param.add_(orthogonalised(direction).view_as(param), alpha=-group["lr"] * size)
