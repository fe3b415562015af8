"""The UNet: denoises what an edit shows it. The memory holds the drawings; what is learnt is to put them on what can
be seen of the place, and to make up the rest of it."""

from __future__ import annotations

import random

import torch
from torch import Tensor
from torch.nn import functional as F

from ..data.art import Art
from ..data.bank import Bank
from ..data.prompts import NOTHING, Vocabulary, prompt_for, templates_of
from ..loop import Rates, Run, train
from ..nets.clip import TextTower
from ..nets.unet import STEPS, STYLES, Memory, UNet

RATES = Rates(matrices=0.012, others=1.5e-3, averaging=0.998)
KEPT_PART = 0.15
"""What an error outside the mask counts: those latents are put back after each step anyway."""
UNNAMED = 0.15
"""Part of the prompts that name nothing."""


@torch.no_grad()
def fill_memory(memory: Memory, table: Tensor, text: TextTower, vocabulary: Vocabulary, art: Art) -> None:
    """Sets keys to the mean embedding of all prompts that name a thing, and values to `table`
    `[things + 1, styles · 2 · 8 · cells²]`."""
    templates = [template for style in (None, *range(STYLES)) for template in templates_of(style)]
    keys = [text(vocabulary.encode(list(NOTHING)))[1].mean(0)]
    for thing in art.things:
        keys.append(text(vocabulary.encode([t.replace("{}", thing) for t in templates]))[1].mean(0))
    memory.keys.copy_(F.normalize(torch.stack(keys), dim=-1))
    memory.values.copy_(table)
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

    def _draw_one(self) -> str:
        if self.chance.random() < UNNAMED:
            return self.chance.choice(NOTHING)
        style = self.chance.choice([None, *range(STYLES)])
        return prompt_for(self.art.things[self.chance.choice(self.art.paints)], style, self.chance)


def train_unet(unet: UNet, bank: Bank, prompts: Prompts, run: Run) -> UNet:
    def loss() -> tuple[Tensor, dict[str, float]]:
        hidden = prompts.draw(run.batch)
        keep, content = unet.memory(hidden[:, 0], hidden[:, -1, :STYLES])
        rows = torch.randint(0, len(bank), (run.batch,))
        mask = bank.masks[rows].float()
        latents = keep * bank.latents[rows].float() + content
        noisy, target, timestep = diffuse(latents, unet.alphas)
        sample = torch.cat([noisy, mask, bank.masked[rows].float()], 1)
        error = (unet(sample, timestep, hidden) - target).square() * (KEPT_PART + mask)
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
