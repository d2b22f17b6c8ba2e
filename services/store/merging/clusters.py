"""From reports that agree to groups that tell one event each.

What tells most is placed first, and whatever comes after joins the group that it agrees with best, if more speaks for
that than against it: a report that was misread neither keeps a group apart nor draws two together. A report is held
against the first members of a group alone, so that an event told by hundreds costs no more than in proportion. The
result depends on the set of reports alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from services.store.merging.comparing import ENOUGH, contents_contradict, weigh
from services.store.merging.timing import dates_meet
from services.store.merging.told import Told

Group = tuple[Told, ...]

LEADERS = 5  # members that tell most, which speak for a group
CERTAIN = 4.0  # what a pair that agrees has more than this speaks for its groups
MOST = 4.0  # that one pair can say
AGAINST = 5.0  # what a pair that contradicts says


@dataclass(frozen=True, slots=True)
class Rulings:
    """A person's word on reports by id: these are together, and apart from those."""

    together: tuple[str, ...] = ()
    apart_from: tuple[str, ...] = ()


def clusters(reports: Iterable[Told], ruled: Iterable[Rulings] = ()) -> list[Group]:
    """The groups, each and all in canonical order. What a person `ruled`, the latest first, goes before all else."""
    ordered = sorted(reports, key=lambda told: told.order)
    growing = _Growing(ordered)
    for ruling in ruled:
        growing.rule(ruling)
    for told in ordered:
        if told.report.postpones in growing.group_of and told.report.postpones != told.id:
            growing.join_unless_apart(told.report.postpones or "", told.id)
    for told in growing.ranked:
        growing.place(told)
    growing.settle()
    found: dict[int, list[Told]] = {}
    for told in ordered:
        found.setdefault(growing.group_of[told.id], []).append(told)
    return [tuple(group) for group in found.values()]


def fullness(told: Told) -> float:
    """How much a report tells of what events are known by."""
    report = told.report
    names = sum(person.name is not None for person in report.participants)
    days = 2 * told.to_the_day + (told.span is not None)
    topics = bool(report.sectors) + bool(report.projects) + bool(report.amount)
    return 2 * min(names, 2) + days + bool(report.place) + 0.5 * topics + 0.5 * told.finished + report.confidence


class _Growing:
    """Groups by number while they grow: the rank of the member that tells most."""

    def __init__(self, ordered: Sequence[Told]) -> None:
        self.ranked = sorted(ordered, key=lambda told: (-fullness(told), told.order))
        self.group_of = {told.id: at for at, told in enumerate(self.ranked)}
        self._members: dict[int, list[Told]] = {at: [told] for at, told in enumerate(self.ranked)}
        self._rank = dict(self.group_of)
        self._apart: set[tuple[int, int]] = set()
        self._forced: set[str] = set()
        self._placed: dict[int, None] = {}  # in the order in which they were placed
        self._near: set[tuple[str, str]] = set()

    def rule(self, ruling: Rulings) -> None:
        """Take a person's word as far as no later word is against it."""
        together = [one for one in ruling.together if one in self.group_of]
        for one in together[1:]:
            if not self._agree(together[0], one):
                self._forced |= {together[0], one}
            self.join_unless_apart(together[0], one)
        for one in together:
            for other in ruling.apart_from:
                if other in self.group_of and self.group_of[one] != self.group_of[other]:
                    left, right = sorted((self.group_of[one], self.group_of[other]))
                    self._apart.add((left, right))

    def join_unless_apart(self, one: str, other: str) -> None:
        left, right = sorted((self.group_of[one], self.group_of[other]))
        if left != right and (left, right) not in self._apart:
            self._join(left, right)

    def place(self, told: Told) -> None:
        """Have the report's group join the one among those placed before that most speaks for."""
        group = self.group_of[told.id]
        if group in self._placed:
            return
        found = [(-best, other) for other, best in self._agreeing(group, LEADERS)]
        found = found or [(-best, other) for other, best in self._agreeing(group, None)]
        if found:
            (_, home), *others = sorted(found)
            self._near |= {(self._members[home][0].id, self._members[other][0].id) for _, other in others}
            self._join(*sorted((home, group)))
        else:
            self._placed[group] = None

    def settle(self) -> None:
        """Join groups that one report agreed with both of, as far as more speaks for it than against."""
        for one, other in sorted(self._near, key=lambda pair: sorted(self._rank[told] for told in pair)):
            left, right = sorted((self.group_of[one], self.group_of[other]))
            if left != right and self._verdict(left, right, LEADERS) is not None:
                self._join(left, right)

    def _join(self, left: int, right: int) -> None:
        for told in self._members[right]:
            self.group_of[told.id] = left
        both = self._members[left] + self._members.pop(right)
        self._members[left] = sorted(both, key=lambda told: self._rank[told.id])
        if right in self._placed:
            del self._placed[right]
            self._placed[left] = None
        # What was apart from either stays apart from both.
        for pair in [pair for pair in self._apart if right in pair]:
            self._apart.remove(pair)
            rest = pair[0] if pair[1] == right else pair[1]
            self._apart.add((min(left, rest), max(left, rest)))

    def _agree(self, one: str, other: str) -> bool:
        told = [self.ranked[self._rank[report]] for report in (one, other)]
        return _is_enough(weigh(*told))

    def _agreeing(self, group: int, leaders: int | None) -> Iterator[tuple[int, float]]:
        for other in self._placed:
            if leaders is None and len(self._members[other]) <= LEADERS:
                continue  # all of it was asked before
            best = self._verdict(min(group, other), max(group, other), leaders)
            if best is not None:
                yield other, best

    def _verdict(self, left: int, right: int, leaders: int | None) -> float | None:
        """The strongest agreement between two groups; None where they do not go together."""
        if (left, right) in self._apart:
            return None
        mine, theirs = self._members[left], self._members[right]
        scores = [(one, other, weigh(one, other)) for one in mine[:leaders] for other in theirs[:leaders]]
        best = max((score for _, _, score in scores if score is not None), default=None)
        if not _is_enough(best) or not self._go_together(mine, theirs, scores):
            return None
        return best

    def _go_together(
        self, left: Sequence[Told], right: Sequence[Told], scores: Sequence[tuple[Told, Told, float | None]]
    ) -> bool:
        if {told.article_id for told in left} & {told.article_id for told in right}:
            return False
        forced, others = (left, right) if self._is_forced(left) else (right, left)
        if self._is_forced(forced):
            # Who put together what contradicts itself meant it: who agrees with a part of it belongs to it.
            return all(any(_is_enough(weigh(one, other)) for one in forced) for other in others)
        if _postponed(left) or _postponed(right):
            # Such a group has an old and a new date: each report must meet one of them.
            return not any(contents_contradict(one, other) for one in left for other in right) and (
                _each_meets(left, right) or _each_meets(right, left)
            )
        return sum(_says(score) for _, _, score in scores) >= 0

    def _is_forced(self, group: Sequence[Told]) -> bool:
        return any(told.id in self._forced for told in group)


def _says(score: float | None) -> float:
    """What a pair says about its groups: some that agree well outweigh one that was misread."""
    if score is None:
        return -AGAINST
    return min(MOST, max(0.0, score - CERTAIN))


def _is_enough(score: float | None) -> bool:
    return score is not None and score >= ENOUGH


def _postponed(group: Sequence[Told]) -> bool:
    ids = {told.id for told in group}
    return any(told.report.postpones in ids for told in group)


def _each_meets(group: Sequence[Told], others: Sequence[Told]) -> bool:
    return all(any(dates_meet(told, other) for other in others) for told in group)
