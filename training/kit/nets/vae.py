"""The autoencoder: pictures `[B, 3, S, S]` in −1…1 and latents `[B, 8, S/8, S/8]`."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .blocks import Residual, conv3, group_norm

LATENTS = 8


class Encoder(nn.Module):
    """→ `[B, 16, S/8, S/8]`: 8 means, then 8 log-variances."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = conv3(48, 64)
        self.body = nn.Sequential(
            Residual(64, 64),
            conv3(64, 128, stride=2),
            Residual(128, 128),
            Residual(128, 128),
            group_norm(128),
            nn.SiLU(),
            conv3(128, 2 * LATENTS),
        )

    def forward(self, picture: Tensor) -> Tensor:
        return self.body(self.stem(F.pixel_unshuffle(picture, 4)))

    def mean(self, picture: Tensor) -> Tensor:
        """The latents of a picture, not yet scaled."""
        return self.forward(picture)[:, :LATENTS]


class Decoder(nn.Module):
    """Unscaled latents → picture."""

    def __init__(self) -> None:
        super().__init__()
        self.coarse = nn.Sequential(conv3(LATENTS, 160), Residual(160, 160), Residual(160, 160), Residual(160, 160))
        self.double1 = nn.Conv2d(160, 80 * 4, 1)
        self.middle = nn.Sequential(Residual(80, 80), Residual(80, 80))
        self.double2 = nn.Conv2d(80, 32 * 4, 1)
        self.fine = nn.Sequential(Residual(32, 32))
        self.out = conv3(32, 12)

    def forward(self, latents: Tensor) -> Tensor:
        h = self.middle(F.pixel_shuffle(self.double1(self.coarse(latents)), 2))
        h = self.fine(F.pixel_shuffle(self.double2(h), 2))
        return F.pixel_shuffle(self.out(F.silu(h)), 2)


def draw_latents(parameters: Tensor) -> tuple[Tensor, Tensor]:
    """A draw from the posterior and its KL divergence from the standard normal, a mean over all numbers."""
    mean, log_variance = parameters.chunk(2, 1)
    log_variance = log_variance.clamp(-12, 4)
    kl = (mean.square() + log_variance.exp() - 1 - log_variance).mean() / 2
    return mean + torch.randn_like(mean) * torch.exp(log_variance / 2), kl
