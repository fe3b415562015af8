from __future__ import annotations

from random import Random

import pytest
import torch
from kit.data import crowds
from kit.data.art import Art
from kit.data.crowds import Crowds, seen, two_toned, with_silhouettes


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, count in {"GROUNDS": 6, "DRAWINGS": 24, "NEW_DRAWINGS": 8}.items():
        monkeypatch.setattr(crowds, name, count)


def drawn(art: Art, seed: int = 1):
    torch.manual_seed(seed)
    return Crowds(art, Random(seed)).scenes(12, 64)


def test_crowds_are_pictures_of_named_things_that_do_not_overlap(few: None, art: Art) -> None:
    scenes = drawn(art)
    assert scenes.pictures.shape == (12, 3, 64, 64)
    assert scenes.pictures.min() >= -1 and scenes.pictures.max() <= 1
    assert scenes.things.shape == scenes.visible.shape[:2] == (12, len(crowds.LAYERS))
    assert scenes.things.max() < len(art.things) and (scenes.things >= 0).any()
    assert scenes.visible.min() >= 0 and scenes.visible.sum(1).max() <= 1 + 1e-4


def test_the_same_seed_makes_the_same_crowd(few: None, art: Art) -> None:
    same, again, other = drawn(art), drawn(art), drawn(art, 2)
    assert torch.equal(same.pictures, again.pictures) and torch.equal(same.things, again.things)
    assert not torch.equal(same.pictures, other.pictures)


def test_new_drawings_take_the_places_of_the_oldest(few: None, art: Art) -> None:
    torch.manual_seed(3)
    crowd = Crowds(art, Random(3))
    before = crowd.drawings.clone()
    crowd.redraw()
    changed = (crowd.drawings != before).flatten(1).any(1)
    assert changed.sum() <= crowds.NEW_DRAWINGS and changed[: crowds.NEW_DRAWINGS].any()


def test_two_tones_are_two_colours_within_the_same_outline(art: Art, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crowds, "TWO_TONES", 1)
    torch.manual_seed(4)
    plain = art.found.premultiplied(torch.arange(4), 64)
    toned = with_silhouettes(two_toned(plain))
    assert torch.equal(toned[:, 3], plain[:, 3]) and torch.equal(toned[:, 4], plain[:, 3])
    assert (toned[:, :3] <= toned[:, 3:4] + 1e-5).all()


@pytest.mark.parametrize(("part", "holds"), [
    ("GREY", lambda shown, _: torch.allclose(shown[:, :1].expand_as(shown), shown, atol=1e-5)),
    ("DARK", lambda shown, before: shown.mean() < 0.7 * before.mean()),
    ("PALE", lambda shown, before: shown.std() < before.std()),
])
def test_pictures_are_seen_in_other_light(part: str, holds, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GREY", "DARK", "PALE", "TINTED", "SOFT"):
        monkeypatch.setattr(crowds, name, 1 if name == part else 0)
    torch.manual_seed(5)
    pictures = torch.rand(8, 3, 64, 64)
    assert holds(seen(pictures), pictures)
