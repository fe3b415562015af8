"""Empty places: crops of the drawn backgrounds in changing light, plain colours and gradients."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

from .art import Art, Drawings
from .uniform import uniform


def places(art: Art, count: int, side: int) -> Tensor:
    """`[count, 3, side, side]` in 0…1: four fifths are crops of drawn backgrounds, the others gradients."""
    drawn = crops(art.backgrounds, count, side)
    plain = gradients(count, side)
    picked = torch.where(torch.rand(count, 1, 1, 1) < 0.8, drawn, plain)
    return (picked * uniform(0.85, 1.1, count, 1, 1, 1) + uniform(-0.05, 0.05, count, 3, 1, 1)).clamp(0, 1)


def crops(pictures: Tensor, count: int, side: int) -> Tensor:
    """Squares of 30 to 100% of the pictures' side, half of them mirrored, from `pictures` `[N, 3, S, S]` uint8."""
    rows, size = torch.randint(0, len(pictures), (count,)), uniform(0.3, 1, count)
    # The middle of each square, so that all of it is inside; grid_sample takes places and sizes in −1…1.
    x, y = uniform(-1, 1, 2, count) * (1 - size)
    across = size * (1 - 2 * (torch.rand(count) < 0.5).float())
    none = torch.zeros(count)
    theta = torch.stack([torch.stack([across, none, x], 1), torch.stack([none, size, y], 1)], 1)
    # Drawn twice as large and then halved; pictures larger than that are halved first, or pixels would be skipped.
    pieces = pictures[rows].float() / 255
    pieces = F.avg_pool2d(pieces, max(1, round(pieces.shape[-1] / (2.5 * side))))
    grid = F.affine_grid(theta, [count, 3, 2 * side, 2 * side], align_corners=False)
    return F.avg_pool2d(F.grid_sample(pieces, grid, padding_mode="border", align_corners=False), 2)


def gradients(count: int, side: int) -> Tensor:
    """One colour to another in any direction, now and then with a soft or hard edge between them."""
    line = torch.linspace(-1, 1, side)
    angle = uniform(0, 6.2832, count, 1, 1)
    along = angle.cos() * line[None, None] + angle.sin() * line[None, :, None] + uniform(-0.6, 0.6, count, 1, 1)
    steepness = torch.exp(uniform(-0.5, 3.5, count, 1, 1))
    share = torch.sigmoid(along * steepness)[:, None]
    first = torch.rand(count, 3, 1, 1)
    second = torch.where(torch.rand(count, 1, 1, 1) < 0.3, first, torch.rand(count, 3, 1, 1))
    return first + (second - first) * share


def lay_over(ground: Tensor, drawing: Tensor) -> Tensor:
    """A premultiplied drawing `[B, 4, S, S]` over a background `[B, 3, S, S]`."""
    return ground * (1 - drawing[:, 3:]) + drawing[:, :3]


def placed(
    drawings: Tensor,
    side: int,
    scale: Tensor,
    x: Tensor,
    y: Tensor,
    turn: Tensor,
    mirrored: Tensor,
    slim: Tensor | float = 1.0,
) -> Tensor:
    """Premultiplied drawings `[B, 4, s, s]` on an empty `[B, 4, side, side]`; any number of channels.

    :param scale: side of the drawing / `side`
    :param x: and `y`, its centre in −1…1
    :param turn: radians
    :param slim: how many times narrower than the drawing it is"""
    cos, sin = turn.cos() / scale, turn.sin() / scale
    flip = (1 - 2 * mirrored.float()) * slim
    theta = torch.stack(
        [
            torch.stack([flip * cos, flip * sin, -flip * (cos * x + sin * y)], 1),
            torch.stack([-sin, cos, sin * x - cos * y], 1),
        ],
        1,
    )
    grid = F.affine_grid(theta, [*drawings.shape[:2], 2 * side, 2 * side], align_corners=False)
    return F.avg_pool2d(F.grid_sample(drawings, grid, align_corners=False), 2).clamp(0, 1)


def with_neighbours(art: Art, ground: Tensor, share: float = 0.3) -> Tensor:
    """A share of the places gets an object that looks in from the side; it stays off the middle of the window."""
    count, side = len(ground), ground.shape[-1]
    drawings: Drawings = art.painted
    rows = torch.randint(0, len(drawings.things), (count,))
    angle, reach = uniform(0, 6.2832, count), uniform(1.05, 1.4, count)
    neighbour = placed(
        drawings.premultiplied(rows, 96),
        side,
        uniform(0.25, 0.6, count),
        angle.cos() * reach,
        angle.sin() * reach,
        torch.zeros(count),
        torch.rand(count) < 0.5,
    )
    return lay_over(ground, neighbour * (torch.rand(count, 1, 1, 1) < share))
