"""Which service a path belongs to: the one table for the embedded dispatcher and for the edge of the cluster."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

SERVICES = ("ingest", "classify", "store", "notify")


@dataclass(frozen=True, slots=True)
class Rule:
    """`{id}` stands for one segment; `/…` at the end for everything below, `:action` and the path itself too."""

    pattern: str
    service: str

    @property
    def regex(self) -> str:
        """Without lookaround, so that Python and RE2 read it alike."""
        whole = self.pattern.removesuffix("/…")
        parts = [
            "[^/]+" if part.startswith("{") else re.escape(part) for part in re.split(r"(\{[a-z]+\})", whole) if part
        ]
        return "^" + "".join(parts).replace("\\-", "-") + ("([/:].*)?$" if whole != self.pattern else "$")


PATHS: tuple[Rule, ...] = (
    Rule("/v1/articles/{id}/text", "store"),
    Rule("/v1/articles/…", "ingest"),
    Rule("/v1/sources/…", "ingest"),
    Rule("/v1/clients/…", "ingest"),
    Rule("/v1/keys/…", "ingest"),
    Rule("/v1/extract", "classify"),
    Rule("/v1/vocabulary", "classify"),
    Rule("/v1/meetings/…", "store"),
    Rule("/v1/agreements/…", "store"),
    Rule("/v1/events/…", "store"),
    Rule("/v1/stats/…", "store"),
    Rule("/v1/export/…", "store"),
    Rule("/v1/corrections/…", "store"),
    Rule("/v1/replays/…", "store"),
    Rule("/v1/subscriptions/…", "notify"),
    Rule("/v1/deliveries/…", "notify"),
    Rule("/v1/stream", "notify"),
    *(Rule(f"/v1/dead/{service}/…", service) for service in SERVICES),
    Rule("/", "store"),
    Rule("/events/…", "store"),
    Rule("/pictures/…", "store"),
    Rule("/articles/…", "ingest"),
    Rule("/login", "ingest"),
    Rule("/logout", "ingest"),
    Rule("/try", "classify"),
    Rule("/subscriptions/…", "notify"),
    Rule("/deliveries/…", "notify"),
    Rule("/readyz", "ingest"),
    Rule("/docs", "ingest"),
    Rule("/openapi.json", "ingest"),
    Rule("/asyncapi.yaml", "ingest"),
    Rule("/schemas/…", "ingest"),
    Rule("/problems/…", "ingest"),
    Rule("/static/…", "ingest"),
    Rule("/favicon.ico", "ingest"),
    Rule("/robots.txt", "ingest"),
)


def service_of(path: str) -> str | None:
    """The service that answers for the path; the first rule that fits decides. None is 404 for everybody."""
    return next((service for regex, service in _compiled() if regex.search(path)), None)


@cache
def _compiled() -> tuple[tuple[re.Pattern[str], str], ...]:
    # Python's own `$` would let a line break through at the end, RE2's does not.
    return tuple((re.compile(rule.regex.removesuffix("$") + r"\Z", re.ASCII), rule.service) for rule in PATHS)
