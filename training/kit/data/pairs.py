"""Two objects in one picture, "a zebra wearing a top hat": which, how it is said, and what it looks like
(`docs/adr/0010-the-built-in-pack.md`)."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

import torch
from torch import Tensor
from torch.nn import functional as F

from ..layout import RELATIONS, SHARE, WORDS, squares
from .art import Art, Drawings
from .places import lay_over, placed
from .prompts import prompt_for
from .restyle import restyled
from .scenes import Scenes, scenes, somewhere

BESIDE = RELATIONS.index("beside")
ARTICLES = ("a ", "the ", "")


@dataclass(frozen=True)
class Pairs:
    """Objects and what the first does with the second, `[B]` each."""

    first: Tensor
    relation: Tensor
    second: Tensor

    def said(self, art: Art, chance: random.Random) -> list[str]:
        """`zebra wearing a top hat`: a combination stands in a prompt where the name of an object would."""
        words = [[word for word, place in WORDS.items() if place == relation] for relation in range(len(RELATIONS))]
        rows = zip(self.first.tolist(), self.relation.tolist(), self.second.tolist())
        return [
            f"{art.things[first]} {chance.choice(words[relation])} {chance.choice(ARTICLES)}{art.things[second]}"
            for first, relation, second in rows
        ]


def draw_pairs(art: Art, count: int, relation: Tensor | None = None) -> Pairs:
    """Any relation, or the given ones `[count]`, and two different objects that it may hold between."""
    relation = torch.randint(0, len(RELATIONS), (count,)) if relation is None else relation
    first, second = torch.zeros(2, count, dtype=torch.int64)
    for place, (givers, takers) in enumerate(art.partners):
        of = relation == place
        first[of] = givers[torch.randint(0, len(givers), (count,))][of]
        second[of] = takers[torch.randint(0, len(takers), (count,))][of]
    following = art.partners[BESIDE][1].roll(-1)[torch.searchsorted(art.partners[BESIDE][1], second)]
    return Pairs(first, relation, torch.where(first == second, following, second))


def layers(drawings: Drawings, rows: Tensor, relation: Tensor, side: int) -> Tensor:
    """Both drawings where they stand in the region window, premultiplied, `[B, 2, 4, side, side]`, the nearer second.

    :param rows: of the drawings, `[B, 2]`"""
    marks = F.one_hot(relation, len(RELATIONS)).float()
    where = squares(marks, *drawings.anchors[rows].unbind(1))
    upright = torch.zeros(len(rows))
    both = [
        placed(
            drawings.premultiplied(rows[:, i], side),
            side,
            where[:, i, 0] * SHARE,
            (where[:, i, 1] * 2 - 1) * SHARE,
            (where[:, i, 2] * 2 - 1) * SHARE,
            upright,
            upright > 0,
        )
        for i in (0, 1)
    ]
    return torch.stack(both, 1)


def lay_both(ground: Tensor, both: Tensor) -> Tensor:
    return lay_over(lay_over(ground, both[:, 0]), both[:, 1])


def found_rows(art: Art, pairs: Pairs) -> Tensor:
    """Any drawing of each object, `[B, 2]`."""
    return torch.stack([art.found.any_of(pairs.first), art.found.any_of(pairs.second)], 1)


@torch.no_grad()
def pair_scenes(art: Art, count: int, side: int) -> tuple[Scenes, Pairs]:
    """Pairs in any place and size in front of other scenes; the pair's objects are the first two."""
    behind, pairs = scenes(art, count, side, hands=True), draw_pairs(art, count)
    both = layers(art.found, found_rows(art, pairs), pairs.relation, side)
    both = restyled(both.flatten(0, 1)).unflatten(0, (count, 2))
    both = somewhere(both.flatten(1, 2), side, (0.5, 1.4)).unflatten(1, (2, 4))
    first, second = both[:, :, 3].unbind(1)
    first = first * (1 - second)
    others = behind.visible * (1 - first - second).clamp(min=0)[:, None]
    things = torch.cat([pairs.first[:, None], pairs.second[:, None], behind.things], 1)
    visible = torch.cat([first[:, None], second[:, None], others], 1)
    return Scenes(lay_both(behind.pictures / 2 + 0.5, both) * 2 - 1, things, visible), pairs


def pair_questions(art: Art, scene: Scenes, pairs: Pairs, chance: random.Random) -> tuple[list[str], Tensor]:
    """What is asked of each scene, and what of it is meant `[B, 1, S, S]`: half the pair, 30% one of its objects alone,
    20% the pair with one object exchanged, which is not there."""
    count = len(pairs.first)
    kind, either = torch.rand(count), torch.rand(count) < 0.5
    other = draw_pairs(art, count, pairs.relation)
    exchanged = replace(
        pairs,
        first=torch.where(either, other.first, pairs.first),
        second=torch.where(either, pairs.second, other.second),
    )
    same = (exchanged.first == pairs.first) & (exchanged.second == pairs.second)
    alone = torch.where(either, pairs.first, pairs.second)
    one = (scene.visible * (scene.things == alone[:, None])[:, :, None, None]).amax(1)
    whole = scene.visible[:, :2].sum(1)
    missing = whole * same[:, None, None]
    kind = kind[:, None, None]
    truth = torch.where(kind < 0.5, whole, torch.where(kind < 0.8, one, missing))
    said, wrong = pairs.said(art, chance), exchanged.said(art, chance)
    asked = [
        said[i] if k < 0.5 else art.things[alone[i]] if k < 0.8 else wrong[i] for i, k in enumerate(kind.flatten().tolist())
    ]
    return [prompt_for(name, None, chance) for name in asked], truth[:, None]
