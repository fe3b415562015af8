"""The UNet's memory of drawings, and how two of them are remembered in one window."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ..layout import RELATIONS, SHARE, canvas_margin, squares
from .clip import STYLES, WIDTH
from .vae import LATENTS


@dataclass(frozen=True)
class Shape:
    """Objects that are remembered, cells of the latents on a side, channels at each of the three scales, and whether
    prompts may combine two objects."""

    things: int
    cells: int = 16
    channels: tuple[int, int, int] = (64, 96, 144)
    combines: bool = False

    @property
    def drawn(self) -> int:
        """Cells on a side, in the middle, that the memory holds. Where objects are combined it leaves out what the mask
        `canvas` never repaints, which is half of all cells and so half of its bytes."""
        return self.cells - 2 * canvas_margin(self.cells) if self.combines else self.cells


class Memory(nn.Module):
    """What a named drawing does to the latents of the background it stands on: an affine map for each of them.

    A drawing always stands at the same place in the window, so `latents = keep · background + content` holds nearly
    exactly, with one `keep` and one `content` `[8, cells, cells]` per drawing. The pooled text finds the object
    (softmax over the objects' own embeddings), the style row the drawing. Row 0 is "nothing": keep 1, content 0."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        rows = shape.things + 1
        self.cells = shape.drawn
        self.keys = nn.Parameter(F.normalize(torch.randn(rows, WIDTH), dim=-1))
        self.sharpness = nn.Parameter(torch.tensor(200.0))
        size = LATENTS * self.cells**2
        self.values = nn.Parameter(torch.zeros(rows, STYLES * 2 * size))
        with torch.no_grad():
            self.values.view(rows, STYLES, 2, size)[:, :, 0] = 1

    def forward(self, hidden: Tensor) -> tuple[Tensor, Tensor]:
        """:param hidden: the text tower's `last_hidden_state`
        :return: keep and content, `[B, 8, cells, cells]` each"""
        thing, style = self.thing(hidden[:, 0]), self.style(hidden)
        return self.drawing(thing, style)

    def thing(self, pooled: Tensor) -> Tensor:
        """How much each row is meant, `[B, rows]`."""
        return (pooled @ self.keys.t() * self.sharpness).softmax(-1)

    def style(self, hidden: Tensor) -> Tensor:
        """`[B, 3]`, a unit vector; without a word for a style, the first."""
        named = hidden[:, -1, :STYLES]
        return named + F.pad(1 - named.sum(1, keepdim=True), (0, STYLES - 1))

    def drawing(self, thing: Tensor, style: Tensor) -> tuple[Tensor, Tensor]:
        drawings = (thing @ self.values).view(-1, STYLES, 2 * LATENTS, self.cells, self.cells)
        drawing = (drawings * style[:, :, None, None, None]).sum(1)
        return drawing[:, :LATENTS], drawing[:, LATENTS:]


class PairMemory(Memory):
    """Two objects, each read by its own half of the prompt, each moved into its square, one map after the other.

    Affine maps follow one another as an affine map: `keep₂ · (keep₁ · background + content₁) + content₂`. Latents do
    not quite scale with the picture, so what comes of it is a guess, which the network learns to better."""

    def __init__(self, shape: Shape) -> None:
        super().__init__(shape)
        self.window = shape.cells
        self.register_buffer("anchors", torch.zeros(shape.things + 1, STYLES * 3))

    def forward(self, hidden: Tensor) -> tuple[Tensor, Tensor]:
        first, second = self.thing(hidden[:, -3]), self.thing(hidden[:, -2])
        style, relation = self.style(hidden), hidden[:, -1, STYLES : STYLES + len(RELATIONS)]
        relation = relation / relation.sum(1, keepdim=True).clamp(min=1)  # a prompt may say more than one
        places = squares(relation, self.anchor(first, style), self.anchor(second, style))
        keep, content = self.moved(*self.drawing(first, style), places[:, 0])
        over, added = self.moved(*self.drawing(second, style), places[:, 1])
        there = relation.sum(1)[:, None, None, None]
        over, added = 1 - (1 - over) * there, added * there
        return over * keep, over * content + added

    def anchor(self, thing: Tensor, style: Tensor) -> Tensor:
        return ((thing @ self.anchors).view(-1, STYLES, 3) * style[:, :, None]).sum(1)

    def moved(self, keep: Tensor, content: Tensor, place: Tensor) -> tuple[Tensor, Tensor]:
        """A drawing's map on the whole window, in the square with this side and centre `[B, 3]`."""
        across, down = self.resampling(place[:, 0], place[:, 1]), self.resampling(place[:, 0], place[:, 2])
        maps = down @ torch.cat([1 - keep, content], 1) @ across.transpose(2, 3)
        return 1 - maps[:, :LATENTS], maps[:, LATENTS:]

    def resampling(self, side: Tensor, centre: Tensor) -> Tensor:
        """`[B, 1, window, cells]`: each cell of the window as a mean of the cells of a drawing alone that fall on it."""
        side, shift = side[:, None, None], (centre[:, None, None] - 0.5) * SHARE * self.window
        # Middles of cells, counted from the middle of the window: the window's, as they fall on the drawing, and its own.
        window = (self.middles(self.window, side.device)[:, None] - shift) / side
        drawing, half = self.middles(self.cells, side.device), 0.5 / side
        overlap = torch.minimum(window + half, drawing + 0.5) - torch.maximum(window - half, drawing - 0.5)
        return (F.relu(overlap) * side)[:, None]

    def middles(self, cells: int, device: torch.device) -> Tensor:
        return torch.arange(cells, device=device) + 0.5 - cells / 2
