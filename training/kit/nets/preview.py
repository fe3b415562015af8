"""The decoder in little: what latents look like, roughly, for a hundredth of the work."""

from __future__ import annotations

from torch import Tensor, nn
from torch.nn import functional as F

from .blocks import conv3
from .vae import LATENTS


class PreviewDecoder(nn.Module):
    """Latents as the UNet has them, scaled, `[B, 8, h, w]` → picture `[B, 3, 8h, 8w]` in about −1…1. Without norms, so that its
    derivative is as cheap as itself."""

    def __init__(self, channels: int = 64, fine: int = 24) -> None:
        super().__init__()
        self.coarse = nn.ModuleList([conv3(LATENTS, channels), conv3(channels, channels), conv3(channels, channels)])
        self.enlarge = nn.Conv2d(channels, fine * 4, 1)
        self.fine = conv3(fine, fine)
        self.out = nn.Conv2d(fine, 3 * 16, 1)

    def forward(self, latents: Tensor) -> Tensor:
        h = F.relu(self.coarse[0](latents))
        for layer in self.coarse[1:]:
            h = h + F.relu(layer(h))
        h = F.pixel_shuffle(self.enlarge(h), 2)
        return F.pixel_shuffle(self.out(h + F.relu(self.fine(h))), 4)
