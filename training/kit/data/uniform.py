from __future__ import annotations

import torch
from torch import Tensor


def uniform(low: float, high: float, *shape: int) -> Tensor:
    return torch.rand(*shape) * (high - low) + low
