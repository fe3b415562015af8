"""Figures with their uncertainty."""

from __future__ import annotations

import math

import torch
from torch import Tensor

Z95 = 1.959963984540054


def wilson(hits: int, trials: int) -> tuple[float, float]:
    """The 95% interval of a rate (Wilson 1927); (0, 1) when nothing was tried."""
    if trials == 0:
        return 0.0, 1.0
    rate, spread = hits / trials, Z95**2 / trials
    middle = (rate + spread / 2) / (1 + spread)
    half = Z95 / (1 + spread) * math.sqrt(rate * (1 - rate) / trials + spread / (4 * trials))
    return max(0.0, middle - half), min(1.0, middle + half)


def percent(hits: int, trials: int) -> str:
    """`93.0% (88.6–95.8)`: the rate and its 95% interval."""
    low, high = wilson(hits, trials)
    return f"{hits / max(1, trials):.1%} ({low * 100:.1f}–{high * 100:.1f})"


def frechet(a: Tensor, b: Tensor) -> float:
    """Fréchet distance of two clouds of features `[N, D]`, taken as normal (Heusel et al. 2017).

    `tr √(AB)` is the sum of the roots of AB's eigenvalues, which are real and not negative."""
    a, b = a.double(), b.double()
    product = torch.cov(a.t()) @ torch.cov(b.t())
    roots = torch.linalg.eigvals(product).real.clamp(min=0).sqrt().sum()
    spread = torch.cov(a.t()).trace() + torch.cov(b.t()).trace() - 2 * roots
    return float((a.mean(0) - b.mean(0)).square().sum() + spread)
