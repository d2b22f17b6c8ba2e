"""A record as it is shown: its account between its identity and its history, in the order of the surface."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from libs.messages.records import Record
from libs.messages.values import format_moment
from services.store.tables import RecordRow, RecordVersionRow


def record_of(row: RecordRow, history: Sequence[RecordVersionRow], previous_ids: Sequence[str]) -> dict[str, Any]:
    """The record as messages and answers carry it, but for addresses."""
    whole = {
        **row.document,
        "id": row.id,
        "version": row.version,
        "state": row.state,
        "merged_into": row.merged_into,
        "previous_ids": list(previous_ids),
        "history": [_entry(one) for one in history],
        "created_at": format_moment(row.created_at),
        "updated_at": format_moment(row.updated_at),
    }
    return {name: whole[name] for name in Record.model_fields}


def with_addresses(record: dict[str, Any], public_url: str) -> dict[str, Any]:
    base = public_url.rstrip("/")
    return {**record, "url": f"{base}/v1/events/{record['id']}", "page": f"{base}/events/{record['id']}"}


def _entry(version: RecordVersionRow) -> dict[str, Any]:
    return {
        "version": version.version,
        "at": format_moment(version.at),
        "change": version.change,
        "cause": version.cause,
        "status": version.status,
        "changed": version.changed,
        "article_id": version.article_id,
        "trace_id": version.trace_id,
    }


def state_after(change: str) -> str:
    """The state in which a version left its record."""
    return change if change in ("merged", "retracted") else "active"


def past_document(version: RecordVersionRow, following: Sequence[RecordVersionRow]) -> dict[str, Any]:
    """What the record said in this version. `following` are the later ones, the latest first.

    The oldest versions keep only what changed after them: their values are told, in the titles and sources of the next.
    """
    if version.document is not None:
        return version.document
    document: dict[str, Any] = {}
    for later in following:
        document = later.document or document
        old = {pointer.removeprefix("/"): value for pointer, value in later.previous.items()}
        document = {**document, **{name: value for name, value in old.items() if name in document}}
    return document
