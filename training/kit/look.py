"""How well the segmenter finds objects in one pass, on scenes that training never draws."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

from .data.art import Art
from .data.prompts import Vocabulary
from .data.scenes import Scenes, scenes
from .figures import Z95, percent
from .nets.clip import Finder, TextTower
from .stages.clip import LEAST_PART, presence

SCENES = 2000
SEED = 31_337
BATCH = 50


@dataclass(frozen=True)
class Look:
    """One answer for each scene: scores of the object in front `[N]` and of an object that is not there `[N]`, above 0
    where they are taken as found, and the IoU of the front object's mask with the truth `[N]`."""

    present: Tensor
    absent: Tensor
    ious: Tensor

    def summary(self) -> str:
        found, fired = (self.present > 0).sum().item(), (self.absent > 0).sum().item()
        spread = Z95 * self.ious.std().item() / math.sqrt(len(self.ious))
        return (
            f"found {percent(found, len(self.present))}; absent things that fire {percent(fired, len(self.absent))}; "
            f"mask IoU {self.ious.mean():.3f} ± {spread:.3f} ({len(self.ious)} scenes)"
        )


@torch.no_grad()
def look(
    art: Art, text: TextTower, vocabulary: Vocabulary, finder: Finder, side: int, count: int = SCENES
) -> Look:
    """Asks each scene, `side` pixels wide, for what is in front of it, and for any object that is nowhere in it."""
    torch.manual_seed(SEED)
    names = text(vocabulary.encode(art.things))[1]
    parts = [glance(scenes(art, BATCH, side), names, finder) for _ in range(-(-count // BATCH))]
    return Look(*(torch.cat(part)[:count] for part in zip(*parts)))


def glance(scene: Scenes, names: Tensor, finder: Finder) -> tuple[Tensor, Tensor, Tensor]:
    front, missing = scene.things[:, 0], elsewhere(scene.things, len(names))
    truth = scene.visible[:, :1] > 0.5
    seen = truth.float().mean((1, 2, 3)) > LEAST_PART
    features = finder.trunk(scene.pictures)
    logits = finder.segmenter(features, F.normalize(names[front], dim=-1))
    others = finder.segmenter(features, F.normalize(names[missing], dim=-1))
    shown = logits > 0
    iou = (shown & truth).sum((1, 2, 3)) / (shown | truth).sum((1, 2, 3)).clamp(min=1)
    return presence(logits)[seen], presence(others)[seen], iou[seen]


def elsewhere(things: Tensor, count: int) -> Tensor:
    """For each row of objects, −1 for none, one of `count` that is not among them."""
    chance = torch.rand(len(things), count)
    chance.scatter_(1, things.clamp(min=0), -1.0)
    return chance.argmax(1)
