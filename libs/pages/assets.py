"""The files that pages link to. Every service serves them; the address carries the content's hash."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from urllib.parse import parse_qs

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

FOLDER = Path(__file__).parent / "static"
FOR_EVER = "public, max-age=31536000, immutable"
FOR_NOW = "public, max-age=300"


@cache
def asset_hash(name: str) -> str:
    return hashlib.sha256((FOLDER / name).read_bytes()).hexdigest()[:12]


def asset_url(name: str) -> str:
    """An address that changes with the content, so that browsers may keep what they have for ever."""
    return f"/static/{name}?v={asset_hash(name)}"


def static_files() -> StaticFiles:
    """The application to mount at `/static`."""
    return _Assets(directory=FOLDER)


class _Assets(StaticFiles):
    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        if response.status_code in (200, 304):
            asked = parse_qs(scope["query_string"].decode("latin-1")).get("v", [""])[0]
            named = asked and asked == asset_hash(path)
            response.headers["Cache-Control"] = FOR_EVER if named else FOR_NOW
        return response
