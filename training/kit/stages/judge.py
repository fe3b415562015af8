"""The judge: names the object in the middle of a window. Trained on seeds of its own and on all sets, it never guides or
chooses anything; it only says afterwards what an edit looks like. Of two objects combined it should name both."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

from ..data.art import Art
from ..data.pairs import draw_pairs, found_rows, lay_both, layers
from ..data.places import lay_over, placed, places, with_neighbours
from ..data.uniform import uniform
from ..layout import SHARE
from ..loop import Rates, Run, train
from ..nets.judge import Judge

RATES = Rates(matrices=0.02, others=2e-3, averaging=0.99)
SIDE = 64
GROUNDS = 1024
"""Places that are made once: drawing them costs twenty times as much as laying an object over them."""
SEED = 900_000
"""Added to the run's seed: the judge is trained on other windows than the pack."""


def train_judge(art: Art, things: list[int], judge: Judge, run: Run, combined: float = 0) -> Judge:
    """:param objects: the objects it distinguishes, in the order of its outputs
    :param combined: windows of two objects for each of one; it then must distinguish all that can be combined"""
    known = torch.tensor(things)
    torch.manual_seed(run.seed + SEED)
    stock = torch.cat([grounds(art, 64) for _ in range(GROUNDS // 64)])
    pairs = round(run.batch * combined)
    output = torch.zeros(len(art.things), dtype=torch.int64)
    output[things] = torch.arange(len(things))

    def loss() -> tuple[Tensor, dict[str, float]]:
        answers = torch.randint(0, len(things), (run.batch,))
        picked = art.found.any_of(known[answers])
        ground = stock[torch.randint(0, len(stock), (run.batch,))]
        logits = judge(blemished(judged_windows(art, picked, ground)))
        value = F.cross_entropy(logits, answers)
        figures = {"loss": value.item(), "right": (logits.argmax(1) == answers).float().mean().item()}
        if not pairs:
            return value, figures
        windows, shown = judged_pairs(art, stock[torch.randint(0, len(stock), (pairs,))])
        logits, both = judge(blemished(windows)), output[shown]
        halves = F.cross_entropy(logits, F.one_hot(both, len(things)).float().mean(1))
        named = logits.topk(2, 1)[1].sort(1)[0] == both.sort(1)[0]
        return value + combined * halves, figures | {"both": named.all(1).float().mean().item()}

    return train("judge", judge, loss, Run(**(vars(run) | {"seed": run.seed + SEED})), RATES)


@torch.no_grad()
def grounds(art: Art, count: int) -> Tensor:
    """Places `[count, 3, 64, 64]` in 0…1 for an object to be in the middle of."""
    return with_neighbours(art, places(art, count, SIDE))


@torch.no_grad()
def judged_windows(art: Art, rows: Tensor, ground: Tensor) -> Tensor:
    """Windows `[B, 3, 64, 64]` with drawings `rows` of all sets, near enough to the middle of their backgrounds."""
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


@torch.no_grad()
def judged_pairs(art: Art, ground: Tensor) -> tuple[Tensor, Tensor]:
    """Windows `[B, 3, 64, 64]` of two objects, drawings of all sets, and which they are, `[B, 2]`."""
    pairs = draw_pairs(art, len(ground))
    both = layers(art.found, found_rows(art, pairs), pairs.relation, SIDE)
    return lay_both(ground, both) * 2 - 1, torch.stack([pairs.first, pairs.second], 1)


def blemished(windows: Tensor) -> Tensor:
    """Blurred, grainy, lighter or darker: what is judged is not perfect either."""
    count = len(windows)
    blurred = F.avg_pool2d(F.pad(windows, (1,) * 4, mode="replicate"), 3, 1)
    windows = torch.where(torch.rand(count, 1, 1, 1) < 0.35, blurred, windows)
    lit = windows * uniform(0.85, 1.15, count, 1, 1, 1) + uniform(-0.08, 0.08, count, 3, 1, 1)
    return lit + torch.randn_like(lit) * uniform(0, 0.12, count, 1, 1, 1)
