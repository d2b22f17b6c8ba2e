"""Person spans by slovnet's Russian name model: its weights, run leanly.

The package's own way through the network splits words twice and walks the tags in small arrays, which takes several
times as long as the arithmetic. What comes out is the same but for rare differences in how words are split.
Words far from any capital are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

TOKEN = re.compile(r"\d+(?:[.,]\d+)*(?:[-–—]\w+)*|[^\W_]+(?:[-‑–—][^\W_]+)*|\.{2,}|[^\w\s]|_+")
REMEMBERED = 5000  # words with what the first layer makes of them: 15 MB
SIGHT = 2  # words to either side that say what a word is; the network sees three, the last of which hardly matters
BEGINNING, WITHIN = "B-PER", "I-PER"


@dataclass(frozen=True, slots=True)
class Layer:
    """A convolution over three words, cut off at zero and scaled."""

    before: Floats  # input x output
    here: Floats
    after: Floats
    bias: Floats
    scale: Floats
    shift: Floats

    def settled(self, summed: Floats) -> Floats:
        """What becomes of the sums, in their place."""
        summed += self.bias
        np.maximum(summed, 0.0, out=summed)
        summed *= self.scale
        summed += self.shift
        return summed

    def over(self, words: Floats) -> Floats:
        summed = words @ self.here
        summed[1:] += words[:-1] @ self.before
        summed[:-1] += words[1:] @ self.after
        return self.settled(summed)


def person_tagger(recogniser: Any) -> Callable[..., Sequence[tuple[int, int]]]:
    """A function that gives the person spans of a text, from a loaded `slovnet.NER`.

    It may be told where others than people are named.
    """
    from slovnet.shape import word_shape

    model, encoder = recogniser.infer.model, recogniser.infer.encoder
    first, *rest = (layer_of(layer) for layer in model.encoder.layers)
    weight, bias = model.head.proj.weight.array, model.head.proj.bias.array
    walk = Walk(np.ascontiguousarray(model.head.crf.transitions.array.T), recogniser.infer.decoder.tags_vocab.items)
    embedded = np.concatenate([first.before, first.here, first.after], axis=1)

    indexes, codes = model.emb.word.indexes.array, model.emb.word.codes.array
    quantised, centroids, _ = codes.shape  # a word's vector is put together of pieces, one of each row of `codes`
    pieces, rows = codes.reshape(quantised * centroids, -1), np.arange(quantised) * centroids

    known: dict[str, Floats] = {}

    def first_layer(words: Sequence[str]) -> Floats:
        """What the first layer makes of words: as the one before, as itself, as the one behind."""
        new = [word for word in dict.fromkeys(words) if word not in known]  # most words come again
        if new:
            ids = [encoder.words_vocab.encode(word.lower()) for word in new]
            shapes = [encoder.shapes_vocab.encode(word_shape(word)) for word in new]
            vectors = pieces.take(indexes[ids] + rows, axis=0).reshape(len(new), -1)
            made = np.concatenate([vectors, model.emb.shape.weight.array[shapes]], axis=1) @ embedded
            known.update(zip(new, made, strict=True))
        return np.concatenate([known[word] for word in words]).reshape(len(words), -1)

    def persons(text: str, others: Sequence[tuple[int, int]] = ()) -> Sequence[tuple[int, int]]:
        tokens = near_capitals(list(TOKEN.finditer(text)), others)
        if not tokens:
            return ()
        if len(known) > REMEMBERED:
            known.clear()
        before, here, after = np.split(first_layer([token.group() for token in tokens]), 3, axis=1)
        here[1:] += before[:-1]
        here[:-1] += after[1:]
        hidden = first.settled(here)
        for layer in rest:
            hidden = layer.over(hidden)
        return spans_of(tokens, walk.best(hidden @ weight + bias))

    return persons


def near_capitals(tokens: Sequence[re.Match[str]], others: Sequence[tuple[int, int]]) -> list[re.Match[str]]:
    """The words that a name can be among: those with a capital, and those around them that tell what they are.

    What stands in one of the spans of `others` is no name by itself.
    """
    kept: list[re.Match[str]] = []
    until, place = 0, 0  # up to which tokens are kept, or passed over; the next of the others
    for at, token in enumerate(tokens):
        if not token.group()[0].isupper():
            continue
        while place < len(others) and others[place][1] <= token.start():
            place += 1
        if place == len(others) or token.start() < others[place][0]:
            kept += tokens[max(until, at - SIGHT) : at + SIGHT + 1]
            until = at + SIGHT + 1
    return kept


def layer_of(layer: Any) -> Layer:
    kernel = layer.conv.weight.array  # output x input x 3
    before, here, after = (np.ascontiguousarray(kernel[:, :, at].T) for at in range(3))
    scale = layer.norm.weight.array / layer.norm.std.array
    return Layer(
        before, here, after, layer.conv.bias.array, scale, layer.norm.bias.array - layer.norm.mean.array * scale
    )


@dataclass(frozen=True, slots=True)
class Walk:
    """The likeliest tags of a text, by how likely each is behind each."""

    transitions: Floats  # tag x tag before
    tags: Sequence[str]

    def best(self, likelihoods: Floats) -> list[str]:
        scores = likelihoods.copy()  # of the best way to each tag of each word
        ways = np.empty_like(self.transitions)
        best_way = np.empty_like(scores[0])
        for before, here in pairwise(scores):
            np.add(self.transitions, before, out=ways)
            here += np.maximum.reduce(ways, axis=1, out=best_way)
        came_from = (self.transitions + scores[:-1, None]).argmax(axis=2).tolist()
        tag = int(scores[-1].argmax())
        walked = [tag]
        for origins in reversed(came_from):
            tag = origins[tag]
            walked.append(tag)
        return [self.tags[tag] for tag in reversed(walked)]


def spans_of(tokens: Sequence[re.Match[str]], tags: Sequence[str]) -> list[tuple[int, int]]:
    """From the first to the last word of each person."""
    spans: list[tuple[int, int]] = []
    inside = False
    for token, tag in zip(tokens, tags, strict=True):
        if tag == BEGINNING or (tag == WITHIN and not inside):
            spans.append(token.span())
        elif tag == WITHIN:
            spans[-1] = spans[-1][0], token.end()
        inside = tag in (BEGINNING, WITHIN)
    return spans
