"""One function per sub-command of `train.py`; its docstring is its help."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from datetime import date

import torch

from .apart import show_apart, tell_apart
from .data.art import Art
from .data.bank import to_floats
from .erased import examine, show
from .grid import save_grid
from .ledger import note, spent, turns
from .look import look
from .nets.eraser import Eraser
from .nets.foreground import Foreground, SeenTwice
from .nets.judge import Judge
from .nets.preview import PreviewDecoder
from .nets.unet import UNet
from .nets.upscaler import Upscaler
from .nets.vae import Decoder, Encoder
from .pack.build import COMMITTED, REPOSITORY, build_pack
from .pack.reference import write_reference
from .parts import Parts
from .promote import HELD_OUT, add_row, better, judge_edits, make_edits, painted_by_all, replace_pack, save_examples
from .session import Session
from .stages.clip import train_clip
from .stages.decoder import Painter, table_of, train_decoder
from .stages.distil import train_distil
from .stages.eraser import train_eraser
from .stages.foreground import train_foreground
from .stages.judge import train_judge
from .stages.preview import train_preview
from .stages.unet import Prompts, fill_memory, sample, train_unet
from .stages.upscaler import pairs, train_upscaler
from .stages.vae import scaling_factor, train_vae

DEFAULTS = {"steps": 8, "guidanceScale": 1, "bestOf": 2, "enlarge": "upscaler"}
"""Defaults of a pack that this kit trained: its memory needs few steps and no guidance, its upscaler is trained on its
decoder."""


def data(session: Session) -> None:
    """makes the bank of empty windows"""
    print(f"{len(session.bank)} windows")


def decoder(session: Session) -> None:
    """trains the decoder together with the memory of drawings"""
    painter = session.painter().requires_grad_(True)
    run = session.run("decoder")
    trained = train_decoder(session.art, session.bank, painter, session.parts.scale, run, session.combining())
    show_drawings(session, trained, "decoder")


@torch.no_grad()
def show_drawings(session: Session, painter: Painter, name: str, count: int = 24) -> None:
    """A grid of drawings decoded from the memory, on places of the bank."""
    rows = torch.arange(count) * (len(painter.maps) // count)
    latents = painter.latents(session.bank.latents[:count].float(), rows, torch.ones(count, 1, 1, 1))
    save_grid(painter.decoder(latents / session.parts.scale), session.work / f"{name}.png")


def unet(session: Session) -> None:
    """trains the UNet round the memory"""
    parts = session.parts
    text = parts.text()
    model = parts.unet() if parts.has_unet else UNet(parts.shape, session.preset.depth)
    model.requires_grad_(True)
    fill_memory(model.memory, table_of(session.painter().maps.detach(), session.art), text, parts.vocabulary, session.art)
    prompts = Prompts(text, parts.vocabulary, session.art, session.seed)
    trained = train_unet(model, session.bank, prompts, session.run("unet"), session.combining())
    show_samples(session, trained, prompts)


@torch.no_grad()
def show_samples(session: Session, model: UNet, prompts: Prompts, count: int = 24) -> None:
    """A grid of windows painted in eight steps, each below the place it was painted on."""
    bank, rows = session.bank, torch.arange(count)
    hidden, mask = prompts.draw(count), bank.masks[rows].float()
    latents = sample(model, bank.latents[rows].float(), mask, bank.masked[rows].float(), hidden, steps=8)
    painted = session.parts.decoder()(latents / session.parts.scale)
    beside = torch.stack([to_floats(bank.pictures[rows]), painted], 1)
    save_grid(beside.flatten(0, 1), session.work / "unet.png")


def preview(session: Session) -> None:
    """trains the small decoder on what the decoder makes"""
    parts = session.parts
    model = parts.preview() if parts.has_preview else PreviewDecoder()
    painter = session.painter().requires_grad_(False)
    train_preview(session.bank, painter, model.requires_grad_(True), parts.scale, session.run("preview"))


def upscaler(session: Session) -> None:
    """trains the upscaler on what the decoder makes"""
    parts = session.parts
    model = parts.upscaler() if parts.has("upscaler") else Upscaler()
    painter, encoder = session.painter().requires_grad_(False), parts.encoder()
    model.requires_grad_(True)
    side, run = session.preset.enlarged, session.run("upscaler")
    trained = train_upscaler(session.art, model, painter, encoder, parts.scale, side, run)
    with torch.no_grad():
        decoded, truth = pairs(session.art, painter, encoder, parts.scale, side)
        smooth = torch.nn.functional.interpolate(decoded, scale_factor=4.0, mode="bicubic")
        save_grid(torch.cat([truth, trained(decoded), smooth]), session.work / "upscaler.png", len(truth))


def eraser(session: Session) -> None:
    """trains the eraser, which paints the background that stands behind an object"""
    parts = session.parts
    model = (parts.eraser() if parts.has_eraser else Eraser()).requires_grad_(True)
    train_eraser(session.art, model, session.preset.side, session.run("eraser"))


def erased(session: Session) -> None:
    """measures the eraser trained last on backgrounds of other seeds, with the objects of WORK/held-out where that is"""
    unseen = session.work / "held-out"
    art = Art.load(unseen) if unseen.exists() else session.art
    model, side = session.parts.eraser(), session.preset.side
    for name, line in examine(art, model, side, session.seed).items():
        print(f"{name}: {line}", flush=True)
    show(art, model, side, session.seed + 1, session.work / "erased.png")


def foreground(session: Session) -> None:
    """trains the network that segments objects from the background"""
    parts = session.parts
    model = (parts.foreground() if parts.has_foreground else Foreground()).requires_grad_(True)
    train_foreground(session.art, model, session.preset.side, session.run("foreground"))


def apart(session: Session) -> None:
    """measures the foreground trained last on backgrounds of other seeds, with the objects of WORK/held-out where that is"""
    unseen = session.work / "held-out"
    art = Art.load(unseen) if unseen.exists() else session.art
    model, side = SeenTwice(session.parts.foreground()).eval(), session.preset.side
    for name, line in tell_apart(art, model, side, session.seed).items():
        print(f"{name}: {line}", flush=True)
    show_apart(art, model, side, session.seed + 1, session.work / "apart.png")


def vae(session: Session) -> None:
    """trains the autoencoder; the stages after it must follow"""
    known = session.parts.has("vae") or (session.pack / "vae_encoder.onnx").exists()
    encoder, decoder = (session.parts.encoder(), session.parts.decoder()) if known else (Encoder(), Decoder())
    both = encoder.requires_grad_(True), decoder.requires_grad_(True)
    trained = train_vae(session.art, *both, session.preset.side, session.run("vae"))
    print(f"scaling factor {scaling_factor(trained['encoder'], session.bank.pictures[:256]):.4f}")


def clip(session: Session) -> None:
    """trains the image tower and the segmenter and, until there is a UNet that reads it, the text tower"""
    parts, preset = session.parts, session.preset
    text = parts.text() if parts.words_are_known else parts.enlarged_text()
    tower, segmenter = parts.image(), parts.finder().segmenter
    text.learn(not parts.has_unet)
    both = tower.requires_grad_(True), segmenter.requires_grad_(True)
    train_clip(session.art, text, parts.vocabulary, *both, preset, session.run("clip"))


def distil(session: Session) -> None:
    """trains the UNet to paint in four steps"""
    parts = session.parts
    prompts = Prompts(parts.text(), parts.vocabulary, session.art, session.seed)
    student = parts.unet().requires_grad_(True)
    student.memory.requires_grad_(False)
    train_distil(student, session.bank, prompts, session.run("distil"), session.combining())


def judge(session: Session) -> None:
    """trains the judge of edits"""
    things = judged_things(session)
    train_judge(session.art, things, Judge(len(things)), session.run("judge"), session.preset.combined)


def judged_things(session: Session) -> list[int]:
    return [session.art.things.index(thing) for thing in session.parts.paints]


def look_at(session: Session) -> None:
    """measures one pass of the segmenter, the pack's beside the weights trained last, also at WORK/held-out"""
    nowhere, unseen = session.work / "none", session.work / "held-out"
    arts = {"": session.art} | ({"held-out style, ": Art.load(unseen)} if unseen.exists() else {})
    for name, work in (("old", nowhere), ("new", session.work)):
        parts = Parts(work, session.pack, session.art, session.preset)
        if not parts.words_are_known:
            continue  # a pack of fewer things cannot be asked for these
        for style, art in arts.items():
            seen = look(art, parts.text(), parts.vocabulary, parts.finder(), session.preset.seen)
            print(f"{style}{name}: {seen.summary()}", flush=True)


