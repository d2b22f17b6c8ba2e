"""Ids: opaque, prefixed, made from what they name, so that doing a thing twice gives the same id."""

from __future__ import annotations

import base64
import hashlib
from typing import Literal

Prefix = Literal["art", "rep", "evt", "sub", "alt", "msg", "run", "cli", "key", "ft", "cor"]

_BITS = 80


def make_id(prefix: Prefix, *parts: str | int) -> str:
    """`prefix_` and 16 base32 characters: 80 bits of SHA-256 over the parts, none of which runs into another."""
    digest = hashlib.sha256(
        "".join(f"{len(str(part))}:{part}" for part in parts).encode("utf-8", "surrogatepass")
    ).digest()
    return f"{prefix}_{base64.b32encode(digest[: _BITS // 8]).decode().lower()}"


def content_hash(*parts: str | None) -> str:
    """SHA-256 in hexadecimal over the parts; an absent part differs from an empty one."""
    joined = "".join("-" if part is None else f"{len(part)}:{part}" for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()
