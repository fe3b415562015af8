"""The one training loop: a time budget, an average of the weights, checkpoints, a line of figures now and then."""

from __future__ import annotations

import copy
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import torch
from torch import Tensor, nn

from .muon import Muon

Loss = Callable[[], tuple[Tensor, dict[str, float]]]
"""Draws a batch: its loss, and figures to log."""

CONSTANT_SHARE = 0.35
"""Part of the budget at the full rate; then it falls in a straight line to `FINAL`."""
FINAL = 0.02
WARM_UP = 50
SAVE_EVERY = 60.0
LOG_EVERY = 20.0


@dataclass(frozen=True)
class Run:
    """What a stage is given about this run."""

    folder: Path
    minutes: float
    batch: int
    device: str = "cpu"
    seed: int = 0
    max_steps: int | None = None
    """Fewer steps than the minutes allow: for tests."""

    def path(self, name: str) -> Path:
        return self.folder / f"{name}.pt"


@dataclass(frozen=True)
class Rates:
    """Learning rates: Muon's for matrices, Adam's for everything else, and Adam's for modules with rates of their own."""

    matrices: float
    others: float
    own: dict[str, float] = field(default_factory=dict)
    averaging: float = 0.998


def train(name: str, model: nn.Module, loss: Loss, run: Run, rates: Rates) -> nn.Module:
    """Trains `model` in place until the time is up, from its checkpoint where there is one.

    :return: the averaged model, which is also what the checkpoint offers under `ema`"""
    channels_last(model.to(run.device)).train()
    groups = optimisers(model, rates)
    average, seen = resume(run.path(name), model, groups)
    # Not the samples of the last run again: a network that goes on would learn them by heart.
    torch.manual_seed(run.seed + seen)
    start = saved = logged = time.monotonic()
    totals: dict[str, float] = {}
    step = 0
    while (elapsed := time.monotonic() - start) < run.minutes * 60 and step != run.max_steps:
        set_rates(groups, step, elapsed / (run.minutes * 60))
        figures = descend(model, loss, [optimiser for optimiser, _ in groups])
        step, seen = step + 1, seen + run.batch
        update_average(average, model, min(rates.averaging, (1 + step) / (10 + step)) if seen else 0)
        totals = {key: totals.get(key, value) * 0.95 + 0.05 * value for key, value in figures.items()}
        if time.monotonic() - logged > LOG_EVERY:
            log(run.folder / f"{name}.csv", seen, elapsed, totals | {"per_second": step * run.batch / elapsed})
            logged = time.monotonic()
        if time.monotonic() - saved > SAVE_EVERY:
            save(run.path(name), model, average, groups, seen)
            saved = time.monotonic()
    save(run.path(name), model, average, groups, seen)
    return average.eval()


def channels_last(model: nn.Module) -> nn.Module:
    """Weights of convolutions in the layout that is fastest on the CPU; what is not of a picture's rank stays."""
    for weight in model.parameters():
        if weight.ndim == 4:
            weight.data = weight.data.contiguous(memory_format=torch.channels_last)
    return model


Groups = list[tuple[torch.optim.Optimizer, float]]


def optimisers(model: nn.Module, rates: Rates) -> Groups:
    """Each optimiser with its full rate. Matrices are weights of two or more dimensions outside `rates.own`."""
    named = [(name, p) for name, p in model.named_parameters() if p.requires_grad]
    owner = {name: next((o for o in rates.own if name.startswith(o)), None) for name, _ in named}
    matrices = [p for name, p in named if owner[name] is None and p.ndim >= 2 and name.endswith("weight")]
    taken = {id(p) for p in matrices}
    others = [p for name, p in named if owner[name] is None and id(p) not in taken]
    groups: Groups = []
    if matrices:
        groups.append((Muon(matrices, rates.matrices), rates.matrices))
    if others:
        groups.append((adam(others, rates.others), rates.others))
    for prefix, rate in rates.own.items():
        params = [p for name, p in named if owner[name] == prefix]
        if params:
            groups.append((adam(params, rate), rate))
    return groups


def adam(params: Iterable[nn.Parameter], rate: float) -> torch.optim.Optimizer:
    return torch.optim.AdamW(params, lr=rate, betas=(0.9, 0.99), weight_decay=0.0)


def set_rates(groups: Groups, step: int, progress: float) -> None:
    """:param progress: the part of the time that is over, 0…1"""
    fall = max(0.0, (progress - CONSTANT_SHARE) / (1 - CONSTANT_SHARE))
    factor = min(1.0, (step + 1) / WARM_UP) * (1 - (1 - FINAL) * min(1.0, fall))
    for optimiser, rate in groups:
        for group in optimiser.param_groups:
            group["lr"] = rate * factor


def descend(model: nn.Module, loss: Loss, steppers: list[torch.optim.Optimizer]) -> dict[str, float]:
    device = next(model.parameters()).device.type
    # Convolutions in half precision are twice as fast on a GPU; processors that only emulate bfloat16 are left out.
    with torch.autocast(device, torch.bfloat16, enabled=device == "cuda", cache_enabled=False):
        value, figures = loss()
    for stepper in steppers:
        stepper.zero_grad(set_to_none=True)
    value.backward()
    nn.utils.clip_grad_norm_([p for p in model.parameters() if p.grad is not None], 1.0)
    for stepper in steppers:
        stepper.step()
    return figures


@torch.no_grad()
def update_average(average: nn.Module, model: nn.Module, keep: float) -> None:
    for mean, value in zip(average.state_dict().values(), model.state_dict().values()):
        if mean.dtype.is_floating_point:
            mean.lerp_(value, 1 - keep)


def resume(path: Path, model: nn.Module, groups: Groups) -> tuple[nn.Module, int]:
    """The average and how many samples there were. Where others of the weights learn than before, or the averages are all
    that was carried here, optimisers start afresh, and from the averages."""
    if not path.exists():
        return copy.deepcopy(model).requires_grad_(False), 0
    kept = torch.load(path, map_location=next(model.parameters()).device, weights_only=True)
    goes_on = len(kept.get("optimisers", [])) == len(groups)
    model.load_state_dict(kept["raw"] if goes_on else kept["ema"])
    average = copy.deepcopy(model).requires_grad_(False)
    average.load_state_dict(kept["ema"])
    if goes_on:
        for (optimiser, _), state in zip(groups, kept["optimisers"]):
            optimiser.load_state_dict(state)
    return average, kept.get("seen", 0)


def save(path: Path, model: nn.Module, average: nn.Module, groups: Groups, seen: int) -> None:
    """Writes beside the checkpoint and renames, so that a run that is cut off leaves a whole one."""
    state = {
        "raw": model.state_dict(),
        "ema": average.state_dict(),
        "optimisers": [optimiser.state_dict() for optimiser, _ in groups],
        "seen": seen,
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.save(state, path.with_suffix(".part"))
    path.with_suffix(".part").replace(path)


def log(path: Path, seen: int, seconds: float, figures: dict[str, float]) -> None:
    """A line of the CSV file, with a header above the first, and on the terminal."""
    new = not path.exists()
    with path.open("a") as file:
        if new:
            file.write(",".join(["seen", "seconds", *figures]) + "\n")
        file.write(",".join([str(seen), f"{seconds:.0f}", *(f"{v:.4f}" for v in figures.values())]) + "\n")
    print(path.stem, seen, f"{seconds:.0f}s", *(f"{k} {v:.4f}" for k, v in figures.items()), flush=True)
