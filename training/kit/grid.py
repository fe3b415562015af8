"""Pictures side by side, as a PNG."""

from __future__ import annotations

from pathlib import Path

from PIL import Image
from torch import Tensor

from .data.bank import to_bytes


def save_grid(pictures: Tensor, path: Path, columns: int = 8) -> None:
    """:param pictures: `[B, 3, H, W]` in −1…1, row by row"""
    count, _, height, width = pictures.shape
    sheet = Image.new("RGB", (columns * width, -(-count // columns) * height), "white")
    for i, picture in enumerate(to_bytes(pictures.detach()).permute(0, 2, 3, 1).cpu().numpy()):
        sheet.paste(Image.fromarray(picture), (i % columns * width, i // columns * height))
    sheet.save(path)