def carry(session: Session) -> None:
    """writes the averages alone of all checkpoints, in half precision, into WORK/carry: all that leaves a borrowed machine"""
    out = session.work / "carry"
    out.mkdir(exist_ok=True)
    for path in session.work.glob("*.pt"):
        if path.stem in session.preset.batches:
            kept = session.parts.weights(path.stem)
            halves = {name: value.half() if value.is_floating_point() else value for name, value in kept.items()}
            torch.save({"ema": {name: value.cpu() for name, value in halves.items()}}, out / path.name)


def export(session: Session) -> None:
    """writes a pack from the weights trained last into WORK/pack"""
    version = session.version or session.parts.manifest["version"]
    build_pack(session.parts, session.work / "pack", version, DEFAULTS)


def promote(session: Session) -> None:
    """judges WORK/pack beside the pack of --pack and, where it is better, puts it in the committed one's place"""
    model = trained_judge(session)
    verdicts, packs = {}, {"old": session.pack, "new": session.work / "pack"}
    things = painted_by_all(list(packs.values()))
    for name, pack in packs.items():
        version = json.loads((pack / "pack.json").read_text())["version"]
        out = session.work / f"edits-{version}-{name}"
        make_edits(pack, out, things)
        verdicts[name] = judge_edits(session.art, model, judged_things(session), out, version)
        print(name, version, verdicts[name].summary(), flush=True)
    if not better(verdicts["new"], verdicts["old"]):
        print("not better: the committed pack stays")
        return
    replace_pack(session.work / "pack", COMMITTED)
    save_examples(verdicts["new"], REPOSITORY / "docs" / "pack-emoji" / f"{verdicts['new'].version}.png")
    compute = f"{spent(session.work):.0f} minutes, {session.device}"
    add_row(REPOSITORY / "docs" / "pack-emoji.md", date.today().isoformat(), compute, verdicts)
    write_reference(COMMITTED, session.art, REPOSITORY / "test" / "fixtures" / "reference")


