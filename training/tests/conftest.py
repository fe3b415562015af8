"""A world of four objects drawn with circles and squares, small enough for every stage to run in seconds."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from PIL import Image, ImageDraw

TRAINING = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TRAINING))

from kit.data.art import Art  # noqa: E402
from kit.parts import Parts  # noqa: E402
from kit.presets import Preset  # noqa: E402

PACK = TRAINING.parent / "models" / "emoji"
THINGS = ["horse", "zebra", "red apple", "car"]
STYLES = ["twemoji", "noto", "fluent-emoji-flat"]
COLOURS = ["sienna", "white", "red", "royalblue"]
GRID = 4
ROLES = {"wearers": ["horse", "zebra"], "worn": ["red apple"], "held": ["red apple", "car"]}
TINY = Preset(
    things="basic",
    side=64,
    seen=64,
    judged=64,
    enlarged=64,
    channels=(16, 16, 16),
    depth=1,
    bank=8,
    combined=0,
    tokens=12,
    batches={},
)
PAIRED = replace(TINY, combined=0.5, tokens=20)


def draw_sheet(path: Path, side: int) -> list[dict]:
    """A circle, a square or a rhombus of each object's colour, one for each style."""
    sheet = Image.new("RGBA", (GRID * side, GRID * side))
    pen = ImageDraw.Draw(sheet)
    drawings = [{"thing": thing, "set": style, "icon": thing} for style in STYLES for thing in THINGS]
    for i, drawing in enumerate(drawings):
        x, y = i % GRID * side, i // GRID * side
        box, middle = (x, y, x + side - 1, y + side - 1), side // 2
        colour = COLOURS[THINGS.index(drawing["thing"])]
        if drawing["set"] == "twemoji":
            pen.ellipse(box, colour)
        elif drawing["set"] == "noto":
            pen.rectangle(box, colour)
        else:
            pen.polygon([(x + middle, y), (x + side - 1, y + middle), (x + middle, y + side - 1), (x, y + middle)], colour)
    sheet.save(path, lossless=True)
    return drawings


@pytest.fixture(scope="session")
def art(tmp_path_factory: pytest.TempPathFactory) -> Art:
    folder = tmp_path_factory.mktemp("art")
    index = {"things": THINGS, "styles": STYLES, "grid": GRID, "roles": ROLES}
    for name in ("painted", "found"):
        drawings = draw_sheet(folder / f"{name}-0.webp", 48)
        index[name] = {"side": 48, "sheets": 1, "drawings": drawings}
    (folder / "backgrounds").mkdir()
    for i, colour in enumerate(["skyblue", "palegreen", "khaki", "lavender"]):
        Image.new("RGB", (96, 96), colour).save(folder / "backgrounds" / f"{i}.webp", lossless=True)
    (folder / "art.json").write_text(json.dumps(index))
    return Art.load(folder)


@pytest.fixture
def parts(art: Art, tmp_path: Path) -> Parts:
    """Parts of the committed pack's vocabulary, with no checkpoints yet."""
    return Parts(tmp_path, PACK, art, TINY)


@pytest.fixture
def paired(art: Art, tmp_path: Path) -> Parts:
    """The same for objects that may be combined."""
    return Parts(tmp_path, PACK, art, PAIRED)


@pytest.fixture(autouse=True)
def seeded() -> None:
    torch.set_num_threads(2)
    torch.manual_seed(0)
