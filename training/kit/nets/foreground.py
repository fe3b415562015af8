"""Which pixels belong to objects that stand on the background, whatever they are."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .blocks import conv3, silence, upsample
from .eraser import Block, scaled

CELL = 2
"""Side in pixels of one cell of both networks at their finest scale."""


class Body(nn.Module):
    """Picture `[B, 3, S, S]` in −1…1 → features `[B, C, S/2, S/2]`. A U-Net down to cells of 32 × 32 pixels, so `S` is a multiple of 32."""

    def __init__(self, channels: tuple[int, int, int, int, int]) -> None:
        super().__init__()
        fine, first, second, third, fourth = channels
        self.stem = conv3(3 * CELL**2, fine)
        self.down1 = nn.Sequential(scaled(fine, first, 3, 2), Block(first))
        self.down2 = nn.Sequential(scaled(first, second, 3, 2), Block(second))
        self.down3 = nn.Sequential(scaled(second, third, 3, 2), Block(third))
        self.down4 = nn.Sequential(scaled(third, fourth, 3, 2), Block(fourth), Block(fourth))
        self.widen3, self.up3 = scaled(fourth, third, 1), Block(third)
        self.widen2, self.up2 = scaled(third, second, 1), Block(second)
        self.widen1, self.up1 = scaled(second, first, 1), Block(first)
        self.widen0, self.up0 = scaled(first, fine, 1), Block(fine)
        self.norm = nn.GroupNorm(1, fine)

    def forward(self, picture: Tensor) -> Tensor:
        fine = self.stem(F.pixel_unshuffle(picture, CELL))
        a = self.down1(fine)
        b = self.down2(a)
        c = self.down3(b)
        d = self.down4(c)
        c = self.up3(c + upsample(self.widen3(d)))
        b = self.up2(b + upsample(self.widen2(c)))
        a = self.up1(a + upsample(self.widen1(b)))
        return F.silu(self.norm(self.up0(fine + upsample(self.widen0(a)))))


class Edges(nn.Module):
    """Picture `[B, 3, S, S]` and the body's features of it `[B, C, S/4, S/4]` → what to add to logits `[B, 1, S, S]`; nothing at first."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.stem = conv3(3 * CELL**2, channels)
        self.widen = nn.Conv2d(channels, channels, 1)
        self.block = Block(channels)
        self.norm = nn.GroupNorm(1, channels)
        self.head = conv3(channels, CELL**2)
        silence(self.head)

    def forward(self, picture: Tensor, features: Tensor) -> Tensor:
        x = self.block(self.stem(F.pixel_unshuffle(picture, CELL)) + upsample(self.widen(features)))
        return F.pixel_shuffle(self.head(F.silu(self.norm(x))), CELL)


class Foreground(nn.Module):
    """Picture `[B, 3, S, S]` in −1…1 → logits `[B, 1, S, S]`, above 0 where an object is. Objects are seen in the picture at half its size,
    which is four times less work; only edges are looked at in full, so `S` is a multiple of 64."""

    def __init__(self, channels: tuple[int, int, int, int, int] = (16, 32, 64, 96, 96)) -> None:
        super().__init__()
        self.channels = channels
        self.body = Body(channels)
        self.head = conv3(channels[0], CELL**2)
        self.edges = Edges(channels[0])

    def forward(self, picture: Tensor) -> Tensor:
        features = self.body(F.avg_pool2d(picture, 2))
        large = F.interpolate(self.told(features), scale_factor=2.0, mode="bilinear", align_corners=False)
        return large + self.edges(picture, features)

    def coarse(self, picture: Tensor) -> Tensor:
        """The same of a picture that is half as large already, `[B, 3, S/2, S/2]` → `[B, 1, S/2, S/2]`."""
        return self.told(self.body(picture))

    def told(self, features: Tensor) -> Tensor:
        return F.pixel_shuffle(self.head(features), CELL)


class SeenTwice(Foreground):
    """The foreground as it is exported: the mean of its logits of a picture and of its mirror image."""

    def __init__(self, trained: Foreground) -> None:
        super().__init__(trained.channels)
        self.load_state_dict(trained.state_dict())

    def forward(self, picture: Tensor) -> Tensor:
        straight, mirrored = super().forward(torch.cat([picture, picture.flip(3)])).chunk(2)
        return (straight + mirrored.flip(3)) / 2