def strange(session: Session) -> None:
    """judges edits of pictures in a style that nothing was learnt from, by the pack of --pack"""
    version = json.loads((session.pack / "pack.json").read_text())["version"]
    out = session.work / f"edits-{version}-{HELD_OUT}"
    make_edits(session.pack, out, painted_by_all([session.pack]), style=HELD_OUT)
    print(judge_edits(session.art, trained_judge(session), judged_things(session), out, version).summary())


def trained_judge(session: Session) -> Judge:
    model = Judge(len(judged_things(session)))
    model.load_state_dict(session.parts.weights("judge"))
    return model.eval()


def go_on(session: Session) -> None:
    """trains whatever is worth it most, in turns, until the time is up"""
    for stage, minutes in turns(session.work, session.minutes):
        print(f"{stage} for {minutes:.1f} minutes", flush=True)
        COMMANDS[stage](dataclasses.replace(session, minutes=minutes))
        note(session.work, stage, minutes)


COMMANDS: dict[str, Callable[[Session], None]] = {
    "data": data,
    "vae": vae,
    "clip": clip,
    "unet": unet,
    "decoder": decoder,
    "preview": preview,
    "upscaler": upscaler,
    "eraser": eraser,
    "erased": erased,
    "foreground": foreground,
    "apart": apart,
    "distil": distil,
    "judge": judge,
    "look": look_at,
    "carry": carry,
    "export": export,
    "promote": promote,
    "strange": strange,
    "continue": go_on,
}
