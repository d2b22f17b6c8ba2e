"""Keys: `cq_<8 public>_<43 secret><6 checksum>`, all base62.

Prefix and checksum let a scanner tell a leaked key without asking us. The secret has 256 bits, so that a plain
SHA-256 is enough to keep.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from libs.messages import Key
from libs.messages.clients import Scope

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
PUBLIC, SECRET, CHECKSUM = 8, 43, 6

_FORMAT = re.compile(rf"cq_([0-9A-Za-z]{{{PUBLIC}}})_[0-9A-Za-z]{{{SECRET + CHECKSUM}}}", re.ASCII)


@dataclass(frozen=True, slots=True)
class PresentedKey:
    """A key as somebody presents it: well formed, not yet known to be good."""

    id: str
    hash: str

    def opens(self, hash: str) -> bool:
        return hmac.compare_digest(self.hash, hash)


def new_key(
    random: Callable[[int], bytes], scopes: Iterable[Scope] = (), expires_at: datetime | None = None
) -> tuple[str, Key]:
    """A new key: the text to show once, and what is kept of it. `random` is `secrets.token_bytes`."""
    public, secret = (_base62(int.from_bytes(random(size + 8)), size) for size in (PUBLIC, SECRET))
    text = f"cq_{public}_{secret}"
    text += _checksum(text)
    return text, Key(id=f"key_{public}", hash=_hash(text), scopes=tuple(scopes), expires_at=expires_at)


def read_key(text: str) -> PresentedKey | None:
    """None where the text cannot be a key of ours."""
    match = _FORMAT.fullmatch(text)
    if match is None or not hmac.compare_digest(_checksum(text[:-CHECKSUM]), text[-CHECKSUM:]):
        return None
    return PresentedKey(f"key_{match[1]}", _hash(text))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _checksum(text: str) -> str:
    return _base62(zlib.crc32(text.encode()), CHECKSUM)


def _base62(number: int, size: int) -> str:
    digits = []
    for _ in range(size):
        number, digit = divmod(number, len(ALPHABET))
        digits.append(ALPHABET[digit])
    return "".join(reversed(digits))
