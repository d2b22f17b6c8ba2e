"""What the operator may set for ingest."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from libs.service import ServiceSettings


class Settings(ServiceSettings):
    """Beside what all services have.

    `replay_window`: articles of one replay under way at a time. The urls of the other services are asked by the
    origin's `/readyz`.
    """

    service: ClassVar[str] = "ingest"

    max_unclassified: int = Field(default=20_000, ge=1)
    overload_retry_seconds: int = Field(default=30, ge=1)
    republish_after_hours: float = Field(default=24, gt=0)
    idempotency_hours: float = Field(default=24, gt=0)
    replay_window: int = Field(default=200, ge=1)
    classify_url: str = ""
    store_url: str = ""
    notify_url: str = ""
