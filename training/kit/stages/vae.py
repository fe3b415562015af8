"""The autoencoder from scratch, or on. Latents change their meaning with it: every other stage but `clip` must follow."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from ..data.art import Art
from ..data.bank import to_floats
from ..data.scenes import scenes
from ..data.windows import windows
from ..loop import Rates, Run, train
from ..nets.vae import Decoder, Encoder, draw_latents
from .decoder import edge_error, psnr

RATES = Rates(matrices=0.01, others=1e-3)
SCENES = 0.3
"""Part of the steps that look at objects in any place and size, and of all sets."""
KL = 6e-5


def train_vae(art: Art, encoder: Encoder, decoder: Decoder, side: int, run: Run) -> nn.Module:
    model = nn.ModuleDict({"encoder": encoder, "decoder": decoder})

    def loss() -> tuple[Tensor, dict[str, float]]:
        anywhere = bool(torch.rand(1) < SCENES)
        truth = scenes(art, run.batch, side).pictures if anywhere else windows(art, run.batch, side).filled
        latents, kl = draw_latents(encoder(truth))
        error = decoder(latents) - truth
        value = error.abs().mean() + 0.7 * edge_error(error) + 2 * error.square().mean() + KL * kl
        return value, {"loss": value.item(), "psnr": psnr(error), "kl": kl.item()}

    return train("vae", model, loss, run, RATES)


@torch.no_grad()
def scaling_factor(encoder: Encoder, pictures: Tensor) -> float:
    """1 / standard deviation of the latents of some pictures, `[N, 3, S, S]` uint8."""
    return 1 / encoder.mean(to_floats(pictures)).std().item()
