"""Whether a new pack is better than the old one, and if it is, the new one in its place."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import Tensor
from torch.nn import functional as F

from .data.art import Art
from .data.bank import to_floats
from .figures import frechet, percent
from .nets.judge import Judge
from .pack.build import REPOSITORY
from .stages.judge import SIDE, grounds, judged_windows

EDITS = 200
SEED = 20_777
HELD_OUT = "openmoji"
"""A share-alike set of drawings, so nothing is learnt from it."""
GRID = 24
"""Edits on the grid: half of them named as the target, half not, where there are so many."""


@dataclass(frozen=True)
class Verdict:
    """The judge's figures for the edits of a version of the pack."""

    version: str
    edits: list[dict]
    named: list[str]
    distance: float
    folder: Path

    @property
    def target(self) -> list[bool]:
        return [name == edit["to"] for name, edit in zip(self.named, self.edits)]

    @property
    def source(self) -> int:
        return sum(name == edit["from"] for name, edit in zip(self.named, self.edits))

    @property
    def seconds(self) -> float:
        """Of an edit, in the middle."""
        return sorted(edit["ms"] for edit in self.edits)[len(self.edits) // 2] / 1000

    def summary(self) -> str:
        count = len(self.edits)
        pairs = len({(edit["from"], edit["to"]) for edit in self.edits})
        return (
            f"{percent(sum(self.target), count)} named as the target, {percent(self.source, count)} as the source; "
            f"Fréchet distance {self.distance:.2f}; {self.seconds:.1f} s an edit ({count} edits, {pairs} pairs)"
        )


def painted_by_all(packs: list[Path]) -> list[str]:
    """What every pack paints, in the order of the first."""
    first, *others = (json.loads((pack / "pack.json").read_text())["vocabulary"]["paints"] for pack in packs)
    return [name for name in first if all(name in other for other in others)]


def make_edits(pack: Path, out: Path, things: list[str], count: int = EDITS, style: str | None = None) -> None:
    """Edits with the product itself, of `things` into each other; those that are there already are kept.

    :param style: of the pictures that are edited; those that the pack learnt to paint when left out"""
    if not (out / "edits.json").exists() or len(json.loads((out / "edits.json").read_text())) < count:
        script = str(REPOSITORY / "training" / "judge" / "make-edits.ts")
        command = ["npx", "tsx", script, str(pack.resolve()), str(out.resolve())]
        what = ["--count", str(count), "--seed", str(SEED), "--things", ",".join(things)]
        drawn = [] if style is None else ["--style", style]
        subprocess.run([*command, *what, *drawn], cwd=REPOSITORY, check=True)


@torch.no_grad()
def judge_edits(art: Art, judge: Judge, things: list[int], folder: Path, version: str) -> Verdict:
    edits = json.loads((folder / "edits.json").read_text())
    windows = torch.stack([read_picture(folder / f"{i:03d}.png") for i in range(len(edits))])
    windows = F.interpolate(windows, (SIDE, SIDE), mode="area")
    named = [art.things[things[i]] for i in judge(windows).argmax(1).tolist()]
    distance = frechet(judge.features(windows), judge.features(true_windows(art, edits)))
    return Verdict(version, edits, named, distance, folder)


def true_windows(art: Art, edits: list[dict]) -> Tensor:
    """Compositions of the objects the edits were to paint, five of each."""
    torch.manual_seed(SEED)
    wanted = [art.things.index(edit["to"]) for edit in edits]
    rows = art.table[wanted][torch.arange(len(wanted)), torch.randint(0, len(art.styles), (len(wanted),))]
    found = {(t, s): i for i, (t, s) in enumerate(zip(art.found.things.tolist(), art.found.sets))}
    painted = art.painted
    same = torch.tensor([found[painted.things[row].item(), painted.sets[row]] for row in rows.tolist()])
    return torch.cat([judged_windows(art, same, grounds(art, len(same))) for _ in range(5)])


def read_picture(path: Path) -> Tensor:
    """`[3, H, W]` in −1…1"""
    return to_floats(torch.from_numpy(np.array(Image.open(path).convert("RGB"))).permute(2, 0, 1))


def better(new: Verdict, old: Verdict) -> bool:
    """Named as the target at least as often, and closer to true compositions."""
    return sum(new.target) >= sum(old.target) and new.distance < old.distance


def save_examples(verdict: Verdict, path: Path) -> None:
    """Before and after of good and bad edits, the good ones first."""
    good = [i for i, right in enumerate(verdict.target) if right][: GRID // 2]
    bad = [i for i, right in enumerate(verdict.target) if not right][: GRID - len(good)]
    sheets = [Image.open(verdict.folder / f"sheet-{i:03d}.png").convert("RGB").resize((384, 192)) for i in good + bad]
    grid = Image.new("RGB", (4 * 384, -(-len(sheets) // 4) * 192), "white")
    for i, sheet in enumerate(sheets):
        grid.paste(sheet, (i % 4 * 384, i // 4 * 192))
    path.parent.mkdir(parents=True, exist_ok=True)
    grid.save(path)


def add_row(page: Path, day: str, compute: str, verdicts: dict[str, Verdict]) -> None:
    """A row at the end of the first table of `docs/pack-emoji.md`."""
    new, old = verdicts["new"], verdicts["old"]
    lines = page.read_text().splitlines()
    head = next(i for i, line in enumerate(lines) if line.startswith("| version"))
    end = next((i for i in range(head, len(lines)) if not lines[i].startswith("|")), len(lines))
    row = f"| {new.version} | {day} | {compute} | {new.summary()} | {old.version}: {old.summary()} |"
    page.write_text("\n".join([*lines[:end], row, *lines[end:]]) + "\n")


def replace_pack(new: Path, committed: Path) -> None:
    for path in [*new.glob("*.onnx"), *new.glob("*.f32"), new / "pack.json", new / "tokenizer.json"]:
        shutil.copy(path, committed)
