"""What is said about clients: who may do what, by which keys. Ingest says it, every service keeps it."""

from __future__ import annotations

from typing import ClassVar, Literal

from libs.messages.envelope import Data, register
from libs.messages.values import Moment, Value

Scope = Literal["ingest", "read", "subscribe", "export", "admin"]


class Key(Value):
    """A key by its hash (SHA-256, hexadecimal, of the whole key); the key itself is shown once and never kept."""

    id: str
    hash: str
    scopes: tuple[Scope, ...]
    expires_at: Moment | None = None


@register
class ClientChanged(Data):
    """A client as it is now, with all keys that are good; a key that is not listed is not good any more."""

    type: ClassVar[str] = "communique.client.changed.v1"
    topic: ClassVar[str] = "clients.changed"

    client_id: str
    name: str
    revision: int
    active: bool = True
    keys: tuple[Key, ...] = ()

    def key(self) -> str:
        return self.client_id

    def subject(self) -> str:
        return f"{self.client_id}/{self.revision}"
