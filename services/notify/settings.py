"""What notify is told from outside: `COMMUNIQUE_NOTIFY_<FIELD>`, else `COMMUNIQUE_<FIELD>`. Times in seconds."""

from __future__ import annotations

import ipaddress
from datetime import timedelta
from typing import ClassVar, Self

from pydantic import Field, field_validator, model_validator

from libs.service import ServiceSettings

LOOPBACK = "127.0.0.0/8,::1/128"

MINUTE, HOUR = 60.0, 3600.0
SCHEDULE = (0, 5, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR)
"""Seconds before each attempt, as Standard Webhooks proposes them."""

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class Settings(ServiceSettings):
    """`webhook_allow` holds CIDRs that the guard lets through; embedded mode lists loopback where nothing is said."""

    service: ClassVar[str] = "notify"

    port: int = Field(default=8004, ge=0, le=65535)

    webhook_allow: str | None = None
    webhook_https_only: bool = False
    webhook_schedule: tuple[float, ...] = SCHEDULE
    webhook_timeout: float = Field(default=15, gt=0)
    webhook_connect_timeout: float = Field(default=5, gt=0)
    webhook_reply_timeout: float = Field(default=2, gt=0)
    webhook_resolve_timeout: float = Field(default=3, gt=0)
    webhook_concurrency: int = Field(default=32, ge=1)
    webhook_per_endpoint: int = Field(default=4, ge=1)
    webhook_lease: float = Field(default=60, gt=0)
    webhook_poll: float = Field(default=1, gt=0)
    webhook_disable_after: float = Field(default=120 * 3600, gt=0)
    old_secret_seconds: float = Field(default=24 * 3600, ge=0)
    max_subscriptions: int = Field(default=50, ge=0)
    max_streams: int = Field(default=1000, ge=0)
    stream_heartbeat: float = Field(default=15, gt=0)
    stream_seconds: float = Field(default=3600, gt=0)
    stream_backlog: int = Field(default=1000, ge=1)
    stream_poll: float = Field(default=1, gt=0)
    stream_keep_days: float = Field(default=7, gt=0)
    keep_deliveries_days: float = Field(default=30, gt=0)
    keep_records_days: float = Field(default=400, ge=60, le=36_500)
    housekeeping: float = Field(default=3600, gt=0)

    @field_validator("webhook_allow")
    @classmethod
    def are_networks(cls, value: str | None) -> str | None:
        for one in _listed(value or ""):
            ipaddress.ip_network(one)
        return value

    @model_validator(mode="after")
    def lease_covers_an_attempt(self) -> Self:
        if self.webhook_lease <= self.webhook_timeout + self.webhook_reply_timeout:
            raise ValueError("WEBHOOK_LEASE must be longer than WEBHOOK_TIMEOUT and WEBHOOK_REPLY_TIMEOUT together")
        return self

    @property
    def allowed_networks(self) -> tuple[Network, ...]:
        """What the guard lets through beside the public internet."""
        text = self.webhook_allow if self.webhook_allow is not None else (LOOPBACK if self.embedded else "")
        return tuple(ipaddress.ip_network(one) for one in _listed(text))

    @property
    def old_secret_for(self) -> timedelta:
        return timedelta(seconds=self.old_secret_seconds)

    @property
    def disable_after(self) -> timedelta:
        return timedelta(seconds=self.webhook_disable_after)


def _listed(text: str) -> list[str]:
    return [one.strip() for one in text.split(",") if one.strip()]
