"""Two objects in one window: where they stand, how they are said, and what the memory makes of them."""

from __future__ import annotations

import random

import pytest
import torch
from kit.data.art import Art
from kit.data.combining import Combining
from kit.data.pairs import draw_pairs, layers, pair_questions, pair_scenes
from kit.layout import RELATIONS, WORDS, anchors, squares
from kit.nets.clip import STYLES, TextTower
from kit.nets.memory import PairMemory, Shape
from kit.nets.vae import Encoder
from kit.parts import Parts
from torch.nn import functional as F

from conftest import THINGS

WEARING, HOLDING, BESIDE = range(3)
SIDE = 128
NAMED = torch.eye(3)


def boxes(alpha: torch.Tensor) -> list[tuple[int, int, int, int]]:
    """Left, top, right and bottom of what is covered, in pixels."""
    found = []
    for picture in alpha > 0.5:
        y, x = torch.nonzero(picture, as_tuple=True)
        found.append((x.min().item(), y.min().item(), x.max().item() + 1, y.max().item() + 1))
    return found


def pair(art: Art, first: str, relation: int, second: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    rows = torch.tensor([[art.table[THINGS.index(first), 1], art.table[THINGS.index(second), 1]]])
    both = layers(art.painted, rows, torch.tensor([relation]), SIDE)
    return tuple(boxes(both[0, :, 3]))


def test_what_is_worn_stands_on_the_head(art: Art) -> None:
    zebra, apple = pair(art, "zebra", WEARING, "red apple")
    assert zebra[1] < apple[3] < zebra[1] + 8
    assert abs((apple[0] + apple[2]) - (zebra[0] + zebra[2])) <= 2
    assert apple[2] - apple[0] < (zebra[2] - zebra[0]) / 2 + 2


def test_what_is_held_overlaps_its_holder_and_what_is_beside_does_not(art: Art) -> None:
    horse, car = pair(art, "horse", HOLDING, "car")
    assert horse[0] < car[0] < horse[2] < car[2]
    horse, car = pair(art, "horse", BESIDE, "car")
    assert horse[2] <= car[0] + 1


@pytest.mark.parametrize("relation", range(3))
def test_a_pair_stays_on_the_canvas_and_a_cell_round_it(art: Art, relation: int) -> None:
    for left, top, right, bottom in pair(art, "zebra", relation, "red apple"):
        assert min(left, top) >= SIDE * 0.1875 - 8 and max(right, bottom) <= SIDE * 0.8125 + 8


def test_the_head_is_where_the_highest_ink_is() -> None:
    alpha = torch.zeros(1, 100, 100)
    alpha[0, 40:90, 10:90] = 1
    alpha[0, 20:40, 60:80] = 1
    alpha[0, 5:20, 15:20] = 1  # a tail
    assert anchors(alpha)[0].tolist() == pytest.approx([0.7, 0.205, 0.895], abs=1e-3)


def test_a_thing_alone_fills_its_canvas() -> None:
    anywhere = torch.tensor([[0.2, 0.1, 0.9]])
    assert squares(torch.zeros(1, 3), anywhere, anywhere)[0, 0].tolist() == [1.0, 0.5, 0.5]


def test_pairs_keep_to_their_roles_and_never_name_a_thing_twice(art: Art) -> None:
    pairs = draw_pairs(art, 200)
    assert (pairs.first != pairs.second).all() and set(pairs.relation.tolist()) == {0, 1, 2}
    worn = pairs.relation == WEARING
    assert {THINGS[i] for i in pairs.first[worn].tolist()} == {"horse", "zebra"}
    assert {THINGS[i] for i in pairs.second[worn].tolist()} == {"red apple"}
    for name, relation in zip(pairs.said(art, random.Random(0)), pairs.relation.tolist()):
        assert [WORDS[word] for word in name.split() if word in WORDS] == [relation]


def test_the_same_seed_makes_the_same_pairs(art: Art) -> None:
    encoder, ground = Encoder().eval(), torch.full((4, 3, 64, 64), 128, dtype=torch.uint8)
    seen = []
    for seed in (1, 1, 2):
        torch.manual_seed(seed)
        prompts, pictures, _ = Combining(art, encoder, 1.0, 0.5, random.Random(seed)).paint(ground)
        seen.append((tuple(prompts), pictures.sum().item()))
    assert seen[0] == seen[1] != seen[2]


def test_a_question_means_the_pair_one_of_it_or_nothing(art: Art) -> None:
    scene, pairs = pair_scenes(art, 60, 64)
    asked, truth = pair_questions(art, scene, pairs, random.Random(0))
    assert scene.visible.sum(1).max() <= 1 + 1e-5
    whole = scene.visible[:, :2].sum(1)
    for i, prompt in enumerate(asked):
        both = any(word in prompt.split() for word in WORDS)
        right = THINGS[pairs.first[i]] in prompt and prompt.endswith(THINGS[pairs.second[i]])
        if both and right and "emoji" not in prompt:
            assert torch.equal(truth[i, 0], whole[i])
        elif both:
            assert not truth[i].any()
        else:
            assert truth[i].any() or not whole[i].any()


def test_each_half_of_a_prompt_is_read_as_if_it_stood_alone(paired: Parts) -> None:
    text, words = paired.enlarged_text(), paired.vocabulary
    prompts = ["a zebra wearing a red apple", "a zebra", "a red apple", "a horse near the car", "a drawing of a zebra"]
    with torch.no_grad():
        hidden, pooled = text(words.encode(prompts))
    assert hidden.shape[1:] == (words.length + 4, 256)
    first, second, marks = hidden[:, -3], hidden[:, -2], hidden[:, -1]
    # The places of the words differ, so the halves are near, not equal, to the same words alone.
    assert (first[0] @ pooled[1] > 0.9) and (second[0] @ pooled[2] > 0.9)
    assert torch.equal(first[1], pooled[1]) and not second[1].any()
    assert marks[0, STYLES:][:3].tolist() == [1, 0, 0] and marks[3, STYLES:][:3].tolist() == [0, 0, 1]
    assert not marks[1].any() and marks[4, 0] == 1


@pytest.fixture
def memory() -> PairMemory:
    """Two objects: one that covers its whole canvas and one that covers a quarter, in the first style."""
    memory = PairMemory(Shape(2, cells=32, combines=True))
    cells = memory.cells
    values = memory.values.data.view(3, STYLES, 2, 8, cells, cells)
    for thing, (cover, content) in enumerate([(20, 0.5), (20, -0.7)], 1):
        edge = (cells - cover) // 2
        values[thing, :, 0, :, edge : cells - edge, edge : cells - edge] = 0
        values[thing, :, 1, :, edge : cells - edge, edge : cells - edge] = content
    memory.anchors.view(3, STYLES, 3)[1:] = torch.tensor([0.5, 0.0, 1.0])
    memory.sharpness.data.fill_(1e3)
    return memory


def hidden_states(memory: PairMemory, first: int, second: int | None, relation: int | None) -> torch.Tensor:
    hidden = torch.zeros(1, 8, 256)
    hidden[:, 0] = hidden[:, -3] = memory.keys[first]
    if second is not None and relation is not None:
        hidden[:, -2] = memory.keys[second]
        hidden[:, -1, STYLES + relation] = 1
    return hidden


@torch.no_grad()
def test_a_thing_alone_is_remembered_as_it_is(memory: PairMemory) -> None:
    keep, content = memory(hidden_states(memory, 1, None, None))
    values = memory.values.view(3, STYLES, 2, 8, memory.cells, memory.cells)[1, 0]
    margin = (32 - memory.cells) // 2
    assert keep.shape == (1, 8, 32, 32)
    assert torch.allclose(keep[0], F.pad(values[0], (margin,) * 4, value=1.0), atol=1e-5)
    assert torch.allclose(content[0], F.pad(values[1], (margin,) * 4), atol=1e-5)


@torch.no_grad()
@pytest.mark.parametrize("relation", range(3))
def test_two_things_are_remembered_where_their_pictures_stand(memory: PairMemory, relation: int) -> None:
    keep, content = memory(hidden_states(memory, 1, 2, relation))
    place = squares(NAMED[[relation]], *(torch.tensor([[0.5, 0.0, 1.0]]),) * 2)[0]
    for i, level in enumerate((0.5, -0.7)):
        side, x, y = place[i].tolist()
        # The lower left of the first object's square is never hidden by the second's.
        at = (x, y) if i else (x - side * 0.35, y + side * 0.35)
        column, row = (int((0.5 + (v - 0.5) * 0.625) * 32) for v in at)
        assert content[0, 0, row, column].item() == pytest.approx(level, abs=0.01)
        assert keep[0, 0, row, column].item() == pytest.approx(0, abs=0.01)
    assert (keep[0, :, :4] == 1).all() and not content[0, :, :4].any()


def test_a_text_tower_that_learns_leaves_its_marks_alone() -> None:
    tower = TextTower(30, 6, inner=32, layers=1)
    tower.learn(True)
    assert {name for name, weight in tower.named_parameters() if not weight.requires_grad} == {"style.weight"}
    tower.learn(False)
    assert not any(weight.requires_grad for weight in tower.parameters())


def test_an_unknown_relation_word_marks_nothing(paired: Parts) -> None:
    tower = TextTower(len(paired.vocabulary.ids), 20, inner=32, layers=1, combines=True)
    tower.mark_relations({paired.vocabulary.ids["wearing"]: RELATIONS.index("wearing")})
    hidden, _ = tower(paired.vocabulary.encode(["a zebra riding a car"]))
    assert not hidden[0, -1].any() and not hidden[0, -2].any()
