"""The UNet round its memory of drawings. Latents are `[B, 8, 16, 16]` in the small preset."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .blocks import Attention, Residual, conv3, group_norm, silence, timestep_features, upsample
from .clip import WIDTH
from .memory import Memory, PairMemory, Shape
from .vae import LATENTS

STEPS = 1000
CONDITION = 256


def alphas_cumprod() -> Tensor:
    """ᾱ of the scheduler the pack names, `[1000]`: scaled linear betas from 0.00085 to 0.012."""
    betas = torch.linspace(0.00085**0.5, 0.012**0.5, STEPS, dtype=torch.float64).square()
    return torch.cumprod(1 - betas, 0).float()


class Stage(nn.ModuleList):
    """Residual blocks one after the other; on the way up each takes a skip connection too."""

    def __init__(self, inputs: int, outputs: int, depth: int) -> None:
        first = [Residual(inputs, outputs, CONDITION)]
        super().__init__(first + [Residual(inputs, outputs, CONDITION) for _ in range(depth - 1)])


class UNet(nn.Module):
    """v-prediction. `sample` `[B, 17, cells, cells]`: noisy latents 8, mask 1 (1 = repaint), latents of the masked
    window 8; `timestep` `[B]`; `encoder_hidden_states` `[B, L + 2, 256]`: pooled text, tokens (zero rows are
    padding), marks. Where objects are combined, the parts of the prompt are two more tokens.

    The network adds to what is known without it: the posterior mean of the latents under the guess
    `keep · masked latents + content`, whose error is `DRAWN` where the drawing covers and `GUESSED` beside it."""

    DRAWN = 0.15
    GUESSED = 0.8

    def __init__(self, shape: Shape, depth: int = 2) -> None:
        super().__init__()
        fine, middle, coarse = shape.channels
        self.memory = PairMemory(shape) if shape.combines else Memory(shape)
        self.register_buffer("alphas", alphas_cumprod(), persistent=False)
        self.time = nn.Sequential(nn.Linear(128, CONDITION), nn.SiLU(), nn.Linear(CONDITION, CONDITION))
        self.pooled = nn.Linear(WIDTH, CONDITION)
        self.stem = conv3(5 * LATENTS + 1, fine)
        self.positions = nn.Parameter(torch.randn(1, fine, shape.cells, shape.cells) * 0.02)
        self.down1 = Stage(fine, fine, depth)
        self.halve1 = conv3(fine, middle, stride=2)
        self.down2 = Stage(middle, middle, depth)
        self.attend_down = Attention(middle, WIDTH)
        self.halve2 = conv3(middle, coarse, stride=2)
        self.bottom1 = Residual(coarse, coarse, CONDITION)
        self.attend_bottom = Attention(coarse, WIDTH)
        self.bottom2 = Residual(coarse, coarse, CONDITION)
        self.double2 = conv3(coarse, middle)
        self.up2 = Stage(2 * middle, middle, depth)
        self.attend_up = Attention(middle, WIDTH)
        self.double1 = conv3(middle, fine)
        self.up1 = Stage(2 * fine, fine, depth)
        self.norm = group_norm(fine)
        self.out = conv3(fine, LATENTS)
        silence(self.out)

    def forward(self, sample: Tensor, timestep: Tensor, encoder_hidden_states: Tensor) -> Tensor:
        pooled, tokens = encoder_hidden_states[:, 0], encoder_hidden_states[:, 1:-1]
        keep, content = self.memory(encoder_hidden_states)
        noisy, mask, masked = sample.split([LATENTS, 1, LATENTS], 1)
        alpha = self.alphas[timestep.long()][:, None, None, None]
        guess = keep * masked + content
        known = self.known(noisy, alpha, guess, keep * mask)
        condition = F.silu(self.time(timestep_features(timestep)) + self.pooled(pooled))
        features = torch.cat([sample, known, keep, content], 1)
        return known + self.residual(features, condition, tokens)

    def known(self, noisy: Tensor, alpha: Tensor, guess: Tensor, doubt: Tensor) -> Tensor:
        """v of the posterior mean of latents that are `guess` give or take `error`, seen in noise."""
        error = (self.DRAWN + self.GUESSED * doubt).square()
        gain = alpha.sqrt() * (1 - alpha).sqrt() * (1 - error) / (error * alpha + 1 - alpha)
        return gain * (noisy - alpha.sqrt() * guess) - (1 - alpha).sqrt() * guess

    def residual(self, features: Tensor, condition: Tensor, tokens: Tensor) -> Tensor:
        padding = ((tokens.abs().sum(-1) == 0).float() * -1e4)[:, None, None, :]
        skips: list[Tensor] = []
        h = self.stem(features) + self.positions
        for block in self.down1:
            skips.append(h := block(h, condition))
        h = self.halve1(h)
        for block in self.down2:
            skips.append(h := block(h, condition))
        skips[-1] = h = self.attend_down(h, tokens, padding)
        h = self.bottom1(self.halve2(h), condition)
        h = self.bottom2(self.attend_bottom(h, tokens, padding), condition)
        h = self.double2(upsample(h))
        for block in self.up2:
            h = block(torch.cat([h, skips.pop()], 1), condition)
        h = self.double1(upsample(self.attend_up(h, tokens, padding)))
        for block in self.up1:
            h = block(torch.cat([h, skips.pop()], 1), condition)
        return self.out(F.silu(self.norm(h)))
