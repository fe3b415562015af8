"""Graphs without what nobody reads: the exporter's long names are a tenth of a small graph's bytes."""

from __future__ import annotations

from pathlib import Path

import onnx


def tidy(path: Path) -> None:
    """Rewrites a graph in place: nodes lose their names, and what goes from one to the next is named by a number. Inputs, outputs
    and weights keep theirs."""
    model = onnx.load(path)
    graph = model.graph
    kept = {value.name for value in [*graph.input, *graph.output, *graph.initializer]} | {""}
    numbers: dict[str, str] = {}
    for node in graph.node:
        assert not any(attribute.HasField("g") for attribute in node.attribute), "names inside a sub-graph would not follow"
        node.ClearField("name")
        node.ClearField("doc_string")
        for i, name in enumerate(node.output):
            if name not in kept:
                node.output[i] = numbers[name] = str(len(numbers))
        for i, name in enumerate(node.input):
            node.input[i] = numbers.get(name, name)
    graph.ClearField("value_info")
    onnx.checker.check_model(model)
    onnx.save(model, path)
