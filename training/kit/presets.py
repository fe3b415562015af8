"""Sizes that belong together."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Preset:
    """`things`, a list of `training/art/objects.ts`; `side` of a window in pixels, of a picture as the
    segmenter sees it (`seen`, a multiple of 16) and as the image tower takes a region (`judged`, `seen` over a whole number),
    of a window as the upscaler learns to enlarge it (`enlarged`), UNet channels at its three scales and blocks at each, empty windows in
    the bank, the part of the windows that show two objects combined, tokens of a prompt, and samples per step of each
    stage."""

    things: str
    side: int
    seen: int
    judged: int
    enlarged: int
    channels: tuple[int, int, int]
    depth: int
    bank: int
    combined: float
    tokens: int
    batches: dict[str, int]


PRESETS = {
    "small": Preset(
        things="basic",
        side=128,
        seen=64,
        judged=64,
        enlarged=128,
        channels=(64, 96, 144),
        depth=2,
        bank=3000,
        combined=0,
        tokens=12,
        batches={
            "vae": 8, "clip": 48, "decoder": 12, "preview": 12, "unet": 32, "upscaler": 8, "distil": 16, "judge": 64,
            "eraser": 8, "foreground": 32,
        },
    ),
    "large": Preset(
        things="wide",
        side=256,
        seen=128,
        judged=64,
        enlarged=128,
        channels=(112, 176, 256),
        depth=2,
        bank=12000,
        combined=0.25,
        tokens=20,
        batches={
            "vae": 64, "clip": 256, "decoder": 64, "preview": 64, "unet": 256, "upscaler": 32, "distil": 128, "judge": 256,
            "eraser": 8, "foreground": 32,
        },
    ),
}
