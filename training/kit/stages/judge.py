"""The judge: names the thing in the middle of a window. Trained on seeds of its own and on all sets, it never guides or
chooses anything; it only says afterwards what an edit looks like."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

from ..data.art import Art
from ..data.places import lay_over, placed, places, uniform, with_neighbours
from ..data.windows import SHARE
from ..loop import Rates, Run, train
from ..nets.judge import Judge

RATES = Rates(matrices=0.02, others=2e-3, averaging=0.99)
SIDE = 64
GROUNDS = 1024
"""Places that are made once: drawing them costs twenty times as much as laying a thing over them."""
SEED = 900_000
"""Added to the run's seed: the judge sees other windows than the pack did."""


def train_judge(art: Art, things: list[int], judge: Judge, run: Run) -> Judge:
    """:param things: the things it tells apart, in the order of its outputs"""
    rows = [torch.nonzero(art.found.things == thing).flatten() for thing in things]
    torch.manual_seed(run.seed + SEED)
    stock = torch.cat([grounds(art, 64) for _ in range(GROUNDS // 64)])

    def loss() -> tuple[Tensor, dict[str, float]]:
        answers = torch.randint(0, len(things), (run.batch,))
        picked = torch.stack([rows[i][torch.randint(0, len(rows[i]), (1,))[0]] for i in answers.tolist()])
        ground = stock[torch.randint(0, len(stock), (run.batch,))]
        logits = judge(blemished(judged_windows(art, picked, ground)))
        value = F.cross_entropy(logits, answers)
        return value, {"loss": value.item(), "right": (logits.argmax(1) == answers).float().mean().item()}

    return train("judge", judge, loss, Run(**(vars(run) | {"seed": run.seed + SEED})), RATES)


@torch.no_grad()
def grounds(art: Art, count: int) -> Tensor:
    """Places `[count, 3, 64, 64]` in 0…1 for a thing to be in the middle of."""
    return with_neighbours(art, places(art, count, SIDE))


@torch.no_grad()
def judged_windows(art: Art, rows: Tensor, ground: Tensor) -> Tensor:
    """Windows `[B, 3, 64, 64]` with drawings `rows` of all sets, near enough to the middle of their grounds."""
    count = len(rows)
    drawing = placed(
        art.found.premultiplied(rows, 80),
        SIDE,
        uniform(SHARE - 0.1, SHARE + 0.06, count),
        uniform(-0.08, 0.08, count),
        uniform(-0.08, 0.08, count),
        uniform(-0.1, 0.1, count),
        torch.rand(count) < 0.5,
    )
    return lay_over(ground, drawing) * 2 - 1


def blemished(windows: Tensor) -> Tensor:
    """Blurred, grainy, lighter or darker: what is judged is not perfect either."""
    count = len(windows)
    blurred = F.avg_pool2d(F.pad(windows, (1,) * 4, mode="replicate"), 3, 1)
    windows = torch.where(torch.rand(count, 1, 1, 1) < 0.35, blurred, windows)
    lit = windows * uniform(0.85, 1.15, count, 1, 1, 1) + uniform(-0.08, 0.08, count, 3, 1, 1)
    return lit + torch.randn_like(lit) * uniform(0, 0.12, count, 1, 1, 1)
