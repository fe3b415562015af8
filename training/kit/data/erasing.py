"""Pictures with an object to erase, the background without it, and what a finder would say is not background."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

import numpy as np
import torch
from PIL import Image
from torch import Tensor
from torch.nn import functional as F

from .art import Art
from .bank import to_bytes, to_floats
from .grounds import SIDE, ground

ART_SHARE = 0.15
"""Part of the backgrounds that come from the art's own backgrounds."""
MASKED = 0.75
"""Part of the neighbours that the finder knows of."""
SEEN = 0.05
"""Coverage from which a pixel belongs to an object."""
OTHERS_COUNT = 0.3
"""What an error counts where something else stands, which will hide it again."""
EXAM_GROWTH = 4
"""Pixels of a window of 256 by which a true mask is grown."""


@dataclass(frozen=True)
class Lesson:
    """`picture` `[B, 3, S, S]` in −1…1; `hole` `[B, 1, S, S]`, 1 where the eraser is given no background; `truth`
    `[B, 3, S, S]`, the background; `judged` `[B, 1, S, S]`, what an error counts at each place: most where the object was."""

    picture: Tensor
    hole: Tensor
    truth: Tensor
    judged: Tensor

    @staticmethod
    def joined(lessons: list[Lesson]) -> Lesson:
        return Lesson(*(torch.stack(column) for column in zip(*(vars(lesson).values() for lesson in lessons))))


Draw = Callable[[Random], Tensor]
"""A background of `SIDE` pixels, in 0…1."""


def painted(art: Art) -> Draw:
    """The art's own backgrounds."""

    def draw(r: Random) -> Tensor:
        whole = art.backgrounds[r.randrange(len(art.backgrounds))]
        return shrunk(whole[None].float() / 255, SIDE)[0]

    return draw


def varied(art: Art) -> Draw:
    """Backgrounds of all kinds, the art's among them."""
    return lambda r: painted(art)(r) if r.random() < ART_SHARE else ground(r)


