"""Image tower and segmenter: what is it, and where. The text tower stays as it is once there is a UNet, whose memory
knows objects by its embeddings; before, it learns too.

Two fifths of the questions are about something else than is there, most of them hard: look-alikes of what is, by the text tower's own
opinion. That is what an edit must not be fooled by."""

from __future__ import annotations

import random
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

from ..data.art import Art
from ..data.crowds import Crowds
from ..data.pairs import pair_questions, pair_scenes
from ..data.prompts import Vocabulary, templates_of
from ..data.scenes import Scenes
from ..loop import Rates, Run, train
from ..nets.clip import ImageTower, Segmenter, TextTower
from ..presets import Preset

RATES = Rates(matrices=0.004, others=3e-4, own={"text.": 3e-4}, averaging=0.995)
PRESENCE_PART = 40 / 64**2
"""Part of the cells whose highest logits are averaged into the score of presence, as in the pack's calibration."""
LEAST_PART = 8 / 64**2
"""Part of the cells that must show an object for it to be there."""
KIN = 12
"""Look-alikes of each object that are asked for in its place."""
TEMPERATURE = 30.0
CUT_OUTS = 0.25
"""Part of the pictures that show the object alone on grey, as the image tower takes regions."""
ABSENT_WEIGHT = 0.5
"""What the presence score counts beside the outline."""


@dataclass(frozen=True)
class Names:
    """Embeddings of every object: by each template `[things, templates, 256]`, their mean, and the objects most like it."""

    by_template: Tensor
    mean: Tensor
    kin: Tensor


def prompts_of(things: list[str], vocabulary: Vocabulary) -> Tensor:
    """Token ids of every object in every template, `[things, templates, L]`."""
    templates = templates_of(None)
    prompts = [t.replace("{}", thing) for thing in things for t in templates]
    return vocabulary.encode(prompts).view(len(things), len(templates), -1)


def names_of(prompts: Tensor, text: TextTower) -> Names:
    """:param prompts: `[things, templates, L]`"""
    known = text.read(prompts.flatten(0, 1))[1].view(*prompts.shape[:2], -1)
    mean = F.normalize(known.mean(1), dim=-1)
    return Names(known, mean, (mean @ mean.t()).topk(min(KIN + 1, len(mean)), 1)[1][:, 1:])


def train_clip(
    art: Art,
    text: TextTower,
    vocabulary: Vocabulary,
    tower: ImageTower,
    segmenter: Segmenter,
    preset: Preset,
    run: Run,
) -> torch.nn.Module:
    """A text tower that requires gradients learns too. For each scene there are `preset.combined` of two objects."""
    model = torch.nn.ModuleDict({"text": text, "tower": tower, "segmenter": segmenter})
    learning = any(weight.requires_grad for weight in text.parameters())
    prompts = prompts_of(art.things, vocabulary)
    fixed = None if learning else names_of(prompts, text)
    side, combined = preset.seen, preset.combined
    chance, pairs = random.Random(run.seed), round(run.batch * combined)
    crowds = Crowds(art, chance)

    def look_at(pictures: Tensor, asked: Tensor) -> tuple[Tensor, Tensor]:
        """The segmenter's logits, and the embeddings that the image tower has of the same at its own size."""
        pictures = grainy(pictures)
        features = tower.trunk(pictures)
        times = side // preset.judged
        return segmenter(features, asked), tower(F.avg_pool2d(pictures, times)) if times > 1 else tower.embed(features)

    def one_thing() -> tuple[Tensor, dict[str, float]]:
        names = fixed or names_of(prompts, text)
        scene = cut_out(crowds.scenes(run.batch, side))
        asked = questions(scene, names.kin)
        truth = (scene.visible * (scene.things == asked[:, None])[:, :, None, None]).amax(1, keepdim=True) > 0.5
        template = torch.randint(0, names.by_template.shape[1], (run.batch,))
        logits, embeds = look_at(scene.pictures, names.by_template[asked, template])
        likeness = cosines(embeds, names.mean) * TEMPERATURE
        return losses(logits, truth.float(), likeness, scene.things[:, 0])

    def two_things() -> tuple[Tensor, dict[str, float]]:
        """The image tower is to distinguish each pair from the others of the batch."""
        scene, shown = pair_scenes(art, pairs, side)
        asked, truth = pair_questions(art, scene, shown, chance)
        logits, embeds = look_at(scene.pictures, text.read(vocabulary.encode(asked))[1])
        likeness = cosines(embeds, text.read(vocabulary.encode(shown.said(art, chance)))[1]) * TEMPERATURE
        return losses(logits, (truth > 0.5).float(), likeness, torch.arange(pairs))

    def loss() -> tuple[Tensor, dict[str, float]]:
        value, figures = one_thing()
        if not pairs:
            return value, figures
        more, of_pairs = two_things()
        return value + combined * more, figures | {f"pair_{name}": figure for name, figure in of_pairs.items()}

    return train("clip", model, loss, run, RATES)


