"""How well an eraser finds the background of other seeds, beside the best of the simple fills."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

import torch
from torch import Tensor

from .data.art import Art
from .data.erasing import Draw, Grounds, Lesson, exam, painted
from .data.grounds import UNSEEN, ground
from .grid import save_grid
from .nets.eraser import Eraser
from .nets.prefills import CANDIDATES, prefills
from .stages.eraser import decibels

COUNT = 120
"""Windows of each kind of background."""
SHOWN = 16
CHUNK = 4

Fill = Callable[[Lesson], Tensor]


def unseen(r: Random) -> Tensor:
    return r.choice(list(UNSEEN.values()))(r, 352)


def kinds(art: Art) -> dict[str, Draw]:
    return {"scenes": painted(art), "varied": ground, "unseen": unseen}


@dataclass(frozen=True)
class Exam:
    lessons: list[Lesson]
    beside: Tensor
    """Of each window, whether a neighbour stands beside the hole."""

    @staticmethod
    def of(art: Art, draw: Draw, count: int, side: int, seed: int) -> Exam:
        """The same seed gives the same windows."""
        torch.manual_seed(seed)
        r = Random(seed)
        grounds = Grounds(draw, count, r)
        windows = [exam(art, grounds, side, r) for _ in range(count)]
        chunks = [Lesson.joined([w for w, _ in windows[i : i + CHUNK]]) for i in range(0, count, CHUNK)]
        return Exam(chunks, torch.tensor([beside for _, beside in windows]))

    def marks(self, fill: Fill) -> Tensor:
        """Decibels of each window, at most 45."""
        return torch.cat([decibels(fill(lesson), lesson) for lesson in self.lessons])


def by_rows(lesson: Lesson) -> Tensor:
    known = 1 - lesson.hole
    return prefills(lesson.picture * known, known)[CANDIDATES.index("rows")]


def by_network(eraser: Eraser) -> Fill:
    return lambda lesson: eraser(lesson.picture, lesson.hole)[0]


def summary(marks: Tensor, beside: Tensor) -> str:
    alone = f"{marks[~beside].mean():.1f} alone, {marks[beside].mean():.1f} beside others"
    return f"{marks.mean():.2f} dB, tenth percentile {marks.quantile(0.1):.1f}, {alone}"


@torch.no_grad()
def examine(art: Art, eraser: Eraser, side: int, seed: int, count: int = COUNT) -> dict[str, str]:
    """A line of figures for each kind of background and fill."""
    lines = {}
    for name, draw in kinds(art).items():
        asked = Exam.of(art, draw, count, side, seed)
        for who, fill in (("rows", by_rows), ("eraser", by_network(eraser))):
            lines[f"{name}, {who}"] = summary(asked.marks(fill), asked.beside)
    return lines


@torch.no_grad()
def show(art: Art, eraser: Eraser, side: int, seed: int, path: Path) -> None:
    """Pictures, what is left of them, what the eraser makes of that, and the background."""
    for name, draw in kinds(art).items():
        rows = []
        for lesson in Exam.of(art, draw, SHOWN, side, seed).lessons:
            seen, filled = lesson.picture * (1 - lesson.hole), by_network(eraser)(lesson)
            rows.append(torch.stack([lesson.picture, seen, filled, lesson.truth], 1).flatten(0, 1))
        save_grid(torch.cat(rows), path.with_name(f"{path.stem}-{name}.png"), 8)
