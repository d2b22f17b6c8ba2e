"""Many filters at once: an index by one code field each, so that a record asks only those that may match."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from services.notify.rules.matching import Compiled, Facts

BY_SELECTIVITY = ("pairs", "parties", "countries", "sectors", "forms", "statuses", "kinds")


@dataclass(frozen=True, slots=True)
class Index:
    """Names of filters by (field, value); those that no code field selects are asked always."""

    by_value: Mapping[tuple[str, str], tuple[str, ...]]
    always: tuple[str, ...]

    def candidates(self, facts: Facts) -> Iterator[str]:
        """Every name whose filter may match, each once."""
        seen: set[str] = set()
        yield from self.always
        for field, values in facts.codes.items():
            for value in values:
                for name in self.by_value.get((field, value), ()):
                    if name not in seen:
                        seen.add(name)
                        yield name


def index(filters: Iterable[tuple[str, Compiled]]) -> Index:
    by_value: dict[tuple[str, str], list[str]] = {}
    always: list[str] = []
    for name, filter_ in filters:
        keys = _keys(filter_)
        for key in keys:
            by_value.setdefault(key, []).append(name)
        if not keys:
            always.append(name)
    return Index({key: tuple(names) for key, names in by_value.items()}, tuple(always))


def _keys(filter_: Compiled) -> list[tuple[str, str]]:
    """Under which values the filter is found: whatever matches it has at least one of them."""
    asked = dict(filter_.fields)
    for field in BY_SELECTIVITY:
        choice = asked.get(field)
        if choice and choice.all:
            return [(field, choice.all[0])]
        if choice and choice.any:
            return [(field, value) for value in dict.fromkeys(choice.any)]
    return []
