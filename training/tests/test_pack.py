from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import onnx
import pytest
import torch
from kit.data.art import Art
from kit.data.prompts import Vocabulary
from kit.muon import orthogonalised
from kit.layout import WORDS
from kit.nets.clip import STYLES, Finder, ImageTower, Segmenter, TextTower, Trunk
from kit.nets.memory import Shape
from kit.nets.eraser import Eraser
from kit.nets.foreground import Foreground, SeenTwice
from kit.nets.preview import PreviewDecoder
from kit.nets.unet import UNet, alphas_cumprod
from kit.nets.crisp import CrispUpscaler
from kit.nets.upscaler import Upscaler
from kit.nets.vae import Decoder, Encoder
from kit.pack.build import LARGEST, SHARED, examples, middle_hole, sized, worded, write_tokenizer
from kit.pack.graphs import CLOSE, SIGNATURES, deviation, export_graph, restore, run_graph, write_graph
from kit.pack.quantise import quantise, to_int8
from kit.pack.share import SMALLEST, share
from kit.parts import Parts
from kit.presets import PRESETS
from torch import Tensor, nn
from torch.nn import functional as F

from conftest import PACK, THINGS

WIDE = 442
"""Objects on the list `wide` of `training/art/objects.ts`, whose own test counts them."""
SHAPE = Shape(4, cells=8, channels=(16, 24, 32))


def case(name: str) -> tuple[nn.Module, tuple[Tensor, ...]]:
    pictures = torch.rand(2, 3, 64, 64) * 2 - 1
    return {
        "text_encoder": lambda: (TextTower(50, 6), (torch.tensor([[1, 7, 2, 0, 0, 0], [1, 4, 9, 11, 2, 0]]),)),
        "image_encoder": lambda: (ImageTower(), (pictures,)),
        "segmenter": lambda: (Finder(Trunk(), Segmenter()), (pictures, torch.randn(2, 256))),
        "vae_encoder": lambda: (Encoder(), (pictures,)),
        "vae_decoder": lambda: (Decoder(), (torch.randn(2, 8, 8, 8),)),
        "preview_decoder": lambda: (PreviewDecoder(), (torch.randn(2, 8, 8, 8),)),
        "unet": lambda: (
            UNet(SHAPE, 1),
            (torch.randn(2, 17, 8, 8), torch.tensor([10, 900]), torch.randn(2, 8, 256)),
        ),
        "pair text_encoder": lambda: (pair_text(), (torch.tensor([[1, 7, 5, 9, 2, 0], [1, 4, 9, 11, 2, 0]]),)),
        "pair unet": lambda: (
            UNet(replace(SHAPE, combines=True), 1),
            (torch.randn(2, 17, 8, 8), torch.tensor([10, 900]), pair_hidden()),
        ),
        "eraser": lambda: (Eraser((8, 16, 24, 24)), (F.avg_pool2d(pictures, 9, 1, 4), middle_hole(64).expand(2, -1, -1, -1))),
        "foreground": lambda: (SeenTwice(Foreground((8, 8, 16, 16, 16))), (F.avg_pool2d(pictures, 9, 1, 4),)),
        # Sharpening is unsteady on noise.
        "upscaler": lambda: (
            CrispUpscaler(Upscaler()),
            (F.interpolate(pictures[:1, :, :4, :4], (32, 32), mode="bilinear"),),
        ),
    }[name]()


def pair_text() -> TextTower:
    """Word 5 names the first relation."""
    tower = TextTower(50, 6, combines=True)
    tower.mark_relations({5: 0})
    return tower


def pair_hidden() -> Tensor:
    """A pair, and an object alone."""
    hidden = F.normalize(torch.randn(2, 10, 256), dim=-1)
    hidden[:, -1] = torch.zeros(256)
    hidden[0, -1, STYLES] = 1
    return hidden


