"""Backgrounds of many kinds for the eraser, which has to go on with whatever stands behind an object."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import torch
from torch import Tensor

from .patterns import PATTERNS, TEXTURES, filled, patterned
from .shapes import any_colour, axes, below, box, crest, dots, ellipse, flat, gradient, hsl, kin, noise, over

HELD_OUT = ("rays", "plaid", "zigzag")
"""Patterns that nothing learns from."""
LEARNT = [name for name in PATTERNS if name not in HELD_OUT]
SIDE = 352
SUPERSAMPLED = 2
"""Times larger that patterns in perspective are drawn: they come out finer than a pixel."""


def sky(r: Random, side: int) -> Tensor:
    picture = gradient(r, side, upright=0.85)
    if r.random() < 0.25:
        cx, cy, radius = r.random() * side, r.uniform(0, 0.7) * side, r.uniform(12, 60)
        glow = hsl(r.uniform(0.05, 0.2), r.uniform(0.4, 1), r.uniform(0.6, 0.98))
        disc = ellipse(side, cx, cy, radius, radius)
        halo = (1 + disc / (radius * r.uniform(0.8, 2.5))).clamp(0, 1) * r.choice([0, r.uniform(0.2, 0.8)])
        picture = over(over(picture, glow, halo), glow, disc + 0.5)
    return clouds(r, picture) if r.random() < 0.35 else picture


def clouds(r: Random, picture: Tensor) -> Tensor:
    side = picture.shape[-1]
    for _ in range(r.randint(1, 4)):
        cx, cy, width = r.random() * side, r.uniform(0, 0.6) * side, r.uniform(25, 110)
        puffs = [
            ellipse(
                side,
                cx + r.uniform(-0.5, 0.5) * width,
                cy + r.uniform(-0.15, 0.15) * width,
                width * r.uniform(0.2, 0.5),
                width * r.uniform(0.1, 0.28),
            )
            for _ in range(r.randint(2, 5))
        ]
        soft = 1 if r.random() < 0.7 else r.uniform(3, 14)
        white = hsl(r.random(), r.uniform(0, 0.3), r.uniform(0.85, 1))
        coverage = (torch.stack(puffs).amax(0) / soft + 0.5).clamp(0, 1)
        picture = over(picture, white, coverage * r.uniform(0.4, 1))
    return picture


def ridges(r: Random, picture: Tensor, count: int | None = None) -> Tensor:
    side = picture.shape[-1]
    height, hue = r.uniform(0.25, 0.75) * side, r.random()
    for _ in range(count or r.randint(1, 4)):
        inside = below(side, crest(r, side, height, r.uniform(2, 38)))
        hill = hsl(hue + r.uniform(-0.12, 0.12), r.uniform(0.15, 0.8), r.uniform(0.2, 0.85))
        if r.random() < 0.12:
            picture = over(picture, any_colour(r), inside + r.uniform(2, 8) + 0.5)
        picture = over(picture, hill if r.random() < 0.7 else filled(r, side), inside + 0.5)
        height += r.uniform(0.07, 0.28) * side
    return picture


def hills(r: Random, side: int) -> Tensor:
    picture = ridges(r, sky(r, side))
    return bushes(r, picture) if r.random() < 0.12 else picture


def bushes(r: Random, picture: Tensor) -> Tensor:
    side = picture.shape[-1]
    for _ in range(r.randint(1, 6)):
        cx, cy, radius = r.random() * side, r.uniform(0.3, 1) * side, r.uniform(5, 40)
        if r.random() < 0.4:
            trunk = box(side, cx - radius * 0.14, cy, cx + radius * 0.14, cy + radius * 1.8)
            picture = over(picture, hsl(0.08, 0.4, r.uniform(0.2, 0.5)), trunk + 0.5)
        picture = over(picture, any_colour(r), ellipse(side, cx, cy, radius, radius * r.uniform(0.6, 1.3)) + 0.5)
    return picture


def bands(r: Random, side: int) -> Tensor:
    x, y = axes(side)
    picture, lean = filled(r, side), 0.0 if r.random() < 0.75 else r.uniform(-0.7, 0.7)
    along = x + 0 * y if r.random() < 0.12 else y + x * lean
    place = r.uniform(0.1, 0.6) * side
    for _ in range(r.randint(1, 4)):
        soft = 1 if r.random() < 0.9 else r.uniform(4, 20)
        picture = over(picture, filled(r, side), (along - place) / soft + 0.5)
        place += r.uniform(0.05, 0.4) * side
    return picture


def sea(r: Random, side: int) -> Tensor:
    _, y = axes(side)
    horizon = r.uniform(0.3, 0.7) * side
    water = filled(r, side) if r.random() < 0.4 else hsl(r.uniform(0.5, 0.65), r.uniform(0.3, 0.8), r.uniform(0.3, 0.7))
    picture = over(sky(r, side), water, (y - horizon + 0.5).expand(side, side))
    places = []
    for _ in range(r.randint(5, 40)):
        at = r.uniform(horizon + 5, side)
        near = 0.5 + (at - horizon) / (side - horizon)
        places.append((r.random() * side, at, r.uniform(5, 14) * near, r.uniform(0.8, 1.8) * near))
    picture = dots(picture, places, torch.ones(3, 1, 1), r.uniform(0.3, 0.8))
    return ridges(r, picture, 1) if r.random() < 0.3 else picture


def city(r: Random, side: int) -> Tensor:
    picture, street = sky(r, side), r.uniform(0.6, 0.95) * side
    for row in range(r.randint(1, 2)):
        left, hue, shade = -10.0, r.random(), r.uniform(0.3, 0.8)
        top, lit = street * r.uniform(0.4, 0.8), r.random() < 0.35
        while left < side:
            width, roof = r.uniform(18, 60), top + r.uniform(-0.12, 0.12) * side
            wall = hsl(hue, r.uniform(0.05, 0.4), shade + r.uniform(-0.08, 0.08))
            picture = over(picture, wall, box(side, left, roof, left + width + 1, side + 9) + 0.5)
            if lit:
                picture = windows(r, picture, left, roof, width)
            left += width
    return over(picture, any_colour(r), box(side, -9, street, side + 9, side + 9) + 0.5)


def windows(r: Random, picture: Tensor, left: float, top: float, width: float) -> Tensor:
    side, pane = picture.shape[-1], r.uniform(3, 6)
    picture, light = picture.clone(), any_colour(r, 0.5, 0.95)
    across = int(width // (2 * pane))
    for row in range(int((side - top) // (3 * pane))):
        for column in range(across):
            x, y = int(left + pane * (2 * column + 0.5)), int(top + pane * (3 * row + 1))
            if x >= 0:
                picture[:, y : y + int(1.6 * pane), x : x + int(pane)] = light
    return picture


def night(r: Random, side: int) -> Tensor:
    picture = gradient(r, side, kin(r, 2, 0.05, 0.35), 0.85)
    largest = r.uniform(0.6, 2.6)
    sizes = [largest * r.uniform(0.5, 1.5) for _ in range(r.randint(10, 160))]
    stars = [(r.random() * side, r.random() * side, size, size) for size in sizes]
    picture = dots(picture, stars, hsl(r.uniform(0.05, 0.25), r.random(), r.uniform(0.75, 1)), r.uniform(0.4, 1))
    return ridges(r, picture) if r.random() < 0.7 else picture


def floor(r: Random, side: int, pattern: list[str]) -> Tensor:
    """A floor that runs away from the eye: a pattern in perspective, or something rough."""
    if r.random() < 0.35:
        return filled(r, side)
    fine = SUPERSAMPLED * side
    x, y = axes(fine)
    # The horizon is above the window, so that no pattern gets finer than can be drawn.
    depth = 1 / (y / fine + r.uniform(0.15, 0.9))
    at = (x / fine - r.uniform(0.2, 0.8)) * depth * fine * 1.2, depth * fine * r.uniform(0.5, 1.5)
    return torch.nn.functional.avg_pool2d(patterned(r, fine, pattern, at), SUPERSAMPLED)


def room(r: Random, side: int, patterns: list[str] = LEARNT) -> Tensor:
    """A wall, perhaps with a window or a picture, and a floor or a table top."""
    edge = r.uniform(0.35, 0.8) * side
    wall = patterned(r, side, patterns) if r.random() < 0.35 else filled(r, side)
    if r.random() < 0.4:
        left, top = r.uniform(-0.1, 0.8) * side, r.uniform(-0.05, 0.3) * side
        right, bottom, frame = left + r.uniform(0.15, 0.4) * side, top + r.uniform(0.15, 0.4) * side, r.uniform(2, 9)
        wall = over(wall, any_colour(r, 0.6, 1), box(side, left, top, right, bottom) + 0.5)
        inner = box(side, left + frame, top + frame, right - frame, bottom - frame)
        wall = over(wall, gradient(r, side), inner + 0.5)
    ground = floor(r, side, patterns)
    picture = over(wall, ground, box(side, -9, edge, side + 9, 2 * side) + 0.5)
    if r.random() < 0.5:
        picture = over(picture, any_colour(r), box(side, -9, edge - r.uniform(2, 10), side + 9, edge) + 0.5)
    return picture


def chat(r: Random, side: int) -> Tensor:
    """A screenshot: bubbles or lines of text on an even background."""
    dark = r.random() < 0.5
    back, bubble = any_colour(r, *((0.05, 0.25) if dark else (0.85, 1))), any_colour(r, 0.15, 0.9)
    ink = torch.full((3, 1, 1), r.uniform(0.75, 1) if dark else r.uniform(0, 0.3))
    picture, line = flat(back, side), r.uniform(7, 16)
    y, bubbles = r.uniform(-20, 20), r.random() < 0.6
    while y < side:
        count, left = r.randint(1, 4), r.choice([r.uniform(8, 40), r.uniform(0.25, 0.5) * side])
        width = r.uniform(0.2, 0.65) * side
        if bubbles:
            inside = box(side, left, y, left + width, y + count * line + 12, r.uniform(3, 14))
            picture = over(picture, bubble, inside + 0.5)
        for row in range(count):
            picture = words(r, picture, left + 8, y + 6 + row * line, left + width - 8, line * 0.5, ink)
        y += count * line + r.uniform(14, 40)
    return picture


def words(r: Random, picture: Tensor, left: float, top: float, right: float, height: float, ink: Tensor) -> Tensor:
    picture, side = picture.clone(), picture.shape[-1]
    while left < min(right, side) - 4:
        end = min(left + r.uniform(0.6, 4) * height, right)
        for x in range(int(left), int(end), max(2, int(height * 0.6))):
            low, high = int(max(0, top + r.uniform(0, 0.3) * height)), int(top + height)
            if x >= 0 and high > low:
                picture[:, low:high, x : x + max(1, int(height * 0.4))] = ink
        left = end + height * 0.7
    return picture


def two(r: Random, side: int) -> Tensor:
    """Anything below a crest of anything."""
    upper, lower = (patterned(r, side, LEARNT) if r.random() < 0.5 else filled(r, side) for _ in range(2))
    return over(upper, lower, below(side, crest(r, side, r.uniform(0.3, 0.7) * side, r.uniform(0, 25))) + 0.5)


Painter = Callable[[Random, int], Tensor]
KINDS: dict[str, tuple[float, Painter]] = {
    "plain": (0.03, lambda r, side: flat(any_colour(r), side)),
    "gradient": (0.09, gradient),
    "hills": (0.28, hills),
    "bands": (0.07, bands),
    "sea": (0.06, sea),
    "city": (0.03, city),
    "night": (0.05, night),
    "room": (0.12, room),
    "chat": (0.04, chat),
    "two": (0.03, two),
    "texture": (0.07, lambda r, side: r.choice(list(TEXTURES.values()))(r, side)),
    "pattern": (0.13, lambda r, side: patterned(r, side, LEARNT)),
}
"""How often each kind is drawn, and what draws it."""
UNSEEN: dict[str, Painter] = {
    "pattern": lambda r, side: patterned(r, side, list(HELD_OUT)),
    "room": lambda r, side: room(r, side, list(HELD_OUT)),
}
"""Kinds for judging: in patterns that nothing learnt from."""


def ground(r: Random, side: int = SIDE) -> Tensor:
    """One of any kind, `[3, side, side]` in 0…1."""
    shares, painters = zip(*KINDS.values())
    return aged(r, r.choices(painters, shares)[0](r, side))


def aged(r: Random, picture: Tensor) -> Tensor:
    """Now and then with film grain, or darker towards the corners."""
    side = picture.shape[-1]
    if r.random() < 0.06:
        picture = picture + noise(side, 1) * r.uniform(0.004, 0.02)
    if r.random() < 0.05:
        x, y = axes(side)
        picture = picture * (1 - r.uniform(0.1, 0.4) * (torch.hypot(x - side / 2, y - side / 2) / side * 1.3).clamp(max=1) ** 2)
    return picture.clamp(0, 1)
