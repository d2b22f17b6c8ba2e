"""An endpoint that answers with recorded replies, and remembers what it was asked."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import httpx

REPLIES = Path(__file__).parent / "replies"


def reply(name: str) -> httpx.Response:
    return httpx.Response(200, content=(REPLIES / f"{name}.json").read_bytes())


def said(content: Any) -> httpx.Response:
    return httpx.Response(200, json={"choices": [{"message": {"role": "assistant", "content": content}}]})


class Endpoint(httpx.MockTransport):
    """Gives its answers in turn, the last one for ever. An exception is raised, a number waited for."""

    def __init__(self, *answers: httpx.Response | Exception | float) -> None:
        super().__init__(self._answer)
        self.requests: list[httpx.Request] = []
        self._answers = list(answers)

    @property
    def bodies(self) -> list[dict[str, Any]]:
        return [json.loads(request.content) for request in self.requests]

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        answer = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, httpx.Response):
            return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)
        await asyncio.sleep(answer)
        return said('{"events": []}')
