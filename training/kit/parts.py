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
from .data.prompts import Vocabulary
from .nets.clip import Finder, ImageTower, Segmenter, TextTower, Trunk
from .nets.unet import STYLES, Shape, UNet
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
        return Shape(len(self.art.things), self.preset.side // 8, self.preset.channels)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        tokenizer = self.manifest["tokenizer"]
        return Vocabulary.load(self.pack / tokenizer["file"], tokenizer["length"])

    def text(self) -> TextTower:
        tower = TextTower(len(self.vocabulary.ids), self.vocabulary.length)
        return self.latest(tower, "clip", "text.", "text_encoder")

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

    def maps(self) -> Tensor | None:
        """`keep` and `content` of every drawing `[drawings, 2, 8, cells, cells]`; None where nothing knows them yet."""
        if self.has("decoder"):
            return self.weights("decoder")["maps"]
        if not (self.pack / "unet.onnx").exists():
            return None
        cells = self.shape.cells
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
