"""What a page of records is asked for: the filter in its address, and the addresses of the same filter elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from pydantic import ValidationError

from libs.service.problems import errors_of
from services.store.api.filters import ListQuery, RecordFilter

Pair = tuple[str, str]
NOT_FILTERS = ("lang", "cursor", "sort", "order", "limit", "facets", "token")
LISTED = ("sort", "order")
STREAMED = ("sector", "party", "country", "pair", "kind", "status", "form")
"""What the stream and subscriptions take as it stands here."""
CHOICES = ("", "_all", "_none")


@dataclass(frozen=True)
class Asked:
    """`given` is the filter as the address has it, without what asks for nothing; `errors` say what is wrong with it,
    and then it asks for everything."""

    query: ListQuery
    given: tuple[Pair, ...]
    errors: tuple[dict[str, str], ...] = ()

    def values(self, name: str) -> list[str]:
        return [value for one, value in self.given if one == name]

    def address(self, path: str, *, more: Sequence[Pair] = (), less: Sequence[Pair] = (), bare: bool = False) -> str:
        """The same filter on another page, with some of it added or taken away. `bare` leaves the order out."""
        kept = [pair for pair in self.given if pair not in less and not (bare and pair[0] in LISTED)]
        return address(path, [*kept, *(pair for pair in more if pair not in kept)])

    def without(self, *names: str) -> Asked:
        """The same, but for what is said of these fields."""
        query = self.query.model_copy(update={name: RecordFilter.model_fields[name].default for name in names})
        return Asked(query, tuple(pair for pair in self.given if pair[0] not in names), self.errors)

    @property
    def filters(self) -> list[Pair]:
        return [pair for pair in self.given if pair[0] not in LISTED]

    def stream(self) -> str:
        """The stream of changes that may be of interest here: at least those that the filter finds."""
        return address("/v1/stream", _streamed(self.filters))

    def subscription(self) -> tuple[str, list[Pair]]:
        """The form of a subscription to this filter, and what of the filter a subscription cannot say."""
        said = _streamed(self.filters)
        left = []
        for name, value in self.filters:
            if name == "q":
                said += [("word_all", f"{word}*" if len(word) > 2 else word) for word in value.split()]
            elif name.startswith("person"):
                said.append((name, value))
            elif (name, value) not in said:
                left.append((name, value))
        return address("/subscriptions", said) + "#new", left


def asked_of(request: Request, *own: str) -> Asked:
    """The filter that an address or a form asks for. `own` are parameters of the page itself."""
    given = [
        (name, value.strip())
        for name, value in request.query_params.multi_items()
        if value.strip() and name not in own and (name not in NOT_FILTERS or name in LISTED)
    ]
    values: dict[str, Any] = {}
    for name, value in given:
        field = ListQuery.model_fields.get(name)
        if field is not None and field.default == []:
            values.setdefault(name, []).append(value)
        else:
            values[name] = value
    cursor = request.query_params.get("cursor")
    try:
        query = ListQuery.model_validate({**values, **({"cursor": cursor} if cursor else {})})
    except ValidationError as error:
        located = [{**one, "loc": ("query", *one["loc"])} for one in error.errors(include_url=False)]
        return Asked(ListQuery(), (), tuple(errors_of(located)))
    return Asked(query, tuple(dict.fromkeys(given)))


def address(path: str, query: Iterable[Pair]) -> str:
    written = urlencode(list(query))
    return f"{path}?{written}" if written else path


def _streamed(filters: Iterable[Pair]) -> list[Pair]:
    names = {f"{name}{choice}" for name in STREAMED for choice in CHOICES}
    return [(name, value) for name, value in filters if name in names]
