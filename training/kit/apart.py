"""How well objects are segmented from backgrounds that nothing learnt from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from random import Random

import torch
from torch import Tensor
from torch.nn import functional as F

from .data.art import Art
from .data.cutouts import Cutouts
from .data.erasing import Draw, Grounds
from .data.standing import Standing, standing
from .erased import kinds
from .grid import save_grid
from .nets.foreground import Foreground
from .stages.foreground import overlap

COUNT = 120
"""Windows of each kind of background."""
SHOWN = 24
CHUNK = 8
THIN = 9
"""Pixels of a window of 256: what is narrower counts as thin."""
BAND = 5
"""Width of the band round an edge, in pixels."""


def windows(art: Art, draw: Draw, count: int, side: int, seed: int) -> list[Standing]:
    """In chunks; the same seed gives the same windows."""
    torch.manual_seed(seed)
    r = Random(seed)
    grounds, cutouts = Grounds(draw, count, r), Cutouts(art, 2 * count, r)
    each = [standing(cutouts, grounds, side, r) for _ in range(count)]
    return [Standing.joined(each[i : i + CHUNK]) for i in range(0, count, CHUNK)]


@dataclass(frozen=True)
class Counts:
    """Pixels of some windows: found and there, found, there; those of thin parts that are found, those there; those beside edges that
    are right, all beside edges. And the IoU of each window."""

    pixels: Tensor
    ious: Tensor

    @staticmethod
    def of(logits: Tensor, asked: Standing) -> Counts:
        judged = asked.judged > 0
        found, there = (logits > 0) & judged, (asked.coverage > 0.5) & judged
        thin, near = slim(there) & judged, beside(there) & judged
        masks = (found & there, found, there, found & thin, thin, (found == there) & near, near)
        return Counts(torch.stack([mask.sum() for mask in masks]), overlap(logits, asked))

    def summary(self) -> str:
        both, found, there, thin_found, thin, right, near = self.pixels.tolist()
        return (
            f"IoU {self.ious.mean():.3f} (tenth percentile {self.ious.quantile(0.1):.3f}), precision {both / max(1, found):.3f}, "
            f"recall {both / max(1, there):.3f}, of thin parts {thin_found / max(1, thin):.3f}, right beside edges {right / max(1, near):.3f}"
        )


def slim(there: Tensor) -> Tensor:
    """Parts of a mask that nothing `THIN` pixels wide fits into."""
    off = F.max_pool2d((~there).float(), THIN, 1, THIN // 2)
    return there & (F.max_pool2d(1 - off, THIN, 1, THIN // 2) == 0)


def beside(there: Tensor) -> Tensor:
    return (F.max_pool2d(there.float(), BAND, 1, BAND // 2) + F.max_pool2d(-there.float(), BAND, 1, BAND // 2)) > 0


@torch.no_grad()
def tell_apart(art: Art, model: Foreground, side: int, seed: int, count: int = COUNT) -> dict[str, str]:
    """A line of figures for each kind of background."""
    lines = {}
    for name, draw in kinds(art).items():
        parts = [Counts.of(model(asked.picture), asked) for asked in windows(art, draw, count, side, seed)]
        lines[name] = Counts(sum(part.pixels for part in parts), torch.cat([part.ious for part in parts])).summary()
    return lines


@torch.no_grad()
def show_apart(art: Art, model: Foreground, side: int, seed: int, path: Path) -> None:
    """Pictures, what is seen in front, and what is, grey where it is undefined."""
    for name, draw in kinds(art).items():
        rows = []
        for asked in windows(art, draw, SHOWN, side, seed):
            truth = asked.coverage * asked.judged + 0.5 * (1 - asked.judged)
            maps = [m.expand(-1, 3, -1, -1) * 2 - 1 for m in (model(asked.picture).sigmoid(), truth)]
            rows.append(torch.stack([asked.picture, *maps], 1).flatten(0, 1))
        save_grid(torch.cat(rows), path.with_name(f"{path.stem}-{name}.png"), 9)
