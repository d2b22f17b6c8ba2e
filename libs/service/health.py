"""Whether the process lives and whether it can do its work."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass

logger = logging.getLogger(__name__)

Check = Callable[[], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Readiness:
    """What was found: the checks by name, `None` where all is well, else the reason in one line."""

    checks: Mapping[str, str | None]
    degraded: Collection[str]

    @property
    def failing(self) -> list[str]:
        """Without these there is no work."""
        return [name for name, reason in self.checks.items() if reason is not None and name not in self.degraded]

    @property
    def lacking(self) -> list[str]:
        """Without these some work is put off, none is lost."""
        return [name for name, reason in self.checks.items() if reason is not None and name in self.degraded]

    def body(self) -> dict[str, object]:
        return {
            "ready": not self.failing,
            "degraded": bool(self.lacking),
            "checks": {name: "ok" if reason is None else reason for name, reason in self.checks.items()},
        }


async def readiness(checks: Mapping[str, Check], *, degraded: Collection[str] = (), timeout: float) -> Readiness:
    """Run all checks at once. `degraded` names those without which the service still takes work."""
    reasons = await asyncio.gather(*(_reason(name, check, timeout) for name, check in checks.items()))
    return Readiness(dict(zip(checks, reasons, strict=True)), degraded)


async def _reason(name: str, check: Check, timeout: float) -> str | None:
    try:
        async with asyncio.timeout(timeout):
            await check()
    except TimeoutError:
        return f"no answer within {timeout:g} s"
    except Exception as error:
        # Whatever a check raises is its finding. Anybody may read the answer: the words go to the log alone.
        logger.warning("check_failed", extra={"check": name, "reason": str(error)})
        return type(error).__name__
    return None
