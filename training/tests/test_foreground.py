from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from kit.apart import Counts, slim, tell_apart
from kit.data import cutouts
from kit.data.art import Art
from kit.data.cutouts import KINDS, SHAPES, SIDE, Cutouts, outlined, polygon, shape, with_silhouette
from kit.data.erasing import Grounds, painted
from kit.data.props import fence, road
from kit.data.standing import LAYOUTS, Spot, Standing, laid_out, mixed, set_down, shadow, standing
from kit.loop import Run
from kit.nets.foreground import Foreground, SeenTwice
from kit.stages.foreground import losses, overlap, train_foreground
from torch import Tensor
from torch.nn import functional as F

TINY = (8, 8, 16, 16, 16)


@pytest.fixture(autouse=True)
def alone(seeded: None) -> None:
    """Pictures this small are slower with two threads."""
    torch.set_num_threads(1)


def windows(art: Art, count: int, seed: int) -> Standing:
    torch.manual_seed(seed)
    r = random.Random(seed)
    grounds, things = Grounds(mixed(art), 4, r), Cutouts(art, 12, r)
    return Standing.joined([standing(things, grounds, 64, r) for _ in range(count)])


def square(side: int, top: int, bottom: int, left: int, right: int) -> Tensor:
    """`[1, 1, side, side]`, 1 in it."""
    mask = torch.zeros(1, 1, side, side)
    mask[:, :, top:bottom, left:right] = 1
    return mask


def asked(coverage: Tensor, judged: Tensor | None = None) -> Standing:
    return Standing(coverage.expand(-1, 3, -1, -1), coverage, torch.ones_like(coverage) if judged is None else judged)


def test_logits_are_of_the_pictures_own_size_and_at_half_of_it_when_coarse() -> None:
    model, picture = Foreground(TINY).eval(), torch.rand(2, 3, 64, 128) * 2 - 1
    with torch.no_grad():
        logits, coarse = model(picture), model.coarse(F.avg_pool2d(picture, 2))
    assert logits.shape == (2, 1, 64, 128) and coarse.shape == (2, 1, 32, 64)
    # Edges are learnt last, and change nothing at first.
    assert torch.allclose(logits, F.interpolate(coarse, scale_factor=2.0, mode="bilinear"), atol=1e-5)


def test_a_picture_and_its_mirror_image_have_the_same_things_in_them() -> None:
    model, picture = Foreground(TINY), torch.rand(2, 3, 64, 64) * 2 - 1
    twice = SeenTwice(model).eval()
    with torch.no_grad():
        assert torch.allclose(twice(picture.flip(3)).flip(3), twice(picture), atol=1e-5)
        assert not torch.allclose(model(picture.flip(3)).flip(3), model(picture), atol=1e-3)


def test_the_same_seed_makes_the_same_windows(art: Art) -> None:
    one, two, other = (windows(art, 3, seed) for seed in (1, 1, 2))
    assert torch.equal(one.picture, two.picture) and torch.equal(one.coverage, two.coverage)
    assert not torch.equal(one.picture, other.picture)


def test_windows_keep_to_their_ranges_and_most_have_things_in_them(art: Art) -> None:
    made = windows(art, 24, 3)
    assert made.picture.shape == (24, 3, 64, 64) and made.picture.abs().max() <= 1
    assert made.coverage.min() >= 0 and made.coverage.max() <= 1 + 1e-5
    assert set(made.judged.unique().tolist()) <= {0, 1}
    assert (made.coverage.amax((1, 2, 3)) > 0.5).float().mean() > 0.7


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_cutout_is_premultiplied_and_covers_what_its_silhouette_does(
    kind: str, art: Art, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cutouts, "KINDS", {kind: 1.0})
    pool = Cutouts(art, 8, random.Random(1))
    for _ in range(8):
        cutout = pool.any()
        colours, alpha, silhouette = cutout[:3], cutout[3:4], cutout[4:]
        assert (colours <= alpha + 0.01).all() and (alpha <= silhouette + 0.01).all() and alpha.max() > 0.5
    before = pool.pool.clone()
    pool.renew(3)
    assert [torch.equal(a, b) for a, b in zip(before, pool.pool)][3:] == [True] * 5


def test_an_outline_drawing_keeps_the_silhouette_of_what_it_shows(art: Art) -> None:
    drawing = art.found.premultiplied(torch.tensor([0]), SIDE)[0]
    kept = [outlined(drawing, random.Random(seed)) for seed in range(12)]
    assert all((cutout[3] <= cutout[4] + 1e-5).all() and cutout[4].sum() > 0.8 * drawing[3].sum() for cutout in kept)
    open_inside = [bool((cutout[4] - cutout[3]).amax() > 0.5) for cutout in kept]
    assert any(open_inside) and not all(open_inside)


@pytest.mark.parametrize("draw", SHAPES)
def test_shapes_are_neither_empty_nor_cut_off(draw: Callable[[random.Random], Tensor]) -> None:
    for seed in range(6):
        torch.manual_seed(seed)
        inside = draw(random.Random(seed)) > 0
        assert 0.003 < inside.float().mean() < 0.95
        inside[1:-1, 1:-1] = False
        assert inside.sum() < SIDE / 2


