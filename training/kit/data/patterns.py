"""Backgrounds that repeat, and those that are rough: `[3, side, side]` in 0…1."""

from __future__ import annotations

from random import Random

import torch
from torch import Tensor

from .shapes import any_colour, axes, dots, flat, gradient, kin, noise, over, turned, wave

Coordinates = tuple[Tensor, Tensor]


def stripes(r: Random, ground: Tensor, colours: list[Tensor], at: Coordinates) -> Tensor:
    period = r.uniform(9, 70)
    width, soft = period * r.uniform(0.15, 0.5), period * 0.4 if r.random() < 0.15 else 1
    ground = over(ground, colours[0], (width / 2 - wave(at[0], period)) / soft + 0.5)
    if r.random() < 0.3:
        ground = over(ground, colours[1], width * 0.3 - wave(at[0] + period * r.uniform(0.3, 0.6), period) + 0.5)
    return ground


def checks(r: Random, ground: Tensor, colours: list[Tensor], at: Coordinates) -> Tensor:
    across = r.uniform(9, 60)
    down = across if r.random() < 0.7 else across * r.uniform(0.5, 2)
    u, v = ((wave(c, 2 * p) - p / 2 + 0.5).clamp(0, 1) for c, p in zip(at, (across, down)))
    return over(ground, colours[0], u + v - 2 * u * v)


def spots(r: Random, ground: Tensor, colours: list[Tensor], at: Coordinates) -> Tensor:
    period = r.uniform(9, 60)
    shifted = at[0] + (torch.floor(at[1] / period) % 2) * (period / 2) * (r.random() < 0.5)
    return over(ground, colours[0], period * r.uniform(0.1, 0.42) - torch.hypot(wave(shifted, period), wave(at[1], period)) + 0.5)


def lattice(r: Random, ground: Tensor, colours: list[Tensor], at: Coordinates) -> Tensor:
    period = r.uniform(10, 70)
    width = r.uniform(1, period * 0.25)
    return over(ground, colours[0], width / 2 - torch.minimum(wave(at[0], period), wave(at[1], period)) + 0.5)


def bricks(r: Random, ground: Tensor, colours: list[Tensor], at: Coordinates) -> Tensor:
    length = r.uniform(16, 80)
    height, mortar = length * r.uniform(0.3, 0.6), r.uniform(1, 4)
    row = torch.floor(at[1] / height)
    along = at[0] + (row % 2) * length / 2
    brick = (torch.floor(along / length) * 7.13 + row * 3.77) % 1
    ground = ground + torch.sin(brick * r.uniform(6, 30)) * r.choice([0, r.uniform(0, 0.08)])
    gap = torch.maximum(mortar / 2 - height / 2 + wave(at[1], height), mortar / 2 - length / 2 + wave(along, length))
    return over(ground, colours[0], gap + 0.5)


def diamonds(r: Random, ground: Tensor, colours: list[Tensor], at: Coordinates) -> Tensor:
    period, flatness = r.uniform(12, 60), r.uniform(0.5, 2)
    reach = wave(at[0], period) + wave(at[1], period * flatness) / flatness
    return over(ground, colours[0], period * r.uniform(0.2, 0.45) - reach + 0.5)


def rings(r: Random, ground: Tensor, colours: list[Tensor], at: Coordinates) -> Tensor:
    period = r.uniform(12, 60)
    return over(ground, colours[0], period * 0.25 - wave(torch.hypot(*at), period) + 0.5)


def zigzag(r: Random, ground: Tensor, colours: list[Tensor], at: Coordinates) -> Tensor:
    period = r.uniform(12, 60)
    risen = at[1] + wave(at[0], period) * r.uniform(0.5, 1.6)
    return over(ground, colours[0], period * r.uniform(0.15, 0.3) - wave(risen, period) + 0.5)


def rays(r: Random, ground: Tensor, colours: list[Tensor], at: Coordinates) -> Tensor:
    count, far = r.randint(6, 24), torch.hypot(*at)
    return over(ground, colours[0], torch.sin(torch.atan2(at[1], at[0]) * count) * far / count + 0.5)


