"""The upscaler: windows as the decoder leaves them, four times larger, as the drawings would be at that size."""

from __future__ import annotations

import itertools
import random

import torch
from torch import Tensor, nn

from ..data.art import Art
from ..data.places import lay_over, places, with_neighbours
from ..data.windows import canonical
from ..loop import Rates, Run, train
from ..nets.upscaler import Upscaler
from ..nets.vae import Encoder
from .decoder import EDGES, Painter, edge_error, psnr

RATES = Rates(matrices=0.006, others=6e-4, averaging=0.995)
TIMES = 4
CROP = 48
"""Side of one crop of a step, in pixels of the decoded window."""
WINDOWS = 4
"""Windows made at a time."""
POOL = 12
"""Times `WINDOWS` that are kept to cut from: composing at this size takes longer than a step of training."""
REFRESH = 8
"""Steps after which the oldest windows of the pool make way for new ones."""
REMEMBERED = 0.7
"""Part of the windows whose drawing comes from the memory, as in an edit; the others were encoded."""


def train_upscaler(
    art: Art, upscaler: Upscaler, painter: Painter, encoder: Encoder, scale: float, side: int, run: Run
) -> nn.Module:
    """:param side: of a window before it is enlarged"""
    pool = [pairs(art, painter, encoder, scale, side) for _ in range(POOL)]
    steps = itertools.count()

    def loss() -> tuple[Tensor, dict[str, float]]:
        step = next(steps)
        if step % REFRESH == REFRESH - 1:
            pool[step // REFRESH % POOL] = pairs(art, painter, encoder, scale, side)
        decoded, truth = (torch.cat(picked) for picked in zip(*random.sample(pool, 2)))
        small, large = crops(decoded, truth, run.batch)
        error = upscaler(small) - large
        value = error.abs().mean() + EDGES * edge_error(error)
        return value, {"loss": value.item(), "psnr": psnr(error)}

    random.seed(run.seed)
    return train("upscaler", upscaler, loss, run, RATES)


@torch.no_grad()
def pairs(art: Art, painter: Painter, encoder: Encoder, scale: float, side: int) -> tuple[Tensor, Tensor]:
    """Decoded windows `[WINDOWS, 3, side, side]`, and the truth four times larger."""
    rows = torch.randint(0, len(art.painted.things), (WINDOWS,))
    drawing = canonical(art.painted.premultiplied(rows), TIMES * side)
    ground = with_neighbours(art, places(art, WINDOWS, TIMES * side))
    truth = lay_over(ground, drawing) * 2 - 1
    shown = torch.ones(WINDOWS, 1, 1, 1)
    remembered = painter.maps.shape[-1] <= side // 8  # not where windows are smaller here than those of an edit
    if remembered and torch.rand(1) < REMEMBERED:
        latents = painter.latents(encoder.mean(shrunk(ground * 2 - 1)) * scale, rows, shown)
    else:
        latents = encoder.mean(shrunk(truth)) * scale
    return painter.decoder(latents / scale), truth


def shrunk(picture: Tensor) -> Tensor:
    return nn.functional.avg_pool2d(picture, TIMES)


def crops(decoded: Tensor, truth: Tensor, count: int) -> tuple[Tensor, Tensor]:
    """`[count, 3, CROP, CROP]` and what it should become, mirrored at random."""
    room = decoded.shape[-1] - CROP + 1
    small, large = [], []
    for i in range(count):
        top, left = (int(v) for v in torch.randint(0, room, (2,)))
        window = i % len(decoded)
        few = decoded[window, :, top : top + CROP, left : left + CROP]
        end = TIMES * CROP
        many = truth[window, :, TIMES * top : TIMES * top + end, TIMES * left : TIMES * left + end]
        flip = [2] if torch.rand(1) < 0.5 else []
        small.append(few.flip(flip))
        large.append(many.flip(flip))
    return torch.stack(small), torch.stack(large)
