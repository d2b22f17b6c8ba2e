"""What follows the head of an office: parts that name a country, a domain of government or a body."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Part:
    first: int
    last: int
    kind: Literal["country", "body", "role", "host"]  # role: stays in the role; host: adds nothing


@dataclass(frozen=True, slots=True)
class Complement:
    end: int
    parts: tuple[Part, ...] = ()