def plaid(r: Random, ground: Tensor, colours: list[Tensor], at: Coordinates) -> Tensor:
    period = r.uniform(20, 70)
    for band in range(r.randint(2, 4)):
        place = wave(at[band % 2] + period * r.random(), period)
        coverage = (period * r.uniform(0.08, 0.4) / 2 - place + 0.5).clamp(0, 1)
        ground = over(ground, colours[band % 2], coverage * r.uniform(0.25, 0.6))
    return ground


PATTERNS = {
    "stripes": stripes,
    "checks": checks,
    "spots": spots,
    "lattice": lattice,
    "bricks": bricks,
    "diamonds": diamonds,
    "rings": rings,
    "zigzag": zigzag,
    "rays": rays,
    "plaid": plaid,
}


def patterned(r: Random, side: int, names: list[str], at: Coordinates | None = None) -> Tensor:
    """Any of the patterns in two colours, often faint."""
    colours = kin(r, 3) if r.random() < 0.6 else [any_colour(r) for _ in range(3)]
    ground = gradient(r, side) if r.random() < 0.3 else flat(colours[2], side)
    marked = PATTERNS[r.choice(names)](r, ground, colours, at or turned(r, side))
    return ground + (marked - ground) * r.uniform(0.2, 1)


def wood(r: Random, side: int) -> Tensor:
    x, _ = axes(side)
    dark, light = kin(r, 2)
    grain = noise(side, r.uniform(3, 9), r.uniform(90, 260), 2)
    swirl = torch.sin(noise(side, 40, 200) * r.uniform(3, 9) + x / r.uniform(5, 30))
    picture = dark + (light - dark) * (0.5 + (grain + swirl) * r.uniform(0.04, 0.17)).clamp(0, 1)
    if r.random() < 0.5:
        width = r.uniform(25, 80)
        picture = picture + torch.sin(torch.floor(x / width) * 12.9) * r.uniform(0, 0.05)
        picture = over(picture, dark * 0.5, r.uniform(0.8, 2.5) / 2 - width / 2 + wave(x, width) + 0.5)
    return picture if r.random() < 0.4 else picture.transpose(1, 2)


def paper(r: Random, side: int) -> Tensor:
    grain = noise(side, 1) * r.uniform(0.003, 0.028) + noise(side, r.uniform(3, 30), None, 2) * r.uniform(0, 0.025)
    return gradient(r, side, kin(r, 2)) + grain


def plaster(r: Random, side: int) -> Tensor:
    low, middle, high = kin(r, 3)
    bumps = (0.5 + noise(side, r.uniform(20, 140), None, r.randint(2, 4)) * r.uniform(0.1, 0.35)).clamp(0, 1)
    return low * (1 - bumps) ** 2 + middle * 2 * bumps * (1 - bumps) + high * bumps**2


def grass(r: Random, side: int) -> Tensor:
    return gradient(r, side, kin(r, 2)) + noise(side, r.uniform(1.2, 3), r.uniform(4, 12)) * r.uniform(0.015, 0.07)


def speckle(r: Random, side: int) -> Tensor:
    """Terrazzo, confetti, gravel."""
    picture = gradient(r, side) if r.random() < 0.4 else flat(any_colour(r), side)
    largest = r.uniform(1, 6)
    for colour in kin(r, r.randint(1, 3)):
        count = r.randint(20, 220)
        sizes = [(largest * r.uniform(0.4, 1), largest * r.uniform(0.4, 1)) for _ in range(count)]
        picture = dots(picture, [(r.random() * side, r.random() * side, *size) for size in sizes], colour, r.uniform(0.4, 1))
    return picture


TEXTURES = {"wood": wood, "paper": paper, "plaster": plaster, "grass": grass, "speckle": speckle}


def filled(r: Random, side: int) -> Tensor:
    """What a wall, a hill or a field may be filled with: one colour, a gradient, seldom something rough."""
    kind = r.random()
    if kind < 0.5:
        return flat(any_colour(r), side)
    return gradient(r, side, upright=0.8) if kind < 0.85 else r.choice(list(TEXTURES.values()))(r, side)
