"""What the operator may set for store."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from libs.service import ServiceSettings


class Settings(ServiceSettings):
    """Beside what all services have. `export_batch` records are read at a time while an export streams; a picture that
    takes longer than `drawing_seconds` is left out of its page; a replay of which no reading has come for
    `replay_stalled_seconds` is called stalled."""

    service: ClassVar[str] = "store"

    export_batch: int = Field(default=200, ge=1, le=2000)
    drawing_seconds: float = Field(default=20.0, gt=0)
    replay_stalled_seconds: float = Field(default=3600.0, gt=0)
