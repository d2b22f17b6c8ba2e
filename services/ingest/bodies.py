"""The bodies of ingest's HTTP surface, in and out."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator, model_validator

from libs.messages.articles import RecordTouched, ReportFound
from libs.messages.clients import Scope

LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")


def _web_address(url: str) -> str:
    try:
        parts = urlsplit(url.strip())
        known = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        known = False
    if not known:
        raise ValueError("Must be an http or https address.")
    return url.strip()


def _not_blank(text: str) -> str:
    if not text.strip():
        raise ValueError("Must not be empty.")
    return text


Url = Annotated[str, Field(max_length=2000), AfterValidator(_web_address)]
Filled = Annotated[str, AfterValidator(_not_blank)]


class ArticleIn(BaseModel):
    """An article as a feed posts it. `text` is plain text, `html` a page or a part of one; one of them is needed."""

    model_config = ConfigDict(extra="allow", strict=True)

    id: Annotated[str, Field(max_length=200, description="The feed's own id")] | None = None
    source: Annotated[str, Field(max_length=200)] | None = None
    url: Url | None = None
    language: Annotated[str, Field(max_length=35, description="BCP 47, a hint")] | None = None
    published_at: Annotated[str, Field(max_length=40, description="Date or date-time, RFC 3339")] | None = None
    title: Annotated[str, Field(max_length=1000)] | None = None
    text: Filled | None = None
    html: Filled | None = None

    @field_validator("language")
    @classmethod
    def be_a_tag(cls, language: str | None) -> str | None:
        if language and not LANGUAGE.fullmatch(language):
            raise ValueError("Must be a language tag of BCP 47, like en or de-AT.")
        return language or None

    @model_validator(mode="after")
    def have_a_text(self) -> ArticleIn:
        if self.text is None and self.html is None:
            raise ValueError("Needs text or html.")
        if self.text is not None and self.html is not None:
            raise ValueError("Takes text or html, not both.")
        return self

    def unknown_fields(self) -> list[str]:
        return sorted(self.model_extra or ())


class Receipt(BaseModel):
    """What posting answers."""

    id: str
    external_id: str | None
    version: int
    result: Literal["created", "new_version", "unchanged"]
    received_at: str
    trace_id: str | None
    warnings: list[str]
    url: str


class Alerts(BaseModel):
    """Feeds see how many alerts there were, never who was alerted."""

    matched: int
    delivered: int
    pending: int
    failed: int


class Step(BaseModel):
    """One step of a version's journey; `run` where a replay made it, and what belongs to the step."""

    step: Literal["accepted", "withdrawn", "classified", "recorded", "failed", "alerted"]
    at: str
    version: int
    language: str | None = None
    reader: str | None = None
    figures: int = 0
    reports: tuple[ReportFound, ...] = ()
    records: tuple[RecordTouched, ...] = ()
    service: str | None = None
    reason: str | None = None
    alerts: Alerts = Alerts(matched=0, delivered=0, pending=0, failed=0)
    run: str = ""


class FullReceipt(BaseModel):
    """An article as its feed sees it; `outcome` is null until it is known."""

    id: str
    external_id: str | None
    source: str | None
    url: str | None
    language: str | None
    published_at: str | None
    title: str | None
    version: int
    done: bool
    outcome: Literal["recorded", "nothing_found", "unsupported_language", "failed", "withdrawn"] | None
    received_at: str
    updated_at: str
    trace_id: str | None
    journey: tuple[Step, ...]
    problem: dict[str, Any] | None


class FullReceipts(BaseModel):
    items: tuple[FullReceipt, ...]
    next: str | None


class ClientIn(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    name: Annotated[str, Field(min_length=1, max_length=200)]


class ClientPatch(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    name: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    active: bool | None = None


class KeyIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    client_id: str
    scopes: Annotated[list[Scope], Field(min_length=1)]
    expires_at: datetime | None = None

    @field_validator("expires_at")
    @classmethod
    def have_an_offset(cls, at: datetime | None) -> datetime | None:
        if at is not None and at.tzinfo is None:
            raise ValueError("Needs an offset, like 2027-01-01T00:00:00Z.")
        return at


class KeyOut(BaseModel):
    id: str
    client_id: str
    scopes: list[str]
    created_at: str
    expires_at: str | None
    revoked_at: str | None


class NewKeyOut(KeyOut):
    """`key` is shown this once."""

    key: str


class ClientOut(BaseModel):
    id: str
    name: str
    active: bool
    created_at: str
    keys: list[KeyOut]


class ClientsOut(BaseModel):
    items: list[ClientOut]
    next: str | None


def rfc3339(at: datetime) -> str:
    """UTC with milliseconds."""
    return at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"
