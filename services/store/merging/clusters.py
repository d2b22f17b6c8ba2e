"""From pairs that agree to groups that tell one event each.

Groups grow along the strongest agreement first and only where nobody in one contradicts anybody in the other. The
result depends on the set of reports alone: pairs of equal strength go by the canonical order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from services.store.merging.comparing import contents_contradict, contradict, dates_meet
from services.store.merging.told import Told

Group = tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Rulings:
    """A person's word on reports by id: these are together, and apart from those."""

    together: tuple[str, ...] = ()
    apart_from: tuple[str, ...] = ()


def clusters(
    reports: Iterable[Told], agreeing: Mapping[tuple[str, str], float], ruled: Iterable[Rulings] = ()
) -> list[Group]:
    """The groups, each and all in canonical order. `agreeing` holds the strength of each pair of report ids.

    What a person `ruled`, the latest first, goes before all else; a strength of 0 says nothing.
    """
    ordered = sorted(reports, key=lambda told: told.order)
    growing = _Growing(ordered, {pair for pair, score in agreeing.items() if score > 0})
    for ruling in ruled:
        growing.rule(ruling)
    for told in ordered:
        if told.report.postpones in growing.group_of and told.report.postpones != told.id:
            growing.join_unless_apart(told.report.postpones or "", told.id)
    rank = {told.id: at for at, told in enumerate(ordered)}
    pairs = {
        (-score, min(rank[one], rank[other]), max(rank[one], rank[other]))
        for (one, other), score in agreeing.items()
        if score > 0
    }
    for _, earlier, later in sorted(pairs):
        growing.try_to_join(ordered[earlier].id, ordered[later].id)
    found: dict[int, list[Told]] = {}
    for told in ordered:
        found.setdefault(growing.group_of[told.id], []).append(told)
    return [tuple(group) for group in found.values()]


class _Growing:
    """Groups by number while they grow, and which of them are known not to go together."""

    def __init__(self, ordered: Sequence[Told], agreeing: set[tuple[str, str]]) -> None:
        self._agreeing = agreeing | {(other, one) for one, other in agreeing}
        self.group_of = {told.id: at for at, told in enumerate(ordered)}
        self._members: dict[int, list[Told]] = {at: [told] for at, told in enumerate(ordered)}
        self._apart: set[tuple[int, int]] = set()
        self._forced: set[str] = set()

    def rule(self, ruling: Rulings) -> None:
        """Take a person's word as far as no later word is against it."""
        together = [one for one in ruling.together if one in self.group_of]
        for one in together[1:]:
            if (together[0], one) not in self._agreeing:
                self._forced |= {together[0], one}
            self.join_unless_apart(together[0], one)
        for one in together:
            for other in ruling.apart_from:
                if other in self.group_of and self.group_of[one] != self.group_of[other]:
                    left, right = sorted((self.group_of[one], self.group_of[other]))
                    self._apart.add((left, right))

    def join_unless_apart(self, one: str, other: str) -> None:
        left, right = sorted((self.group_of[one], self.group_of[other]))
        if (left, right) not in self._apart:
            self.join(one, other)

    def try_to_join(self, one: str, other: str) -> None:
        left, right = sorted((self.group_of[one], self.group_of[other]))
        if left == right or (left, right) in self._apart:
            return
        if self._go_together(self._members[left], self._members[right]):
            self.join(one, other)
        else:
            self._apart.add((left, right))

    def join(self, one: str, other: str) -> None:
        left, right = sorted((self.group_of[one], self.group_of[other]))
        if left == right:
            return
        for told in self._members[right]:
            self.group_of[told.id] = left
        self._members[left] += self._members.pop(right)
        # What was apart from either stays apart from both.
        for pair in [pair for pair in self._apart if right in pair]:
            self._apart.remove(pair)
            rest = pair[0] if pair[1] == right else pair[1]
            self._apart.add((min(left, rest), max(left, rest)))

    def _go_together(self, left: Sequence[Told], right: Sequence[Told]) -> bool:
        if {told.article_id for told in left} & {told.article_id for told in right}:
            return False
        forced, others = (left, right) if self._is_forced(left) else (right, left)
        if self._is_forced(forced):
            # Who put together what contradicts itself meant it: who agrees with a part of it belongs to it.
            return all(any((one.id, other.id) in self._agreeing for one in forced) for other in others)
        if _postponed(left) or _postponed(right):
            # Such a group has an old and a new date: each report must meet one of them.
            return not any(contents_contradict(one, other) for one in left for other in right) and (
                _each_meets(left, right) or _each_meets(right, left)
            )
        # What agrees does not contradict; asking only about the others keeps a much told event cheap.
        return not any(
            (one.id, other.id) not in self._agreeing and contradict(one, other) for one in left for other in right
        )

    def _is_forced(self, group: Sequence[Told]) -> bool:
        return any(told.id in self._forced for told in group)


def _postponed(group: Sequence[Told]) -> bool:
    ids = {told.id for told in group}
    return any(told.report.postpones in ids for told in group)


def _each_meets(group: Sequence[Told], others: Sequence[Told]) -> bool:
    return all(any(dates_meet(told, other) for other in others) for told in group)
