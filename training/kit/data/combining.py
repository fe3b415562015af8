"""Windows of two objects for the stages that paint."""

from __future__ import annotations

import random
from dataclasses import dataclass

import torch
from torch import Tensor

from ..nets.clip import STYLES
from ..nets.vae import Encoder
from .art import Art
from .bank import to_floats
from .pairs import draw_pairs, lay_both, layers
from .prompts import prompt_for


@dataclass(frozen=True)
class Combining:
    """:param share: part of a batch that shows two objects
    :param scale: of the latents"""

    art: Art
    encoder: Encoder
    scale: float
    share: float
    chance: random.Random

    def part_of(self, batch: int) -> int:
        return round(batch * self.share)

    @torch.no_grad()
    def paint(self, grounds: Tensor) -> tuple[list[str], Tensor, Tensor]:
        """Prompts, pictures in −1…1 and their latents, on places `[N, 3, S, S]` uint8. Both objects are in one style."""
        count, art = len(grounds), self.art
        pairs = draw_pairs(art, count)
        named = [self.chance.choice([None, *range(STYLES)]) for _ in range(count)]
        style = torch.tensor([name or 0 for name in named])
        rows = torch.stack([art.table[pairs.first, style], art.table[pairs.second, style]], 1)
        both = layers(art.painted, rows, pairs.relation, grounds.shape[-1])
        pictures = lay_both(to_floats(grounds) / 2 + 0.5, both) * 2 - 1
        said = pairs.said(art, self.chance)
        prompts = [prompt_for(pair, name, self.chance) for pair, name in zip(said, named)]
        return prompts, pictures, self.encoder.mean(pictures) * self.scale
