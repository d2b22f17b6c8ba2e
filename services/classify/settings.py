"""What the operator may set for classify."""

from __future__ import annotations

import os
from typing import ClassVar

from pydantic import Field

from libs.service import ServiceSettings


class Settings(ServiceSettings):
    """Beside what all services have: how many processes read, and how long one article may take."""

    service: ClassVar[str] = "classify"

    workers: int = Field(default_factory=lambda: max(1, os.cpu_count() or 1), ge=1, le=64)
    reading_seconds: float = Field(default=30, gt=0)
    batch: int = Field(default=20, ge=1, le=500)
