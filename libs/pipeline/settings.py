"""The numbers of the pipeline, all in seconds unless named otherwise."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PipelineSettings:
    """`retry_waits` are the pauses before the second and third try; together under the five seconds promised."""

    retry_waits: tuple[float, ...] = (0.5, 2.0)
    first_pause: float = 0.2
    longest_pause: float = 5.0
    relay_rows: int = 500
    relay_bytes: int = 16 * 1024 * 1024
    relay_poll: float = 1.0
    lease: float = 15.0
    stop_within: float = 20.0
    housekeeping: float = 600.0
    measure: float = 5.0
    keep_sent_days: int = 14
    keep_handled_days: int = 30
