"""Which guessed event stands for which gold one."""

from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from services.classify.evaluation.alignment import MOST_GUESSES, align_events, match_fillers
from services.classify.evaluation.fillers import TELLING, fillers_of
from tests.services.classify.evaluation.gold import agreement, meeting

TALKS = meeting()
VISIT = meeting(form="visit", parties=["KG", "TR"], date=None, place={"name": "Ankara", "country": "TR"})
EVENTS = some.builds(
    meeting,
    kind=some.sampled_from(["meeting", "agreement"]),
    parties=some.lists(some.sampled_from(["KG", "UZ", "TR"]), max_size=2),
    sectors=some.lists(some.sampled_from(["trade", "water"]), max_size=2),
    place=some.sampled_from([None, {"name": "Osh", "country": "KG"}]),
    date=some.none(),
    participants=some.just([]),
)


def test_events_are_paired_whatever_their_order() -> None:
    assert align_events([TALKS, VISIT], [VISIT, TALKS]) == [(0, 1), (1, 0)]


def test_events_of_different_kinds_are_no_pair() -> None:
    assert align_events([TALKS], [agreement()]) == []


def test_a_form_and_a_status_alone_make_no_pair() -> None:
    other = meeting(parties=["FR"], participants=[], place=None, date=None, sectors=["water"])
    assert align_events([TALKS], [other]) == []


def test_the_sum_counts_and_not_the_best_single_pair() -> None:
    both = meeting(parties=["KG", "TR", "UZ"], participants=[])
    only = meeting(parties=["KG", "UZ"], participants=[])
    gold = [meeting(participants=[]), meeting(parties=["KG", "TR", "UZ"], participants=[])]
    assert align_events(gold, [both, only]) == [(0, 1), (1, 0)]


@settings(max_examples=60, deadline=None)
@given(some.lists(EVENTS, max_size=4), some.lists(EVENTS, max_size=4))
def test_no_other_choice_agrees_in_more(gold: list[dict[str, Any]], guesses: list[dict[str, Any]]) -> None:
    chosen = align_events(gold, guesses)
    assert len({left for left, _ in chosen}) == len({right for _, right in chosen}) == len(chosen)
    most = 0
    slots = [*range(len(guesses)), *([None] * len(gold))]
    for order in set(permutations(slots, len(gold))):
        most = max(most, sum(weight(gold[at], guesses[to]) for at, to in enumerate(order) if to is not None))
    assert sum(weight(gold[left], guesses[right]) for left, right in chosen) == most


@pytest.mark.parametrize("count", [MOST_GUESSES, MOST_GUESSES + 6])
def test_many_guesses_are_paired_too(count: int) -> None:
    guesses = [meeting(parties=["FR", "IT"], place=None, date=None, participants=[])] * (count - 1)
    assert align_events([VISIT, TALKS], [*guesses, TALKS]) == [(1, count - 1)]


def test_each_filler_is_used_once() -> None:
    ours, theirs = fillers_of(meeting(projects=["Osh ring road"])), fillers_of(meeting(projects=["ring road"] * 2))
    assert sum(ours[left].slot == "project" for left, _ in match_fillers(ours, theirs)) == 1


def weight(gold: dict[str, Any], guess: dict[str, Any]) -> int:
    ours, theirs = fillers_of(gold), fillers_of(guess)
    matched = match_fillers(ours, theirs)
    same_kind = gold["kind"] == guess["kind"]
    return len(matched) if same_kind and any(ours[left].slot in TELLING for left, _ in matched) else 0
