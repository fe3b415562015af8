"""Drawings as other hands might have drawn them: a segmenter that knew only the sets it learnt from would know their pens,
not the objects."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

from .uniform import uniform

OUTLINED, INKED, DYED, FADED, FLAT, BENT = 0.35, 0.3, 0.3, 0.1, 0.2, 0.4
"""Parts of the drawings that get a dark line round them, dark lines where their colours change, other colours, less colour, no
shades, and other proportions."""
WIDEST = 4
"""Pixels of the line round a drawing, at most."""
FEWEST, MOST = 2, 5
"""Steps of each colour from none to full, where there are no shades."""
BEND, KNOTS = 0.1, 4
"""How far a part of a drawing moves, at most, in halves of its side; how many parts move across and down."""
LUMA = (0.299, 0.587, 0.114)


def restyled(drawings: Tensor) -> Tensor:
    """Premultiplied `[B, 4, s, s]` in 0…1, each with any of these changes or none; what is drawn round it counts as it."""
    return outlined(flat(faded(dyed(inked(bent(drawings))))))


def some(count: int, part: float) -> Tensor:
    """`[count, 1, 1, 1]`, 1 or 0."""
    return (torch.rand(count, 1, 1, 1) < part).float()


def lightness_of(drawings: Tensor) -> Tensor:
    """`[B, 1, s, s]`, as premultiplied as the drawings are."""
    return (drawings[:, :3] * drawings.new_tensor(LUMA)[:, None, None]).sum(1, keepdim=True)


def inked(drawings: Tensor) -> Tensor:
    """Dark where the lightness changes fast, as an outline inside the drawing is."""
    lightness = lightness_of(drawings)
    darkest, lightest = -F.max_pool2d(-lightness, 3, 1, 1), F.max_pool2d(lightness, 3, 1, 1)
    line = F.max_pool2d(((lightest - darkest) * 4 - 0.4).clamp(0, 1), 3, 1, 1)
    kept = 1 - line * some(len(drawings), INKED) * uniform(0.6, 1, len(drawings), 1, 1, 1)
    return torch.cat([drawings[:, :3] * kept, drawings[:, 3:]], 1)


def dyed(drawings: Tensor) -> Tensor:
    """Its colours mixed anew; grey stays grey, and what is light stays light."""
    count = len(drawings)
    mixed = torch.eye(3) + uniform(-0.5, 0.5, count, 3, 3) * some(count, DYED)[:, 0]
    mixed = mixed / mixed.sum(2, keepdim=True).clamp(min=0.3)
    colours = (mixed @ drawings[:, :3].flatten(2)).view_as(drawings[:, :3])
    return torch.cat([torch.minimum(colours.clamp(min=0), drawings[:, 3:]), drawings[:, 3:]], 1)


def faded(drawings: Tensor) -> Tensor:
    """Some or all of its colours taken away."""
    share = some(len(drawings), FADED) * uniform(0.4, 1, len(drawings), 1, 1, 1)
    return torch.cat([drawings[:, :3].lerp(lightness_of(drawings).expand(-1, 3, -1, -1), share), drawings[:, 3:]], 1)


def flat(drawings: Tensor) -> Tensor:
    """Without shades: each colour channel in a few steps."""
    alpha = drawings[:, 3:]
    steps = torch.randint(FEWEST, MOST + 1, (len(drawings), 1, 1, 1))
    stepped = (drawings[:, :3] / alpha.clamp(min=1e-3) * steps).round() / steps * alpha
    return torch.cat([drawings[:, :3].lerp(stepped, some(len(drawings), FLAT)), alpha], 1)


def bent(drawings: Tensor) -> Tensor:
    """A part here, a part there larger, smaller or moved; a little smaller as a whole, so that all of it stays."""
    count, side = len(drawings), drawings.shape[-1]
    chosen = some(count, BENT)
    shift = F.interpolate(uniform(-BEND, BEND, count, 2, KNOTS, KNOTS) * chosen, (side, side), mode="bicubic")
    line = (torch.arange(side) + 0.5) * 2 / side - 1
    place = torch.stack(torch.meshgrid(line, line, indexing="xy")) * (1 + BEND * chosen) + shift
    return F.grid_sample(drawings, place.permute(0, 2, 3, 1), align_corners=False)


def outlined(drawings: Tensor) -> Tensor:
    """A dark line round the ink, one to `WIDEST` pixels wide, laid behind the drawing."""
    count, alpha = len(drawings), drawings[:, 3:]
    pixels = torch.randint(1, WIDEST + 1, (count, 1, 1, 1)) * some(count, OUTLINED)
    grown = alpha
    for step in range(WIDEST):
        grown = torch.where(pixels > step, F.max_pool2d(grown, 3, 1, 1), grown)
    dark = uniform(0, 0.2, count, 3, 1, 1) * grown
    return torch.cat([drawings[:, :3] + dark * (1 - alpha), alpha + grown * (1 - alpha)], 1)
