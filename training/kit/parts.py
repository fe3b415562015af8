"""The pack's networks with the weights trained last: a stage's checkpoint or, where there is none, the pack's graph."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeVar

import torch
from torch import Tensor, nn

from .data.art import Art
from .data.prompts import TEMPLATES, Vocabulary
from .layout import WORDS
from .nets.clip import STYLES, Finder, ImageTower, Segmenter, TextTower, Trunk
from .nets.eraser import Eraser
from .nets.foreground import Foreground
from .nets.memory import Shape
from .nets.preview import PreviewDecoder
from .nets.unet import UNet
from .nets.upscaler import Upscaler
from .nets.vae import LATENTS, Decoder, Encoder
from .pack.graphs import restore
from .presets import Preset

Net = TypeVar("Net", bound=nn.Module)


@dataclass(frozen=True)
class Parts:
    """:param work: the folder of checkpoints
    :param pack: a pack that this kit exported, to start from"""

    work: Path
    pack: Path
    art: Art
    preset: Preset

    @cached_property
    def manifest(self) -> dict:
        return json.loads((self.pack / "pack.json").read_text())

    @property
    def scale(self) -> float:
        return self.manifest["scalingFactor"]

    @property
    def shape(self) -> Shape:
        things, cells = len(self.art.things), self.preset.side // 8
        return Shape(things, cells, self.preset.channels, self.preset.combined > 0)

    @property
    def has_unet(self) -> bool:
        """Whether there is a UNet to go on from; a pack's is of no use when its windows are of another size."""
        fits = self.manifest["resolution"] == self.preset.side and (self.pack / "unet.onnx").exists()
        return fits or self.has("unet")

    @property
    def paints(self) -> list[str]:
        """What the pack says or, where it does not know all objects, whatever there is a drawing of."""
        known = self.manifest["vocabulary"]
        if set(self.art.things) <= set(known["finds"]):
            return known["paints"]
        return [self.art.things[thing] for thing in self.art.paints]

    @cached_property
    def packed_vocabulary(self) -> Vocabulary:
        """The pack's own."""
        tokenizer = self.manifest["tokenizer"]
        return Vocabulary.load(self.pack / tokenizer["file"], tokenizer["length"])

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The pack's, and words that it lacks: of objects, of templates and, where objects are combined, for relations."""
        relations = list(WORDS) if self.preset.combined else []
        return self.packed_vocabulary.grown([*self.art.things, *TEMPLATES, *relations], self.preset.tokens)

    @property
    def words_are_known(self) -> bool:
        return self.has("clip") or self.vocabulary == self.packed_vocabulary

    def text(self) -> TextTower:
        """:raises RuntimeError: where there are words that no tower has learnt"""
        if not self.words_are_known:
            raise RuntimeError("no text tower knows all the words of these things yet: train `clip` first")
        return self.latest(self.empty_text(), "clip", "text.", "text_encoder")

    def enlarged_text(self) -> TextTower:
        """The pack's, with rows for more words, which have yet to be learnt."""
        known, tower = self.packed_vocabulary, self.empty_text()
        enlarge(tower, restore(TextTower(len(known.ids), known.length), self.pack / "text_encoder.onnx"))
        return tower.eval()

    def empty_text(self) -> TextTower:
        words = self.vocabulary
        tower = TextTower(len(words.ids), words.length, combines=self.preset.combined > 0)
        if tower.combines:
            tower.mark_relations({words.ids[word]: relation for word, relation in WORDS.items()})
        return tower

    def image(self) -> ImageTower:
        return self.latest(ImageTower(), "clip", "tower.", "image_encoder")

    def finder(self) -> Finder:
        if not self.has("clip"):
            return self.latest(Finder(Trunk(), Segmenter()), "clip", "", "segmenter")
        return Finder(self.image().trunk, self.latest(Segmenter(), "clip", "segmenter.", "segmenter"))

    def encoder(self) -> Encoder:
        return self.latest(Encoder(), "vae", "encoder.", "vae_encoder")

    def decoder(self) -> Decoder:
        stage = "decoder" if self.has("decoder") else "vae"
        return self.latest(Decoder(), stage, "decoder.", "vae_decoder")

    def unet(self) -> UNet:
        return self.latest(UNet(self.shape, self.preset.depth), "unet", "", "unet")

    def upscaler(self) -> Upscaler:
        return self.latest(Upscaler(), "upscaler", "", "upscaler")

    @property
    def has_preview(self) -> bool:
        return self.has("preview") or (self.pack / "preview_decoder.onnx").exists()

    def preview(self) -> PreviewDecoder:
        return self.latest(PreviewDecoder(), "preview", "", "preview_decoder")

    @property
    def has_eraser(self) -> bool:
        return self.has("eraser") or (self.pack / "eraser.onnx").exists()

    def eraser(self) -> Eraser:
        return self.latest(Eraser(), "eraser", "", "eraser")

    @property
    def has_foreground(self) -> bool:
        return self.has("foreground") or (self.pack / "foreground.onnx").exists()

    def foreground(self) -> Foreground:
        return self.latest(Foreground(), "foreground", "", "foreground")

    def maps(self) -> Tensor | None:
        """`keep` and `content` of every drawing `[drawings, 2, 8, drawn, drawn]`; None where nothing knows them yet."""
        if self.has("decoder"):
            return self.weights("decoder")["maps"]
        if not self.has_unet:
            return None
        cells = self.shape.drawn
        table = self.unet().memory.values.detach()[1:].view(-1, STYLES, 2, LATENTS, cells, cells)
        maps = torch.zeros(len(self.art.painted.things), 2, LATENTS, cells, cells)
        maps[self.art.table.flatten()] = table.flatten(0, 1)
        return maps

    def has(self, stage: str) -> bool:
        return (self.work / f"{stage}.pt").exists()

    def weights(self, stage: str) -> dict[str, Tensor]:
        """The averaged weights of a stage's checkpoint."""
        device = torch.get_default_device()
        return torch.load(self.work / f"{stage}.pt", map_location=device, weights_only=True)["ema"]

    def latest(self, module: Net, stage: str, prefix: str, graph: str) -> Net:
        """:raises FileNotFoundError: when neither the checkpoint nor the graph is there"""
        if not self.has(stage):
            restore(module, self.pack / f"{graph}.onnx")
        else:
            kept = self.weights(stage)
            module.load_state_dict({k.removeprefix(prefix): v for k, v in kept.items() if k.startswith(prefix)})
        return module.eval().requires_grad_(False)


@torch.no_grad()
def enlarge(large: nn.Module, small: nn.Module) -> None:
    """Gives a module the weights of one like it that has fewer rows; the other rows stay as they are."""
    for target, source in zip(large.state_dict().values(), small.state_dict().values(), strict=True):
        target[tuple(slice(size) for size in source.shape)] = source
