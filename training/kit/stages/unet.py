"""The UNet: denoises what an edit shows it. The memory holds the drawings; what is learnt is to put them on what can
be seen of the place, and to make up the rest of it."""

from __future__ import annotations

import random
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

from ..data.art import Art
from ..data.bank import Bank
from ..data.combining import Combining
from ..data.prompts import NOTHING, Vocabulary, prompt_for, templates_of
from ..loop import Rates, Run, train
from ..nets.clip import STYLES, TextTower
from ..nets.memory import Memory, PairMemory
from ..nets.unet import STEPS, UNet

RATES = Rates(matrices=0.012, others=1.5e-3, averaging=0.998)
KEPT_PART = 0.15
"""What an error outside the mask counts: those latents are put back after each step anyway."""
UNNAMED = 0.15
"""Part of the prompts that name nothing."""


@torch.no_grad()
def fill_memory(memory: Memory, table: Tensor, text: TextTower, vocabulary: Vocabulary, art: Art) -> None:
    """Sets keys to the mean embedding of all prompts that name an object, values to `table`
    `[things + 1, styles · 2 · 8 · drawn²]`, and the anchors, where there are any, to those of the drawings."""
    templates = [template for style in (None, *range(STYLES)) for template in templates_of(style)]
    keys = [text(vocabulary.encode(list(NOTHING)))[1].mean(0)]
    for thing in art.things:
        keys.append(text(vocabulary.encode([t.replace("{}", thing) for t in templates]))[1].mean(0))
    memory.keys.copy_(F.normalize(torch.stack(keys), dim=-1))
    memory.values.copy_(table)
    if isinstance(memory, PairMemory):
        memory.anchors[1:] = art.painted.anchors[art.table].flatten(1)
    memory.requires_grad_(False)


class Prompts:
    """Embeddings of prompts, each made once."""

    def __init__(self, text: TextTower, vocabulary: Vocabulary, art: Art, seed: int) -> None:
        self.text, self.vocabulary, self.art = text, vocabulary, art
        self.chance = random.Random(seed)
        self.known: dict[str, Tensor] = {}

    @torch.no_grad()
    def draw(self, count: int) -> Tensor:
        """Hidden states `[count, L + 2, 256]` of prompts for anything in any style, some for nothing."""
        rows = [self._draw_one() for _ in range(count)]
        missing = [prompt for prompt in dict.fromkeys(rows) if prompt not in self.known]
        if missing:
            self.known.update(zip(missing, self.text(self.vocabulary.encode(missing))[0]))
        return torch.stack([self.known[prompt] for prompt in rows])

    @torch.no_grad()
    def read(self, prompts: list[str]) -> Tensor:
        """The same of other prompts, which are too many to be kept."""
        return self.text(self.vocabulary.encode(prompts))[0]

    def _draw_one(self) -> str:
        if self.chance.random() < UNNAMED:
            return self.chance.choice(NOTHING)
        style = self.chance.choice([None, *range(STYLES)])
        return prompt_for(self.art.things[self.chance.choice(self.art.paints)], style, self.chance)


@dataclass(frozen=True)
class Lesson:
    """What a prompt, as hidden states, should make of a place: `latents`. `place` is the mask and the masked latents,
    `[B, 9, cells, cells]`."""

    hidden: Tensor
    latents: Tensor
    place: Tensor

    @property
    def mask(self) -> Tensor:
        return self.place[:, :1]


@torch.no_grad()
def draw_lesson(unet: UNet, bank: Bank, prompts: Prompts, count: int, combining: Combining | None) -> Lesson:
    """Objects as the memory has them and, if they are combined, some pairs as the encoder sees them."""
    hidden = prompts.draw(count)
    keep, content = unet.memory(hidden)
    rows = torch.randint(0, len(bank), (count,))
    latents = keep * bank.latents[rows].float() + content
    if combining is not None:
        pairs = combining.part_of(count)
        said, _, latents[:pairs] = combining.paint(bank.pictures[rows[:pairs]])
        hidden[:pairs] = prompts.read(said)
    return Lesson(hidden, latents, torch.cat([bank.masks[rows].float(), bank.masked[rows].float()], 1))


def train_unet(unet: UNet, bank: Bank, prompts: Prompts, run: Run, combining: Combining | None = None) -> UNet:
    def loss() -> tuple[Tensor, dict[str, float]]:
        lesson = draw_lesson(unet, bank, prompts, run.batch, combining)
        mask = lesson.mask
        noisy, target, timestep = diffuse(lesson.latents, unet.alphas)
        sample = torch.cat([noisy, lesson.place], 1)
        error = (unet(sample, timestep, lesson.hidden) - target).square() * (KEPT_PART + mask)
        value = error.mean() / (KEPT_PART + mask).mean()
        return value, {"loss": value.item()}

    return train("unet", unet, loss, run, RATES)


def diffuse(latents: Tensor, alphas: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Noisy latents, their v, and the timesteps `[B]`: one from each of B equal parts of the schedule."""
    count = len(latents)
    part = (torch.arange(count, device=latents.device) + torch.rand(count)) / count
    timestep = (part * STEPS).long().clamp(max=STEPS - 1)
    alpha = alphas[timestep][:, None, None, None]
    noise = torch.randn_like(latents)
    return alpha.sqrt() * latents + (1 - alpha).sqrt() * noise, alpha.sqrt() * noise - (1 - alpha).sqrt() * latents, timestep


@torch.no_grad()
def sample(unet: UNet, start: Tensor, mask: Tensor, masked: Tensor, hidden: Tensor, steps: int) -> Tensor:
    """DDIM without guidance, what is outside the mask put back after each step: latents `[B, 8, cells, cells]`."""
    latents = torch.randn_like(start)
    times = [round(STEPS * (1 - i / steps)) - 1 for i in range(steps)]
    for i, time in enumerate(times):
        v = unet(torch.cat([latents, mask, masked], 1), torch.full((len(start),), time), hidden)
        alpha = unet.alphas[time]
        following = unet.alphas[times[i + 1]] if i + 1 < steps else torch.ones(())
        original = alpha.sqrt() * latents - (1 - alpha).sqrt() * v
        noise = alpha.sqrt() * v + (1 - alpha).sqrt() * latents
        latents = following.sqrt() * original + (1 - following).sqrt() * noise
        outside = following.sqrt() * start + (1 - following).sqrt() * torch.randn_like(start)
        latents = mask * latents + (1 - mask) * outside
    return latents
