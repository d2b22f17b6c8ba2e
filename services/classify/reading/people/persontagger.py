"""Person spans by slovnet's Russian name model: its weights, run leanly.

The package's own way through the network splits words twice and walks the tags in small arrays, which takes several
times as long as the arithmetic. What comes out is the same but for rare differences in how words are split.
Words far from any capital are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Sequence
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
    """A convolution over three words, cut off at zero. What scales the layer before it is part of its weights."""

    weights: Floats  # input x (before, here, after) of the output
    bias: Floats
    unseen_before: Floats  # part of the bias that the first word lacks, before which there is none
    unseen_after: Floats

    def over(self, words: Floats) -> Floats:
        return self.joined(words @ self.weights)

    def joined(self, weighed: Floats) -> Floats:
        """The layer's output from its words times its weights."""
        before, here, after = np.split(weighed, 3, axis=1)
        summed = here + self.bias
        summed[1:] += before[:-1]
        summed[:-1] += after[1:]
        summed[0] -= self.unseen_before
        summed[-1] -= self.unseen_after
        np.maximum(summed, 0.0, out=summed)
        return summed


def person_tagger(recogniser: Any) -> Callable[..., Sequence[tuple[int, int]]]:
    """A function that gives the person spans of a text, from a loaded `slovnet.NER`.

    It may be told where others than people are named, and which words are no names.
    """
    from slovnet.shape import word_shape

    model, encoder = recogniser.infer.model, recogniser.infer.encoder
    (first, *rest), weight, bias = layers_of(model.encoder.layers, model.head.proj)
    walk = Walk(np.ascontiguousarray(model.head.crf.transitions.array.T), recogniser.infer.decoder.tags_vocab.items)

    indexes, codes = model.emb.word.indexes.array, model.emb.word.codes.array
    quantised, centroids, _ = codes.shape  # a word's vector is put together of pieces, one of each row of `codes`
    pieces, rows = codes.reshape(quantised * centroids, -1), np.arange(quantised) * centroids

    places: dict[str, int] = {}  # of words in `weighed`
    weighed = np.empty((REMEMBERED, first.weights.shape[1]), dtype=np.float32)

    def weigh(words: Sequence[str]) -> Floats:
        """Words times the weights of the first layer. Most of them come again, so they are remembered."""
        new = [word for word in dict.fromkeys(words) if word not in places]
        if len(places) + len(new) > REMEMBERED:
            places.clear()
            new = list(dict.fromkeys(words))
        if len(new) > REMEMBERED:
            return weigh_new(words)
        if new:
            known = len(places)
            weighed[known : known + len(new)] = weigh_new(new)
            places.update(zip(new, range(known, known + len(new)), strict=True))
        return weighed.take([places[word] for word in words], axis=0)

    def weigh_new(words: Sequence[str]) -> Floats:
        ids = [encoder.words_vocab.encode(word.lower()) for word in words]
        shapes = [encoder.shapes_vocab.encode(word_shape(word)) for word in words]
        vectors = pieces.take(indexes[ids] + rows, axis=0).reshape(len(words), -1)
        made: Floats = np.concatenate([vectors, model.emb.shape.weight.array[shapes]], axis=1) @ first.weights
        return made

    def persons(
        text: str, others: Sequence[tuple[int, int]] = (), common: Container[str] = ()
    ) -> Sequence[tuple[int, int]]:
        tokens = near_capitals(list(TOKEN.finditer(text)), others, common)
        if not tokens:
            return ()
        hidden = first.joined(weigh([token.group() for token in tokens]))
        for layer in rest:
            hidden = layer.over(hidden)
        return spans_of(tokens, walk.best(hidden @ weight + bias))

    return persons


def near_capitals(
    tokens: Sequence[re.Match[str]], others: Sequence[tuple[int, int]], common: Container[str]
) -> list[re.Match[str]]:
    """The words that a name can be among: those with a capital, and those around them that tell what they are.

    What stands in one of the spans of `others`, or is a common word, is no name by itself.
    """
    kept: list[re.Match[str]] = []
    until, place = 0, 0  # up to which tokens are kept, or passed over; the next of the others
    for at, token in enumerate(tokens):
        word = token.group()
        if not word[0].isupper() or word.lower() in common:
            continue
        while place < len(others) and others[place][1] <= token.start():
            place += 1
        if place == len(others) or token.start() < others[place][0]:
            kept += tokens[max(until, at - SIGHT) : at + SIGHT + 1]
            until = at + SIGHT + 1
    return kept


def layers_of(layers: Iterable[Any], projection: Any) -> tuple[list[Layer], Floats, Floats]:
    """The convolutions, and the weights and bias that make tags of the last one's output.

    Each output is cut off at zero, then scaled and shifted: which the weights of what comes next do as well.
    """
    scale: Floats = np.ones(1, dtype=np.float32)
    shift: Floats = np.zeros(1, dtype=np.float32)
    found = []
    for layer in layers:
        kernel = layer.conv.weight.array  # output x input x 3
        parts = [np.ascontiguousarray(kernel[:, :, at].T) for at in range(3)]
        shifted = [(shift * np.ones(len(part), dtype=np.float32)) @ part for part in parts]
        weights = np.concatenate([(part.T * scale).T for part in parts], axis=1)
        found.append(Layer(weights, layer.conv.bias.array + sum(shifted), shifted[0], shifted[2]))
        scale = layer.norm.weight.array / layer.norm.std.array
        shift = layer.norm.bias.array - layer.norm.mean.array * scale
    weight, bias = projection.weight.array, projection.bias.array
    return found, (weight.T * scale).T, bias + shift @ weight


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
