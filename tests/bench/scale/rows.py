"""An invented record as rows of store's tables, found by what store itself would find it by."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from services.store import rules
from services.store.keys import counted, crossed, joined, keys_of, parted
from services.store.merging.blocking import emitted
from services.store.merging.told import Told
from services.store.tables.words import spelt
from services.store.words import words_of
from tests.bench.scale.inventing import A_DAY, Invented, invent, report_of

COLUMNS: dict[str, tuple[str, ...]] = {
    "article": ("id", "current_version", "instant"),
    "reading": (
        *("article_id", "version", "client_id", "content_hash", "source", "url", "published_at", "received_at"),
        *("instant", "backfill", "withdrawn", "run", "outcome", "language", "title", "reader", "text", "boilerplate"),
        *("reports", "figures", "sketch", "handled_at"),
    ),
    "report": ("id", "article_id", "version", "position", "record_id", "data"),
    "report_key": ("key", "report_id"),
    "record": (
        *("ordinal", "id", "version", "state", "founder", "kind", "status", "date_first", "date_last", "document"),
        *("created_at", "updated_at"),
    ),
    "record_version": (
        *("record_id", "version", "at", "change", "cause", "status", "changed", "previous", "article_id"),
        *("article_version", "run", "sequence", "superseded", "date_first", "document"),
    ),
    "record_key": ("ordinal", "state", "date_first", "date_last", "updated_at", "sequence", "keys"),
    "record_words": ("ordinal", "words"),
}
Counts = Counter[tuple[str, ...]]
"""Records by field, value and kind, and by these behind the key that the value stands under."""
UNTIL_CHANGED = timedelta(days=1)


def rows_of(number: int, of: int, counts: Counts) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """The rows of one record by table, and what it adds to the kept counts."""
    one = invent(number, of)
    document, source = one.document, one.document["sources"][0]
    kind, status = document["kind"], document["status"]
    first, last = rules.days_of(document)
    keys = keys_of(kind, status, rules.facets(document), first, last)
    counts.update((*parted(key), kind) for key in counted(keys))
    counts.update((one, *parted(other), kind) for one, other in crossed(keys))
    written = json.dumps(document, ensure_ascii=False)
    updated = one.created_at + UNTIL_CHANGED * (one.versions - 1)
    yield "article", (one.article_id, 1, _moment(one.created_at))
    yield (
        "reading",
        (
            *(one.article_id, 1, "cli_bench", one.article_id, source["source"], source["url"], source["published_at"]),
            *(_moment(one.created_at), _moment(one.created_at), False, False, "", "read", source["language"]),
            *(source["title"], source["reader"], f"{source['title']}\n\n{source['title']}", "[]", "[]", "[]", "[]"),
            _moment(one.created_at),
        ),
    )
    report = report_of(one)
    yield "report", (report.id, one.article_id, 1, 0, one.record_id, report.model_dump_json())
    told = Told(report, one.article_id, 1, one.created_at, source["reader"])
    for hashed in emitted(told):
        yield "report_key", (hashed, report.id)
    yield (
        "record",
        (
            *(number, one.record_id, one.versions, "active", one.article_id, kind, status, first, last, written),
            *(_moment(one.created_at), _moment(updated)),
        ),
    )
    for version in range(1, one.versions + 1):
        yield "record_version", _version(one, version, first, written)
    moment, number_of_last = _moment(updated), _sequence(number, one.versions)
    yield "record_key", (number, "active", first or "", last or "", moment, number_of_last, joined(keys))
    yield "record_words", (number, spelt(number, words_of(document), keys))


def _version(one: Invented, version: int, first: str | None, written: str) -> tuple[Any, ...]:
    follows = version < one.versions
    return (
        *(one.record_id, version, _moment(one.created_at + UNTIL_CHANGED * (version - 1))),
        *("created" if version == 1 else "updated", "article", one.document["status"]),
        *("[]" if version == 1 else '["/sectors"]', "{}" if version == 1 else '{"/sectors": []}'),
        *(one.article_id, 1, "", _sequence(one.number, version)),
        *(_sequence(one.number, version + 1) if follows else None, first or "", written),
    )


def _sequence(number: int, version: int) -> int:
    """In the order of their times: what changes does so after a day, between those that are made then."""
    return 2 * number if version == 1 else 2 * (number + A_DAY) + 1


def _moment(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M:%S.%f")
