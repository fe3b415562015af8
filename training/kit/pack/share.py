"""Weights that two graphs of a pack have in common, stored once."""

from __future__ import annotations

from pathlib import Path

import onnx
from onnx import TensorProto

SMALLEST = 4096
"""Weights of fewer bytes stay: naming where they are would take as many."""


def share(path: Path, owner: Path) -> int:
    """Rewrites the graph at `path`: each large weight that the graph `owner`, beside it, holds byte for byte becomes external data that
    lies in that file. ONNX Runtime reads it in place, so `owner` may not change without this graph.

    :return: how many bytes smaller the graph is
    :raises ValueError: when the graphs lie in different folders, which no reader would follow"""
    if path.parent != owner.parent:
        raise ValueError(f"{owner} is not beside {path}")
    before, held = path.stat().st_size, owner.read_bytes()
    # A graph that shares already comes whole again.
    model = onnx.load(path)
    for tensor in model.graph.initializer:
        if len(tensor.raw_data) >= SMALLEST and (offset := held.find(tensor.raw_data)) >= 0:
            set_apart(tensor, owner.name, offset)
    path.write_bytes(model.SerializeToString())
    onnx.checker.check_model(str(path))
    return before - path.stat().st_size


def set_apart(tensor: TensorProto, location: str, offset: int) -> None:
    length = len(tensor.raw_data)
    tensor.ClearField("raw_data")
    tensor.data_location = TensorProto.EXTERNAL
    for key, value in {"location": location, "offset": offset, "length": length}.items():
        tensor.external_data.add(key=key, value=str(value))
