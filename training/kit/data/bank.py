"""Empty windows and their latents, made once: the encoder is frozen, and drawing and encoding cost more than a step."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional as F

from ..nets.vae import Encoder
from .art import Art
from .places import places, with_neighbours
from .windows import canonical, masks, middle

CHUNK = 32


@dataclass(frozen=True)
class Bank:
    """`pictures` `[N, 3, S, S]` uint8; `latents` of them and `masked`, of them with the masked part grey, both
    scaled, `[N, 8, S/8, S/8]`; `masks` `[N, 1, S/8, S/8]`, 1 = repaint."""

    pictures: Tensor
    latents: Tensor
    masked: Tensor
    masks: Tensor

    def __len__(self) -> int:
        return len(self.pictures)

    @staticmethod
    def load(path: Path) -> Bank:
        return Bank(**torch.load(path, weights_only=True, map_location=torch.get_default_device()))

    def save(self, path: Path) -> None:
        torch.save(vars(self), path)


def to_bytes(picture: Tensor) -> Tensor:
    return ((picture + 1) * 127.5).round().clamp(0, 255).byte()


def to_floats(picture: Tensor) -> Tensor:
    return picture.float() / 127.5 - 1


@torch.no_grad()
def make_bank(art: Art, encoder: Encoder, scale: float, count: int, side: int) -> Bank:
    """The masks are those of any drawing: what the drawing hides, the mask hides, so it need not be there."""
    cells = side // 8
    parts: list[tuple[Tensor, ...]] = []
    for start in range(0, count, CHUNK):
        size = min(CHUNK, count - start)
        ground = with_neighbours(art, places(art, size, side)) * 2 - 1
        rows = torch.randint(0, len(art.painted.things), (size,))
        mask = masks(canonical(art.painted.premultiplied(rows, side // 2), side)[:, 3:], cells)
        hidden = F.interpolate(mask, scale_factor=8.0)
        latents, masked = (encoder.mean(torch.cat([ground, ground * (1 - hidden)])) * scale).chunk(2)
        parts.append((to_bytes(ground), latents.half(), masked.half(), mask.byte()))
    return Bank(*(torch.cat(column) for column in zip(*parts)))


@torch.no_grad()
def paint_memory(
    art: Art, encoder: Encoder, bank: Bank, scale: float, drawn: int, places_each: int = 10
) -> Tensor:
    """What each drawing does to the latents of a background, by least squares on `places_each` backgrounds.

    For each drawing, channel and cell: `latents(background + drawing) ≈ keep · latents(background) + content`,
    shrunk towards `keep = 1 − coverage` where the backgrounds differ too little to say.
    :param drawn: cells on a side, in the middle, that are kept
    :return: `[drawings, 2, 8, drawn, drawn]`"""
    chosen = torch.arange(places_each) * (len(bank) // places_each)
    ground, before = to_floats(bank.pictures[chosen]) / 2 + 0.5, bank.latents[chosen].float()
    side, cells = ground.shape[-1], before.shape[-1]
    maps = []
    for row in range(len(art.painted.things)):
        drawing = canonical(art.painted.premultiplied(torch.tensor([row])), side)
        after = encoder.mean((ground * (1 - drawing[:, 3:]) + drawing[:, :3]) * 2 - 1) * scale
        fitted = affine_fit(before, after, 1 - F.adaptive_avg_pool2d(drawing[:, 3:], cells)[0])
        maps.append(middle(fitted, drawn))
    return torch.stack(maps)


def affine_fit(before: Tensor, after: Tensor, expected: Tensor, ridge: float = 0.5) -> Tensor:
    """Slope and intercept of `after` on `before` over the first dimension, the slope drawn to `expected`."""
    x, y = before - before.mean(0), after - after.mean(0)
    slope = ((x * y).sum(0) + ridge * expected) / (x.square().sum(0) + ridge)
    return torch.stack([slope, after.mean(0) - slope * before.mean(0)])
