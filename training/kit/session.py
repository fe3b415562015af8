"""What every command is given: options, art, parts of the pack, and the bank of windows."""

from __future__ import annotations

import argparse
import random
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import torch

from .data.art import Art
from .data.bank import Bank, make_bank, paint_memory
from .data.combining import Combining
from .loop import Run
from .parts import Parts
from .presets import PRESETS, Preset
from .stages.decoder import Painter


@dataclass(frozen=True)
class Session:
    work: Path
    pack: Path
    minutes: float
    device: str
    preset: Preset
    seed: int
    version: str | None

    @staticmethod
    def open(options: argparse.Namespace) -> Session:
        """Sets threads, device and seed for the whole process."""
        torch.set_num_threads(options.threads)
        torch.set_default_device(options.device)
        # A GPU's matrix units round float32 to 10 bits, which training does not feel; without leave, they are not used.
        torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = True
        torch.backends.cudnn.benchmark = True
        torch.manual_seed(options.seed)
        preset = PRESETS[options.preset]
        return Session(
            options.work, options.pack, options.minutes, options.device, preset, options.seed, options.version
        )

    @cached_property
    def art(self) -> Art:
        art = Art.load(self.work / "art")
        art.check(self.preset.things, self.preset.side, self.preset.enlarged)
        return art

    @cached_property
    def parts(self) -> Parts:
        return Parts(self.work, self.pack, self.art, self.preset)

    @cached_property
    def bank(self) -> Bank:
        """Kept in the work folder: delete it to have other places."""
        path = self.work / "bank.pt"
        if not path.exists():
            bank = make_bank(self.art, self.parts.encoder(), self.parts.scale, self.preset.bank, self.preset.side)
            bank.save(path)
        return Bank.load(path)

    def painter(self) -> Painter:
        """Decoder and memory; a memory that is not there yet is filled by least squares."""
        maps = self.parts.maps()
        if maps is None:
            maps = paint_memory(self.art, self.parts.encoder(), self.bank, self.parts.scale, self.parts.shape.drawn)
        return Painter(self.parts.decoder(), maps)

    def combining(self) -> Combining | None:
        """None where the preset shows objects alone."""
        if not self.preset.combined:
            return None
        chance = random.Random(self.seed)
        return Combining(self.art, self.parts.encoder(), self.parts.scale, self.preset.combined, chance)

    def run(self, stage: str) -> Run:
        batch = self.preset.batches[stage]
        return Run(self.work, self.minutes, batch, self.device, self.seed)
