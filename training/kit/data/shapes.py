"""What backgrounds are drawn with: colours, fills, noise and coverages, each on a square of `side` pixels."""

from __future__ import annotations

import colorsys
from math import cos, pi, sin
from random import Random

import torch
from torch import Tensor
from torch.nn import functional as F


def axes(side: int) -> tuple[Tensor, Tensor]:
    """x `[1, side]` and y `[side, 1]` of each pixel's middle, in pixels."""
    line = torch.arange(side) + 0.5
    return line[None], line[:, None]


def hsl(hue: float, saturation: float, lightness: float) -> Tensor:
    """`[3, 1, 1]`; hue in turns, the others 0…1, beyond which they are cut off."""
    rgb = colorsys.hls_to_rgb(hue % 1, min(max(lightness, 0), 1), min(max(saturation, 0), 1))
    return torch.tensor(rgb)[:, None, None]


def any_colour(r: Random, low: float = 0.12, high: float = 0.96) -> Tensor:
    return hsl(r.random(), r.uniform(0.05, 0.95), r.uniform(low, high))


def kin(r: Random, count: int, low: float = 0.2, high: float = 0.92) -> list[Tensor]:
    """Colours that go together, mostly; now and then any."""
    if r.random() < 0.25:
        return [any_colour(r) for _ in range(count)]
    hue, saturation, lightness, spread = r.random(), r.uniform(0.1, 0.9), r.uniform(low, high), r.uniform(0.01, 0.16)
    return [
        hsl(hue + r.uniform(-spread, spread), saturation + r.uniform(-0.15, 0.15), lightness + r.uniform(-0.18, 0.18))
        for _ in range(count)
    ]


def over(ground: Tensor, colour: Tensor, coverage: Tensor) -> Tensor:
    """:param coverage: `[side, side]`, cut off to 0…1"""
    return ground + (colour - ground) * coverage.clamp(0, 1)


def flat(colour: Tensor, side: int) -> Tensor:
    return colour.expand(3, side, side)


def gradient(r: Random, side: int, colours: list[Tensor] | None = None, upright: float = 0.7) -> Tensor:
    """From one colour to the next: mostly downwards, else in any direction or round a point."""
    colours = colours or kin(r, r.choice([2, 2, 2, 3, 4]))
    x, y = axes(side)
    kind = r.random()
    if kind > 0.88:
        cx, cy, radius = r.uniform(-0.2, 1.2) * side, r.uniform(-0.2, 1.2) * side, side * r.uniform(0.6, 1.5)
        along = torch.hypot(x - cx, (y - cy) * r.uniform(0.7, 1.4)) / radius
    else:
        angle = pi / 2 if kind < upright else r.uniform(0, 2 * pi)
        along = ((x - side / 2) * cos(angle) + (y - side / 2) * sin(angle)) / (side * r.uniform(0.8, 1.3)) + 0.5
    at = along.clamp(0, 1) * (len(colours) - 1)
    # A hat function of each colour's place: they sum to one.
    return sum(colour * (1 - (at - i).abs()).clamp(min=0) for i, colour in enumerate(colours))


def noise(side: int, across: float, down: float | None = None, octaves: int = 1) -> Tensor:
    """`[side, side]`, about −2…2.

    :param across: and `down`, what a bump measures in pixels"""
    total, share, squares = torch.zeros(side, side), 1.0, 0.0
    for octave in range(octaves):
        cells = [max(2, round(side / max(1.0, size / 2**octave))) + 1 for size in (down or across, across)]
        bumps = F.interpolate(torch.randn(1, 1, *cells), (side, side), mode="bicubic", align_corners=False)[0, 0]
        total, squares, share = total + share * bumps, squares + share**2, share / 2
    return total / squares**0.5


def ellipse(side: int, cx: float, cy: float, rx: float, ry: float) -> Tensor:
    """Distance to its rim in pixels, positive inside."""
    x, y = axes(side)
    return (1 - torch.hypot((x - cx) / rx, (y - cy) / ry)) * min(rx, ry)


def box(side: int, left: float, top: float, right: float, bottom: float, radius: float = 0) -> Tensor:
    """The same of a rectangle with round corners."""
    x, y = axes(side)
    dx = (x - (left + right) / 2).abs() - (right - left) / 2 + radius
    dy = (y - (top + bottom) / 2).abs() - (bottom - top) / 2 + radius
    outside = torch.hypot(dx.clamp(min=0), dy.clamp(min=0))
    return radius - outside - torch.maximum(dx, dy).clamp(max=0)


def dots(ground: Tensor, places: list[tuple[float, float, float, float]], colour: Tensor, share: float = 1) -> Tensor:
    """Ellipses (x, y, rx, ry), each drawn only where it is: there may be hundreds."""
    side, ground = ground.shape[-1], ground.clone()
    for cx, cy, rx, ry in places:
        left, right = max(0, int(cx - rx - 1)), min(side, int(cx + rx + 2))
        top, bottom = max(0, int(cy - ry - 1)), min(side, int(cy + ry + 2))
        if left < right and top < bottom:
            x, y = torch.arange(left, right) + 0.5 - cx, (torch.arange(top, bottom) + 0.5 - cy)[:, None]
            inside = (1 - torch.hypot(x / rx, y / ry)) * min(rx, ry) + 0.5
            part = ground[:, top:bottom, left:right]
            ground[:, top:bottom, left:right] = over(part, colour, inside.clamp(0, 1) * share)
    return ground


def crest(r: Random, side: int, height: float, swell: float) -> Tensor:
    """y `[1, side]` of a line across the picture: waves, peaks, a bend or a slope."""
    x, _ = axes(side)
    kind = r.random()
    if kind < 0.6:
        waves = [(r.uniform(0.2, 1), r.uniform(0.25, 2.2), r.uniform(0, 2 * pi)) for _ in range(r.randint(1, 3))]
        return height + swell * sum(a * torch.sin(2 * pi * f * x / side + p) for a, f, p in waves)
    if kind < 0.8:
        knots = torch.rand(1, 1, r.randint(3, 7)) * 2 - 1
        bend = F.interpolate(knots[:, :, None], (1, side), mode="bicubic", align_corners=False)
        return height + swell * bend[0, 0]
    if kind < 0.92:
        knots = torch.rand(1, 1, r.randint(4, 11)) * 2.8 - 1.4
        return height + swell * F.interpolate(knots, side, mode="linear", align_corners=True)[0]
    return height + swell * r.uniform(-2, 2) * (x / side - 0.5)


def below(side: int, line: Tensor) -> Tensor:
    """Distance in pixels, positive below a line `[1, side]`."""
    _, y = axes(side)
    slope = torch.gradient(line[0])[0]
    return (y - line) / torch.sqrt(1 + slope**2)


def turned(r: Random, side: int, straight: float = 0.55) -> tuple[Tensor, Tensor]:
    """Coordinates that patterns are laid along: mostly the picture's own."""
    x, y = axes(side)
    kind = r.random()
    angle = 0.0 if kind < straight else pi / 4 if kind < straight + 0.12 else r.uniform(0, pi)
    cx, cy = r.uniform(0, side), r.uniform(0, side)
    return (x - cx) * cos(angle) + (y - cy) * sin(angle), (y - cy) * cos(angle) - (x - cx) * sin(angle)


def wave(u: Tensor, period: float) -> Tensor:
    """Distance to the middle of the period, 0…period / 2."""
    return ((u / period) % 1 - 0.5).abs() * period
