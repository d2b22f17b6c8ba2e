"""A language model behind an OpenAI-compatible endpoint as a proposer of events."""

from __future__ import annotations

import asyncio
import hashlib
import json
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx

from services.classify.backends.base import Answer, BackendFailed
from services.classify.backends.prompt import VERSION, request_body
from services.classify.reading.proposals.candidate import Candidate, read_candidates

LARGEST_ANSWER = 1 << 20
FAILURES_TO_REST = 3


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds for an answer, and of rest after failures in a row; characters sent; questions at once; answers kept."""

    seconds: float = 30
    rest_seconds: float = 60
    characters: int = 20_000
    parallel: int = 4
    cache: int = 1000


class LanguageModel:
    """Asks `model` at `url` (which `/chat/completions` is put behind). Answers are remembered by the text's hash.

    After three failures in a row it rests, so that an endpoint that is down does not hold up every article.
    """

    name = "llm"

    def __init__(
        self,
        url: str,
        model: str,
        key: str = "",
        *,
        limits: Limits | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._limits = limits or Limits()
        self._url = f"{url.rstrip('/')}/chat/completions"
        self._model = model
        self._client = httpx.AsyncClient(
            headers={"Authorization": f"Bearer {key}"} if key else {},
            timeout=self._limits.seconds,
            transport=transport,
            follow_redirects=False,
            trust_env=False,
        )
        self._turns = asyncio.Semaphore(self._limits.parallel)
        self._known: OrderedDict[str, tuple[Candidate, ...]] = OrderedDict()
        self._clock = clock
        self._failures = 0
        self._rests_until = 0.0

    async def propose(self, text: str, published_at: str | None) -> Answer:
        text = text[: self._limits.characters]
        asked = "\0".join((VERSION, self._url, self._model, published_at or "", text))
        key = hashlib.sha256(asked.encode("utf-8", "surrogatepass")).hexdigest()
        if key in self._known:
            self._known.move_to_end(key)
            return Answer(self._known[key], cached=True)
        async with self._turns:
            if self._clock() < self._rests_until:
                raise BackendFailed("resting", "the model is left alone after failures in a row")
            try:
                candidates = candidates_of(await self._ask(text, published_at))
            except BackendFailed:
                self._failures += 1
                if self._failures >= FAILURES_TO_REST:
                    self._rests_until = self._clock() + self._limits.rest_seconds
                raise
        self._failures = 0
        self._known[key] = candidates
        while len(self._known) > self._limits.cache:
            self._known.popitem(last=False)
        return Answer(candidates)

    async def close(self) -> None:
        await self._client.aclose()

    async def _ask(self, text: str, published_at: str | None) -> bytes:
        body = request_body(self._model, text, published_at)
        try:
            async with (
                asyncio.timeout(self._limits.seconds),
                self._client.stream("POST", self._url, json=body) as response,
            ):
                if response.status_code != httpx.codes.OK:
                    raise BackendFailed("failed", f"the model answered with status {response.status_code}")
                return await read_bounded(response)
        except (TimeoutError, httpx.TimeoutException):
            raise BackendFailed("timeout", f"no answer within {self._limits.seconds:g} seconds") from None
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            raise BackendFailed("failed", f"{type(error).__name__}: {error}") from error


async def read_bounded(response: httpx.Response) -> bytes:
    read = bytearray()
    async for part in response.aiter_bytes():
        read += part
        if len(read) > LARGEST_ANSWER:
            raise BackendFailed("invalid", f"the answer is longer than {LARGEST_ANSWER} bytes")
    return bytes(read)


def candidates_of(answer: bytes) -> tuple[Candidate, ...]:
    """The candidates of a completion. Raises `BackendFailed` where it holds none."""
    try:
        content = json.loads(answer)["choices"][0]["message"]["content"]
        return read_candidates(json.loads(bare(content)))
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise BackendFailed("invalid", f"the answer is not in the schema: {error}") from error


def bare(content: Any) -> str:
    """The JSON object of a message: some models put it in a fence or a sentence."""
    if not isinstance(content, str):
        raise TypeError("the message has no text")
    first, last = content.find("{"), content.rfind("}")
    return content[first : last + 1] if first >= 0 else content
