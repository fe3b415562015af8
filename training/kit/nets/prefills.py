"""Simple ways to fill a hole, made with operators that a graph has, too."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

CANDIDATES = ("membrane", "rows", "columns", "left", "right", "up", "down")
COARSEST = 4
SWEEPS = (24, 16, 12, 10, 8, 8, 6)
"""Jacobi sweeps of the membrane at each scale, the coarsest first."""


def prefills(picture: Tensor, known: Tensor) -> list[Tensor]:
    """One fill `[B, 3, S, S]` for each of `CANDIDATES`; where the picture is known each of them is the picture.

    :param picture: `[B, 3, S, S]`, 0 where it is not known
    :param known: `[B, 1, S, S]`, 1 or 0"""
    # Colours take more bits than bfloat16 has.
    with torch.autocast(picture.device.type, enabled=False):
        smooth = membrane(picture, known)
        rows, left, right = along_rows(picture, known, smooth)
        columns, up, down = (turned(fill) for fill in along_rows(turned(picture), turned(known), turned(smooth)))
    return [smooth, rows, columns, left, right, up, down]


def turned(x: Tensor) -> Tensor:
    return x.transpose(2, 3)


def membrane(picture: Tensor, known: Tensor) -> Tensor:
    """Laplace's equation with what is known as its boundary, coarse to fine; nothing flows across the window's edge."""
    # Depthwise convolutions of three channels are ten times as fast in this layout.
    pictures, masks = [picture.contiguous(memory_format=torch.channels_last)], [known]
    while int(pictures[-1].shape[3]) > COARSEST:
        share = F.avg_pool2d(masks[-1], 2)
        masks.append((share > 0).to(picture.dtype))
        pictures.append(F.avg_pool2d(pictures[-1], 2) / share.clamp(min=1e-6) * masks[-1])
    whole = (2, 3)
    mean = pictures[-1].sum(whole, keepdim=True) / masks[-1].sum(whole, keepdim=True).clamp(min=1)
    fill = mean + 0 * pictures[-1]
    for scale, (seen, mask) in enumerate(zip(reversed(pictures), reversed(masks))):
        if scale:
            fill = F.interpolate(fill, scale_factor=2.0, mode="bilinear", align_corners=False)
        hidden = 1 - mask
        fill = seen + hidden * fill
        hidden = hidden / cross(0 * fill + 1)
        for _ in range(SWEEPS[min(scale, len(SWEEPS) - 1)]):
            fill = seen + hidden * cross(fill)
    return fill


def cross(x: Tensor) -> Tensor:
    """The sum of each pixel's four neighbours, of three channels; beyond the edge there is nothing."""
    kernel = torch.tensor([[[[0.0, 1, 0], [1, 0, 1], [0, 1, 0]]]] * 3, device=x.device)
    return F.conv2d(x, kernel, padding=1, groups=3)


def along_rows(picture: Tensor, known: Tensor, otherwise: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """What is linear between the known ends of each row, the nearest known colour to the left, and that to the right. Where only one
    side is known, it is all three; where a row has nothing that is known, `otherwise` is."""
    side = int(picture.shape[3])
    place = torch.arange(side, device=picture.device, dtype=picture.dtype).view(1, 1, 1, side)
    before = running_max(known * (place + 1)) - 1
    after = side - running_max((known * (side - place)).flip(3)).flip(3)
    none = ((before < 0) & (after >= side)).to(picture.dtype)
    start = torch.where(before < 0, after, before).clamp(max=side - 1)
    end = torch.where(after >= side, before, after).clamp(min=0)
    left, right = (picture.gather(3, at.long().expand_as(picture)) for at in (start, end))
    left, right = (end_ + none * (otherwise - end_) for end_ in (left, right))
    share = (place - start).clamp(min=0) / (end - start).clamp(min=1)
    return left + (right - left) * share, left, right


def running_max(x: Tensor) -> Tensor:
    """Of everything up to each place of a row, of numbers that are not negative (Hillis and Steele 1986)."""
    reach = 1
    while reach < int(x.shape[3]):
        x = torch.maximum(x, F.pad(x[:, :, :, :-reach], (reach, 0)))
        reach *= 2
    return x