def cosines(embeds: Tensor, others: Tensor) -> Tensor:
    """Of unit vectors, `[B, N]`, whole floats also where the rest is half of them: `TEMPERATURE` enlarges what is lost."""
    with torch.autocast(embeds.device.type, enabled=False):
        return embeds.float() @ others.float().t()


def cut_out(scene: Scenes) -> Scenes:
    """Some scenes reduced to the object in front, on grey."""
    alone = torch.rand(len(scene.things)) < CUT_OUTS
    front = F.max_pool2d(scene.visible[:, :1], 5, 1, 2)
    pictures = torch.where(alone[:, None, None, None], scene.pictures * front, scene.pictures)
    others = torch.zeros_like(scene.things, dtype=torch.bool)
    others[:, 1:] = alone[:, None]
    return Scenes(pictures, torch.where(others, -1, scene.things), scene.visible)


def questions(scene: Scenes, kin: Tensor) -> Tensor:
    """What is asked of each scene `[B]`: 45% what is in front, 15% another object that is there, 30% a look-alike of
    what is in front, 10% anything."""
    front, count = scene.things[:, 0], len(scene.things)
    other = scene.things[torch.arange(count), torch.randint(1, scene.things.shape[1], (count,))]
    alike = kin[front, torch.randint(0, kin.shape[1], (count,))]
    anything = torch.randint(0, len(kin), (count,))
    chance = torch.rand(count)
    asked = torch.where((chance < 0.6) & (other >= 0) & (chance >= 0.45), other, front)
    asked = torch.where(chance >= 0.6, alike, asked)
    # A plain shape in front is nothing that could be asked for.
    return torch.where((chance >= 0.9) | (front < 0), anything, asked)


def grainy(pictures: Tensor) -> Tensor:
    count = len(pictures)
    lit = pictures * torch.empty(count, 1, 1, 1).uniform_(0.85, 1.15) + torch.empty(count, 3, 1, 1).uniform_(-0.06, 0.06)
    return lit + torch.randn_like(lit) * torch.rand(count, 1, 1, 1) * 0.06


def losses(logits: Tensor, truth: Tensor, likeness: Tensor, front: Tensor) -> tuple[Tensor, dict[str, float]]:
    """Outline (cross-entropy and Dice), presence, and the name of the object in front."""
    there = truth.mean((1, 2, 3)) > LEAST_PART
    score = presence(logits)
    heat = logits.sigmoid()
    dice = 1 - (2 * (heat * truth).sum((1, 2, 3)) + 1) / (heat.sum((1, 2, 3)) + truth.sum((1, 2, 3)) + 1)
    outline = F.binary_cross_entropy_with_logits(logits, truth) * 3 + dice[there].sum() / len(truth) * 2
    absent = F.binary_cross_entropy_with_logits(score, there.float())
    value = outline + ABSENT_WEIGHT * absent + 0.4 * F.cross_entropy(likeness, front, ignore_index=-1)
    shown = (logits > 0).float()
    iou = (shown * truth).sum((1, 2, 3)) / ((shown + truth).clamp(max=1).sum((1, 2, 3)) + 1e-6)
    return value, {
        "loss": value.item(),
        "iou": iou[there].mean().item(),
        "found": (score[there] > 0).float().mean().item(),
        "fires": (score[~there] > 0).float().mean().item(),
        "named": (likeness.argmax(1) == front)[front >= 0].float().mean().item(),
    }


def presence(logits: Tensor) -> Tensor:
    """`[B]`: mean of the highest logits."""
    cells = logits.flatten(1)
    return cells.topk(presence_cells(cells.shape[1]), 1)[0].mean(1)


def presence_cells(count: int) -> int:
    """Of `count` cells, how many speak for presence."""
    return max(1, round(count * PRESENCE_PART))
