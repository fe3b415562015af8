"""The foreground: objects segmented from the background, without knowing what they are."""

from __future__ import annotations

import time
from random import Random

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ..data.art import Art
from ..data.cutouts import Cutouts
from ..data.erasing import Grounds
from ..data.standing import Standing, mixed, standing
from ..loop import Rates, Run, train
from ..nets.foreground import Foreground
from .eraser import fast_bfloat16

RATES = Rates(matrices=0.01, others=1.5e-3, own={"body.stem": 1.5e-3, "head": 1.5e-3, "edges.head": 1.5e-3}, averaging=0.998)
POOL = 320
"""Backgrounds to cut from, and twice as many objects; a background and `RENEWED` objects make way for new ones with every step."""
RENEWED = 3
SMALL = 0.55
"""Part of the time in windows of half the side, in which edges are not looked at in full."""
EDGES = 2.0
"""What an error counts beside an edge of an object, more than elsewhere."""
DICE = 0.5
"""What the overlap counts, where a mean cross-entropy counts 1: small objects weigh as much as large ones."""


def train_foreground(art: Art, model: Foreground, side: int, run: Run, pool: int = POOL) -> nn.Module:
    r = Random(time.time_ns())
    grounds, cutouts, start = Grounds(mixed(art), pool, r), Cutouts(art, 2 * pool, r), time.monotonic()

    def loss() -> tuple[Tensor, dict[str, float]]:
        grounds.renew()
        cutouts.renew(RENEWED)
        small = time.monotonic() - start < SMALL * run.minutes * 60
        # A window of the full side says as much about edges as four of half of it.
        size, count = (side // 2, run.batch) if small else (side, max(1, run.batch // 4))
        windows = Standing.joined([standing(cutouts, grounds, size, r) for _ in range(count)])
        with torch.autocast("cpu", torch.bfloat16, enabled=run.device == "cpu" and fast_bfloat16()):
            logits = (model.coarse if small else model)(windows.picture.contiguous(memory_format=torch.channels_last))
        return losses(logits.float(), windows)

    return train("foreground", model, loss, run, RATES)


def losses(logits: Tensor, windows: Standing) -> tuple[Tensor, dict[str, float]]:
    truth, judged = windows.coverage, windows.judged
    near = F.avg_pool2d(truth, 5, 1, 2)
    weights = judged * (1 + 4 * EDGES * near * (1 - near))
    cross = F.binary_cross_entropy_with_logits(logits, truth, reduction="none")
    share = logits.sigmoid() * judged
    both, either = (share * truth).sum((1, 2, 3)), (share + truth * judged).sum((1, 2, 3))
    dice = 1 - (2 * both + 20) / (either + 20)
    value = (cross * weights).sum() / weights.sum().clamp(min=1) + DICE * dice.mean()
    return value, {"loss": value.item(), "iou": float(overlap(logits, windows).mean())}


@torch.no_grad()
def overlap(logits: Tensor, windows: Standing) -> Tensor:
    """Intersection over union of each window `[B]`; 1 where there is nothing and nothing is seen."""
    judged = windows.judged > 0
    found, there = (logits > 0) & judged, (windows.coverage > 0.5) & judged
    both, either = (found & there).sum((1, 2, 3)), (found | there).sum((1, 2, 3))
    return torch.where(either > 0, both / either.clamp(min=1), torch.ones(len(logits)))
