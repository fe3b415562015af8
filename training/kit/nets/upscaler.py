"""Decoded windows, four times larger."""

from __future__ import annotations

from torch import Tensor, nn
from torch.nn import functional as F

from .blocks import conv3, silence


class Upscaler(nn.Module):
    """`[B, 3, H, W]` → `[B, 3, 4H, 4W]`, in −1…1: corrections to a bilinear enlargement. It looks at the picture at
    half its size, where a given number of layers has twice the receptive field for a quarter of the work."""

    def __init__(self, channels: int = 64, blocks: int = 6) -> None:
        super().__init__()
        self.stem = conv3(12, channels)
        self.blocks = nn.ModuleList(
            [nn.Sequential(conv3(channels, channels), nn.SiLU(), conv3(channels, channels)) for _ in range(blocks)]
        )
        for block in self.blocks:
            silence(block[2])
        self.double1 = conv3(channels, 48 * 4)
        self.fine = nn.Sequential(nn.SiLU(), conv3(48, 48), nn.SiLU())
        self.double2 = conv3(48, 16 * 4)
        self.out = conv3(16, 12)
        silence(self.out)

    def forward(self, picture: Tensor) -> Tensor:
        return self.upscaled(picture, self.features(picture))

    def features(self, picture: Tensor) -> Tensor:
        """`[B, 16, 2H, 2W]`: what corrections are read from."""
        h = self.stem(F.pixel_unshuffle(picture, 2))
        for block in self.blocks:
            h = h + block(h)
        h = self.fine(F.pixel_shuffle(self.double1(h), 2))
        return F.silu(F.pixel_shuffle(self.double2(h), 2))

    def upscaled(self, picture: Tensor, features: Tensor) -> Tensor:
        return enlarged(picture, 4) + F.pixel_shuffle(self.out(features), 2)

    def doubled(self, picture: Tensor, features: Tensor) -> Tensor:
        """`[B, 3, 2H, 2W]`: the means of 2 × 2 pixels of `upscaled`, without making those. The four corrections of a pixel
        are neighbours among the channels, and the mean of their convolutions is the convolution with their mean."""
        weight, bias = self.out.weight.unflatten(0, (3, 4)).mean(1), self.out.bias.unflatten(0, (3, 4)).mean(1)
        return enlarged(picture, 2) + F.conv2d(features, weight, bias, padding=1)


def enlarged(picture: Tensor, times: float) -> Tensor:
    return F.interpolate(picture, scale_factor=float(times), mode="bilinear", align_corners=False)
