"""The text tower, the image tower and the segmenter on top of both."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ..layout import RELATIONS
from .blocks import Residual, TokenLinear, conv3, group_norm, upsample

WIDTH = 256
STYLES = 3
BOS, EOS = 1, 2


class Layer(nn.Module):
    """A pre-norm transformer layer."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.size = width // heads
        self.norm1 = nn.LayerNorm(width)
        self.qkv = TokenLinear(width, 3 * width)
        self.out = TokenLinear(width, width)
        self.norm2 = nn.LayerNorm(width)
        self.up = TokenLinear(width, 3 * width)
        self.down = TokenLinear(3 * width, width)

    def forward(self, x: Tensor, padding: Tensor) -> Tensor:
        batch, length, width = x.shape
        heads = self.qkv(self.norm1(x)).view(batch, length, 3, self.heads, self.size)
        query, key, value = heads.permute(2, 0, 3, 1, 4)
        weights = (query @ key.transpose(-1, -2) * self.size**-0.5 + padding).softmax(-1)
        x = x + self.out((weights @ value).transpose(1, 2).reshape(batch, length, width))
        return x + self.down(F.gelu(self.up(self.norm2(x))))


class TextTower(nn.Module):
    """`input_ids` `[B, L]` → what the UNet reads and CLIP's embedding.

    `last_hidden_state` `[B, L + 2, 256]`: the pooled text, the tokens (rows of padding are 0), and the marks: row
    sums of `style`, a table that holds a unit in one of the first numbers for each word that names a style, and in one
    of those after them for each that names a relation. Where objects are combined, there are two rows more before the
    last: what comes before the relation and what after it, each pooled as if it stood alone; without one, the whole
    text and 0. `text_embeds` `[B, 256]` has unit length."""

    def __init__(
        self, vocabulary: int, length: int, inner: int = 192, layers: int = 3, combines: bool = False
    ) -> None:
        super().__init__()
        self.combines = combines
        self.embedding = nn.Embedding(vocabulary, inner)
        nn.init.normal_(self.embedding.weight, std=0.5)
        self.positions = nn.Parameter(torch.randn(1, length, inner) * 0.02)
        self.layers = nn.ModuleList([Layer(inner, 4) for _ in range(layers)])
        self.norm = nn.LayerNorm(inner)
        self.pool = nn.Linear(inner, WIDTH)
        self.context = TokenLinear(inner, WIDTH)
        self.style = nn.Embedding(vocabulary, WIDTH)
        nn.init.zeros_(self.style.weight)
        self.style.weight.requires_grad_(False)

    def forward(self, input_ids: Tensor) -> tuple[Tensor, Tensor]:
        tokens, pooled = self.read(input_ids)
        real = (input_ids != 0).float()[:, :, None]
        halves = self.halves(input_ids) if self.combines else []
        marks = self.style(input_ids).sum(1, keepdim=True)
        return torch.cat([pooled[:, None], self.context(tokens) * real, *halves, marks], 1), pooled

    @torch.no_grad()
    def mark_relations(self, relations: dict[int, int]) -> None:
        """:param relations: ids of words, and which relation each names"""
        for word, relation in relations.items():
            self.style.weight[word, STYLES + relation] = 1

    def learn(self, wanted: bool) -> None:
        """Lets everything but the marks, which are given, require gradients or not."""
        self.requires_grad_(wanted)
        self.style.requires_grad_(False)

    def read(self, input_ids: Tensor) -> tuple[Tensor, Tensor]:
        """The tokens `[B, L, inner]` and the pooled text."""
        real = (input_ids != 0).float()[:, :, None]
        padding = ((1 - real) * -1e4).transpose(1, 2)[:, None]
        x = self.embedding(input_ids) + self.positions
        for layer in self.layers:
            x = layer(x, padding)
        x = self.norm(x)
        return x, F.normalize(self.pool((x * real).sum(1) / real.sum(1)), dim=-1)

    def halves(self, input_ids: Tensor) -> list[Tensor]:
        """Before and after the first word for a relation, pooled, `[B, 1, 256]` each."""
        relation = self.style(input_ids)[:, :, STYLES : STYLES + len(RELATIONS)].sum(2)
        passed = relation.cumsum(1)
        before, after = passed < 0.5, (passed > 0.5) & (relation < 0.5)
        first = self.read(torch.where(before | (input_ids == EOS), input_ids, 0))[1]
        second = self.read(torch.where(after | (input_ids == BOS), input_ids, 0))[1]
        there = (passed[:, -1:] > 0.5).float()
        return [first[:, None], (second * there)[:, None]]


