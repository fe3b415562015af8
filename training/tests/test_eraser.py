from __future__ import annotations

import random

import pytest
import torch
from kit.data.art import Art
from kit.data.erasing import Grounds, Lesson, compressed, exam, grown, guessed, lesson, painted, varied
from kit.data.grounds import HELD_OUT, KINDS, LEARNT, SIDE, UNSEEN, ground
from kit.data.patterns import PATTERNS
from kit.erased import by_rows, examine
from kit.nets.eraser import Eraser
from kit.nets.prefills import CANDIDATES, prefills
from kit.nets.repeats import HALF, NEAREST, evidence, periods, repeats
from kit.stages.eraser import CEILING, decibels, losses
from torch import Tensor

TINY = (8, 16, 24, 24)


def with_hole(side: int, top: int, bottom: int, left: int, right: int) -> Tensor:
    """`[1, 1, side, side]`, 0 in the hole."""
    known = torch.ones(1, 1, side, side)
    known[:, :, top:bottom, left:right] = 0
    return known


def fills(picture: Tensor, known: Tensor) -> dict[str, Tensor]:
    return dict(zip(CANDIDATES, prefills(picture * known, known)))


def test_every_fill_is_the_picture_where_that_is_known() -> None:
    picture, known = torch.randn(2, 3, 32, 32), (torch.rand(2, 1, 32, 32) < 0.6).float()
    for name, fill in fills(picture, known).items():
        assert torch.equal(fill * known, picture * known), name


def test_rows_columns_and_membrane_continue_a_slope_of_colour() -> None:
    line = torch.linspace(-1, 1, 32)
    known = with_hole(32, 10, 20, 9, 25)
    for slope, names in ((line[None], ("rows", "membrane")), (line[:, None], ("columns", "membrane"))):
        picture = slope.expand(1, 3, 32, 32)
        made = fills(picture, known)
        for name in names:
            assert (made[name] - picture).abs().max() < (0.05 if name == "membrane" else 1e-5), name


def test_ends_carry_the_nearest_known_colour_on() -> None:
    picture = torch.arange(16.0).expand(1, 3, 16, 16).clone()
    made = fills(picture, with_hole(16, 4, 8, 5, 11))
    assert (made["left"][0, 0, 4:8, 5:11] == 4).all() and (made["right"][0, 0, 4:8, 5:11] == 11).all()
    made = fills(picture.transpose(2, 3), with_hole(16, 5, 11, 4, 8))
    assert (made["up"][0, 0, 5:11, 4:8] == 4).all() and (made["down"][0, 0, 5:11, 4:8] == 11).all()


def test_where_one_side_is_beyond_the_edge_the_other_serves_and_where_both_are_the_membrane() -> None:
    picture = torch.arange(16.0).expand(1, 3, 16, 16).clone()
    made = fills(picture, with_hole(16, 4, 8, 10, 16))
    for name in ("rows", "left", "right"):
        assert (made[name][0, 0, 4:8, 10:] == 9).all(), name
    made = fills(picture, with_hole(16, 4, 8, 0, 16))
    for name in ("rows", "left", "right"):
        assert torch.allclose(made[name][:, :, 4:8], made["membrane"][:, :, 4:8], atol=1e-5), name


def waves(side: int, across: float, down: float) -> Tensor:
    """A picture that repeats after so many pixels in each direction, `[1, 3, side, side]`."""
    line = torch.arange(side) * 2 * torch.pi
    return (torch.sin(line / across)[None] + torch.sin(line / down)[:, None]).expand(1, 3, side, side) / 2


def test_periods_are_told_to_fractions_of_a_pixel_in_both_directions() -> None:
    picture, known = waves(96, 18.5, 13.25), with_hole(96, 30, 66, 30, 60)
    wide, high = periods(picture * known, known)
    assert wide.abs()[0].tolist() == pytest.approx([18.5, 0], abs=0.35)
    assert high.abs()[0].tolist() == pytest.approx([0, 13.25], abs=0.35)


