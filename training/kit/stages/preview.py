"""The small decoder learns to make of latents what the large one makes of them, also of latents half denoised, which previews and
guidance see."""

from __future__ import annotations

import torch
from torch import Tensor

from ..data.bank import Bank
from ..loop import Rates, Run, train
from ..nets.preview import PreviewDecoder
from .decoder import EDGES, Painter, edge_error, psnr

RATES = Rates(matrices=0.004, others=1e-3, averaging=0.995)
MIXED = 0.5
"""Part of the latents that are on their way between two windows, as the UNet's are while it is undecided."""
NOISE = 0.2
"""Standard deviation of what it may leave in them, at most."""


def train_preview(bank: Bank, painter: Painter, preview: PreviewDecoder, scale: float, run: Run) -> PreviewDecoder:
    def loss() -> tuple[Tensor, dict[str, float]]:
        latents, decoded = half_denoised(bank, painter, scale, run.batch)
        error = preview(latents) - decoded
        value = error.abs().mean() + EDGES * edge_error(error)
        return value, {"loss": value.item(), "psnr": psnr(error)}

    return train("preview", preview, loss, run, RATES)


@torch.no_grad()
def half_denoised(bank: Bank, painter: Painter, scale: float, count: int) -> tuple[Tensor, Tensor]:
    """Latents `[count, 8, S/8, S/8]`, and the pictures of them by the painter's decoder."""
    clean, other = (some_windows(bank, painter, count) for _ in range(2))
    share = torch.rand(count, 1, 1, 1) * (torch.rand(count, 1, 1, 1) < MIXED)
    latents = clean.lerp(other, share)
    latents = latents + torch.randn_like(latents) * torch.rand(count, 1, 1, 1) * NOISE
    return latents, painter.decoder(latents / scale)


def some_windows(bank: Bank, painter: Painter, count: int) -> Tensor:
    """Latents of drawings from the memory, each on a place of the bank."""
    places, rows = torch.randint(0, len(bank), (count,)), torch.randint(0, len(painter.maps), (count,))
    return painter.latents(bank.latents[places].float(), rows, torch.ones(count, 1, 1, 1))
