"""Objects to stand on a background: drawings as they are, by other hands, as outlines, and plain shapes."""

from __future__ import annotations

from collections.abc import Callable
from math import cos, pi, sin
from random import Random

import torch
from torch import Tensor
from torch.nn import functional as F

from .art import Art
from .grounds import LEARNT
from .patterns import filled, patterned
from .places import placed
from .restyle import lightness_of, restyled
from .shapes import any_colour, axes, box, ellipse, hsl, noise, over
from .uniform import uniform

SIDE = 160
KINDS = {"drawn": 0.45, "restyled": 0.27, "outline": 0.1, "shape": 0.18}
"""How often each kind is drawn."""


class Cutouts:
    """A pool `[N, 5, SIDE, SIDE]` uint8 to take from, of which the oldest make way for new ones: premultiplied colours, coverage, and
    the silhouette, which an outline drawing covers only in part."""

    def __init__(self, art: Art, count: int, r: Random) -> None:
        self.art, self.r, self.next = art, r, 0
        self.pool = torch.stack([self.drawn() for _ in range(count)])

    def drawn(self) -> Tensor:
        kind = self.r.choices(list(KINDS), list(KINDS.values()))[0]
        if kind == "shape":
            cutout = with_silhouette(shape(self.r))
        else:
            row = torch.tensor([self.r.randrange(len(self.art.found.things))])
            drawing = self.art.found.premultiplied(row, SIDE)
            if kind == "restyled":
                drawing = restyled(turned(drawing))
            cutout = outlined(drawing[0], self.r) if kind == "outline" else with_silhouette(drawing[0])
        return (cutout.clamp(0, 1) * 255).round().byte()

    def renew(self, count: int) -> None:
        for _ in range(count):
            self.pool[self.next] = self.drawn()
            self.next = (self.next + 1) % len(self.pool)

    def any(self) -> Tensor:
        """`[5, SIDE, SIDE]` in 0…1, half of them mirrored."""
        cutout = self.pool[self.r.randrange(len(self.pool))].float() / 255
        return cutout.flip(2) if self.r.random() < 0.5 else cutout


def with_silhouette(drawing: Tensor) -> Tensor:
    return torch.cat([drawing, drawing[3:]])


def turned(drawings: Tensor) -> Tensor:
    """Leaning a little, and narrower or not."""
    count, nothing = len(drawings), torch.zeros(len(drawings))
    turn, slim = uniform(-0.35, 0.35, count), 1 + uniform(0, 0.25, count)
    return placed(drawings, drawings.shape[-1], uniform(0.85, 1, count), nothing, nothing, turn, nothing > 0, slim)


def outlined(drawing: Tensor, r: Random) -> Tensor:
    """Its lines alone in one colour: on nothing, or on a background of their own."""
    width = r.choice([1, 1, 2, 3])
    room = width + 1
    # A line round ink that reaches the edge has no place there.
    drawing = F.pad(F.interpolate(drawing[None], (SIDE - 2 * room,) * 2, mode="area")[0], (room,) * 4)
    alpha, light = drawing[3:], lightness_of(drawing[None])[0] / drawing[3:].clamp(min=0.02)
    both = torch.cat([alpha, light * alpha])[None]
    steps = (F.max_pool2d(both, 3, 1, 1) + F.max_pool2d(-both, 3, 1, 1))[0]
    line = torch.maximum(steps[:1] * 1.5 - 0.2, steps[1:] * r.uniform(2, 4) - 0.5).clamp(0, 1)
    line = F.max_pool2d(line[None], 2 * width - 1, 1, width - 1)[0]
    ink = hsl(r.random(), r.random(), r.choice([0, r.uniform(0, 0.3), r.uniform(0, 0.3), r.uniform(0.7, 1)]))
    if r.random() < 0.4:
        return torch.cat([ink * line, line, torch.maximum(line, alpha)])
    sheet = any_colour(r, 0.85, 1) if r.random() < 0.6 else any_colour(r)
    whole = torch.maximum(line, alpha)
    return torch.cat([ink * line + sheet * (whole - line), whole, whole])


