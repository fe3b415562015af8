"""Every stage runs two steps, leaves a checkpoint, and goes on from it."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from kit.data.art import Art
from kit.data.bank import Bank, make_bank, paint_memory
from kit.data.combining import Combining
from kit.layout import RELATIONS, WORDS
from kit.loop import Rates, Run, set_rates, train
from kit.nets.clip import STYLES, ImageTower, Segmenter, TextTower
from kit.nets.eraser import Eraser
from kit.nets.judge import Judge
from kit.nets.memory import Shape
from kit.nets.preview import PreviewDecoder
from kit.nets.unet import UNet
from kit.nets.upscaler import Upscaler
from kit.nets.vae import Decoder, Encoder
from kit.parts import Parts
from kit.stages.clip import train_clip
from kit.stages.decoder import Painter, table_of, train_decoder
from kit.stages.distil import train_distil
from kit.stages.eraser import train_eraser
from kit.stages.judge import train_judge
from kit.stages.preview import train_preview
from kit.stages.unet import Prompts, draw_lesson, fill_memory, sample, train_unet
from kit.stages.upscaler import train_upscaler
from kit.stages.vae import train_vae
from torch import nn

from conftest import PAIRED, TINY

Stage = Callable[[Run], nn.Module]


@pytest.fixture
def stages(art: Art, parts: Parts) -> dict[str, Stage]:
    encoder, decoder = Encoder().eval(), Decoder()
    bank = make_bank(art, encoder, 1.0, 8, TINY.side)
    maps = paint_memory(art, encoder, bank, 1.0, parts.shape.drawn, places_each=4)
    text = TextTower(len(parts.vocabulary.ids), parts.vocabulary.length, inner=32, layers=1).eval()
    unet = UNet(parts.shape, TINY.depth)
    fill_memory(unet.memory, table_of(maps, art), text, parts.vocabulary, art)
    prompts = Prompts(text, parts.vocabulary, art, 1)
    return {
        "vae": lambda run: train_vae(art, Encoder(), Decoder(), TINY.side, run),
        "clip": lambda run: train_clip(art, text, parts.vocabulary, ImageTower(), Segmenter(), TINY, run),
        "decoder": lambda run: train_decoder(art, bank, Painter(decoder, maps.clone()), 1.0, run),
        "preview": lambda run: train_preview(bank, Painter(decoder, maps), PreviewDecoder(16, 8), 1.0, run),
        "unet": lambda run: train_unet(unet, bank, prompts, run),
        "distil": lambda run: train_distil(unet, bank, prompts, run),
        "upscaler": lambda run: train_upscaler(art, Upscaler(16, 1), Painter(decoder, maps), encoder, 1.0, TINY.side, run),
        "judge": lambda run: train_judge(art, [0, 1, 2], Judge(3), run),
        "eraser": lambda run: train_eraser(art, Eraser((8, 16, 24, 24)), TINY.side, run, pool=4),
    }


@pytest.mark.parametrize("name", ["vae", "clip", "decoder", "preview", "unet", "distil", "upscaler", "judge", "eraser"])
def test_a_stage_runs_and_resumes(name: str, stages: dict[str, Stage], tmp_path: Path) -> None:
    run = Run(tmp_path, minutes=1, batch=4, max_steps=2)
    first = stages[name](run)
    kept = torch.load(run.path(name), weights_only=True)
    assert kept["seen"] == 8
    assert all(torch.equal(value, kept["ema"][key]) for key, value in first.state_dict().items())
    second = stages[name](run)
    assert torch.load(run.path(name), weights_only=True)["seen"] == 16
    changed = [k for k, v in second.state_dict().items() if not torch.equal(v, kept["ema"][k])]
    assert changed and all(value.isfinite().all() for value in second.state_dict().values())


@pytest.fixture
def pair_stages(art: Art, paired: Parts) -> dict[str, Stage]:
    """The stages that see two objects combined."""
    encoder, decoder = Encoder().eval(), Decoder()
    bank = make_bank(art, encoder, 1.0, 8, TINY.side)
    maps = paint_memory(art, encoder, bank, 1.0, paired.shape.drawn, places_each=4)
    words = paired.vocabulary
    text = TextTower(len(words.ids), words.length, inner=32, layers=1, combines=True).eval()
    unet = UNet(paired.shape, TINY.depth)
    fill_memory(unet.memory, table_of(maps, art), text, words, art)
    prompts = Prompts(text.requires_grad_(False), words, art, 1)
    combining = Combining(art, encoder, 1.0, 0.5, random.Random(1))
    eager = copy.deepcopy(text)
    eager.learn(True)
    return {
        "clip": lambda run: train_clip(art, eager, words, ImageTower(), Segmenter(), PAIRED, run),
        "decoder": lambda run: train_decoder(art, bank, Painter(decoder, maps.clone()), 1.0, run, combining),
        "unet": lambda run: train_unet(unet, bank, prompts, run, combining),
        "distil": lambda run: train_distil(unet, bank, prompts, run, combining),
        "judge": lambda run: train_judge(art, [0, 1, 2, 3], Judge(4), run, 0.5),
    }


@pytest.mark.parametrize("name", ["clip", "decoder", "unet", "distil", "judge"])
def test_a_stage_that_combines_things_runs_and_resumes(name: str, pair_stages: dict[str, Stage], tmp_path: Path) -> None:
    run = Run(tmp_path, minutes=1, batch=4, max_steps=2)
    for _ in range(2):
        trained = pair_stages[name](run)
    assert torch.load(run.path(name), weights_only=True)["seen"] == 16
    assert all(value.isfinite().all() for value in trained.state_dict().values())


def test_a_lesson_of_a_pair_is_what_the_encoder_sees_of_it(art: Art, paired: Parts) -> None:
    encoder = Encoder().eval()
    bank = make_bank(art, encoder, 1.0, 8, TINY.side)
    words = paired.vocabulary
    text = TextTower(len(words.ids), words.length, inner=32, layers=1, combines=True).eval()
    text.mark_relations({words.ids[word]: relation for word, relation in WORDS.items()})
    unet = UNet(paired.shape, TINY.depth)
    combining = Combining(art, encoder, 1.0, 0.5, random.Random(1))
    lesson = draw_lesson(unet, bank, Prompts(text, words, art, 1), 8, combining)
    marks = lesson.hidden[:, -1, STYLES : STYLES + len(RELATIONS)].sum(1)
    assert marks.tolist() == [1, 1, 1, 1, 0, 0, 0, 0]
    # The memory is empty: what the other lessons show is the bare place.
    bare = (bank.latents.float()[None] - lesson.latents[:, None]).abs().amax((2, 3, 4)).amin(1) < 1e-5
    assert bare.tolist() == [False] * 4 + [True] * 4


def test_the_memory_gives_back_what_a_drawing_does(art: Art, parts: Parts) -> None:
    encoder = Encoder().eval()
    bank: Bank = make_bank(art, encoder, 1.0, 8, TINY.side)
    maps = paint_memory(art, encoder, bank, 1.0, parts.shape.drawn, places_each=4)
    text = TextTower(len(parts.vocabulary.ids), parts.vocabulary.length).eval()
    text.style.weight[parts.vocabulary.ids["emoji"], 1] = 1
    memory = UNet(parts.shape, 1).memory
    fill_memory(memory, table_of(maps, art), text, parts.vocabulary, art)
    memory.sharpness.fill_(1e4)  # the tower is not trained: its embeddings of different things are close
    with torch.no_grad():
        hidden, _ = text(parts.vocabulary.encode(["a zebra emoji", "nothing"]))
        keep, content = memory(hidden)
    row = art.table[art.things.index("zebra"), art.styles.index("noto")]
    assert torch.allclose(torch.stack([keep[0], content[0]]), maps[row], atol=1e-4)
    assert (keep[1] == 1).all() and (content[1] == 0).all()


def test_the_maps_of_drawings_come_back_from_a_unet(art: Art, paired: Parts) -> None:
    assert paired.maps() is None
    encoder = Encoder().eval()
    bank = make_bank(art, encoder, 1.0, 8, TINY.side)
    maps = paint_memory(art, encoder, bank, 1.0, paired.shape.drawn, places_each=4)
    unet = UNet(paired.shape, TINY.depth)
    unet.memory.values.data.copy_(table_of(maps, art))
    torch.save({"ema": unet.state_dict()}, paired.work / "unet.pt")
    assert maps.shape[-1] == 6 and torch.equal(paired.maps(), maps)


def test_an_untrained_unet_already_paints_what_it_remembers() -> None:
    unet = UNet(Shape(1, cells=8, channels=(16, 16, 16)), depth=1)
    size = 8 * 8 * 8
    unet.memory.values.data.view(2, 3, 2, size)[1, :, 0] = 0
    unet.memory.values.data.view(2, 3, 2, size)[1, :, 1] = 0.7
    unet.memory.sharpness.data.fill_(1e3)
    hidden = torch.zeros(1, 4, 256)
    hidden[:, 0] = unet.memory.keys[1]
    blank, mask = torch.zeros(1, 8, 8, 8), torch.ones(1, 1, 8, 8)
    latents = sample(unet.eval(), blank, mask, blank, hidden, steps=10)
    assert (latents - 0.7).abs().mean() < 0.15


def test_the_rate_warms_up_holds_and_falls_to_its_end() -> None:
    optimiser = torch.optim.SGD([nn.Parameter(torch.zeros(1))], lr=1.0)

    def rate(step: int, progress: float) -> float:
        set_rates([(optimiser, 0.5)], step, progress)
        return optimiser.param_groups[0]["lr"]

    assert rate(0, 0.0) == pytest.approx(0.01)
    assert rate(1000, 0.3) == pytest.approx(0.5)
    assert rate(1000, 1.0) == pytest.approx(0.01)


def test_a_stage_that_goes_on_sees_other_samples(tmp_path: Path) -> None:
    model, drawn = nn.Linear(2, 1), []

    def loss() -> tuple[torch.Tensor, dict[str, float]]:
        drawn.append(torch.rand(2))
        return model(drawn[-1]).sum(), {}

    for _ in range(2):
        train("line", model, loss, Run(tmp_path, minutes=1, batch=1, max_steps=2), Rates(0.01, 0.01))
    assert len({tuple(sample.tolist()) for sample in drawn}) == 4


def test_a_stage_goes_on_from_averages_that_were_carried_in_half_precision(stages: dict[str, Stage], tmp_path: Path) -> None:
    run = Run(tmp_path, minutes=1, batch=4, max_steps=1)
    stages["judge"](run)
    kept = torch.load(run.path("judge"), weights_only=True)["ema"]
    halves = {name: value.half() if value.is_floating_point() else value for name, value in kept.items()}
    torch.save({"ema": halves}, run.path("judge"))
    after = stages["judge"](run).state_dict()
    assert all((after[name] - value).abs().max() < 0.1 for name, value in kept.items())
    assert torch.load(run.path("judge"), weights_only=True)["seen"] == 4
