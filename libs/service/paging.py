"""Lists page by page: opaque cursors that stay right while others write."""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import parse_qsl, urlencode

from fastapi import Depends, Query, Request, Response

from libs.service.problems import Problem

DEFAULT_LIMIT = 50
MAX_LIMIT = 200

Position = tuple[str | int | float | None, ...]


@dataclass(frozen=True, slots=True)
class PageQuery:
    """How many, and behind which position; None is the beginning."""

    limit: int
    after: Position | None


def page_query(
    request: Request,
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT, description="How many items a page has.")] = DEFAULT_LIMIT,
    cursor: Annotated[str | None, Query(max_length=1000, description="`next` of the page before.")] = None,
) -> PageQuery:
    return PageQuery(limit, None if cursor is None else read_cursor(cursor, request.url.path))


Paging = Annotated[PageQuery, Depends(page_query)]


def page(request: Request, response: Response, items: Sequence[Any], after: Position | None) -> dict[str, Any]:
    """The body of one page. `after` is the position of its last item, None on the last page.

    A handler asks for `limit + 1` rows and gives the position only when there was one more.
    """
    if after is None:
        return {"items": items, "next": None}
    cursor = make_cursor(after, request.url.path)
    query = [(name, value) for name, value in parse_qsl(request.url.query) if name not in ("cursor", "token")]
    base = request.app.state.settings.public_url.rstrip("/")
    link = f"{base}{request.url.path}?{urlencode([*query, ('cursor', cursor)])}"
    response.headers.append("Link", f'<{link}>; rel="next"')
    return {"items": items, "next": cursor}


def make_cursor(position: Position, of: str) -> str:
    """Opaque text; `of` is the path of the list, which alone takes the cursor back."""
    payload = json.dumps(position, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(_checksum(payload, of) + payload).decode().rstrip("=")


def read_cursor(cursor: str, of: str) -> Position:
    """Raises the problem `bad-cursor`."""
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        checksum, payload = raw[:4], raw[4:]
        if checksum != _checksum(payload, of):
            raise Problem("bad-cursor")
        return tuple(json.loads(payload))
    except (binascii.Error, ValueError, TypeError, RecursionError):
        raise Problem("bad-cursor") from None


def _checksum(payload: bytes, of: str) -> bytes:
    # Against mistakes, not against attackers: whoever forges a position only starts reading elsewhere.
    return zlib.crc32(of.encode() + b"\0" + payload).to_bytes(4)
