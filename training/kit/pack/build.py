"""A whole pack from the weights trained last: graphs, tokenizer, manifest."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ..layout import WORDS
from ..nets.clip import WIDTH
from ..nets.crisp import CrispUpscaler
from ..nets.foreground import SeenTwice
from ..nets.vae import LATENTS
from ..parts import Parts
from ..presets import Preset
from ..stages.clip import presence_cells
from .graphs import export_graph
from .share import share

REPOSITORY = Path(__file__).resolve().parents[3]
COMMITTED = REPOSITORY / "models" / "emoji"
LARGEST = 40_000_000
"""Bytes of all graphs together: they are committed."""
SHARED = {"segmenter": "image_encoder"}
"""Graphs whose weights lie, as far as they can, in another's file (`docs/adr/0021-files-of-the-pack.md`)."""


def examples(parts: Parts) -> dict[str, tuple[nn.Module, tuple[Tensor, ...]]]:
    """The modules that become graphs, and inputs to trace them with."""
    side, cells = parts.preset.side, parts.shape.cells
    pictures = torch.rand(2, 3, side, side) * 2 - 1
    seen, judged = (F.interpolate(pictures, (size,) * 2, mode="area") for size in looks(parts.preset).values())
    # Sharpening is unsteady on noise, which no drawing is.
    drawn = F.interpolate(pictures[..., :8, :8], (side, side), mode="bilinear")
    ids = parts.vocabulary.encode(["a drawing of a zebra", "one cute red apple"])
    text = parts.text()
    with torch.no_grad():
        hidden, embeds = text(ids)
    sample = torch.randn(2, 2 * LATENTS + 1, cells, cells)
    graphs = {
        "text_encoder": (text, (ids,)),
        "image_encoder": (parts.image(), (judged,)),
        "segmenter": (parts.finder(), (seen, embeds)),
        "vae_encoder": (parts.encoder(), (pictures,)),
        "vae_decoder": (parts.decoder(), (torch.randn(2, LATENTS, cells, cells),)),
        "unet": (parts.unet(), (sample, torch.tensor([10, 900]), hidden)),
    }
    if parts.has("upscaler") or (parts.pack / "upscaler.onnx").exists():
        graphs["upscaler"] = (CrispUpscaler(parts.upscaler()), (drawn[:1, :, :64, :64],))
    if parts.has_eraser:
        graphs["eraser"] = (parts.eraser(), (drawn[:1], middle_hole(side)))
    if parts.has_foreground:
        graphs["foreground"] = (SeenTwice(parts.foreground()), (drawn,))
    if parts.has_preview:
        graphs["preview_decoder"] = (parts.preview(), (torch.randn(2, LATENTS, cells, cells),))
    assert embeds.shape[-1] == WIDTH
    return graphs


def middle_hole(side: int) -> Tensor:
    """`[1, 1, side, side]`, 1 in the middle."""
    edge = side // 3
    return F.pad(torch.ones(1, 1, side - 2 * edge, side - 2 * edge), (edge,) * 4)


def looks(preset: Preset) -> dict[str, int]:
    """Side of a picture in pixels, by the component of the manifest that looks at it."""
    return {"segmenter": preset.seen, "clipImage": preset.judged}


def build_pack(parts: Parts, out: Path, version: str, changes: dict) -> None:
    """Writes `out`: the pack that training started from with new graphs, `version`, and `changes` to its defaults.

    :raises RuntimeError: when a graph differs from its module, or all are larger than is committed"""
    out.mkdir(parents=True, exist_ok=True)
    for name, (module, example) in examples(parts).items():
        off = export_graph(module, name, example, out)
        size = (out / f"{name}.onnx").stat().st_size
        print(f"{name}: {size / 1e6:.1f} MB, int8 takes it off by {off:.1%}", flush=True)
    for name, owner in SHARED.items():
        print(f"{name}: {share(out / f'{name}.onnx', out / f'{owner}.onnx') / 1e6:.1f} MB lie in {owner}", flush=True)
    total = sum(path.stat().st_size for path in out.glob("*.onnx"))
    if total > LARGEST:
        raise RuntimeError(f"{total / 1e6:.1f} MB are more than {LARGEST / 1e6:.0f}")
    write_tokenizer(parts, out)
    manifest = sized(worded(parts), parts.preset)
    manifest["components"]["segmenter"]["weights"] = [{"file": f"{SHARED['segmenter']}.onnx"}]
    for name, file, there in (
        ("previewDecoder", "preview_decoder.onnx", parts.has_preview),
        ("eraser", "eraser.onnx", parts.has_eraser),
        ("foreground", "foreground.onnx", parts.has_foreground),
    ):
        if there:
            manifest["components"].setdefault(name, {"file": file})
    write_manifest(manifest, out, version, changes)


def write_tokenizer(parts: Parts, out: Path) -> None:
    """The pack's own file or, where words came to it, the same with them."""
    path = parts.pack / parts.manifest["tokenizer"]["file"]
    if parts.vocabulary == parts.packed_vocabulary:
        shutil.copy(path, out)
        return
    tokenizer = json.loads(path.read_text())
    tokenizer["model"]["vocab"] = parts.vocabulary.ids
    (out / path.name).write_text(json.dumps(tokenizer, indent=0, ensure_ascii=False) + "\n")


def worded(parts: Parts) -> dict:
    """The manifest of a pack that knows the objects of the art."""
    known = parts.manifest["vocabulary"]
    finds = known["finds"] if set(parts.art.things) <= set(known["finds"]) else parts.art.things
    tokenizer = parts.manifest["tokenizer"] | {"length": parts.vocabulary.length}
    combines = {"relations": list(WORDS)} if parts.preset.combined else {}
    vocabulary = known | {"finds": finds, "paints": parts.paints} | combines
    return parts.manifest | {"tokenizer": tokenizer, "vocabulary": vocabulary}


def sized(manifest: dict, preset: Preset) -> dict:
    """The manifest of a pack with the preset's windows and pictures."""
    components = {
        name: part | ({"pixels": part["pixels"] | {"size": looks(preset)[name]}} if "pixels" in part else {})
        for name, part in manifest["components"].items()
    }
    calibration = manifest["calibration"] | {"presenceCells": presence_cells(preset.seen**2)}
    return manifest | {"resolution": preset.side, "components": components, "calibration": calibration}


def write_manifest(manifest: dict, out: Path, version: str, changes: dict) -> None:
    """`pack.json` with the new defaults, then sizes and hashes by the project's own script."""
    manifest = manifest | {"version": version, "defaults": manifest["defaults"] | changes}
    (out / "pack.json").write_text(json.dumps(manifest, indent=2) + "\n")
    script = ["npx", "tsx", str(REPOSITORY / "scripts" / "refresh-pack.ts"), str(out)]
    subprocess.run(script, cwd=REPOSITORY, check=True)
