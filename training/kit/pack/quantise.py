"""Weights stored as int8 with a scale per channel; ONNX Runtime unfolds them when it opens the graph."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
from onnx import GraphProto, TensorProto, helper, numpy_helper

SMALLEST = 4096
"""Weights with fewer numbers stay float32: there is nothing to save."""

CHANNEL_AXIS = {("Conv", 1): 0, ("ConvTranspose", 1): 1, ("MatMul", 1): -1, ("Gather", 0): 0}
"""Which axis of a weight has scales of its own, by operator and input."""


def quantise(path: Path) -> None:
    """Rewrites a graph in place: each large weight becomes `Mul(Cast(name_q), name_scale)` under its own name."""
    model = onnx.load(path)
    graph = model.graph
    initializers = {tensor.name: tensor for tensor in graph.initializer}
    nodes = []
    for name, axis in channel_axes(graph).items():
        weight = numpy_helper.to_array(initializers[name])
        if weight.dtype != np.float32 or weight.size < SMALLEST:
            continue
        levels, scale = to_int8(weight, axis)
        graph.initializer.remove(initializers[name])
        graph.initializer.append(numpy_helper.from_array(levels, f"{name}_q"))
        graph.initializer.append(numpy_helper.from_array(scale, f"{name}_scale"))
        nodes.append(helper.make_node("Cast", [f"{name}_q"], [f"{name}_f"], to=TensorProto.FLOAT))
        nodes.append(helper.make_node("Mul", [f"{name}_f", f"{name}_scale"], [name]))
    for node in reversed(nodes):
        graph.node.insert(0, node)
    onnx.checker.check_model(model)
    onnx.save(model, path)


def channel_axes(graph: GraphProto) -> dict[str, int]:
    """The weights that operators multiply with, and the axis of their output channels."""
    names = {tensor.name for tensor in graph.initializer}
    axes: dict[str, int] = {}
    for node in graph.node:
        for place, name in enumerate(node.input):
            if name not in names:
                continue
            if node.op_type == "Gemm" and place == 1:
                axes[name] = 0 if any(a.name == "transB" and a.i for a in node.attribute) else -1
            elif (node.op_type, place) in CHANNEL_AXIS:
                axes[name] = CHANNEL_AXIS[node.op_type, place]
    return axes


def to_int8(weight: np.ndarray, axis: int) -> tuple[np.ndarray, np.ndarray]:
    """Levels in −127…127 and their scale, which broadcasts."""
    others = tuple(i for i in range(weight.ndim) if i != axis % weight.ndim)
    scale = np.abs(weight).max(axis=others, keepdims=True) / 127
    scale[scale == 0] = 1
    levels = np.clip(np.round(weight / scale), -127, 127).astype(np.int8)
    return levels, scale.astype(np.float32)
