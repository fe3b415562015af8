"""Where the two objects of a combination stand: the same arithmetic for the pictures and for the UNet's memory.

Places are in canvases: 0…1 from left to right and from top to bottom of the square that an object alone would fill."""

from __future__ import annotations

import torch
from torch import Tensor

SHARE = 0.625
"""Side of an object's square canvas / side of its window: 1 / the pack's `context`."""

RELATIONS = ("wearing", "holding", "beside")
WORDS = {"wearing": 0, "holding": 1, "carrying": 1, "beside": 2, "near": 2}
"""The words that name a relation, and its place among them."""

SQUARES = (
    ((1.0, 0.5, 0.5), (1.0, 0.5, 0.5)),
    ((0.74, 0.5, 0.63), (0.36, 0.5, 0.0)),
    ((0.76, 0.38, 0.62), (0.44, 0.78, 0.5)),
    ((0.54, 0.27, 0.52), (0.46, 0.77, 0.56)),
)
"""Side and centre of the first object's square and of the second's: alone (the second is not seen), then by relation.
What is worn is moved to the head."""
SINKS = 0.05
"""How far what is worn comes down over the head."""
HEAD = 0.12
"""The part of a drawing's height from its top that is taken for its head, or its ears."""
THIN = 0.12
"""What is not wider than this part of the square is no head, but a tail, a feeler or a horn."""


def canvas_margin(cells: int) -> int:
    """Cells on each side of what the mask `canvas` repaints: the canvas and one cell round it."""
    return round(cells * (1 - SHARE) / 2) - 1


def squares(relation: Tensor, first: Tensor, second: Tensor) -> Tensor:
    """Side and centre of both objects' squares, `[B, 2, 3]`.

    :param relation: `[B, R]`, 1 in one place, or zeros for an object alone
    :param first: and `second`, the anchors of their drawings, `[B, 3]`"""
    alone = 1 - relation.sum(1, keepdim=True)
    both = torch.cat([alone, relation], 1) @ relation.new_tensor(SQUARES).flatten(1)
    base, other = both[:, :3], both[:, 3:]
    head = base[:, 1:] + (first[:, :2] - 0.5) * base[:, :1]
    half = other[:, :1] / 2
    across = torch.minimum(torch.maximum(head[:, :1], half), 1 - half)
    down = head[:, 1:] + SINKS - (second[:, 2:] - 0.5) * other[:, :1]
    worn = torch.cat([other[:, :1], across, down], 1)
    return torch.stack([base, other + (worn - other) * relation[:, :1]], 1)


def anchors(alpha: Tensor) -> Tensor:
    """Where a drawing wears something and where it is worn: the middle and the top of its head, and its lowest ink.

    :param alpha: coverage `[N, S, S]` in 0…1
    :return: `[N, 3]`, x, y, y in 0…1 of the drawing's square"""
    side = alpha.shape[-1]
    line = (torch.arange(side) + 0.5) / side
    width = (alpha > 0.5).float().mean(2)
    top = 1 - ((width > THIN) * (1 - line)).amax(1)
    bottom = ((width > 0) * line).amax(1)
    in_head = (line >= top[:, None]) & (line <= (top + (bottom - top) * HEAD)[:, None])
    across = (alpha * in_head[:, :, None]).sum(1)
    middle = (across * line).sum(1) / across.sum(1).clamp(min=1e-6)
    return torch.stack([middle, top, bottom], 1)