def test_a_polygon_has_its_inside_inside() -> None:
    inside = polygon([(40.0, 40.0), (120.0, 40.0), (120.0, 100.0), (40.0, 100.0)])
    assert inside[70, 80] == pytest.approx(29.5, abs=1) and inside[10, 80] < 0 and inside[70, 130] < 0
    assert (inside > 0).sum() == 80 * 60


def test_shapes_on_top_of_each_other_are_one_thing() -> None:
    for seed in range(8):
        torch.manual_seed(seed)
        drawing = shape(random.Random(seed))
        assert drawing.shape == (4, SIDE, SIDE)
        assert (drawing[:3] <= drawing[3:] + 1e-5).all() and drawing[3].max() == 1


def test_what_is_set_down_beyond_the_edge_is_cut_off() -> None:
    whole = with_silhouette(torch.ones(4, SIDE, SIDE))
    laid = set_down(whole, 32, Spot(16, -6, 24))
    assert laid.shape == (5, 32, 32) and laid[3].sum() == 10 * 8
    assert (laid[3, 24:, :10] == 1).all()


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_window_round_a_thing_has_one_in_its_middle(layout: str) -> None:
    for seed in range(20):
        spots = laid_out(layout, 64, random.Random(seed))
        middles = [abs(s.left + s.size / 2 - 32) < 30 and 0.4 * 64 < s.size < 0.75 * 64 for s in spots]
        assert any(middles) if layout == "around" else bool(spots) == (layout != "none")


def test_a_shadow_belongs_to_the_ground_and_only_darkens_it() -> None:
    alpha = square(64, 20, 44, 20, 44)[0]
    for seed in range(8):
        dark = shadow(alpha, Spot(24, 20, 20), random.Random(seed))
        assert dark.shape == (1, 64, 64) and 0 < dark.max() <= 0.55 and dark.min() >= 0


def test_a_fence_goes_from_side_to_side_and_a_road_changes_part_of_the_ground() -> None:
    ground = torch.full((3, 64, 64), 0.5)
    for draw in (fence, road):
        for seed in range(6):
            torch.manual_seed(seed)
            changed = (draw(ground, random.Random(seed)) - ground).abs().amax(0) > 0.02
            assert 0 < changed.float().mean() < 0.9
            if draw is fence and changed.any():
                assert changed.any(0).all()


def test_inside_an_outline_drawing_nothing_counts() -> None:
    coverage, judged = square(32, 8, 24, 8, 24), 1 - square(32, 12, 20, 12, 20)
    logits = (coverage * 2 - 1) * 8
    spoilt = logits * (judged * 2 - 1)
    one, two = (losses(seen, asked(coverage, judged))[0] for seen in (logits, spoilt))
    assert torch.allclose(one, two) and overlap(spoilt, asked(coverage, judged)).item() == 1


def test_the_overlap_is_intersection_over_union_and_whole_where_there_is_nothing() -> None:
    coverage, found = square(32, 0, 16, 0, 16), square(32, 0, 16, 8, 24)
    assert overlap(found * 2 - 1, asked(coverage)).item() == pytest.approx(1 / 3)
    assert overlap(torch.full((1, 1, 32, 32), -1.0), asked(torch.zeros(1, 1, 32, 32))).item() == 1


def test_thin_parts_are_those_that_nothing_wide_fits_into() -> None:
    there = (square(64, 10, 40, 10, 40) + square(64, 20, 24, 40, 60)) > 0
    thin = slim(there)
    assert thin.sum() == 4 * 20 and thin[0, 0, 20:24, 40:60].all()


def test_counts_say_what_was_missed_where() -> None:
    coverage = square(64, 10, 40, 10, 40) + square(64, 20, 24, 40, 60)
    seen = Counts.of(square(64, 10, 40, 10, 40) * 2 - 1, asked(coverage))
    assert "precision 1.000, recall 0.918, of thin parts 0.000" in seen.summary()


def test_the_stage_runs_and_resumes(art: Art, tmp_path: Path) -> None:
    run = Run(tmp_path, minutes=1, batch=2, max_steps=2)
    first = train_foreground(art, Foreground(TINY), 64, run, pool=3).state_dict()
    second = train_foreground(art, Foreground(TINY), 64, run, pool=3).state_dict()
    assert torch.load(run.path("foreground"), weights_only=True)["seen"] == 8
    assert all(value.isfinite().all() for value in second.values())
    assert any(not torch.equal(value, first[name]) for name, value in second.items())


def test_what_the_loss_asks_for_is_what_there_is(art: Art) -> None:
    made, model = windows(art, 4, 6), Foreground(TINY)
    steps = torch.optim.Adam(model.parameters(), 0.015)
    for _ in range(50):
        value, _ = losses(model(made.picture), made)
        steps.zero_grad()
        value.backward()
        steps.step()
    assert overlap(model(made.picture), made).mean() > 0.6


def test_figures_for_each_kind_of_ground(art: Art) -> None:
    lines = tell_apart(art, Foreground(TINY).eval(), 64, 1, count=4)
    assert list(lines) == ["scenes", "varied", "unseen"] and all("IoU" in line for line in lines.values())
    torch.manual_seed(1)
    assert painted(art)(random.Random(1)).shape[0] == 3
