"""When a delivery is tried again, and when an endpoint is given up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

JITTER = 0.2


def delay_before(
    attempt: int, *, schedule: Sequence[float], random: float, retry_after: float | None = None
) -> float | None:
    """Seconds until the attempt (counted from 1), None when there is none left.

    `random` from 0 to 1 spreads the delay by a fifth both ways; what the endpoint asked for counts up to twice that.
    """
    if attempt > len(schedule):
        return None
    delay = schedule[attempt - 1] * (1 - JITTER + 2 * JITTER * random)
    return delay if retry_after is None else min(max(retry_after, delay), 2 * delay)


def read_retry_after(value: str | None, now: datetime) -> float | None:
    """The seconds that the header asks for: a number, or a date; None where it says nothing that can be read."""
    if not value:
        return None
    value = value.strip()
    if value.isascii() and value.isdecimal():
        return float(value[:9])
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    return max(0.0, ((moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now).total_seconds())


def is_given_up(failing_since: datetime | None, now: datetime, after: timedelta) -> bool:
    """Whether an endpoint has answered nothing but failures for too long."""
    return failing_since is not None and now - failing_since >= after
