"""Edges of an enlarged drawing, made as sharp as drawings have them."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .upscaler import Upscaler, enlarged

STEPS = {4: 5, 2: 2}
"""By how often the picture was enlarged: an edge half as wide takes half as many."""
PACE = 0.5
"""How far a step goes from a pixel to the lightest or darkest of its neighbours."""
SIGMA = 1.75
"""Of the blur, in pixels of the picture doubled, that tells on which side of an edge a pixel is."""
GAIN = 10.0
"""Where the curvature across an edge is 1 / GAIN, a pixel goes most of the way."""


class CrispUpscaler(Upscaler):
    """The upscaler with a shock filter behind it (Osher and Rudin 1990, with the blurred direction of Alvarez and Mazorra 1994):
    on the light side of an edge pixels become as light as their neighbours, on the dark side as dark, so that a soft edge
    becomes a step where it was steepest. Nothing of it is learnt; training goes on without it."""

    def __init__(self, trained: Upscaler) -> None:
        super().__init__()
        self.load_state_dict(trained.state_dict())
        reach = round(3 * SIGMA)
        bell = torch.exp(-torch.arange(-reach, reach + 1.0) ** 2 / (2 * SIGMA**2))
        self.reach = reach
        self.register_buffer("bell", (bell / bell.sum()).expand(3, 1, 1, -1).clone(), persistent=False)
        self.register_buffer("slopes", SLOPES[:, None].repeat(3, 1, 1, 1), persistent=False)

    def forward(self, picture: Tensor) -> tuple[Tensor, Tensor]:
        """:return: four times larger, and twice"""
        features = self.features(picture)
        return self.crisp(self.upscaled(picture, features), 4), self.crisp(self.doubled(picture, features), 2)

    def crisp(self, large: Tensor, times: int) -> Tensor:
        large = large.clamp(-1, 1)
        for _ in range(STEPS[times]):
            # Blurred that much, twice the size says the same as four times.
            side = torch.tanh(GAIN * self.across(self.blur(F.avg_pool2d(large, 2) if times == 4 else large)))
            side = enlarged(side, 2) if times == 4 else side
            lightest = F.max_pool2d(large, 3, 1, 1)
            darkest = -F.max_pool2d(-large, 3, 1, 1)
            large = large + PACE * (F.relu(-side) * (lightest - large) + F.relu(side) * (darkest - large))
        return large

    def blur(self, x: Tensor) -> Tensor:
        x = F.conv2d(F.pad(x, (self.reach, self.reach, 0, 0), mode="replicate"), self.bell, groups=3)
        x = F.pad(x, (0, 0, self.reach, self.reach), mode="replicate")
        return F.conv2d(x, self.bell.transpose(2, 3), groups=3)

    def across(self, x: Tensor) -> Tensor:
        """Second derivative of each channel along the gradient of the mean channel: positive on the dark side of an edge."""
        parts = F.conv2d(F.pad(x, (1, 1, 1, 1), mode="replicate"), self.slopes, groups=3)
        dx, dy, dxx, dyy, dxy = (parts[:, i::5] for i in range(5))
        dx, dy = dx.mean(1, keepdim=True), dy.mean(1, keepdim=True)
        return (dx * dx * dxx + 2 * dx * dy * dxy + dy * dy * dyy) / (dx * dx + dy * dy + 1e-6)


SLOPES = torch.tensor(
    [
        [[0, 0, 0], [-0.5, 0, 0.5], [0, 0, 0]],
        [[0, -0.5, 0], [0, 0, 0], [0, 0.5, 0]],
        [[0, 0, 0], [1, -2, 1], [0, 0, 0]],
        [[0, 1, 0], [0, -2, 0], [0, 1, 0]],
        [[0.25, 0, -0.25], [0, 0, 0], [-0.25, 0, 0.25]],
    ]
)
"""First derivatives across and down, second ones across, down and mixed."""