def test_copies_continue_what_repeats_and_show_beside_the_hole_what_they_are_worth() -> None:
    picture, known = waves(96, 18, 14), with_hole(96, 30, 66, 30, 60)
    for copy in repeats(picture * known, known, torch.zeros_like(picture)):
        assert (copy - picture).abs().max() < 0.05
    other = torch.rand(1, 3, 96, 96)
    for copy in repeats(other * known, known, torch.zeros_like(other)):
        assert ((copy - other) * known).abs().mean() > 0.1


def test_evidence_speaks_for_copies_of_what_repeats_and_not_for_others() -> None:
    known = with_hole(96, 30, 66, 30, 60)
    told = []
    for picture in (waves(96, 18, 14), torch.rand(1, 3, 96, 96), torch.zeros(1, 3, 96, 96)):
        seen = picture * known
        told.append(evidence(seen, known, repeats(seen, known, torch.zeros_like(seen)))[:, :, 34:62, 34:56])
    regular, noisy, flat = told
    assert regular.min() > 2 and noisy.max() < 0.5
    assert flat.abs().max() < 1e-3


def test_no_period_is_shorter_than_can_be_told_nor_found_in_nothing() -> None:
    known = with_hole(64, 16, 48, 16, 48)
    for picture, seen in ((torch.zeros(1, 3, 64, 64), known), (torch.zeros(1, 3, 64, 64), torch.zeros_like(known))):
        for period in periods(picture, seen):
            assert period.isfinite().all() and period.abs().max() >= HALF * NEAREST - 1
    otherwise = torch.randn(1, 3, 64, 64)
    for copy in repeats(torch.zeros(1, 3, 64, 64), torch.zeros_like(known), otherwise):
        assert torch.equal(copy, otherwise)


def test_a_window_of_which_nothing_is_known_is_filled_with_numbers_all_the_same() -> None:
    filled, weights, rest = Eraser(TINY)(torch.randn(1, 3, 32, 32), torch.ones(1, 1, 32, 32))
    assert all(out.isfinite().all() for out in (filled, weights, rest))


def test_what_stands_in_the_hole_does_not_matter() -> None:
    eraser, known = Eraser(TINY).eval(), with_hole(32, 8, 20, 8, 24)
    picture = torch.rand(1, 3, 32, 32) * 2 - 1
    other = torch.where(known > 0, picture, torch.rand(1, 3, 32, 32))
    with torch.no_grad():
        one, two = (eraser(seen, 1 - known)[0] for seen in (picture, other))
    assert torch.equal(one, two)
    assert torch.equal(one * known, picture * known)


def test_fills_weights_and_rest_add_up_to_what_is_filled() -> None:
    eraser, known = Eraser(TINY).eval(), with_hole(32, 8, 20, 8, 24)
    picture = torch.rand(1, 3, 32, 32) * 2 - 1
    with torch.no_grad():
        filled, weights, rest = eraser(picture, 1 - known)
        parts = prefills(picture * known, known)
    mixed = rest + sum(part * weights[:, i : i + 1] for i, part in enumerate(parts))
    assert torch.allclose(mixed.clamp(-1, 1) * (1 - known), filled * (1 - known), atol=1e-5)
    assert weights.shape == (1, 7, 32, 32) and weights.min() >= 0 and weights.sum(1).max() <= 1 + 1e-5


@pytest.mark.parametrize("kind", [*KINDS, *(f"unseen {name}" for name in UNSEEN)])
def test_every_kind_of_ground_is_a_picture_and_the_same_from_the_same_seed(kind: str) -> None:
    draw = UNSEEN[kind.removeprefix("unseen ")] if kind.startswith("unseen") else KINDS[kind][1]
    drawn = []
    for _ in range(2):
        torch.manual_seed(5)
        drawn.append(draw(random.Random(5), 96))
    assert drawn[0].shape == (3, 96, 96) and drawn[0].isfinite().all()
    assert torch.equal(*drawn)


def test_a_ground_keeps_to_its_range_and_held_out_patterns_are_not_learnt() -> None:
    r = random.Random(2)
    for _ in range(4):
        picture = ground(r, 64)
        assert picture.min() >= 0 and picture.max() <= 1
    assert set(HELD_OUT) | set(LEARNT) == set(PATTERNS) and not set(HELD_OUT) & set(LEARNT)


