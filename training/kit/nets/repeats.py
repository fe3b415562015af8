"""Holes filled with what lies a period away: for checks, bricks, rows of windows. Made with operators that a graph has, too."""

from __future__ import annotations

import math

import torch
from torch import Tensor
from torch.nn import functional as F

from .prefills import membrane

HALF = 2
"""Periods are looked for in a picture of half the size, and told to fractions of its pixels."""
NEAREST = 4
"""The shortest period, in pixels of that picture."""
REACH = 20
"""How far from the hole the picture counts, in the same pixels."""
LEAST = 0.1
"""Part of what is known near the hole that has to lie over something known, for a period to be believed."""
TIMES = 4
"""Periods away that are tried, on both sides."""
FAR = 3e-3
"""What a pixel more of a period counts against it, of what periods are off by in the mean."""
TOO_FEW = 13.0
"""More than any two pictures differ by: what stands where too little lies over something known."""


def repeats(picture: Tensor, known: Tensor, otherwise: Tensor) -> list[Tensor]:
    """Two fills `[B, 3, S, S]`, by the best period that is wider than high and by the best that is higher than wide. They are copies everywhere, so
    that one can see beside the hole what they are worth; `otherwise` stands where nothing known lies a few periods away.

    :param picture: `[B, 3, S, S]`, 0 where it is not known
    :param known: `[B, 1, S, S]`, 1 or 0"""
    return [copied(picture, known, otherwise, period) for period in periods(picture, known)]


