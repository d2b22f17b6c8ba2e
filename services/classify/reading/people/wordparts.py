"""The parts of a German word by HanTa's tables, walked so that no part is looked at twice.

The package asks every tag for every part of a word in every state, though most can say nothing of it. Here a part is
looked up once for all tags that know it, and only the tags of new words guess. The answers are the same, in about half
the time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any

from numpy import logaddexp

BEGINNING = (0, 1)
UNKNOWN = [(3, 0.0)]
NOTHING: dict[int, float] = {}
BEST, MARGIN, LEAST = 3, 1.0, -1e6  # states to go on from at each letter, and those about as likely as they are
SUFFIX = 4  # letters by which the tag of a new part is guessed
LONGEST = 24  # letters of a part, as far as the tables count them
WHOLE = 4.6  # what a word loses that is one new part

SAMPLE = ("wirtschaftsrat", "meier", "lieferte", "astana", "zu")  # words that tell whether the tables are as expected

Analyse = Callable[[str], list[tuple[int, float]]]
State = tuple[int, int]  # tags of the last two parts
Ways = Mapping[int, Sequence[tuple[State, float]]]  # by the tag of the next part


def with_lean_walk(tagger: Any) -> Any:
    """A loaded `HanoverTagger` that walks as told here; as it is where its tables give anything else then."""
    try:
        lean = word_analyser(tagger)
        same = all(lean(word) == tagger.analyze_forward(word) for word in SAMPLE)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError):  # another release of the package
        same = False
    if same:
        tagger.analyze_forward = lean
    return tagger


def word_analyser(tagger: Any) -> Analyse:
    """What stands in for `analyze_forward` of a loaded `HanoverTagger`: the tags of a word, likeliest first."""
    known: dict[str, dict[int, float]] = {}
    for tag, parts in tagger.LP_m_t.items():
        for part, likely in parts.items():
            known.setdefault(part, {})[tag] = likely
    open_tags = [tag for tag in tagger.LP_m_t if tag in tagger.LP_hapax_t and tag in tagger.LP_s_t]
    by_length = {
        tag: [tagger.Int_t + tagger.LP_hapax_t[tag] + one for one in tagger.LP_len_t[tag]] for tag in open_tags
    }

    @lru_cache(maxsize=20_000)
    def guesses(suffix: str, longest: int) -> dict[int, float]:
        """What each open tag says of the longest ending it knows; an ending is shorter than its part."""
        found = {}
        for tag in open_tags:
            endings = tagger.LP_s_t[tag]
            fitting = (suffix[-size:] for size in range(longest, 0, -1) if suffix[-size:] in endings)
            found[tag] = endings[next(fitting, "")]
        return found

    def analyse(word: str) -> list[tuple[int, float]]:
        length = len(word)
        table: list[dict[State, float]] = [{BEGINNING: 0.0}, *({} for _ in range(length))]
        for begin in range(length):
            ways = ways_from(table[begin], tagger.LP_trans_nonfinal)
            guessing = [(tag, by_length[tag], ways[tag]) for tag in open_tags if tag in ways]
            for end in range(begin + 1, length + 1) if ways else ():
                row = table[end]
                part = word[begin:end]
                knowing = known.get(part, NOTHING)
                for tag, likely in knowing.items():
                    for state, before in ways.get(tag, ()):
                        total = before + likely
                        if total > LEAST and total > row.get(state, LEAST):
                            row[state] = total
                size = end - begin
                if not guessing or (length >= 4 and size <= 2):
                    continue
                said = guesses(part[-SUFFIX:], min(size - 1, SUFFIX))
                counted = min(size, LONGEST)
                for tag, likelihoods, on in guessing:
                    if tag in knowing:
                        continue
                    likely = likelihoods[counted] + said[tag] - (WHOLE if size == length else 0.0)
                    for state, before in on:
                        total = before + likely
                        if total > LEAST and total > row.get(state, LEAST):
                            row[state] = total
        return endings_of(table[-1], tagger.LP_trans_final)

    return analyse


def ways_from(row: Mapping[State, float], followers: Mapping[State, Sequence[tuple[int, float]]]) -> Ways:
    """Where the likeliest states of a place go on to, by the tag that comes next."""
    bound = sorted(row.values(), reverse=True)[BEST] - MARGIN if len(row) > BEST else LEAST
    ways: dict[int, list[tuple[State, float]]] = {}
    for state, likely in row.items():
        if likely >= bound:
            for tag, step in followers.get(state, ()):
                ways.setdefault(tag, []).append(((state[1], tag), likely + step))
    return ways


def endings_of(
    row: Mapping[State, float], followers: Mapping[State, Sequence[tuple[int, float]]]
) -> list[tuple[int, float]]:
    ends: dict[State, float] = {}
    for state, likely in row.items():
        for tag, step in followers.get(state, ()):
            total = likely + step
            if total > LEAST and total > ends.get((state[1], tag), -float("inf")):
                ends[state[1], tag] = total
    found: dict[int, float] = {}
    for (_, tag), likely in ends.items():
        found[-tag] = float(logaddexp(found[-tag], likely)) if -tag in found else likely
    return sorted(found.items(), key=itemgetter(1), reverse=True) or UNKNOWN
