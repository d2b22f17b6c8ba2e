"""What can go wrong with a request, catchable at any height.

ClientError
├── Unreachable          no whole answer came: refused, cut off, too slow
├── Unreadable           an answer that is not the platform's; something else listens there
└── Refused              an answer with a problem of RFC 9457
    ├── NotAllowed       401, 403
    ├── NotThere         404, 410
    ├── WrongRequest     any other 4xx
    ├── Busy             429, 503: come back after `retry_after` seconds
    └── PlatformFailed   any other 5xx
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Problem = Mapping[str, Any]


class ClientError(Exception):
    """Base of them all; the text is one line."""


class Unreachable(ClientError):
    """No whole answer came. What was asked may have happened all the same."""


class Unreadable(ClientError):
    """The answer is not one of the platform's."""


class Refused(ClientError):
    """The platform answered with a problem."""

    def __init__(self, status: int, problem: Problem, retry_after: float | None = None) -> None:
        self.status = status
        self.problem = problem
        self.retry_after = retry_after
        super().__init__(told(problem))

    @property
    def slug(self) -> str:
        """What kind of problem, like `missing-scope`."""
        return str(self.problem.get("type", "")).rpartition("/")[2]


class NotAllowed(Refused):
    """The key is missing, not known, or lacks a scope."""


class NotThere(Refused):
    """It does not exist, or it is somebody else's."""


class WrongRequest(Refused):
    """What was sent cannot be taken."""


class Busy(Refused):
    """Not now."""


class PlatformFailed(Refused):
    """The platform's own fault."""


def refusal(status: int, problem: Problem, retry_after: float | None = None) -> Refused:
    """The error for an answer."""
    return _kind(status)(status, problem, retry_after)


def told(problem: Problem) -> str:
    """A problem in one line: title, detail, and where the faults are."""
    parts = [str(problem.get("title") or f"status {problem.get('status', 'unknown')}")]
    if problem.get("detail"):
        parts.append(str(problem["detail"]))
    errors = problem.get("errors")
    for error in errors if isinstance(errors, list) else []:
        where = error.get("pointer") or error.get("parameter") or ""
        parts.append(f"{where} {error.get('detail', '')}".strip())
    return " ".join(": ".join(part.rstrip(".") for part in parts).split())


def _kind(status: int) -> type[Refused]:
    if status in (401, 403):
        return NotAllowed
    if status in (404, 410):
        return NotThere
    if status in (429, 503):
        return Busy
    return WrongRequest if status < 500 else PlatformFailed