class Trunk(nn.Module):
    """`[B, 3, 64, 64]`, or another multiple of 16, → features at 32, 16, 8 and 4 cells: what the image tower and the segmenter share."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = conv3(12, 48)
        self.at32 = nn.Sequential(Residual(48, 48))
        self.at16 = nn.Sequential(conv3(48, 96, stride=2), Residual(96, 96), Residual(96, 96))
        self.at8 = nn.Sequential(conv3(96, 192, stride=2), Residual(192, 192), Residual(192, 192))
        self.at4 = nn.Sequential(conv3(192, 320, stride=2), Residual(320, 320), Residual(320, 320))

    def forward(self, picture: Tensor) -> list[Tensor]:
        at32 = self.at32(self.stem(F.pixel_unshuffle(picture, 2)))
        at16 = self.at16(at32)
        at8 = self.at8(at16)
        return [at32, at16, at8, self.at4(at8)]


class ImageTower(nn.Module):
    """`[B, 3, 64, 64]` → a unit embedding `[B, 256]`."""

    def __init__(self) -> None:
        super().__init__()
        self.trunk = Trunk()
        self.norm = group_norm(320)
        self.out = nn.Linear(640, WIDTH)

    def embed(self, features: list[Tensor]) -> Tensor:
        last = F.silu(self.norm(features[-1]))
        return F.normalize(self.out(torch.cat([last.mean((2, 3)), last.amax((2, 3))], 1)), dim=-1)

    def forward(self, picture: Tensor) -> Tensor:
        return self.embed(self.trunk(picture))


class Segmenter(nn.Module):
    """The trunk's features and a text embedding → logits `[B, 1, 64, 64]` (Lüddecke and Ecker 2022)."""

    def __init__(self) -> None:
        super().__init__()
        self.side4 = nn.Conv2d(320, 160, 1)
        self.side8 = nn.Conv2d(192, 128, 1)
        self.side16 = nn.Conv2d(96, 96, 1)
        self.side32 = nn.Conv2d(48, 48, 1)
        self.block4 = Residual(160, 128, WIDTH)
        self.block8 = Residual(128, 96, WIDTH)
        self.block16 = Residual(96, 48, WIDTH)
        self.block32 = Residual(48, 48, WIDTH)
        self.norm = group_norm(48)
        self.out = conv3(48, 4)

    def forward(self, features: list[Tensor], text_embeds: Tensor) -> Tensor:
        at32, at16, at8, at4 = features
        h = self.block4(self.side4(at4), text_embeds)
        h = self.block8(self.side8(at8) + upsample(h), text_embeds)
        h = self.block16(self.side16(at16) + upsample(h), text_embeds)
        h = self.block32(self.side32(at32) + upsample(h), text_embeds)
        return F.pixel_shuffle(self.out(F.silu(self.norm(h))), 2)


class Finder(nn.Module):
    """The graph `segmenter`: picture and text embedding → logits."""

    def __init__(self, trunk: Trunk, segmenter: Segmenter) -> None:
        super().__init__()
        self.trunk = trunk
        self.segmenter = segmenter

    def forward(self, pixel_values: Tensor, text_embeds: Tensor) -> Tensor:
        return self.segmenter(self.trunk(pixel_values), text_embeds)
