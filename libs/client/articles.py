"""Articles: posted, looked at, taken back, waited for."""

from __future__ import annotations

import asyncio
import json
import time
from collections import deque
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from libs.client.connection import Connection, Json, as_json, lines, read_object, segment
from libs.client.connection import Request as Asked
from libs.client.errors import Problem, Refused, Unreadable, refusal

BATCH_LINES = 1000
BATCH_BYTES = 5 * 1024 * 1024
NDJSON = "application/x-ndjson"
AT_A_TIME = 8
LOOK_AGAIN = 0.1
LOOK_AGAIN_MOST = 2.0

Article = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one of many: `number` counts from 0; a receipt, or the problem for which it was refused."""

    number: int
    receipt: Json | None = None
    refused: Refused | None = None


Batch = list[tuple[int, bytes]]
"""Lines with the numbers of their articles."""

Answers = list[Answer]


class NotDone(Exception):
    """The time is over and these articles' journeys have not ended."""

    def __init__(self, article_ids: list[str]) -> None:
        self.article_ids = article_ids
        super().__init__(f"{len(article_ids)} of the articles have no outcome yet")


class Articles:
    """`/v1/articles`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def post(self, article: Article, *, backfill: bool = False, idempotency_key: str | None = None) -> Json:
        """The receipt: `result` is `created`, `new_version` or `unchanged`."""
        headers = {"Content-Type": "application/json"}
        if idempotency_key is not None:
            headers["Idempotency-Key"] = idempotency_key
        answer = await self._connection.ask(
            "POST", "/v1/articles", query=_posting(backfill), content=as_json(article), headers=headers
        )
        return read_object(answer)

    async def post_many(
        self, articles: Iterable[Article], *, backfill: bool = False, per_request: int = BATCH_LINES
    ) -> AsyncIterator[Answer]:
        """An answer for each in order, however many there are; one that is refused harms no other.

        Posting again what was posted is answered with the same receipts, so that a cut-off upload can be repeated.
        """
        for batch in batches(articles, per_request):
            for answer in await self._post_batch(batch, backfill):
                yield answer

    async def get(self, article_id: str) -> Json:
        """The receipt with the journey so far."""
        return await self._connection.ask_json("GET", f"/v1/articles/{segment(article_id)}")

    def list(
        self,
        *,
        updated_since: datetime | None = None,
        outcome: str | None = None,
        source: str | None = None,
        external_id: str | None = None,
        most: int | None = None,
    ) -> AsyncIterator[Json]:
        """Own receipts, newest first; with `updated_since` oldest first by their update."""
        query = {"updated_since": updated_since, "outcome": outcome, "source": source, "external_id": external_id}
        return self._connection.items("/v1/articles", query, most)

    async def delete(self, article_id: str) -> Json:
        """Take the story back; the receipt."""
        return await self._connection.ask_json("DELETE", f"/v1/articles/{segment(article_id)}")

    async def text(self, article_id: str, version: int | None = None) -> Json:
        """The text that evidence points into, with its boilerplate spans; of the current version unless named."""
        path = f"/v1/articles/{segment(article_id)}/text"
        return await self._connection.ask_json("GET", path, query={"version": version})

    async def finished(self, article_ids: Iterable[str], *, within: float | None = None) -> AsyncIterator[Json]:
        """The receipt of each article as soon as its journey has ended. Raises `NotDone` after `within` seconds."""
        waiting = deque(dict.fromkeys(article_ids))
        until = None if within is None else time.monotonic() + within
        pause = LOOK_AGAIN
        looked = 0
        while waiting:
            asked = [waiting.popleft() for _ in range(min(AT_A_TIME, len(waiting)))]
            receipts = await asyncio.gather(*(self.get(one) for one in asked))
            done = [receipt for receipt in receipts if receipt.get("done")]
            waiting.extend(one for one, receipt in zip(asked, receipts, strict=True) if not receipt.get("done"))
            for receipt in done:
                yield receipt
            looked = 0 if done else looked + len(asked)
            pause = LOOK_AGAIN if done else pause
            if waiting and until is not None and time.monotonic() >= until:
                raise NotDone(list(waiting))
            if waiting and looked >= len(waiting):
                await asyncio.sleep(pause)
                pause, looked = min(pause * 1.5, LOOK_AGAIN_MOST), 0

    async def _post_batch(self, batch: Batch, backfill: bool) -> Answers:
        too_large = {number for number, line in batch if len(line) > BATCH_BYTES}
        sent = [(number, line) for number, line in batch if number not in too_large]
        answers = [Answer(number, refused=refusal(413, TOO_LARGE)) for number in too_large]
        if sent:
            content = b"\n".join(line for _, line in sent) + b"\n"
            request = Asked("POST", "/v1/articles:batch", _posting(backfill), content, {"Content-Type": NDJSON})
            async with self._connection.open(request) as response:
                told = [_line(line) async for line in lines(response) if line.strip()]
            if len(told) != len(sent):
                raise Unreadable(f"{len(sent)} articles were sent and {len(told)} answered")
            answers += [_answer(number, one) for (number, _), one in zip(sent, told, strict=True)]
        return sorted(answers, key=lambda answer: answer.number)


TOO_LARGE: Problem = {"type": "/problems/too-large", "title": "The body is too large", "status": 413}


def batches(articles: Iterable[Article], per_request: int) -> Iterable[Batch]:
    """The articles as lines with their numbers, as many together as one request may carry."""
    batch: Batch = []
    size = 0
    for number, article in enumerate(articles):
        line = as_json(article)
        if batch and (len(batch) >= min(per_request, BATCH_LINES) or size + len(line) + 1 > BATCH_BYTES):
            yield batch
            batch, size = [], 0
        batch.append((number, line))
        size += len(line) + 1
    if batch:
        yield batch


def _posting(backfill: bool) -> dict[str, bool | None]:
    return {"backfill": True if backfill else None}


def _line(line: bytes) -> Json:
    try:
        value = json.loads(line)
    except ValueError:
        value = None
    if not isinstance(value, dict) or not ("receipt" in value or "problem" in value):
        raise Unreadable("a line of the answer is not a receipt")
    return value


def _answer(number: int, told: Json) -> Answer:
    if told.get("receipt") is not None:
        return Answer(number, receipt=told["receipt"])
    problem = told.get("problem") or {}
    return Answer(number, refused=refusal(int(told.get("status", 500)), problem))