def lively(module: nn.Module) -> nn.Module:
    """Blocks that would add nothing at first add something."""
    for parameter in module.parameters():
        if parameter.ndim > 1 and not parameter.any():
            nn.init.normal_(parameter, std=0.05)
    return module.eval()


@pytest.mark.parametrize("what", [*SIGNATURES, "pair text_encoder", "pair unet"])
def test_an_exported_graph_equals_its_module_and_gives_its_weights_back(what: str, tmp_path: Path) -> None:
    module, example = case(what)
    name = what.removeprefix("pair ")
    lively(module)
    write_graph(module, SIGNATURES[name], example, tmp_path / "plain.onnx")
    with torch.no_grad():
        outputs = module(*example)
    expected = [t.numpy() for t in (outputs if isinstance(outputs, tuple) else (outputs,))]
    assert deviation(run_graph(tmp_path / "plain.onnx", SIGNATURES[name], example), expected) < CLOSE

    assert export_graph(module, name, example, tmp_path) < 0.1
    fresh, _ = case(what)
    restored = restore(fresh, tmp_path / f"{name}.onnx")
    for key, value in module.state_dict().items():
        assert (restored.state_dict()[key] - value).abs().max() <= value.abs().max() / 250, key


def test_a_graph_restored_and_exported_again_is_the_same(tmp_path: Path) -> None:
    module, example = case("vae_decoder")
    export_graph(lively(module), "vae_decoder", example, tmp_path)
    first = onnx.load(tmp_path / "vae_decoder.onnx").SerializeToString()
    fresh, _ = case("vae_decoder")
    export_graph(restore(fresh, tmp_path / "vae_decoder.onnx"), "vae_decoder", example, tmp_path)
    assert onnx.load(tmp_path / "vae_decoder.onnx").SerializeToString() == first


def test_a_graph_without_a_weight_is_refused_by_the_weights_name(tmp_path: Path) -> None:
    module, example = case("vae_decoder")
    export_graph(lively(module), "vae_decoder", example, tmp_path)
    with pytest.raises(KeyError, match="stem.weight"):
        restore(Encoder(), tmp_path / "vae_decoder.onnx")


def exported_pair(folder: Path) -> Trunk:
    """An image encoder and a segmenter with one trunk."""
    trunk = lively(Trunk())
    tower = lively(ImageTower())
    tower.trunk.load_state_dict(trunk.state_dict())
    pictures = torch.rand(2, 3, 64, 64) * 2 - 1
    export_graph(tower, "image_encoder", (pictures,), folder)
    export_graph(Finder(trunk, lively(Segmenter())), "segmenter", (pictures, torch.randn(2, 256)), folder)
    return trunk


def test_a_graph_that_shares_weights_is_smaller_and_computes_and_restores_the_same(tmp_path: Path) -> None:
    exported_pair(tmp_path)
    path, feeds = tmp_path / "segmenter.onnx", (torch.rand(1, 3, 64, 64), torch.randn(1, 256))
    before, size = run_graph(path, SIGNATURES["segmenter"], feeds), path.stat().st_size
    weights = restore(Finder(Trunk(), Segmenter()), path).state_dict()
    saved = share(path, tmp_path / "image_encoder.onnx")
    assert path.stat().st_size == size - saved < size / 4
    assert deviation(run_graph(path, SIGNATURES["segmenter"], feeds), before) == 0
    again = restore(Finder(Trunk(), Segmenter()), path).state_dict()
    assert all(torch.equal(again[name], value) for name, value in weights.items())


def test_sharing_again_changes_nothing_and_other_weights_stay(tmp_path: Path) -> None:
    exported_pair(tmp_path)
    path, owner = tmp_path / "segmenter.onnx", tmp_path / "image_encoder.onnx"
    share(path, owner)
    first = path.read_bytes()
    # The graph comes whole again before it shares again.
    assert share(path, owner) == 0 and path.read_bytes() == first
    graph = onnx.load(path, load_external_data=False).graph
    apart = {tensor.name for tensor in graph.initializer if tensor.external_data}
    assert apart and all(name.startswith("trunk.") for name in apart)
    assert all(len(tensor.raw_data) < SMALLEST for tensor in graph.initializer if tensor.name.startswith("trunk."))


