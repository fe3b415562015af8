"""One whole edit by a pack's graphs in ONNX Runtime, every intermediate kept: what the TypeScript engine is tested against."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from PIL import Image

from ..data.art import Art
from ..data.bank import to_bytes, to_floats
from ..data.prompts import Vocabulary
from ..data.windows import canvas_mask, windows
from ..nets.unet import STEPS, alphas_cumprod
from ..nets.vae import LATENTS

FROM, TO, EMPTY = "a horse", "a zebra", ""
DENOISING_STEPS = 25
GUIDANCE = 3.0
SEED = 20


def write_reference(pack: Path, art: Art, out: Path) -> None:
    """Writes `window.png`, `arrays.bin` (little-endian) and `reference.json`, which says what lies where."""
    out.mkdir(parents=True, exist_ok=True)
    manifest = json.loads((pack / "pack.json").read_text())
    torch.manual_seed(SEED)
    row = torch.tensor([art.table[art.things.index("horse"), 1]])
    levels = to_bytes(windows(art, 1, manifest["resolution"], row).filled)
    Image.fromarray(levels[0].permute(1, 2, 0).numpy()).save(out / "window.png")
    arrays, timesteps = edit(pack, manifest, to_floats(levels).numpy())
    write_arrays(arrays, timesteps, out)


def edit(pack: Path, manifest: dict, window: np.ndarray) -> tuple[dict[str, np.ndarray], list[int]]:
    """The edit of a window `[1, 3, S, S]`: DDIM with trailing steps, the canvas repainted."""

    def run(graph: str, **inputs: np.ndarray) -> list[np.ndarray]:
        session = onnxruntime.InferenceSession(str(pack / f"{graph}.onnx"), providers=["CPUExecutionProvider"])
        return session.run(None, inputs)

    scale = np.float32(manifest["scalingFactor"])
    vocabulary = Vocabulary.load(pack / manifest["tokenizer"]["file"], manifest["tokenizer"]["length"])
    ids = vocabulary.encode([FROM, TO, EMPTY]).numpy()
    hidden, embeds = run("text_encoder", input_ids=ids)
    side, cells = window.shape[-1], window.shape[-1] // manifest["scaleFactor"]
    seen = manifest["components"]["segmenter"]["pixels"]["size"]
    pixels = torch.nn.functional.interpolate(torch.from_numpy(window), (seen, seen), mode="area").numpy()
    mask = canvas_mask(1, cells).numpy()
    hides = mask.repeat(side // cells, 2).repeat(side // cells, 3)
    start, masked = (
        run("vae_encoder", sample=picture.astype(np.float32))[0][:, :LATENTS] * scale
        for picture in (window, window * (1 - hides))
    )
    arrays = {
        "input_ids": ids.astype(np.int32),
        "encoder_hidden_states": hidden,
        "text_embeds": embeds,
        "pixel_values": pixels,
        "logits": run("segmenter", pixel_values=pixels, text_embeds=embeds[:1])[0],
        "latent_mask": mask,
        "mask": hides,
        "init_latents": start,
        "masked_latents": masked,
    }
    arrays |= denoise(pack, start, mask, masked, hidden[[2, 1]])
    arrays["sample"] = run("vae_decoder", latent_sample=arrays["latents"] / scale)[0]
    return arrays, times()


def times() -> list[int]:
    return [STEPS - i * STEPS // DENOISING_STEPS - 1 for i in range(DENOISING_STEPS)]


def denoise(
    pack: Path, start: np.ndarray, mask: np.ndarray, masked: np.ndarray, hidden: np.ndarray
) -> dict[str, np.ndarray]:
    """:param hidden: of the empty prompt, then of what is to be painted"""
    unet = onnxruntime.InferenceSession(str(pack / "unet.onnx"), providers=["CPUExecutionProvider"])
    noise = np.random.default_rng(SEED).standard_normal((DENOISING_STEPS + 1, *start.shape)).astype(np.float32)
    latents, first = noise[0], None
    alphas = [*alphas_cumprod().double().numpy()[times()], 1.0]
    for i, time in enumerate(times()):
        sample = np.repeat(np.concatenate([latents, mask, masked], 1), 2, 0)
        inputs = {"sample": sample, "timestep": np.array([time] * 2), "encoder_hidden_states": hidden}
        output = unet.run(None, inputs)[0]
        first = output if first is None else first
        v = output[:1] + np.float32(GUIDANCE) * (output[1:] - output[:1])
        alpha, following = alphas[i], alphas[i + 1]
        original = alpha**0.5 * latents - (1 - alpha) ** 0.5 * v
        epsilon = alpha**0.5 * v + (1 - alpha) ** 0.5 * latents
        painted = following**0.5 * original + (1 - following) ** 0.5 * epsilon
        outside = following**0.5 * start + (1 - following) ** 0.5 * noise[i + 1]
        latents = (mask * painted + (1 - mask) * outside).astype(np.float32)
    return {"noise": noise, "first_out_sample": first, "latents": latents}


def write_arrays(arrays: dict[str, np.ndarray], timesteps: list[int], out: Path) -> None:
    index, offset = {}, 0
    with (out / "arrays.bin").open("wb") as file:
        for name, array in arrays.items():
            index[name] = {"dtype": str(array.dtype), "shape": list(array.shape), "offset": offset}
            offset += file.write(np.ascontiguousarray(array).tobytes())
    what = f"one edit, {FROM} to {TO}: DDIM, trailing, guidance {GUIDANCE:g}, mask canvas; every intermediate"
    text = {"what": what, "timesteps": timesteps, "arrays": index}
    (out / "reference.json").write_text(json.dumps(text, indent=1) + "\n")