class Grounds:
    """A pool of backgrounds to cut from, of which the oldest makes way for a new one now and then."""

    def __init__(self, draw: Draw, count: int, r: Random) -> None:
        self.draw, self.r, self.next = draw, r, 0
        self.pictures = torch.stack([self.drawn() for _ in range(count)])

    def drawn(self) -> Tensor:
        return (self.draw(self.r) * 255).round().byte()

    def renew(self) -> None:
        self.pictures[self.next] = self.drawn()
        self.next = (self.next + 1) % len(self.pictures)

    def cut(self, side: int) -> Tensor:
        """Any part of any of them in changed colours, `[3, side, side]` in 0…1."""
        r = self.r
        picture = self.pictures[r.randrange(len(self.pictures))]
        size = r.randint(SIDE * 6 // 10, SIDE)
        top, left = r.randint(0, SIDE - size), r.randint(0, SIDE - size)
        part = shrunk(picture[None, :, top : top + size, left : left + size].float() / 255, side)[0]
        part = part[torch.randperm(3)] if r.random() < 0.4 else part
        part = 1 - part if r.random() < 0.1 else part
        part = part.transpose(1, 2) if r.random() < 0.06 else part
        part = part.flip([axis for axis, chance in ((2, 0.5), (1, 0.1)) if r.random() < chance])
        if r.random() < 0.5:
            part = (part - 0.5) * r.uniform(0.5, 1.15) + 0.5 + r.uniform(-0.1, 0.1)
        return part.clamp(0, 1)


def shrunk(pictures: Tensor, side: int) -> Tensor:
    """`[B, C, side, side]`; not only smaller, when `side` is larger."""
    if side < pictures.shape[-1]:
        return F.interpolate(pictures, (side, side), mode="area")
    return F.interpolate(pictures, (side, side), mode="bilinear", align_corners=False)


@dataclass(frozen=True)
class Stood:
    """A premultiplied drawing `[4, h, w]` and where its square stands, in pixels of the window."""

    drawing: Tensor
    left: int
    top: int

    @property
    def middle(self) -> tuple[float, float]:
        half = self.drawing.shape[-1] / 2
        return self.left + half, self.top + half

    def over(self, picture: Tensor) -> Tensor:
        """Laid over `[3, S, S]`."""
        alpha, colour = self.layer(picture.shape[-1])
        return picture * (1 - alpha) + colour

    def layer(self, side: int) -> tuple[Tensor, Tensor]:
        """Coverage `[1, side, side]`, and colours times coverage."""
        size = self.drawing.shape[-1]
        full = F.pad(self.drawing, (self.left, side - size - self.left, self.top, side - size - self.top))
        return full[3:], full[:3]


def stand(art: Art, r: Random, size: int, left: int, top: int) -> Stood:
    drawing = art.found.premultiplied(torch.tensor([r.randrange(len(art.found.things))]))
    drawing = shrunk(drawing, max(8, size))[0]
    drawing = drawing.flip(2) if r.random() < 0.5 else drawing
    drawing = sticker(drawing, r) if r.random() < 0.08 else drawing
    return Stood(drawing, left, top)


def sticker(drawing: Tensor, r: Random) -> Tensor:
    """With a white rim, which is drawn inside the drawing's square."""
    size = drawing.shape[-1]
    rim = max(2, size // 24)
    drawing = F.pad(shrunk(drawing[None], size - 2 * rim)[0], (rim, rim, rim, rim))
    whole = grown(drawing[3:], rim)
    return torch.cat([drawing[:3] + (whole - drawing[3:]).clamp(min=0) * r.uniform(0.9, 1), whole])


def grown(mask: Tensor, by: int) -> Tensor:
    """`[1, S, S]` grown by so many pixels, in an octagon; shrunk, where `by` is negative."""
    if by < 0:
        return 1 - grown(1 - mask, -by)
    for step in range(by):
        if step % 2:
            mask = F.max_pool2d(mask[None], 3, 1, 1)[0]
        else:
            mask = torch.maximum(F.max_pool2d(mask[None], (1, 3), 1, (0, 1)), F.max_pool2d(mask[None], (3, 1), 1, (1, 0)))[0]
    return mask


def lesson(art: Art, grounds: Grounds, side: int, r: Random) -> Lesson:
    """One window of `side` pixels with an object near its middle, of shapes `[…, S, S]` without a batch."""
    while True:
        made = attempt(art, grounds, side, r)
        if 0.005 < made.hole.mean() < 0.8 and made.judged.max() == 1:
            return made


def attempt(art: Art, grounds: Grounds, side: int, r: Random) -> Lesson:
    thing = in_the_middle(art, side, r)
    truth, hole, unknowable, known = surroundings(grounds.cut(side), neighbours(art, thing, side, r), r)
    picture, alpha = thing.over(laid_over(truth, known)), thing.layer(side)[0]
    if r.random() < 0.06:
        front = anywhere(art, side, r, 0.15, 0.4)
        coverage = front.layer(side)[0]
        picture, alpha = front.over(picture), alpha * (coverage < 0.5)
        hole = torch.maximum(hole, guessed(coverage, r, 1))
    gone, beyond = removed(alpha, r), beyond_edge(r, side)
    picture = compressed(picture, r) if r.random() < 0.12 else picture
    judged = torch.maximum(gone, OTHERS_COUNT * hole) * (1 - beyond) * (1 - unknowable)
    hole = torch.maximum(torch.maximum(hole, gone), beyond)
    return Lesson(picture * 2 - 1, hole, truth * 2 - 1, judged)


def exam(art: Art, grounds: Grounds, side: int, r: Random) -> tuple[Lesson, bool]:
    """The same with true masks, the object's grown by `EXAM_GROWTH`, and whether a neighbour stands beside the hole."""
    thing = in_the_middle(art, side, r)
    others = [other for other, _ in neighbours(art, thing, side, r)]
    truth, gone = grounds.cut(side), grown(covered(thing, side), round(EXAM_GROWTH * side / 256))
    hole = torch.zeros(1, side, side)
    for other in others:
        hole = torch.maximum(hole, grown(covered(other, side), 1))
    beside = bool((grown(gone, 3) * hole).any())
    picture = thing.over(laid_over(truth, others))
    return Lesson(picture * 2 - 1, torch.maximum(hole, gone), truth * 2 - 1, gone), beside


def covered(stood: Stood, side: int) -> Tensor:
    return (stood.layer(side)[0] > SEEN).float()


def laid_over(picture: Tensor, things: list[Stood]) -> Tensor:
    for thing in things:
        picture = thing.over(picture)
    return picture


def surroundings(
    truth: Tensor, others: list[tuple[Stood, bool]], r: Random
) -> tuple[Tensor, Tensor, Tensor, list[Stood]]:
    """The background with those of the others on it that no finder knows of, the mask of those that it knows, where the background cannot be
    known, and those that are not on the background yet."""
    side = truth.shape[-1]
    hole, unknowable = torch.zeros(2, 1, side, side)
    for other, masked in others:
        if masked:
            hole = torch.maximum(hole, guessed(other.layer(side)[0], r, r.choice([0, 1, 1, 2, 3])))
        else:
            truth, unknowable = other.over(truth), torch.maximum(unknowable, covered(other, side))
    return truth, hole, unknowable, [other for other, masked in others if masked]


def in_the_middle(art: Art, side: int, r: Random) -> Stood:
    size = round(side * r.uniform(0.36, 0.68))
    return stand(art, r, size, *(round((side - size) / 2 + side * aside(r)) for _ in range(2)))


def aside(r: Random) -> float:
    """How far from the window's middle an object stands, of the window's side: where the picture ends, far."""
    return r.gauss(0, 0.06) + (r.uniform(-0.25, 0.25) if r.random() < 0.15 else 0)


def neighbours(art: Art, thing: Stood, side: int, r: Random) -> list[tuple[Stood, bool]]:
    """Up to four objects round another, and whether the finder knows of each. Now and then they stand behind it."""
    behind, stood = r.random() < 0.2, []
    for _ in range(r.choices([0, 1, 2, 3, 4], [0.22, 0.26, 0.26, 0.16, 0.1])[0]):
        for _ in range(8):
            other = anywhere(art, side, r, 0.12, 0.55)
            apart = np.hypot(other.middle[0] - thing.middle[0], other.middle[1] - thing.middle[1])
            if behind or apart > 0.45 * (other.drawing.shape[-1] + thing.drawing.shape[-1]):
                stood.append((other, r.random() < MASKED))
                break
    return stood


def anywhere(art: Art, side: int, r: Random, low: float, high: float) -> Stood:
    size = round(side * r.uniform(low, high))
    left, top = (round(r.uniform(-size / 2, side - size / 2)) for _ in range(2))
    return stand(art, r, size, left, top)


def guessed(alpha: Tensor, r: Random, by: int) -> Tensor:
    """A mask such as a finder gives: often exact, else from cells of some pixels, then grown."""
    if r.random() < 0.3:
        cell, side = r.choice([4, 4, 8]), alpha.shape[-1]
        coarse = F.avg_pool2d(alpha[None], cell)
        alpha = F.interpolate(coarse, (side, side), mode="bilinear", align_corners=False)[0]
        mask = (alpha > r.uniform(0.15, 0.5)).float()
    else:
        mask = (alpha > SEEN).float()
    return grown(mask, round(by * alpha.shape[-1] / 256))


def removed(alpha: Tensor, r: Random) -> Tensor:
    """The hole where an object was: its mask grown, seldom its box; now and then some of its rim is left."""
    kind, by = r.random(), r.choice([1, 2, 2, 3, 3, 4, 4, 5, 6])
    mask = guessed(alpha, r, by)
    if kind < 0.03:
        return (mask.amax(1, keepdim=True) * mask.amax(2, keepdim=True)).contiguous()
    if kind > 0.88:
        there = F.interpolate(torch.randn(1, 1, 5, 5), alpha.shape[1:], mode="bicubic")[0] > r.uniform(-0.5, 1)
        return torch.where(there, grown((alpha > SEEN).float(), -r.choice([1, 1, 2])), mask)
    return mask


def beyond_edge(r: Random, side: int) -> Tensor:
    """1 where the window reaches beyond the picture."""
    beyond = torch.zeros(1, side, side)
    if r.random() < 0.18:
        for axis in r.sample([1, 2], r.choice([1, 1, 2])):
            width = round(r.uniform(0.02, 0.4) * side)
            strip = beyond.narrow(axis, 0 if r.random() < 0.5 else side - width, width)
            strip.fill_(1)
    return beyond


def compressed(picture: Tensor, r: Random) -> Tensor:
    """As JPEG leaves it."""
    levels = to_bytes(picture * 2 - 1).permute(1, 2, 0).contiguous().numpy()
    file = io.BytesIO()
    Image.fromarray(levels).save(file, "JPEG", quality=r.randint(55, 95))
    return to_floats(torch.from_numpy(np.array(Image.open(file))).permute(2, 0, 1)) / 2 + 0.5
