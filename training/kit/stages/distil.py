"""Fewer steps: a student learns to reach in one step what its teacher reaches in two (Salimans and Ho 2022), down to
`STEPS_LEFT`. Guidance is folded in: the teacher is guided, the student is not."""

from __future__ import annotations

import copy

import torch
from torch import Tensor

from ..data.bank import Bank
from ..data.combining import Combining
from ..loop import Rates, Run, train
from ..nets.unet import STEPS, UNet
from .unet import KEPT_PART, Prompts, draw_lesson

RATES = Rates(matrices=0.004, others=5e-4, averaging=0.995)
STEPS_LEFT = 4
GUIDANCE = 1.0
"""The teacher's. 1 is the pack's own: its memory needs no guidance."""


def train_distil(
    unet: UNet, bank: Bank, prompts: Prompts, run: Run, combining: Combining | None = None
) -> torch.nn.Module:
    teacher = copy.deepcopy(unet).eval().requires_grad_(False)
    nothing = prompts.text(prompts.vocabulary.encode([""]))[0].detach()

    def guided(noisy: Tensor, place: Tensor, time: Tensor, hidden: Tensor) -> Tensor:
        v = teacher(torch.cat([noisy, place], 1), time, hidden)
        if GUIDANCE == 1.0:
            return v
        plain = teacher(torch.cat([noisy, place], 1), time, nothing.expand_as(hidden))
        return plain + GUIDANCE * (v - plain)

    def loss() -> tuple[Tensor, dict[str, float]]:
        lesson = draw_lesson(unet, bank, prompts, run.batch, combining)
        hidden, place = lesson.hidden, lesson.place
        noisy, time, target = two_steps(lesson.latents, place, hidden, guided, teacher.alphas)
        error = (unet(torch.cat([noisy, place], 1), time, hidden) - target).square() * (KEPT_PART + lesson.mask)
        value = error.mean()
        return value, {"loss": value.item()}

    return train("distil", unet, loss, run, RATES)


@torch.no_grad()
def two_steps(latents: Tensor, place: Tensor, hidden: Tensor, guided, alphas: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Noisy latents, their timesteps, and the v with which one step leads where the teacher's two lead."""
    count, whole = len(latents), STEPS // STEPS_LEFT
    time = torch.randint(1, STEPS_LEFT + 1, (count,)) * whole - 1
    with_end = torch.cat([alphas, torch.ones(1)])  # the last entry, index −1, is "no noise left"
    start, middle, end = (with_end[t][:, None, None, None] for t in (time, time - whole // 2, time - whole))
    noise = torch.randn_like(latents)
    noisy = start.sqrt() * latents + (1 - start).sqrt() * noise
    halfway = ddim(noisy, guided(noisy, place, time, hidden), start, middle)
    reached = ddim(halfway, guided(halfway, place, time - whole // 2, hidden), middle, end)
    share = (1 - end).sqrt() / (1 - start).sqrt()
    original = (reached - share * noisy) / (end.sqrt() - share * start.sqrt())
    return noisy, time, (start.sqrt() * noisy - original) / (1 - start).sqrt()


def ddim(noisy: Tensor, v: Tensor, alpha: Tensor, following: Tensor) -> Tensor:
    """One deterministic step (Song et al. 2021)."""
    original = alpha.sqrt() * noisy - (1 - alpha).sqrt() * v
    noise = alpha.sqrt() * v + (1 - alpha).sqrt() * noisy
    return following.sqrt() * original + (1 - following).sqrt() * noise
