from __future__ import annotations

import hashlib
import random

import pytest
import torch
from kit.data.art import Art
from kit.data.bank import affine_fit, make_bank
from kit.data.places import crops
from kit.data.prompts import STYLE_WORDS, Vocabulary, prompt_for
from kit.data.restyle import BEND, bent, flat, restyled
from kit.data.scenes import scenes
from kit.data.windows import SHARE, canonical, canvas_mask, windows
from kit.nets.vae import Encoder

from conftest import PACK


def digest(*tensors: torch.Tensor) -> str:
    return hashlib.sha256(b"".join(t.contiguous().numpy().tobytes() for t in tensors)).hexdigest()


def test_the_same_seed_makes_the_same_windows_and_scenes(art: Art) -> None:
    seen = []
    for seed in (1, 1, 2):
        torch.manual_seed(seed)
        window, scene = windows(art, 4, 64), scenes(art, 4, 64)
        seen.append(digest(window.filled, window.rows, scene.pictures, scene.visible))
    assert seen[0] == seen[1] != seen[2]


def test_a_drawing_fills_the_middle_of_its_window(art: Art) -> None:
    alpha = canonical(art.painted.premultiplied(torch.arange(12)), 128)[:, 3]
    columns = (alpha > 0.5).any(1).sum(1)
    assert columns.tolist() == [round(128 * SHARE)] * 12
    assert alpha[:, :, :24].max() == 0 and alpha[:, :24].max() == 0


def test_the_canvas_mask_covers_the_drawing_and_one_cell_round_it() -> None:
    mask = canvas_mask(1, 16)[0, 0]
    assert mask[2:14, 2:14].all() and mask.sum() == 144


def test_what_is_visible_of_things_never_overlaps(art: Art) -> None:
    assert scenes(art, 16, 64).visible.sum(1).max() <= 1 + 1e-5


def test_a_prompt_names_its_style_and_no_other() -> None:
    chance = random.Random(0)
    for style in (None, 0, 1, 2):
        named = {STYLE_WORDS.get(w) for _ in range(40) for w in prompt_for("zebra", style, chance).split()}
        assert named - {None} == ({style} - {None})


def test_prompts_are_tokenised_as_the_committed_tokenizer_does() -> None:
    vocabulary = Vocabulary.load(PACK / "tokenizer.json", 12)
    row = vocabulary.encode(["A zebra flurb"])[0].tolist()
    unknown = vocabulary.ids["<unk>"]
    assert row == [1, vocabulary.ids["a"], vocabulary.ids["zebra"], unknown, 2] + [0] * 7


def test_the_masked_latents_do_not_know_what_the_mask_hides(art: Art) -> None:
    bank = make_bank(art, Encoder().eval(), 1.0, 4, 64)
    assert bank.latents.shape == bank.masked.shape == (4, 8, 8, 8)
    assert (bank.latents != bank.masked).any() and bank.masks.float().mean() > 0.3


def test_new_words_come_after_those_that_are_known() -> None:
    known = Vocabulary.load(PACK / "tokenizer.json", 12)
    grown = known.grown(["a zebra riding", "Aardvark"], 20)
    assert list(grown.ids.items())[: len(known.ids)] == list(known.ids.items())
    assert list(grown.ids)[len(known.ids) :] == ["aardvark", "riding"] and grown.length == 20
    assert known.grown(["a zebra"], 12) == known


def test_art_of_other_things_or_for_smaller_windows_is_refused(art: Art) -> None:
    art.check("basic", 16, 16)
    for things, window in [("wide", 16), ("basic", 256)]:
        with pytest.raises(ValueError, match=f"--things {things} --window {window}"):
            art.check(things, window, window)


def test_any_drawing_of_a_thing_is_one_of_its_own(art: Art) -> None:
    things = torch.randint(0, 4, (200,))
    rows = art.found.any_of(things)
    assert torch.equal(art.found.things[rows], things) and len(set(rows.tolist())) == 12


def test_an_affine_map_is_recovered_from_what_it_does() -> None:
    before = torch.randn(200, 2, 3, 3)
    keep, content = torch.rand(2, 3, 3), torch.randn(2, 3, 3)
    fitted = affine_fit(before, keep * before + content, torch.ones(1, 3, 3))
    assert torch.allclose(fitted[0], keep, atol=0.02) and torch.allclose(fitted[1], content, atol=0.02)


def test_a_drawing_by_another_hand_is_still_one_and_covers_about_as_much(art: Art) -> None:
    before = art.found.premultiplied(torch.arange(12).repeat(8))
    after = restyled(before)
    alpha = after[:, 3:]
    assert after.min() >= 0 and alpha.max() <= 1 and (after[:, :3] <= alpha + 1e-5).all()
    covered = alpha.mean((1, 2, 3)) / before[:, 3:].mean((1, 2, 3))
    assert covered.min() > 0.6 and covered.max() < 1.6 and (alpha > before[:, 3:] + 0.5).any()
    changed = (after - before).abs().amax((1, 2, 3)) > 0.01
    assert 0.3 < changed.float().mean() < 1


def test_a_bent_drawing_stays_whole() -> None:
    torch.manual_seed(3)
    frame = torch.zeros(32, 4, 64, 64)
    frame[..., :2, :] = frame[..., -2:, :] = frame[..., :2] = frame[..., -2:] = 1
    after = bent(frame)
    moved = (after - frame).abs().amax((1, 2, 3)) > 0.5
    assert 0 < moved.sum() < 32 and BEND < 0.2
    ink = after.sum((1, 2, 3)) / frame.sum((1, 2, 3))
    assert ink.min() > 0.7 and ink.max() < 1.5


def test_a_flat_drawing_has_few_shades() -> None:
    torch.manual_seed(3)
    shaded = torch.linspace(0, 1, 64).expand(40, 4, 64, 64).clone()
    shaded[:, 3] = 1
    shades = [len(drawing[0].unique()) for drawing in flat(shaded)]
    assert set(shades) - {64} <= {3, 4, 5, 6} and 0 < sum(count < 64 for count in shades) < 40


def test_crops_show_part_of_a_picture_and_nothing_beside_it() -> None:
    across = torch.linspace(0, 255, 96).round().byte().expand(1, 3, 96, 96)
    pieces = crops(across, 50, 32)
    steps = pieces.diff(dim=3)
    assert pieces.shape == (50, 3, 32, 32) and pieces.min() >= 0 and pieces.max() <= 1
    assert ((steps >= -1e-4).all(3).all(2).all(1) | (steps <= 1e-4).all(3).all(2).all(1)).all()
    reach = (pieces.amax((1, 2, 3)) - pieces.amin((1, 2, 3))) / (31 / 32)
    assert reach.min() > 0.25 and reach.max() > 0.9
