"""`Idempotency-Key`: the same request again gets the answer that it got before."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Header, Request

from libs.db import lock_for_transaction
from libs.pipeline import Unit
from services.ingest import tables
from services.ingest.tables import IdempotencyRow

IdempotencyKey = Annotated[str | None, Header(min_length=1, max_length=255)]
Answer = tuple[int, dict[str, Any]]
"""Status and body."""


class Mismatch(Exception):
    """The Idempotency-Key was used for another request."""


@dataclass(frozen=True, slots=True)
class Once:
    """What tells a request from others of its client. Without a key each is another."""

    client_id: str
    key: str | None
    fingerprint: str


async def once_of(request: Request, client_id: str, key: str | None) -> Once:
    target = f"{request.method} {request.url.path}?{request.url.query}\n"
    return Once(client_id, key, hashlib.sha256(target.encode() + await request.body()).hexdigest())


def answer_once(unit: Unit, once: Once, act: Callable[[], Answer]) -> Answer:
    """Act and keep the answer, or repeat the one that the key got before. Raises `Mismatch`."""
    if once.key is None:
        return act()
    lock_for_transaction(unit.session, f"idempotency/{once.client_id}/{once.key}")
    before = tables.idempotent_answer(unit.session, once.client_id, once.key)
    if before is not None:
        if before.fingerprint != once.fingerprint:
            raise Mismatch
        return before.status, before.body
    status, body = act()
    unit.session.add(
        IdempotencyRow(
            client_id=once.client_id,
            idempotency_key=once.key,
            fingerprint=once.fingerprint,
            status=status,
            body=body,
            created_at=unit.now,
        )
    )
    return status, body
