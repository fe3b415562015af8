"""From modules to a pack's graphs and back, both by the names of the weights."""

from __future__ import annotations

import json
import warnings
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import numpy_helper
from torch import Tensor, nn

from .quantise import quantise
from .tidy import tidy

OPSET = 17
TWINS = "twins"
"""Key of a graph's metadata: weights that are equal to another, and to which."""

CLOSE = 1e-4
"""Largest difference between a graph and its module, of outputs about 1."""


@dataclass(frozen=True)
class Signature:
    """Names of a graph's inputs and outputs; the first axis is free, and others where `free` names them."""

    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    free: tuple[int, ...] = (0,)


SIGNATURES = {
    "text_encoder": Signature(("input_ids",), ("last_hidden_state", "text_embeds")),
    "image_encoder": Signature(("pixel_values",), ("image_embeds",)),
    "segmenter": Signature(("pixel_values", "text_embeds"), ("logits",)),
    "vae_encoder": Signature(("sample",), ("latent_parameters",)),
    "vae_decoder": Signature(("latent_sample",), ("sample",)),
    "preview_decoder": Signature(("latent_sample",), ("sample",)),
    "unet": Signature(("sample", "timestep", "encoder_hidden_states"), ("out_sample",)),
    "eraser": Signature(("picture", "hole"), ("filled", "weights", "rest")),
    "foreground": Signature(("picture",), ("logits",)),
    "upscaler": Signature(("sample",), ("upscaled", "doubled"), (0, 2, 3)),
}


def export_graph(module: nn.Module, name: str, example: tuple[Tensor, ...], folder: Path) -> float:
    """Writes `folder/name.onnx`, checked against the module before its weights are stored as int8.

    :return: how far the int8 weights take the outputs off, relative to the largest output
    :raises RuntimeError: when the graph and the module differ, or a weight lost its name"""
    path = folder / f"{name}.onnx"
    signature = SIGNATURES[name]
    module = module.cpu().eval()
    write_graph(module, signature, example, path)
    with torch.no_grad():
        outputs = module(*example)
    expected = [t.numpy() for t in (outputs if isinstance(outputs, tuple) else (outputs,))]
    if (difference := deviation(run_graph(path, signature, example), expected)) > CLOSE:
        raise RuntimeError(f"{name}: the graph differs from the module by {difference:.1e}")
    note_twins(module, path)
    quantise(path)
    return deviation(run_graph(path, signature, example), expected)


def note_twins(module: nn.Module, path: Path) -> None:
    """The exporter keeps one of several equal weights: notes which stands for which, so that `restore` finds all.

    :raises RuntimeError: when a weight is neither in the graph nor equal to one that is"""
    model = onnx.load(path)
    state = module.state_dict()
    kept = {tensor.name for tensor in model.graph.initializer}
    twins = {
        name: next((other for other in kept & set(state) if torch.equal(state[other], value)), None)
        for name, value in state.items()
        if name not in kept
    }
    if None in twins.values():
        raise RuntimeError(f"{path.name} lost weights: {sorted(n for n, twin in twins.items() if twin is None)}")
    onnx.helper.set_model_props(model, {TWINS: json.dumps(twins)})
    onnx.save(model, path)


def write_graph(module: nn.Module, signature: Signature, example: tuple[Tensor, ...], path: Path) -> None:
    axes = {0: "batch", 2: "height", 3: "width"}
    named = {name: {i: axes[i] for i in signature.free} for name in signature.inputs}
    named |= {name: {i: f"{name}_{axes[i]}" if i else "batch" for i in signature.free} for name in signature.outputs}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            module,
            example,
            path,
            input_names=list(signature.inputs),
            output_names=list(signature.outputs),
            dynamic_axes=named,
            opset_version=OPSET,
            do_constant_folding=False,
            dynamo=False,
        )
    tidy(path)


def run_graph(path: Path, signature: Signature, example: tuple[Tensor, ...]) -> list[np.ndarray]:
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    return session.run(None, {name: value.numpy() for name, value in zip(signature.inputs, example)})


def deviation(actual: list[np.ndarray], expected: list[np.ndarray]) -> float:
    """Largest difference, relative to the largest number expected where that is more than 1."""
    return max(float(np.abs(a - e).max() / max(1.0, np.abs(e).max())) for a, e in zip(actual, expected))


def restore(module: nn.Module, path: Path) -> nn.Module:
    """Loads a module's weights from a graph that `export_graph` wrote: exactly, but for their eight bits.

    :raises KeyError: naming the weights that the graph does not have"""
    model = onnx.load(path)
    stored = {t.name: torch.from_numpy(np.array(numpy_helper.to_array(t))) for t in model.graph.initializer}
    twins = json.loads(next((p.value for p in model.metadata_props if p.key == TWINS), "{}"))
    weights = {}
    for name in module.state_dict():
        source = twins.get(name, name)
        if source in stored:
            weights[name] = stored[source]
        elif f"{source}_q" in stored:
            weights[name] = stored[f"{source}_q"].float() * stored[f"{source}_scale"]
        else:
            raise KeyError(f"{path.name} has no weights named {name}")
    module.load_state_dict(weights)
    return module.eval()
