"""Layers that several networks are built of."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F


def group_norm(channels: int) -> nn.GroupNorm:
    """At most 16 groups of at least 8 channels."""
    return nn.GroupNorm(min(16, channels // 8), channels)


def conv3(inputs: int, outputs: int, stride: int = 1) -> nn.Conv2d:
    return nn.Conv2d(inputs, outputs, 3, stride=stride, padding=1)


def silence(layer: nn.Conv2d | nn.Linear) -> None:
    """Zero weights: the block it ends adds nothing at first."""
    nn.init.zeros_(layer.weight)
    nn.init.zeros_(layer.bias)


class TokenLinear(nn.Module):
    """`x @ weight + bias`. Unlike `nn.Linear` it keeps its weight as `[inputs, outputs]`, so an ONNX export of it on
    `[B, L, inputs]` keeps the weight's name too, and a pack can be trained on from its own graphs."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        linear = nn.Linear(inputs, outputs)
        self.weight = nn.Parameter(linear.weight.detach().t().contiguous())
        self.bias = nn.Parameter(linear.bias.detach().clone())

    def forward(self, x: Tensor) -> Tensor:
        return x @ self.weight + self.bias


class Residual(nn.Module):
    """Norm, SiLU, conv, twice; with a condition `[B, condition]`, the second norm is scaled and shifted by it."""

    def __init__(self, inputs: int, outputs: int, condition: int | None = None) -> None:
        super().__init__()
        self.norm1 = group_norm(inputs)
        self.conv1 = conv3(inputs, outputs)
        self.norm2 = group_norm(outputs)
        self.conv2 = conv3(outputs, outputs)
        self.skip = nn.Conv2d(inputs, outputs, 1) if inputs != outputs else nn.Identity()
        self.modulate = nn.Linear(condition, 2 * outputs) if condition else None
        silence(self.conv2)

    def forward(self, x: Tensor, condition: Tensor | None = None) -> Tensor:
        h = self.norm2(self.conv1(F.silu(self.norm1(x))))
        if self.modulate is not None and condition is not None:
            scale, shift = self.modulate(condition)[:, :, None, None].chunk(2, 1)
            h = h * (1 + scale) + shift
        return self.skip(x) + self.conv2(F.silu(h))


class Attention(nn.Module):
    """Self-attention over the cells of a map, then cross-attention from the cells to the prompt's tokens."""

    def __init__(self, channels: int, width: int, heads: int = 4) -> None:
        super().__init__()
        self.heads = heads
        self.norm1 = group_norm(channels)
        self.query1 = nn.Conv2d(channels, channels, 1)
        self.key_value1 = nn.Conv2d(channels, 2 * channels, 1)
        self.out1 = nn.Conv2d(channels, channels, 1)
        self.norm2 = group_norm(channels)
        self.query2 = nn.Conv2d(channels, channels, 1)
        self.key_value2 = TokenLinear(width, 2 * channels)
        self.out2 = nn.Conv2d(channels, channels, 1)
        silence(self.out1)
        silence(self.out2)

    def forward(self, x: Tensor, tokens: Tensor, padding: Tensor) -> Tensor:
        """:param tokens: `[B, L, width]`
        :param padding: `[B, 1, 1, L]`, 0, or very low where a token is padding"""
        batch, channels, height, width = x.shape
        size = channels // self.heads

        def cells(t: Tensor) -> Tensor:
            return t.reshape(batch, self.heads, size, height * width).transpose(2, 3)

        def attend(query: Tensor, key: Tensor, value: Tensor, bias: Tensor | float) -> Tensor:
            weights = (query @ key.transpose(2, 3) * size**-0.5 + bias).softmax(-1)
            return (weights @ value).transpose(2, 3).reshape(batch, channels, height, width)

        normed = self.norm1(x)
        key, value = (cells(t) for t in self.key_value1(normed).chunk(2, 1))
        x = x + self.out1(attend(cells(self.query1(normed)), key, value, 0.0))
        key, value = self.key_value2(tokens).view(batch, -1, 2, self.heads, size).permute(2, 0, 3, 1, 4)
        return x + self.out2(attend(cells(self.query2(self.norm2(x))), key, value, padding))


def upsample(x: Tensor) -> Tensor:
    return F.interpolate(x, scale_factor=2.0, mode="nearest")


def timestep_features(timestep: Tensor, width: int = 128) -> Tensor:
    """`[B]` → `[B, width]`: cosines and sines of falling frequencies (Vaswani et al. 2017)."""
    half = width // 2
    exponents = torch.arange(half, dtype=torch.float32, device=timestep.device) / half
    angles = timestep.float()[:, None] * torch.exp(-9.210340371976184 * exponents)
    return torch.cat([angles.cos(), angles.sin()], 1)
