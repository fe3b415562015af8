"""The eraser: what stood behind an object, on backgrounds of many kinds."""

from __future__ import annotations

import time
from random import Random

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ..data.art import Art
from ..data.erasing import Grounds, Lesson, lesson, varied
from ..loop import Rates, Run, train
from ..nets.eraser import Eraser

RATES = Rates(matrices=0.008, others=1.2e-3, own={"stem": 1.2e-3, "head": 1.2e-3}, averaging=0.998)
POOL = 320
"""Backgrounds to cut from; a new one takes the place of the oldest with every step."""
SMALL = 0.4
"""Part of the time in windows of half the side, which take a quarter of it each."""
SLOPES = 0.5
"""What an error of a difference between neighbours counts, where one of a pixel counts 1."""
DECIBELS = 0.012
"""What the logarithm of each window's mean square counts: small errors on smooth backgrounds are haze all the same."""
CALM = 2e-5
"""Against logits that grow without end."""
CEILING = 45.0
"""Decibels beyond which nobody sees a difference."""


def train_eraser(art: Art, eraser: Eraser, side: int, run: Run, pool: int = POOL) -> nn.Module:
    r = Random(time.time_ns())
    grounds, start = Grounds(varied(art), pool, r), time.monotonic()

    def loss() -> tuple[Tensor, dict[str, float]]:
        grounds.renew()
        small = time.monotonic() - start < SMALL * run.minutes * 60
        lessons = Lesson.joined([lesson(art, grounds, side // 2 if small else side, r) for _ in range(run.batch)])
        with torch.autocast("cpu", torch.bfloat16, enabled=run.device == "cpu" and fast_bfloat16()):
            filled, weights, _ = eraser(lessons.picture, lessons.hole)
        return losses(filled, weights, lessons)

    return train("eraser", eraser, loss, run, RATES)


def fast_bfloat16() -> bool:
    """Whether the processor computes in bfloat16; others only emulate it."""
    return torch.cpu._is_avx512_bf16_supported()


def losses(filled: Tensor, weights: Tensor, lessons: Lesson) -> tuple[Tensor, dict[str, float]]:
    error, counts = filled.float() - lessons.truth, lessons.judged
    whole = (1, 2, 3)
    area = 3 * counts.sum(whole).clamp(min=1)
    pixels = (error.abs() * counts).sum(whole) / area
    across, down = (error.diff(dim=axis).abs() for axis in (3, 2))
    slopes = ((across * counts[:, :, :, 1:]).sum(whole) + (down * counts[:, :, 1:]).sum(whole)) / area
    squares = (error.square() * counts).sum(whole) / area / 4
    value = (pixels + SLOPES * slopes).mean() + DECIBELS * torch.log(squares + 1e-5).mean()
    value = value + CALM * weights.float().clamp(min=1e-8).log().square().mean()
    return value, {"loss": value.item(), "psnr": decibels(filled.float(), lessons).mean().item()}


@torch.no_grad()
def decibels(filled: Tensor, lessons: Lesson) -> Tensor:
    """Of each window where the object was, at most `CEILING`, `[B]`."""
    there = (lessons.judged == 1).float()
    squares = ((filled - lessons.truth).square() * there).sum((1, 2, 3)) / (3 * there.sum((1, 2, 3)).clamp(min=1)) / 4
    return (-10 * torch.log10(squares.clamp(min=1e-9))).clamp(max=CEILING)
