"""Scenes as members' pictures are: any number of objects on any background, by any hand, across the edge, grey, dark or soft."""

from __future__ import annotations

from random import Random

import torch
from torch import Tensor
from torch.nn import functional as F

from .art import Art
from .cutouts import SIDE, outlined, shape
from .erasing import Grounds
from .places import lay_over, placed, places
from .restyle import lightness_of, restyled, some
from .scenes import SLIM, Scenes
from .standing import mixed
from .uniform import uniform

LAYERS = (((0.1, 0.4), 0.35), ((0.1, 0.4), 0.35), ((0.15, 0.55), 0.6), ((0.15, 0.55), 0.6), ((0.15, 0.95), 1.0))
"""Sizes of what stands in a scene, as parts of its side, and how often it is there; the last is in front."""
GROUNDS, DRAWINGS = 500, 1500
"""How many of each are kept to draw from."""
NEW_GROUNDS, NEW_DRAWINGS = 2, 64
"""How many of the oldest make way for new ones in every batch."""
PLACES = 0.4
"""Part of the backgrounds that are the art's own places as `scenes` has them."""
STRANGERS = 0.1
"""Part of the drawings that are plain shapes, which no word means."""
OTHER_HAND, LINES, TWO_TONES = 0.75, 0.07, 0.12
"""Parts of the drawings that are restyled, line drawings, and drawn in two flat colours."""
CUT, BEYOND = 0.2, (0.1, 0.5)
"""Part of the objects that the edge cuts, and how much of them is beyond it."""
GREY, DARK, PALE, TINTED, SOFT = 0.12, 0.14, 0.06, 0.08, 0.15
"""Parts of the pictures that have no colour, little light, little contrast, one light of a colour, or few pixels."""


class Crowds:
    """Pools of backgrounds and of drawings `[N, 5, SIDE, SIDE]` uint8, premultiplied and with the silhouette, to compose scenes of."""

    def __init__(self, art: Art, r: Random) -> None:
        self.art, self.r, self.next = art, r, 0
        self.grounds = Grounds(mixed(art), GROUNDS, r)
        self.named = torch.empty(DRAWINGS, dtype=torch.long)
        self.drawings = torch.empty(DRAWINGS, 5, SIDE, SIDE, dtype=torch.uint8)
        for _ in range(-(-DRAWINGS // NEW_DRAWINGS)):
            self.redraw()

    @torch.no_grad()
    def scenes(self, count: int, side: int) -> Scenes:
        for _ in range(NEW_GROUNDS):
            self.grounds.renew()
        self.redraw()
        cut = torch.stack([self.grounds.cut(side) for _ in range(count)])
        picture = torch.where(torch.rand(count, 1, 1, 1) < PLACES, places(self.art, count, side), cut)
        things, visible = [], []
        for sizes, share in LAYERS:
            rows = torch.randint(0, DRAWINGS, (count,))
            there = torch.rand(count) < share
            laid = anywhere(self.drawings[rows].float() / 255, side, sizes) * there[:, None, None, None]
            picture = lay_over(picture, laid[:, :4])
            # An outline drawing hides nothing within its lines, yet all of that is the object.
            visible = [v * (1 - laid[:, 3]) for v in visible] + [laid[:, 4]]
            things.append(torch.where(there, self.named[rows], -1))
        order = slice(None, None, -1)
        return Scenes(seen(picture) * 2 - 1, torch.stack(things[order], 1), torch.stack(visible[order], 1))

    @torch.no_grad()
    def redraw(self) -> None:
        """Puts new drawings into the places of the oldest: −1 names a plain shape."""
        found = self.art.found
        rows = torch.randint(0, len(found.things), (NEW_DRAWINGS,))
        named, plain = found.things[rows], found.premultiplied(rows, SIDE)
        drawings = with_silhouettes(two_toned(torch.where(some(NEW_DRAWINGS, OTHER_HAND) > 0, restyled(plain), plain)))
        for row, chance in enumerate(torch.rand(NEW_DRAWINGS).tolist()):
            if chance < LINES:
                drawings[row] = outlined(plain[row], self.r)
            elif chance < LINES + STRANGERS:
                drawings[row], named[row] = with_silhouettes(shape(self.r)[None])[0], -1
        places = (self.next + torch.arange(NEW_DRAWINGS)) % DRAWINGS
        self.named[places], self.drawings[places] = named, (drawings.clamp(0, 1) * 255).round().byte()
        self.next = (self.next + NEW_DRAWINGS) % DRAWINGS


def with_silhouettes(drawings: Tensor) -> Tensor:
    return torch.cat([drawings, drawings[:, 3:]], 1)


def two_toned(drawings: Tensor) -> Tensor:
    """Some in two flat colours, as icons are: one where they are dark, one where they are light."""
    count, alpha = len(drawings), drawings[:, 3:]
    light = lightness_of(drawings) / alpha.clamp(min=1e-3)
    middle = (light * alpha).sum((2, 3), keepdim=True) / alpha.sum((2, 3), keepdim=True).clamp(min=1)
    share = ((light - middle) * 12).sigmoid()
    tones = torch.rand(2, count, 3, 1, 1)
    toned = tones[0].lerp(tones[1], share) * alpha
    return torch.cat([drawings[:, :3].lerp(toned, some(count, TWO_TONES)), alpha], 1)


def anywhere(drawings: Tensor, side: int, sizes: tuple[float, float]) -> Tensor:
    """Each whole in the picture, nearly, or across one of its edges; a little turned, half of them mirrored."""
    count = len(drawings)
    scale = uniform(*sizes, count)
    centre = uniform(-1, 1, 2, count) * ((1 - scale).clamp(min=0) + 0.04)
    beyond = 1 - scale + 2 * scale * uniform(*BEYOND, count)
    across = torch.where(torch.rand(count) < 0.5, beyond, -beyond)
    axis = torch.randint(0, 2, (count,))
    cut = (torch.rand(count) < CUT) & (torch.arange(2)[:, None] == axis)
    x, y = torch.where(cut, across, centre)
    turn, mirrored = uniform(-0.2, 0.2, count), torch.rand(count) < 0.5
    return placed(drawings, side, scale, x, y, turn, mirrored, 1 + uniform(0, SLIM, count))


def seen(pictures: Tensor) -> Tensor:
    """In 0…1: whole pictures in other light, with less colour, or softer."""
    count, side = len(pictures), pictures.shape[-1]

    def some_are(part: float, others: Tensor) -> Tensor:
        return torch.lerp(pictures, others, some(count, part))

    pictures = some_are(GREY, lightness_of(pictures).expand_as(pictures))
    pictures = some_are(TINTED, pictures * uniform(0.5, 1, count, 3, 1, 1))
    pictures = some_are(DARK, pictures ** uniform(1, 1.6, count, 1, 1, 1) * uniform(0.15, 0.6, count, 1, 1, 1))
    pictures = some_are(PALE, (pictures - 0.5) * uniform(0.3, 0.8, count, 1, 1, 1) + uniform(0.4, 0.7, count, 1, 1, 1))
    fewer = F.interpolate(pictures, (side * 5 // 8,) * 2, mode="area")
    soft = F.interpolate(fewer, (side,) * 2, mode="bilinear", align_corners=False)
    return some_are(SOFT, soft).clamp(0, 1)