def star(r: Random) -> Tensor:
    """A star, or a polygon with corners anywhere."""
    corners, spike, lean = r.randint(3, 10), r.choice([1, r.uniform(0.35, 0.8)]), r.uniform(0, 2 * pi)
    uneven = r.choice([0, 0, 0.35])
    points = [
        (SIDE * (0.5 + reach * cos(lean + pi * i / corners)), SIDE * (0.5 + reach * sin(lean + pi * i / corners)))
        for i in range(2 * corners)
        for reach in [0.47 * (spike if i % 2 else 1) * (1 - uneven * r.random())]
    ]
    return polygon(points)


def polygon(points: list[tuple[float, float]]) -> Tensor:
    """Signed distance, positive inside."""
    x, y = axes(SIDE)
    inside, nearest = torch.zeros(SIDE, SIDE, dtype=torch.bool), torch.full((SIDE, SIDE), 1e9)
    for (ax, ay), (bx, by) in zip(points, [*points[1:], points[0]]):
        inside ^= ((ay > y) != (by > y)) & (x < (bx - ax) * (y - ay) / (by - ay if by != ay else 1e-9) + ax)
        nearest = torch.minimum(nearest, to_segment(x, y, ax, ay, bx, by))
    return torch.where(inside, nearest, -nearest)


def to_segment(x: Tensor, y: Tensor, ax: float, ay: float, bx: float, by: float) -> Tensor:
    dx, dy = bx - ax, by - ay
    along = (((x - ax) * dx + (y - ay) * dy) / max(1e-6, dx * dx + dy * dy)).clamp(0, 1)
    return torch.hypot(x - ax - along * dx, y - ay - along * dy)


def stroke(r: Random) -> Tensor:
    """A line with bends, such as a letter, a twig or a rope."""
    x, y = axes(SIDE)
    points = [(r.uniform(0.08, 0.92) * SIDE, r.uniform(0.08, 0.92) * SIDE) for _ in range(r.randint(2, 6))]
    ways = [to_segment(x, y, *a, *b) for a, b in zip(points, points[1:])]
    return r.uniform(1.5, 12) - torch.stack(ways).amin(0)


def disc(r: Random) -> Tensor:
    """Round or oval; a ring or a crescent now and then."""
    rx, ry = (r.uniform(0.3, 0.48) * SIDE for _ in range(2))
    rx = ry if r.random() < 0.5 else rx
    whole = ellipse(SIDE, SIDE / 2, SIDE / 2, rx, ry)
    if r.random() > 0.3:
        return whole
    share, aside = r.uniform(0.4, 0.85), r.choice([0, 0, r.uniform(0.1, 0.4)])
    return torch.minimum(whole, -ellipse(SIDE, SIDE * (0.5 + aside), SIDE / 2, rx * share, ry * share))


def block(r: Random) -> Tensor:
    w, h = (r.uniform(0.15, 0.48) * SIDE for _ in range(2))
    return box(SIDE, SIDE / 2 - w, SIDE / 2 - h, SIDE / 2 + w, SIDE / 2 + h, r.choice([0, 0, r.uniform(2, 40)]))


def blob(r: Random) -> Tensor:
    bumps = noise(SIDE, r.uniform(20, 70)) * r.uniform(3, 16)
    return ellipse(SIDE, SIDE / 2, SIDE / 2, 0.38 * SIDE, r.uniform(0.2, 0.38) * SIDE) + bumps


SHAPES: list[Callable[[Random], Tensor]] = [star, stroke, disc, block, blob]


def shape(r: Random) -> Tensor:
    """A plain shape in a plain colour, mostly; several on top of each other now and then. Premultiplied `[4, SIDE, SIDE]`."""
    colours, whole = torch.zeros(3, SIDE, SIDE), torch.zeros(SIDE, SIDE)
    for _ in range(r.choices([1, 2, 3, 4], [0.6, 0.16, 0.14, 0.1])[0]):
        inside = r.choice(SHAPES)(r)
        if whole.any():
            inside = inside.roll((r.randint(-40, 40), r.randint(-40, 40)), (0, 1))
        fill = patterned(r, SIDE, LEARNT) if r.random() < 0.15 else filled(r, SIDE)
        if r.random() < 0.35:
            fill = over(any_colour(r, 0, 0.3).expand(3, SIDE, SIDE), fill, inside - r.uniform(1, 9) + 0.5)
        coverage = (inside + 0.5).clamp(0, 1)
        colours, whole = over(colours, fill, coverage), torch.maximum(whole, coverage)
    return torch.cat([torch.minimum(colours * 1.0, whole[None].expand_as(colours)), whole[None]])