def lessons(art: Art, count: int, seed: int) -> Lesson:
    torch.manual_seed(seed)
    r = random.Random(seed)
    grounds = Grounds(varied(art), 4, r)
    return Lesson.joined([lesson(art, grounds, 64, r) for _ in range(count)])


def test_the_same_seed_makes_the_same_lessons(art: Art) -> None:
    one, two, other = (lessons(art, 3, seed) for seed in (1, 1, 2))
    assert torch.equal(one.picture, two.picture) and torch.equal(one.hole, two.hole)
    assert not torch.equal(one.picture, other.picture)


def test_lessons_judge_holes_alone_and_most_where_the_thing_was(art: Art) -> None:
    made = lessons(art, 12, 3)
    assert made.picture.abs().max() <= 1 and made.truth.abs().max() <= 1
    assert set(made.hole.unique().tolist()) == {0, 1}
    assert (made.judged <= made.hole).all()
    assert (made.judged.amax((1, 2, 3)) == 1).all()


def test_an_exam_shows_the_ground_wherever_there_is_no_hole(art: Art) -> None:
    r = random.Random(4)
    torch.manual_seed(4)
    grounds = Grounds(painted(art), 4, r)
    for _ in range(6):
        asked, _ = exam(art, grounds, 64, r)
        off = (asked.picture - asked.truth).abs() * (1 - asked.hole)
        assert off.max() < 0.2 and asked.judged.sum() > 0
        assert (asked.judged <= asked.hole).all()


def test_masks_grow_and_shrink_by_pixels() -> None:
    mask = torch.zeros(1, 21, 21)
    mask[:, 8:13, 8:13] = 1
    assert grown(mask, 3)[0, 10].sum() == 11
    assert grown(mask, -1).sum() < mask.sum() < grown(mask, 1).sum()
    assert torch.equal(grown(mask, 0), mask)


def test_a_guessed_mask_is_near_the_thing(art: Art) -> None:
    alpha = torch.zeros(1, 64, 64)
    alpha[:, 20:44, 16:40] = 1
    r = random.Random(1)
    for _ in range(20):
        mask = guessed(alpha, r, 4)
        assert (mask * alpha).sum() > 0.95 * alpha.sum()
        assert mask.sum() < 2.2 * alpha.sum()


def test_a_picture_as_jpeg_leaves_it_is_close_to_it() -> None:
    picture = torch.linspace(0, 1, 32).expand(3, 32, 32)
    assert 0 < (compressed(picture, random.Random(0)) - picture).abs().max() < 0.1


def test_decibels_count_the_thing_alone_and_end_at_a_ceiling() -> None:
    truth, there = torch.zeros(1, 3, 8, 8), torch.zeros(1, 1, 8, 8)
    there[:, :, 2:6, 2:6] = 1
    asked = Lesson(truth, there, truth, there)
    assert decibels(truth, asked).item() == CEILING
    assert decibels(truth + 0.2 * there, asked).item() == pytest.approx(20, abs=0.01)
    assert decibels(truth + 0.9 * (1 - there), asked).item() == CEILING


def test_what_is_lost_falls_as_windows_are_learnt(art: Art) -> None:
    torch.manual_seed(0)
    made, eraser = lessons(art, 3, 6), Eraser(TINY)
    optimiser, seen = torch.optim.Adam(eraser.parameters(), 3e-3), []
    for _ in range(25):
        filled, weights, _ = eraser(made.picture, made.hole)
        loss, figures = losses(filled, weights, made)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        seen.append(figures)
    assert seen[-1]["loss"] < seen[0]["loss"] and seen[-1]["psnr"] > seen[0]["psnr"]


def test_an_examination_says_how_rows_and_eraser_do_on_each_kind_of_ground(art: Art) -> None:
    lines = examine(art, Eraser(TINY).eval(), 64, 1, count=4)
    assert list(lines) == [f"{kind}, {who}" for kind in ("scenes", "varied", "unseen") for who in ("rows", "eraser")]
    assert all("dB" in line and "nan" not in line.split(",")[0] for line in lines.values())
    assert SIDE > 256 and by_rows(lessons(art, 1, 1)).shape == (1, 3, 64, 64)
