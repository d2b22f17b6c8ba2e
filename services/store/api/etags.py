"""Answers that a caller may have already: `ETag` and `If-None-Match`."""

from __future__ import annotations

import hashlib

from fastapi import Request, Response


def etag_of(*parts: str | int) -> str:
    """A strong validator over what an answer is made of."""
    joined = "\0".join(str(part) for part in parts)
    return f'"{hashlib.sha256(joined.encode()).hexdigest()[:24]}"'


def not_modified(request: Request, etag: str) -> Response | None:
    """304 where the caller has this version; None where it must be sent."""
    asked = request.headers.get("if-none-match", "")
    known = {one.strip().removeprefix("W/") for one in asked.split(",")}
    return Response(status_code=304, headers={"ETag": etag}) if etag in known or asked.strip() == "*" else None
