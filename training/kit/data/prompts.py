"""What people may call an object, as token ids."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

TEMPLATES = (
    "{}",
    "a {}",
    "the {}",
    "one {}",
    "a {} emoji",
    "a drawing of a {}",
    "a picture of a {}",
    "an image of a {}",
    "a cute {}",
    "a small {}",
    "a big {}",
)
"""Templates that say nothing about the object but, in three of them, its style."""

STYLE_WORDS = {"drawing": 0, "emoji": 1, "picture": 2}
"""The word that names a style, and the style's place in the text tower's style row."""

NOTHING = ("nothing", "")


@dataclass(frozen=True)
class Vocabulary:
    """A word-level tokenizer: lower case, white space, `<bos> … <eos>`, padded with 0."""

    ids: dict[str, int]
    length: int

    @staticmethod
    def load(tokenizer: Path, length: int) -> Vocabulary:
        return Vocabulary(json.loads(tokenizer.read_text())["model"]["vocab"], length)

    def grown(self, texts: list[str], length: int) -> Vocabulary:
        """With ids for the words of some texts; those that are known keep theirs."""
        words = {word for text in texts for word in text.lower().split()} - set(self.ids) - {"{}"}
        ids = self.ids | {word: len(self.ids) + i for i, word in enumerate(sorted(words))}
        return Vocabulary(ids, max(length, self.length))

    def encode(self, prompts: list[str]) -> Tensor:
        """`[B, length]` int64"""
        return torch.tensor([self._row(prompt) for prompt in prompts])

    def _row(self, prompt: str) -> list[int]:
        words = [self.ids.get(word, self.ids["<unk>"]) for word in prompt.lower().split()]
        row = [self.ids["<bos>"], *words[: self.length - 2], self.ids["<eos>"]]
        return row + [self.ids["<pad>"]] * (self.length - len(row))


def prompt_for(thing: str, style: int | None, chance: random.Random) -> str:
    """A prompt that names the object, and the style if it is given; no other style."""
    return chance.choice(templates_of(style)).replace("{}", thing)


def templates_of(style: int | None) -> list[str]:
    named = {t: next((STYLE_WORDS[w] for w in t.split() if w in STYLE_WORDS), None) for t in TEMPLATES}
    return [template for template, of in named.items() if of == style]
