from __future__ import annotations

import json

import pytest
import torch
from kit.figures import frechet, percent, wilson
from kit.data.art import Art
from kit.ledger import next_stage, note, spent_on, turns
from kit.look import elsewhere, look
from kit.nets.clip import Finder, Segmenter, TextTower, Trunk
from kit.parts import Parts
from kit.promote import painted_by_all


def test_the_interval_of_a_rate_is_wilsons() -> None:
    # Newcombe 1998, table I: 15 of 148.
    assert wilson(15, 148) == pytest.approx((0.0624, 0.1605), abs=1e-4)
    assert wilson(0, 20)[0] == 0 and wilson(0, 0) == (0, 1)
    assert percent(15, 148) == "10.1% (6.2–16.0)"


def test_the_frechet_distance_of_shifted_clouds_is_the_square_of_the_shift() -> None:
    cloud = torch.randn(400, 5)
    assert frechet(cloud, cloud) == pytest.approx(0, abs=1e-6)
    assert frechet(cloud, cloud + 2) == pytest.approx(5 * 4, rel=1e-6)


def test_the_frechet_distance_of_a_wider_cloud_is_that_of_its_spread() -> None:
    # Two zero-mean normals with covariances C and 4C: tr C · (1 + 4 − 2 · 2) = tr C.
    cloud = torch.randn(5000, 3)
    cloud = cloud - cloud.mean(0)
    assert frechet(cloud, 2 * cloud) == pytest.approx(torch.cov(cloud.t()).trace().item(), rel=1e-5)


def test_the_stage_that_is_furthest_behind_is_next(tmp_path) -> None:
    assert next_stage(spent_on(tmp_path)) == "decoder"
    note(tmp_path, "decoder", 10)
    assert next_stage(spent_on(tmp_path)) == "unet"
    note(tmp_path, "unet", 100)
    assert [(stage, minutes) for stage, minutes in turns(tmp_path, 15)] == [("clip", 10.0), ("clip", 5.0)]


def test_packs_are_compared_on_what_both_paint(tmp_path) -> None:
    packs = []
    for i, paints in enumerate([["car", "horse", "zebra"], ["zebra", "shell", "car"]]):
        packs.append(tmp_path / str(i))
        packs[-1].mkdir()
        (packs[-1] / "pack.json").write_text(json.dumps({"vocabulary": {"paints": paints}}))
    assert painted_by_all(packs) == ["car", "zebra"]


def test_a_thing_that_is_not_there_is_none_of_those_that_are() -> None:
    things = torch.tensor([[0, 1, -1], [2, -1, -1], [1, 2, 3]])
    missing = elsewhere(things, 4)
    assert not (missing[:, None] == things).any()
    assert missing[2] == 0


def test_a_segmenter_that_always_says_no_finds_nothing_and_never_fires(art: Art, parts: Parts) -> None:
    text = TextTower(len(parts.vocabulary.ids), parts.vocabulary.length, inner=32, layers=1).eval()
    finder = Finder(Trunk(), Segmenter()).eval()
    torch.nn.init.zeros_(finder.segmenter.out.weight)
    torch.nn.init.constant_(finder.segmenter.out.bias, -1)
    seen = look(art, text, parts.vocabulary, finder, 64, count=20)
    assert len(seen.ious) == 20
    assert (seen.present < 0).all() and (seen.absent < 0).all() and seen.ious.sum() == 0
