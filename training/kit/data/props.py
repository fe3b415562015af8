"""What belongs to the background although it has edges: fences and roads."""

from __future__ import annotations

from random import Random

import torch
from torch import Tensor

from .patterns import filled
from .shapes import any_colour, axes, box, over, wave

FENCED, ROADS = 0.06, 0.08


def propped(picture: Tensor, r: Random) -> Tensor:
    """`[3, S, S]` in 0…1, now and then with a road or a fence across it."""
    picture = road(picture, r) if r.random() < ROADS else picture
    return fence(picture, r) if r.random() < FENCED else picture


def fence(picture: Tensor, r: Random) -> Tensor:
    """Boards and rails from one side of the window to the other."""
    side = picture.shape[-1]
    x, _ = axes(side)
    colour, top = any_colour(r, 0.25, 1), r.uniform(0.3, 0.8) * side
    height, period = r.uniform(0.1, 0.35) * side, r.uniform(0.04, 0.15) * side
    board = period * r.uniform(0.1, 0.42) - wave(x, period)
    tall = box(side, -9, top, side + 9, top + height)
    inside = torch.minimum(board, tall)
    for share in (0.25, 0.75):
        rail = top + height * share
        inside = torch.maximum(inside, box(side, -9, rail - height * 0.05, side + 9, rail + height * 0.05))
    return over(picture, colour, inside + 0.5)


def road(picture: Tensor, r: Random) -> Tensor:
    """Across the window, or away from the eye, with a line along its middle now and then."""
    side = picture.shape[-1]
    x, y = axes(side)
    surface = filled(r, side)
    start = r.uniform(0.3, 0.7) * side
    if r.random() < 0.5:
        wide, middle = r.uniform(0.1, 0.3) * side, r.uniform(0.5, 1) * side
        off, along = (y - middle + 0 * x).abs(), x + 0 * y
    else:
        far = (y - start).clamp(min=0) / side
        wide, middle = r.uniform(0.02, 0.05) * side + far * side * r.uniform(0.2, 0.8), r.uniform(0.2, 0.8) * side
        off, along = (x - middle - far * side * r.uniform(-0.5, 0.5)).abs(), y + 0 * x
    inside = torch.minimum(wide / 2 - off, (y - start + 0 * x) if r.random() < 0.9 else off + 9)
    picture = over(picture, surface, inside + 0.5)
    if r.random() < 0.5:
        dashes = torch.minimum(wide * 0.04 + 0.5 - off, wave(along, side * 0.15) - side * 0.03)
        picture = over(picture, any_colour(r, 0.8, 1), torch.minimum(dashes, inside) + 0.5)
    return picture
