"""Which guessed event stands for which gold one: the one-to-one choice in which most fillers agree."""

from __future__ import annotations

from collections.abc import Sequence

from services.classify.evaluation.fillers import TELLING, Event, Filler, agrees, fillers_of

Pair = tuple[int, int]
"""Index of the gold one, index of the guessed one."""

MOST_GUESSES = 14  # up to which all choices are weighed; the work doubles with each guess


def match_fillers(gold: Sequence[Filler], guesses: Sequence[Filler]) -> list[Pair]:
    """Fillers that agree, each with the first that is free."""
    free = list(range(len(guesses)))
    matched = []
    for at, filler in enumerate(gold):
        found = next((one for one in free if agrees(filler, guesses[one])), None)
        if found is not None:
            free.remove(found)
            matched.append((at, found))
    return matched


def align_events(gold: Sequence[Event], guesses: Sequence[Event]) -> list[Pair]:
    """The pairs of events of one kind that agree most in all; what agrees in nothing telling is never a pair."""
    weights = _weights(gold, guesses)
    if len(guesses) > MOST_GUESSES:
        return _greedily(weights)
    return _best(weights, len(gold))


def _weights(gold: Sequence[Event], guesses: Sequence[Event]) -> dict[Pair, int]:
    """How many fillers of each possible pair agree."""
    ours, theirs = [fillers_of(event) for event in gold], [fillers_of(event) for event in guesses]
    weights = {}
    for left, event in enumerate(gold):
        for right, guess in enumerate(guesses):
            if event.get("kind") != guess.get("kind"):
                continue
            matched = match_fillers(ours[left], theirs[right])
            if any(ours[left][at].slot in TELLING for at, _ in matched):
                weights[left, right] = len(matched)
    return weights


def _best(weights: dict[Pair, int], size: int) -> list[Pair]:
    """The heaviest choice; of equals the one that leaves early gold events out, else takes the earlier guess."""
    choices: dict[int, tuple[int, list[Pair]]] = {0: (0, [])}  # taken guesses, as bits -> weight and pairs so far
    for left in range(size):
        grown: dict[int, tuple[int, list[Pair]]] = {}
        options = [right for gold, right in weights if gold == left]
        for taken, (weight, pairs) in choices.items():
            candidates = [(taken, weight, pairs)]
            for right in options:
                if not taken >> right & 1:
                    candidates.append((taken | 1 << right, weight + weights[left, right], [*pairs, (left, right)]))
            for after, total, chosen in candidates:
                known = grown.get(after)
                if known is None or (-total, _order(chosen, size)) < (-known[0], _order(known[1], size)):
                    grown[after] = (total, chosen)
        choices = grown
    return min(choices.values(), key=lambda choice: (-choice[0], _order(choice[1], size)))[1]


def _order(pairs: list[Pair], size: int) -> list[int]:
    """What a choice does with each gold event in turn: -1 leaves it out."""
    chosen = dict(pairs)
    return [chosen.get(left, -1) for left in range(size)]


def _greedily(weights: dict[Pair, int]) -> list[Pair]:
    chosen: list[Pair] = []
    for left, right in sorted(weights, key=lambda pair: -weights[pair]):
        if all(left != one and right != other for one, other in chosen):
            chosen.append((left, right))
    return chosen
