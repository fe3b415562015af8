"""The drawings and the empty places, as `art/make-art.ts` leaves them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import Tensor
from torch.nn import functional as F

from ..layout import SHARE, anchors

CHUNK = 256
"""Drawings that are looked at together: all of them as floats would be gigabytes."""


@dataclass(frozen=True)
class Drawings:
    """Drawings cut to their ink, `pixels` `[N, 4, side, side]` uint8, straight alpha."""

    pixels: Tensor
    things: Tensor
    """Index of the object of each drawing, `[N]`."""
    sets: list[str]

    def premultiplied(self, rows: Tensor, side: int | None = None) -> Tensor:
        """`[B, 4, side, side]` in 0…1, colours multiplied by alpha, so that they can be scaled and laid over."""
        rgba = self.pixels[rows].float() / 255
        rgba = torch.cat([rgba[:, :3] * rgba[:, 3:], rgba[:, 3:]], 1)
        return rgba if side is None or side == rgba.shape[-1] else F.interpolate(rgba, (side, side), mode="area")

    @cached_property
    def anchors(self) -> Tensor:
        """Of every drawing, `[N, 3]`."""
        return torch.cat([anchors(part[:, 3].float() / 255) for part in self.pixels.split(CHUNK)])

    def any_of(self, things: Tensor) -> Tensor:
        """A row for each object, any of its drawings."""
        order, starts = self.things.argsort(stable=True), self._starts
        room = (starts[things + 1] - starts[things]).float()
        return order[starts[things] + (torch.rand(len(things)) * room).long()]

    @cached_property
    def _starts(self) -> Tensor:
        """Where each object's drawings begin among those sorted by object."""
        counts = self.things.bincount()
        return torch.cat([counts.new_zeros(1), counts.cumsum(0)])


@dataclass(frozen=True)
class Art:
    """Everything pictures are composed of."""

    folder: Path
    things: list[str]
    styles: list[str]
    index: dict

    @staticmethod
    def load(folder: Path) -> Art:
        """:raises FileNotFoundError: with what to do, when the folder holds no art"""
        path = folder / "art.json"
        if not path.exists():
            raise FileNotFoundError(f"no art in {folder}: npx tsx training/art/make-art.ts {folder}")
        index = json.loads(path.read_text())
        return Art(folder, index["things"], index["styles"], index)

    def check(self, things: str, window: int, enlarged: int) -> None:
        """:param window: side of a window in pixels; of `enlarged` pixels where it becomes four times larger
        :raises ValueError: with what to do, when this is not the art of that list, or too coarse for such windows"""
        window = max(-(-window // 4), enlarged)
        side = round(4 * SHARE * window)
        if self.index.get("list", "basic") != things or self.index["painted"]["side"] < side:
            again = f"npx tsx training/art/make-art.ts {self.folder} --things {things} --window {window}"
            raise ValueError(f"the art in {self.folder} is of other things, or for smaller windows: {again}")

    @cached_property
    def painted(self) -> Drawings:
        """One drawing of each object in each painted style."""
        return self._drawings("painted")

    @cached_property
    def found(self) -> Drawings:
        """Every drawing of every object in all sets, smaller."""
        return self._drawings("found")

    @cached_property
    def backgrounds(self) -> Tensor:
        """`[N, 3, S, S]` uint8."""
        files = sorted((self.folder / "backgrounds").glob("*.webp"))
        pictures = torch.stack([torch.from_numpy(np.array(Image.open(f).convert("RGB"))) for f in files])
        return pictures.permute(0, 3, 1, 2).to(torch.get_default_device())

    @cached_property
    def table(self) -> Tensor:
        """Row in `painted` of each object in each style, `[things, styles]`; another style's where one is missing."""
        rows = torch.full((len(self.things), len(self.styles)), -1)
        for row, (thing, name) in enumerate(zip(self.painted.things.tolist(), self.painted.sets)):
            rows[thing, self.styles.index(name)] = row
        fallback = rows.amax(1, keepdim=True).expand_as(rows)
        return torch.where(rows < 0, fallback, rows)

    @cached_property
    def paints(self) -> list[int]:
        """The objects that have a drawing in any painted style."""
        return torch.nonzero(self.table[:, 0] >= 0).flatten().tolist()

    @cached_property
    def partners(self) -> list[tuple[Tensor, Tensor]]:
        """Which objects may come first and second, for each relation in turn; all of them are painted.

        :raises KeyError: when the art's list of objects has no roles"""
        roles = self.index["roles"] | {"any": self.things}
        known = {role: torch.tensor([i for i in self.paints if self.things[i] in roles[role]]) for role in roles}
        return [(known["wearers"], known["worn"]), (known["wearers"], known["held"]), (known["any"], known["any"])]

    def _drawings(self, name: str) -> Drawings:
        part = self.index[name]
        side, grid, drawings = part["side"], self.index["grid"], part["drawings"]
        sheets = [self._sheet(f"{name}-{i}.webp", side, grid) for i in range(part["sheets"])]
        pixels = torch.from_numpy(np.concatenate(sheets)[: len(drawings)]).permute(0, 3, 1, 2)
        pixels = pixels.to(torch.get_default_device())
        things = torch.tensor([self.things.index(d["thing"]) for d in drawings])
        return Drawings(pixels, things, [d["set"] for d in drawings])

    def _sheet(self, name: str, side: int, grid: int) -> np.ndarray:
        """`[grid², side, side, 4]`"""
        sheet = np.array(Image.open(self.folder / name).convert("RGBA"))
        cells = sheet.reshape(grid, side, grid, side, 4).transpose(0, 2, 1, 3, 4)
        return cells.reshape(grid * grid, side, side, 4)
