"""Scenes for the segmenter: any object of any set, in any place and size, among others."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from .art import Art
from .places import lay_over, placed, places
from .restyle import restyled
from .uniform import uniform

OTHERS = 2
OTHER_SHARE = 0.6
SLIM = 0.25
"""How much narrower a drawing may be when it is drawn by another hand."""


@dataclass(frozen=True)
class Scenes:
    """`pictures` `[B, 3, S, S]` in −1…1; the objects in them `[B, 3]`, −1 for none, and what is visible of each
    `[B, 3, S, S]`. The object in front is first."""

    pictures: Tensor
    things: Tensor
    visible: Tensor


@torch.no_grad()
def scenes(art: Art, count: int, side: int, hands: bool = False) -> Scenes:
    """:param hands: draws objects as other hands might have drawn them, too"""
    ground = places(art, count, side)
    things, visible = [], []
    for sizes, share in [((0.15, 0.55), OTHER_SHARE)] * OTHERS + [((0.2, 0.95), 1.0)]:
        there = torch.rand(count, 1, 1, 1) < share
        rows = torch.randint(0, len(art.found.things), (count,))
        drawing = art.found.premultiplied(rows)
        drawing = somewhere(restyled(drawing) if hands else drawing, side, sizes, SLIM if hands else 0) * there
        ground = lay_over(ground, drawing)
        visible = [v * (1 - drawing[:, 3]) for v in visible] + [drawing[:, 3]]
        things.append(torch.where(there.flatten(), art.found.things[rows], -1))
    order = slice(None, None, -1)
    return Scenes(ground * 2 - 1, torch.stack(things[order], 1), torch.stack(visible[order], 1))


def somewhere(drawings: Tensor, side: int, sizes: tuple[float, float], slim: float = 0) -> Tensor:
    """At any place that keeps nearly all of it in the picture, a little turned, half of them mirrored.

    :param slim: each drawing is up to this part narrower"""
    count = len(drawings)
    scale = uniform(*sizes, count)
    room = (1 - scale).clamp(min=0) + 0.08
    x, y = uniform(-1, 1, 2, count) * room
    turn, mirrored = uniform(-0.15, 0.15, count), torch.rand(count) < 0.5
    return placed(drawings, side, scale, x, y, turn, mirrored, 1 + uniform(0, slim, count))