def periods(picture: Tensor, known: Tensor) -> list[Tensor]:
    """`[B, 2]`, x and y in pixels, of the best period in each of the two directions."""
    share = F.avg_pool2d(known, HALF)
    mask = (share > 0.99).to(picture.dtype)
    near = 1 - mask
    for kernel, padding in (((1, 2 * REACH + 1), (0, REACH)), ((2 * REACH + 1, 1), (REACH, 0))):
        near = F.max_pool2d(near, kernel, 1, padding)
    mask = mask * near
    error = differences(F.avg_pool2d(picture, HALF) * mask, mask)
    height, width = int(error.shape[1]), int(error.shape[2])
    y, x = ramp(error, height)[:, None] - 1, ramp(error, width)[None] - width // 2
    # The border is left out, as a minimum there has no neighbours to tell its fraction by.
    within = (y >= 0) & (y < height - 2) & (x.abs() < width // 2)
    whole = (1, 2)
    typical = (error * (error < TOO_FEW)).sum(whole, keepdim=True) / (error < TOO_FEW).sum(whole, keepdim=True).clamp(min=1)
    cost = error + FAR * typical * (x.square() + y.square()).sqrt()
    wide, high = (x.abs() > y) & (x.abs() >= NEAREST), (x.abs() <= y) & (y >= NEAREST)
    return [HALF * lowest(error, cost + 1e3 * (~(within & cone)).to(cost.dtype)) for cone in (wide, high)]


def lowest(error: Tensor, cost: Tensor) -> Tensor:
    """Where `cost` is least, x and y `[B, 2]`, to a fraction."""
    width = int(cost.shape[2])
    best = cost.flatten(1).argmin(1, keepdim=True)
    x, y = best % width - width // 2, best // width - 1
    return torch.cat([x + fraction(error, best, 1), y + fraction(error, best, width)], 1)


def fraction(error: Tensor, at: Tensor, step: int) -> Tensor:
    """How far from a minimum the lowest point of the parabola through it and its neighbours lies, −½…½, `[B, 1]`."""
    flat = error.flatten(1)
    before, here, after = (flat.gather(1, (at + offset).clamp(0, int(flat.shape[1]) - 1)) for offset in (-step, 0, step))
    bend = (before - 2 * here + after).clamp(min=1e-6)
    return ((before - after) / (2 * bend)).clamp(-0.5, 0.5)


def differences(picture: Tensor, mask: Tensor) -> Tensor:
    """Mean square of what a picture differs from itself moved, `[B, N / 2 + 1, N − 1]`: down by −1…N/2 − 1 and across by −N/2 + 1…N/2 − 1, from
    products of spectra; `TOO_FEW` and more where too little lies over something known."""
    side = int(picture.shape[2])
    size = side * 3 // 2  # what moves by half a side does not come in again on the other
    wave = 2 * math.pi / size
    all_waves = wave * ramp(mask[0], size)
    turns = all_waves[:, None] * ramp(mask[0], side)
    cos, sin = turns.cos(), turns.sin()
    maps = torch.cat([picture, picture.square().sum(1, keepdim=True), mask], 1)
    across, down = maps @ cos.t(), maps @ sin.t()
    real, imaginary = cos @ across - sin @ down, -(cos @ down) - sin @ across
    energy = real[:, :3].square().sum(1) + imaginary[:, :3].square().sum(1)
    mixed = real[:, 3] * real[:, 4] + imaginary[:, 3] * imaginary[:, 4]
    spectra = torch.stack([2 * (mixed - energy), real[:, 4].square() + imaginary[:, 4].square()], 1)
    rows = (ramp(mask[0], side // 2 + 1)[:, None] - 1) * all_waves
    columns = (ramp(mask[0], side - 1) + (1 - side // 2)) * all_waves[:, None]
    moved = (rows.cos() @ spectra @ columns.cos() - rows.sin() @ spectra @ columns.sin()) / size**2
    squares, pairs = moved[:, 0], moved[:, 1]
    enough = LEAST * mask.sum((1, 2, 3))[:, None, None]
    return squares.clamp(min=0) / pairs.clamp(min=1) + TOO_FEW * (pairs < enough.clamp(min=1)).to(picture.dtype)


def ramp(like: Tensor, count: int) -> Tensor:
    """0…count − 1. A graph counts at run time, as what is made of constants would be written into it: half a megabyte of cosines.

    :param like: `[1, N, N]`"""
    one = 0 * like[0, 0, :1] + 1
    return torch.cumsum(F.pad(one, (0, count - 1), value=1.0), 0) - 1


def copied(picture: Tensor, known: Tensor, otherwise: Tensor, period: Tensor) -> Tensor:
    """Each pixel from the nearest number of periods away, on either side, where something is known."""
    side = int(picture.shape[3])
    line = torch.arange(side, device=picture.device)
    whole = torch.cat([picture, known], 1).flatten(2)
    fill = otherwise
    for times in range(TIMES, 0, -1):
        for sign in (-1, 1):
            dx, dy = (torch.floor(sign * times * period + 0.5).long()).unbind(1)
            x, y = line[None, None] + dx[:, None, None], line[None, :, None] + dy[:, None, None]
            inside = ((x >= 0) & (x < side) & (y >= 0) & (y < side))[:, None].to(picture.dtype)
            at = (y.clamp(0, side - 1) * side + x.clamp(0, side - 1)).flatten(1)[:, None]
            there = whole.gather(2, at.expand(-1, 4, -1)).view(-1, 4, side, side)
            seen = there[:, 3:] * inside
            fill = there[:, :3] * seen + fill * (1 - seen)
    return fill


COARSE = 4
"""Side in pixels of the cells that copies are judged by."""
ROUND = 9
"""Cells across of what is judged together."""
FLOOR = 1e-4
"""Mean squares below which there is nothing to tell: about a level of 255."""


def evidence(picture: Tensor, known: Tensor, copies: list[Tensor]) -> Tensor:
    """How much better each of the two copies is than a blur, beside the hole and carried on into it, `[B, 2, S, S]`: logarithms of how many times
    less they are off by."""
    share = F.avg_pool2d(known, COARSE)
    mask = (share > 0.5).to(picture.dtype)
    near = round_about(share)
    blurred = round_about(F.avg_pool2d(picture, COARSE)) / near.clamp(min=1e-6)
    busy = F.avg_pool2d(picture.square(), COARSE) - 2 * blurred * F.avg_pool2d(picture, COARSE) + blurred.square() * share
    off = [F.avg_pool2d((copy - picture).square() * known, COARSE) for copy in copies]
    squares = torch.cat([part.mean(1, keepdim=True) for part in (busy, *off)], 1)
    squares = round_about(squares) / near.clamp(min=1e-6) * mask
    told = (membrane(squares, mask).clamp(min=0) + FLOOR).log()
    told = F.interpolate(told, scale_factor=float(COARSE), mode="bilinear", align_corners=False)
    return told[:, :1] - told[:, 1:]


def round_about(x: Tensor) -> Tensor:
    return F.avg_pool2d(x, ROUND, 1, ROUND // 2)
