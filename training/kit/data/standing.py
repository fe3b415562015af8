"""Windows with objects on a background, and where the objects are."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

import torch
from torch import Tensor
from torch.nn import functional as F

from .art import Art
from .cutouts import Cutouts
from .erasing import Draw, Grounds, aside, beyond_edge, compressed, guessed, painted, shrunk
from .grounds import ground
from .props import propped
from .restyle import LUMA
from .shapes import ellipse

LAYOUTS = {"around": 0.68, "several": 0.23, "flock": 0.05, "none": 0.04}
"""How often a window is centred on an object, shows several in any place, many small ones, or none."""
LEFT_OVER = 0.1
"""Part of the windows round an object from which it was erased, but for what a rough outline leaves."""
SHADED = 0.22
"""Part of the windows whose objects have shadows."""
ART_SHARE = 0.35
"""Part of the backgrounds that come from the art's own backgrounds: they have hills, houses and windows that no other background has."""


@dataclass(frozen=True)
class Standing:
    """`picture` `[B, 3, S, S]` in −1…1; `coverage` `[B, 1, S, S]`, how much of each pixel belongs to objects; `judged` `[B, 1, S, S]`, 0
    where it is undefined: inside an outline drawing."""

    picture: Tensor
    coverage: Tensor
    judged: Tensor

    @staticmethod
    def joined(windows: list[Standing]) -> Standing:
        return Standing(*(torch.stack(column) for column in zip(*(vars(window).values() for window in windows))))


@dataclass(frozen=True)
class Spot:
    """The square that an object stands in, in pixels of the window."""

    size: int
    left: int
    top: int


def mixed(art: Art) -> Draw:
    """Backgrounds of all kinds, the art's among them."""
    return lambda r: painted(art)(r) if r.random() < ART_SHARE else ground(r)


def standing(cutouts: Cutouts, grounds: Grounds, side: int, r: Random) -> Standing:
    """One window, of shapes `[…, S, S]` without a batch."""
    layout = r.choices(list(LAYOUTS), list(LAYOUTS.values()))[0]
    picture = propped(grounds.cut(side), r)
    coverage, unsaid = torch.zeros(2, 1, side, side)
    shaded = r.random() < SHADED
    spots = laid_out(layout, side, r)
    erased = r.randrange(len(spots)) if layout == "around" and r.random() < LEFT_OVER else None
    same = cutouts.any()
    for place, spot in enumerate(spots):
        cutout = set_down(same if layout == "flock" else cutouts.any(), side, spot)
        if place == erased:
            cutout = cutout * (1 - guessed(cutout[3:4], r, r.choice([0, 0, 1])) * patchy(side, r))
        elif shaded:
            picture = picture * (1 - shadow(cutout[3:4], spot, r))
        alpha, silhouette = cutout[3:4], cutout[4:]
        picture = picture * (1 - alpha) + cutout[:3]
        coverage = coverage + alpha * (1 - coverage)
        unsaid = torch.maximum(unsaid * (1 - alpha), silhouette - alpha)
    beyond = beyond_edge(r, side) if r.random() < 0.5 else torch.zeros_like(coverage)
    picture = seen(picture, r) * (1 - beyond) + beyond * r.choice([0.5, 0.5, 0, 1])
    judged = (unsaid < 0.1).float() * (1 - beyond)
    return Standing(picture * 2 - 1, coverage * (1 - beyond), torch.maximum(judged, beyond))


def laid_out(layout: str, side: int, r: Random) -> list[Spot]:
    """Where objects stand, the hindmost first."""
    if layout == "none":
        return []
    if layout == "flock":
        size = r.uniform(0.05, 0.2)
        return [anywhere(side, r, size, size * 1.2) for _ in range(r.randint(5, 14))]
    if layout == "several":
        return [anywhere(side, r, 0.07, 0.6) for _ in range(r.randint(1, 7))]
    size = round(side * r.uniform(0.45, 0.72))
    middle = Spot(size, *(round((side - size) / 2 + side * aside(r)) for _ in range(2)))
    others = [anywhere(side, r, *r.choice([(0.07, 0.25), (0.2, 0.7)])) for _ in range(r.choice([0, 1, 1, 2, 2, 3, 4]))]
    front = r.choice([0, 0, 0, 1])
    return [*others[front:], middle, *others[:front]]


def anywhere(side: int, r: Random, low: float, high: float) -> Spot:
    size = max(6, round(side * r.uniform(low, high)))
    return Spot(size, *(round(r.uniform(-size * 0.6, side - size * 0.4)) for _ in range(2)))


def set_down(cutout: Tensor, side: int, spot: Spot) -> Tensor:
    """On an otherwise empty `[5, side, side]`; what is beyond it is cut off."""
    small = shrunk(cutout[None], spot.size)[0]
    return F.pad(small, (spot.left, side - spot.size - spot.left, spot.top, side - spot.size - spot.top))


def patchy(side: int, r: Random) -> Tensor:
    """Where an erased object's outline was right: all but some patches."""
    cells = r.randint(4, 12)
    return (F.interpolate(torch.randn(1, 1, cells, cells), (side, side), mode="bicubic")[0] < r.uniform(0.6, 1.6)).float()


def shadow(alpha: Tensor, spot: Spot, r: Random) -> Tensor:
    """How much darker the background gets: under an object, or beside it in its own shape. `[1, S, S]`"""
    side, strength = alpha.shape[-1], r.uniform(0.1, 0.55)
    if r.random() < 0.5:
        reach = r.uniform(0.25, 0.5) * spot.size
        flat = max(1.0, reach * r.uniform(0.1, 0.3))
        under = ellipse(side, spot.left + spot.size / 2, spot.top + spot.size * 0.97, reach, flat)
        return (under / r.choice([1, flat * 0.5, flat]) + 0.5).clamp(0, 1)[None] * strength
    cell = r.choice([2, 4, 8])
    soft = F.interpolate(F.avg_pool2d(alpha[None], cell), (side, side), mode="bilinear", align_corners=False)[0]
    away = round(0.08 * spot.size)
    down, right = r.randint(0, away), r.randint(-away, away)
    return F.pad(soft, (right, -right, down, -down)) * strength


def seen(picture: Tensor, r: Random) -> Tensor:
    """In changed colours, blurred, noisy or as JPEG leaves it, now and then."""
    if r.random() < 0.15:
        mixed = torch.eye(3) + (torch.rand(3, 3) - 0.5) * 0.8
        picture = torch.einsum("oc,chw->ohw", mixed / mixed.sum(1, keepdim=True).clamp(min=0.4), picture)
    if r.random() < 0.08:
        picture = (picture * torch.tensor(LUMA)[:, None, None]).sum(0, keepdim=True).expand(3, -1, -1)
    if r.random() < 0.25:
        picture = picture.clamp(0, 1) ** r.uniform(0.6, 1.8) * r.uniform(0.3, 1)
    if r.random() < 0.03:
        picture = 1 - picture
    if r.random() < 0.2:
        picture = softened(picture, r)
    if r.random() < 0.08:
        picture = picture + torch.randn_like(picture) * r.uniform(0.005, 0.04)
    picture = picture.clamp(0, 1)
    return compressed(picture, r) if r.random() < 0.1 else picture


def softened(picture: Tensor, r: Random) -> Tensor:
    """As from a smaller picture."""
    side = picture.shape[-1]
    small = F.interpolate(picture[None], (round(side * r.uniform(0.3, 0.85)),) * 2, mode="area")
    return F.interpolate(small, (side, side), mode=r.choice(["bilinear", "bilinear", "bicubic", "nearest"]))[0]
