"""An independent classifier that judges edits; never used for guidance or choice."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from .blocks import Residual, conv3, group_norm


class Judge(nn.Module):
    """Windows `[B, 3, 64, 64]` → logits of the objects."""

    def __init__(self, things: int) -> None:
        super().__init__()
        self.body = nn.Sequential(
            nn.PixelUnshuffle(2),
            conv3(12, 32),
            nn.SiLU(),
            conv3(32, 64, stride=2),
            Residual(64, 64),
            conv3(64, 128, stride=2),
            Residual(128, 128),
            conv3(128, 192, stride=2),
            Residual(192, 192),
            group_norm(192),
            nn.SiLU(),
        )
        self.out = nn.Linear(384, things)

    def features(self, picture: Tensor) -> Tensor:
        """`[B, 384]`, what Fréchet distances are measured on."""
        h = self.body(picture)
        return torch.cat([h.mean((2, 3)), h.amax((2, 3))], 1)

    def forward(self, picture: Tensor) -> Tensor:
        return self.out(self.features(picture))
