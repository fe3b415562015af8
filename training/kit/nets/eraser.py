"""What is behind an object: a blend of simple fills, and a colour of the network's own."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .blocks import conv3, silence, upsample
from .prefills import CANDIDATES, prefills
from .repeats import evidence, repeats

CELL = 4
"""Side in pixels of one cell of the network."""
COPIES = 2
PLANES = 3 + 1 + 3 * (len(CANDIDATES) + COPIES) + COPIES
"""Picture, mask, fills, copies from a period away, and the evidence for these."""
TRUST = (2.0, 0.75)
"""What a logarithm of evidence adds to a copy's logit at first, and the evidence at which it adds nothing."""


class Block(nn.Module):
    """Norm, SiLU, conv, SiLU, conv, added to what came in."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.norm = nn.GroupNorm(1, channels)
        self.conv1 = conv3(channels, channels)
        self.conv2 = conv3(channels, channels)
        silence(self.conv2)

    def forward(self, x: Tensor) -> Tensor:
        return x + self.conv2(F.silu(self.conv1(F.silu(self.norm(x)))))


def scaled(inputs: int, outputs: int, kernel: int, stride: int = 1) -> nn.Sequential:
    return nn.Sequential(nn.GroupNorm(1, inputs), nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2))


class Eraser(nn.Module):
    """Picture `[B, 3, S, S]` in −1…1 and hole `[B, 1, S, S]`, 1 where nothing of the background is to be seen, → the picture with its hole filled,
    the weights of `CANDIDATES` `[B, 7, S, S]`, and what is added to their sum, `[B, 3, S, S]`: copies from a period away and a colour of the
    network's own, each times its weight. A U-Net over cells of 4 × 4 pixels."""

    def __init__(self, channels: tuple[int, int, int, int] = (40, 80, 128, 128)) -> None:
        super().__init__()
        first, second, third, fourth = channels
        self.stem = nn.Conv2d(PLANES * CELL**2, first, 1)
        self.down1 = Block(first)
        self.down2 = nn.Sequential(scaled(first, second, 3, 2), Block(second), Block(second))
        self.down3 = nn.Sequential(scaled(second, third, 3, 2), Block(third), Block(third))
        self.down4 = nn.Sequential(scaled(third, fourth, 3, 2), Block(fourth), Block(fourth))
        self.widen3, self.up3 = scaled(fourth, third, 1), Block(third)
        self.widen2, self.up2 = scaled(third, second, 1), Block(second)
        self.widen1, self.up1 = scaled(second, first, 1), Block(first)
        self.norm = nn.GroupNorm(1, first)
        self.head = conv3(first, (3 + len(CANDIDATES) + COPIES + 1) * CELL**2)
        self.head.weight.data *= 0.1
        nn.init.zeros_(self.head.bias)
        self.trust = nn.Parameter(torch.tensor(TRUST))

    def forward(self, picture: Tensor, hole: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        known = 1 - hole
        seen = picture * known
        fills = prefills(seen, known)
        # Colours and periods take more bits than bfloat16 has.
        with torch.autocast(picture.device.type, enabled=False):
            copies = repeats(seen, known, fills[0])
            told = evidence(seen, known, copies)
        weights, rest = self.blend(seen, known, fills, copies, told)
        mixed = sum((fill * weights[:, i : i + 1] for i, fill in enumerate(fills)), rest)
        return seen + hole * mixed.clamp(-1, 1), weights, rest

    def blend(
        self, seen: Tensor, known: Tensor, fills: list[Tensor], copies: list[Tensor], told: Tensor
    ) -> tuple[Tensor, Tensor]:
        """The weights of the fills, and all the rest times its weights."""
        told = told.clamp(-3, 6)
        out = self.scores(torch.cat([seen, known, *fills, *copies, told], 1)).float()
        of_fills, of_copies, own = (2 * out[:, 3:]).split([len(fills), len(copies), 1], 1)
        of_copies = of_copies + self.trust[0] * (told - self.trust[1])
        weights = torch.softmax(torch.cat([of_fills, of_copies, own], 1), 1)
        others = [*copies, fills[0] + 2 * out[:, :3]]
        rest = sum(colour * weights[:, i : i + 1] for i, colour in enumerate(others, len(fills)))
        return weights[:, : len(fills)], rest

    def scores(self, planes: Tensor) -> Tensor:
        """`[B, PLANES, S, S]` → `[B, 3 + 10, S, S]`: half of how the own colour differs from the membrane, then logits, halved."""
        a = self.down1(self.stem(F.pixel_unshuffle(planes, CELL)))
        b = self.down2(a)
        c = self.down3(b)
        d = self.down4(c)
        c = self.up3(c + upsample(self.widen3(d)))
        b = self.up2(b + upsample(self.widen2(c)))
        a = self.up1(a + upsample(self.widen1(b)))
        return F.pixel_shuffle(self.head(F.silu(self.norm(a))), CELL)
