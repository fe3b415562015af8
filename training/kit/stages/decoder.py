"""Decoder and memory: every drawing on every place, from latents as the UNet leaves them, back to a clean picture.

The encoder stays as it is, so latents keep their meaning. What the memory holds of a drawing starts at the encoder's
own latents and is trained on through the decoder, which makes it sharper than any encoder could."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ..data.art import CHUNK, Art
from ..data.bank import Bank, to_floats
from ..data.combining import Combining
from ..data.windows import canonical, middle
from ..loop import Rates, Run, train
from ..nets.vae import Decoder

RATES = Rates(matrices=0.004, others=4e-4, own={"maps": 4e-3}, averaging=0.995)
EDGES = 0.8
"""What a unit of error of the gradients counts beside one of the pixels: outlines are what one looks at."""
NOISE = 0.12
"""Standard deviation of what the UNet may leave in its latents, at most."""
EMPTY = 0.15
"""Part of the windows that show no drawing."""


class Painter(nn.Module):
    """The decoder and, for each drawing, its `keep` and `content`, `[drawings, 2, 8, drawn, drawn]`, for the cells in the
    middle of the window; beside them a drawing changes nothing."""

    def __init__(self, decoder: Decoder, maps: Tensor) -> None:
        super().__init__()
        self.decoder = decoder
        self.maps = nn.Parameter(maps)

    def latents(self, background: Tensor, rows: Tensor, shown: Tensor) -> Tensor:
        """:param shown: `[B, 1, 1, 1]`, 1 where the drawing is to be there, else 0"""
        keep, content = self.maps[rows].unbind(1)
        behind = middle(background, keep.shape[-1])
        change = (keep * behind + content - behind) * shown
        return background + F.pad(change, ((background.shape[-1] - keep.shape[-1]) // 2,) * 4)


def train_decoder(
    art: Art, bank: Bank, painter: Painter, scale: float, run: Run, combining: Combining | None = None
) -> Painter:
    side = bank.pictures.shape[-1]
    parts = torch.arange(len(art.painted.things)).split(CHUNK)
    drawings = torch.cat([(canonical(art.painted.premultiplied(rows), side) * 255).round().byte() for rows in parts])

    def loss() -> tuple[Tensor, dict[str, float]]:
        places = torch.randint(0, len(bank), (run.batch,))
        rows = torch.randint(0, len(drawings), (run.batch,))
        shown = (torch.rand(run.batch, 1, 1, 1) > EMPTY).float()
        drawing = drawings[rows].float() / 255 * shown
        truth = to_floats(bank.pictures[places]) * (1 - drawing[:, 3:]) + drawing[:, :3] * 2 - drawing[:, 3:]
        latents = painter.latents(bank.latents[places].float(), rows, shown)
        if combining is not None:
            pairs = combining.part_of(run.batch)
            _, pictures, seen = combining.paint(bank.pictures[places[:pairs]])
            truth, latents = torch.cat([pictures, truth[pairs:]]), torch.cat([seen, latents[pairs:]])
        latents = latents + torch.randn_like(latents) * torch.rand(run.batch, 1, 1, 1) * NOISE
        error = painter.decoder(latents / scale) - truth
        value = error.abs().mean() + EDGES * edge_error(error)
        return value, {"loss": value.item(), "psnr": psnr(error)}

    return train("decoder", painter, loss, run, RATES)


def edge_error(error: Tensor) -> Tensor:
    """Mean absolute differences between neighbours, across and down."""
    across, down = error[..., 1:] - error[..., :-1], error[..., 1:, :] - error[..., :-1, :]
    return across.abs().mean() + down.abs().mean()


def psnr(error: Tensor) -> float:
    """Decibels, of errors of pictures in −1…1."""
    return float(10 * torch.log10(4 / error.detach().square().mean()))


def table_of(maps: Tensor, art: Art) -> Tensor:
    """The maps of drawings as the UNet's memory holds them, `[things + 1, styles · 2 · 8 · drawn²]`: row 0 is nothing."""
    things = maps[art.table]
    nothing = torch.zeros_like(things[:1])
    nothing[:, :, 0] = 1
    return torch.cat([nothing, things]).flatten(1)


def downscaled(picture: Tensor) -> Tensor:
    """Half as large: the towers' input of a window."""
    return F.avg_pool2d(picture, 2)