def test_a_graph_in_another_folder_shares_nothing(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not beside"):
        share(tmp_path / "a" / "segmenter.onnx", tmp_path / "image_encoder.onnx")


def test_int8_levels_are_within_half_a_step_of_the_weights() -> None:
    weight = torch.randn(5, 7, 3).numpy()
    levels, scale = to_int8(weight, 1)
    assert scale.shape == (1, 7, 1)
    assert (abs(levels * scale - weight) <= scale / 2 + 1e-6).all()


def test_the_noise_schedule_is_that_of_diffusers() -> None:
    known = json.loads((PACK.parents[1] / "test" / "fixtures" / "schedulers" / "alphas-cumprod.json").read_text())
    ours = {"beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear"}
    expected = next(entry["alphasCumprod"] for entry in known if entry["config"] == ours)
    alphas = alphas_cumprod()
    for step, alpha in expected.items():
        assert alphas[int(step)].item() == pytest.approx(alpha, rel=1e-5)


def test_an_orthogonalised_matrix_has_singular_values_near_one() -> None:
    for shape in [(6, 20), (20, 6)]:
        values = torch.linalg.svdvals(orthogonalised(torch.randn(shape)))
        assert values.min() > 0.6 and values.max() < 1.3


def test_the_large_preset_leaves_the_sizes_of_the_committed_pack_as_they_are(parts: Parts) -> None:
    assert sized(parts.manifest, PRESETS["large"]) == parts.manifest


def test_the_large_pack_is_not_larger_than_what_is_committed(art: Art, tmp_path: Path) -> None:
    things = [f"thing{i} thing" for i in range(WIDE)]
    parts = Parts(tmp_path, PACK, replace(art, things=things), PRESETS["large"])
    clip = {f"text.{name}": weight for name, weight in parts.enlarged_text().state_dict().items()}
    clip |= {f"tower.{name}": weight for name, weight in parts.image().state_dict().items()}
    clip |= {f"segmenter.{name}": weight for name, weight in Segmenter().state_dict().items()}
    torch.save({"ema": clip}, tmp_path / "clip.pt")
    torch.save({"ema": UNet(parts.shape, PRESETS["large"].depth).state_dict()}, tmp_path / "unet.pt")
    torch.save({"ema": PreviewDecoder().state_dict()}, tmp_path / "preview.pt")
    torch.save({"ema": Eraser().state_dict()}, tmp_path / "eraser.pt")
    torch.save({"ema": Foreground().state_dict()}, tmp_path / "foreground.pt")
    sizes = {}
    for name, (module, example) in examples(parts).items():
        path = tmp_path / f"{name}.onnx"
        write_graph(module, SIGNATURES[name], example, path)
        quantise(path)
        sizes[name] = path.stat().st_size
    for name, owner in SHARED.items():
        sizes[name] -= share(tmp_path / f"{name}.onnx", tmp_path / f"{owner}.onnx")
    assert set(sizes) == set(SIGNATURES) and sum(sizes.values()) < LARGEST, sizes


def test_a_large_pack_finds_and_paints_all_its_things(art: Art, parts: Parts, paired: Parts, tmp_path: Path) -> None:
    assert worded(parts) == parts.manifest
    write_tokenizer(parts, tmp_path)
    assert (tmp_path / "tokenizer.json").read_bytes() == (PACK / "tokenizer.json").read_bytes()
    more = replace(paired, art=replace(art, things=[*THINGS, "quince"]))
    written = worded(more)["vocabulary"]
    assert {key: written[key] for key in ("finds", "paints", "removes", "relations")} == {
        "finds": [*THINGS, "quince"],
        "paints": THINGS,
        "removes": ["nothing"],
        "relations": list(WORDS),
    }
    assert worded(more)["tokenizer"]["length"] == 20
    write_tokenizer(more, tmp_path)
    again = Vocabulary.load(tmp_path / "tokenizer.json", 20)
    assert again == more.vocabulary
    assert "quince" in set(again.ids) - set(parts.vocabulary.ids)


def test_words_that_no_tower_has_learnt_are_not_painted_from(art: Art, paired: Parts) -> None:
    more = replace(paired, art=replace(art, things=[*THINGS, "quince"]))
    with pytest.raises(RuntimeError, match="train `clip` first"):
        more.text()


def test_the_large_preset_sees_more_of_a_picture_and_says_so() -> None:
    large = PRESETS["large"]
    finder = Finder(Trunk(), Segmenter()).eval()
    logits = finder(torch.zeros(1, 3, large.seen, large.seen), torch.zeros(1, 256))
    assert logits.shape == (1, 1, large.seen, large.seen)
    parts = {"clipImage": {"pixels": {"size": 64}}, "segmenter": {"pixels": {"size": 64}}, "unet": {"file": "unet.onnx"}}
    manifest = sized({"resolution": 128, "components": parts, "calibration": {"presenceCells": 40}}, large)
    assert manifest["resolution"] == large.side
    assert manifest["components"]["segmenter"]["pixels"]["size"] == large.seen
    assert manifest["components"]["clipImage"]["pixels"]["size"] == large.judged
    assert manifest["components"]["unet"] == {"file": "unet.onnx"}
    assert manifest["calibration"]["presenceCells"] == 160


def test_a_graph_keeps_the_names_of_weights_inputs_and_outputs_and_no_others(tmp_path: Path) -> None:
    module, example = case("vae_decoder")
    path = tmp_path / "vae_decoder.onnx"
    write_graph(module, SIGNATURES["vae_decoder"], example, path)
    graph = onnx.load(path).graph
    assert {tensor.name for tensor in graph.initializer} <= set(module.state_dict())
    assert [value.name for value in [*graph.input, *graph.output]] == ["latent_sample", "sample"]
    assert not any(node.name for node in graph.node)
    assert all(name == "sample" or name.isdigit() for node in graph.node for name in node.output)


def test_twice_as_large_is_four_times_as_large_with_every_four_pixels_made_one() -> None:
    upscaler = lively(Upscaler())
    pictures = torch.rand(2, 3, 16, 24) * 2 - 1
    with torch.no_grad():
        features = upscaler.features(pictures)
        doubled = upscaler.doubled(pictures, features)
        means = F.avg_pool2d(upscaler(pictures), 2)
    assert doubled.shape == (2, 3, 32, 48)
    assert torch.allclose(doubled, means, atol=1e-5)


@pytest.mark.parametrize("times", [4, 2])
def test_the_exported_upscaler_makes_steps_of_soft_edges_and_leaves_flat_colours_alone(times: int) -> None:
    soft = torch.tensor([-0.4] * 8 + [0.4] * 8).expand(1, 3, 16, 16)
    plain, crisp = Upscaler().eval(), CrispUpscaler(Upscaler()).eval()
    with torch.no_grad():
        crisp.load_state_dict(plain.state_dict())
        before = {4: plain(soft), 2: plain.doubled(soft, plain.features(soft))}[times]
        after, flat = (dict(zip((4, 2), crisp(x)))[times] for x in (soft, torch.full((1, 3, 16, 16), 0.3)))
    steepest = [row.diff(dim=-1).abs().max().item() for row in (before, after)]
    assert after.shape == before.shape == (1, 3, 16 * times, 16 * times)
    assert steepest[1] > {4: 1.5, 2: 1.2}[times] * steepest[0]
    assert after.min() >= before.min() - 1e-5 and after.max() <= before.max() + 1e-5
    assert torch.allclose(flat, torch.full_like(flat, 0.3), atol=1e-5)
