"""Which stage is worth training next."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

SHARES = {"decoder": 0.3, "unet": 0.3, "clip": 0.25, "upscaler": 0.15}
"""Part of all time that each stage should have had; the order settles ties, and the UNet follows the decoder, whose
memory it denoises."""
TURN = 10.0
"""Minutes of a turn: what a run on a borrowed GPU may last, too."""


def spent_on(work: Path) -> dict[str, float]:
    """Minutes that each stage was trained."""
    path = work / "spent.json"
    known = json.loads(path.read_text()) if path.exists() else {}
    return {stage: known.get(stage, 0.0) for stage in SHARES}


def spent(work: Path) -> float:
    return sum(spent_on(work).values())


def note(work: Path, stage: str, minutes: float) -> None:
    (work / "spent.json").write_text(json.dumps(spent_on(work) | {stage: spent_on(work).get(stage, 0.0) + minutes}))


def next_stage(minutes: dict[str, float]) -> str:
    """The stage that is furthest behind its share."""
    return min(SHARES, key=lambda stage: minutes[stage] / SHARES[stage])


def turns(work: Path, minutes: float) -> Iterator[tuple[str, float]]:
    """Stages and their minutes until the time is used up; reads the ledger anew before each."""
    while minutes > 0.05:
        turn = min(TURN, minutes)
        yield next_stage(spent_on(work)), turn
        minutes -= turn
