"""Region windows as an edit cuts them: the object's ink always is the central 62.5% of the side."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

from ..layout import SHARE, canvas_margin
from .art import Art
from .places import lay_over, places, with_neighbours
from .uniform import uniform


def canonical(drawings: Tensor, side: int) -> Tensor:
    """Premultiplied drawings `[B, 4, s, s]` in the middle of an otherwise empty `[B, 4, side, side]`."""
    canvas = round(side * SHARE)
    margin = (side - canvas) // 2
    shrunk = F.interpolate(drawings, (canvas, canvas), mode="area")
    return F.pad(shrunk, (margin, side - canvas - margin) * 2)


def middle(maps: Tensor, cells: int) -> Tensor:
    """The cells in the middle of `[…, cells, cells]`."""
    margin = (maps.shape[-1] - cells) // 2
    return maps[..., margin : margin + cells, margin : margin + cells]


@dataclass(frozen=True)
class Windows:
    """Pictures in −1…1, `[B, 3, side, side]`: the empty place, and the drawing on it. `rows` are the drawings'."""

    empty: Tensor
    filled: Tensor
    alpha: Tensor
    rows: Tensor


def windows(art: Art, count: int, side: int, rows: Tensor | None = None) -> Windows:
    """Any drawing on any place, or the drawings `rows` `[count]`."""
    rows = torch.randint(0, len(art.painted.things), (count,)) if rows is None else rows
    drawing = canonical(art.painted.premultiplied(rows), side)
    ground = with_neighbours(art, places(art, count, side))
    return Windows(ground * 2 - 1, lay_over(ground, drawing) * 2 - 1, drawing[:, 3:], rows)


def canvas_mask(count: int, cells: int) -> Tensor:
    """The pack's mask kind `canvas`: the object's canvas and one cell round it, `[count, 1, cells, cells]`."""
    margin = canvas_margin(cells)
    mask = torch.zeros(count, 1, cells, cells)
    mask[:, :, margin : cells - margin, margin : cells - margin] = 1
    return mask


def masks(alpha: Tensor, cells: int) -> Tensor:
    """Masks `[B, 1, cells, cells]` for windows with coverage `alpha`: mostly the canvas; else the box of the
    object, or any rectangle round the middle, each a cell larger than what it covers."""
    count = len(alpha)
    covered = F.max_pool2d(F.adaptive_max_pool2d(alpha, cells), 3, 1, 1)
    rectangle = ((covered.amax(2, keepdim=True) > 0.1) & (covered.amax(3, keepdim=True) > 0.1)).float()
    line = (torch.arange(cells) - (cells - 1) / 2).abs() / cells * 2
    half = uniform(0.45, 0.9, 2, count, 1, 1)
    any_size = ((line[None, None] < half[0]) & (line[None, :, None] < half[1])).float()[:, None]
    chance = torch.rand(count, 1, 1, 1)
    canvas = canvas_mask(count, cells)
    return torch.where(chance < 0.7, canvas, torch.where(chance < 0.85, rectangle, torch.maximum(any_size, rectangle)))
