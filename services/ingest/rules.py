"""Ingest's rules: identity of articles and versions, publication times, and what the facts of a journey amount to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from libs.messages import ArticleProgressed
from libs.messages.ids import content_hash, make_id
from libs.messages.times import parse_published

LATEST_AHEAD = timedelta(hours=48)
TRACKING = ("utm_", "fbclid", "gclid", "yclid", "mc_cid", "mc_eid", "igshid")


def article_id(client_id: str, external_id: str | None, url: str | None, content: str) -> str:
    """From the client and the feed's own id, else the normalised url, else the content (its hash)."""
    if external_id:
        return make_id("art", client_id, "id", external_id)
    if url:
        return make_id("art", client_id, "url", normalised(url))
    return make_id("art", client_id, "content", content)


def normalised(url: str) -> str:
    """Same page, same text: host in lower case, no default port, no fragment, no tracking, parameters in order."""
    parts = urlsplit(url.strip())
    host = (parts.hostname or "").removeprefix("www.")
    port = f":{parts.port}" if parts.port and parts.port not in (80, 443) else ""
    kept = [(name, value) for name, value in parse_qsl(parts.query, True) if not name.lower().startswith(TRACKING)]
    path = parts.path.rstrip("/") or "/"
    return urlunsplit(("https", host + port, path, urlencode(sorted(kept)), ""))


def version_hash(
    title: str | None, text: str | None, html: str | None, language: str | None, published_at: str | None
) -> str:
    return content_hash(title, text, html, language, published_at)


def withdrawal_hash(after: str) -> str:
    """The hash of the version that takes back the one with the hash `after`."""
    return content_hash("withdrawn", after)


def published_fault(published_at: str, now: datetime) -> str | None:
    """Why a publication time cannot be taken; None where it can."""
    try:
        at = parse_published(published_at)
    except ValueError:
        return "Must be a date or a date-time of RFC 3339, like 2026-11-20 or 2026-11-20T09:30:00+05:00."
    earliest = at if isinstance(at, datetime) else datetime.combine(at, time())
    if (earliest if earliest.tzinfo else earliest.replace(tzinfo=now.tzinfo)) > now + LATEST_AHEAD:
        return "Lies more than 48 hours ahead."
    return None


def is_naive_time(published_at: str) -> bool:
    at = parse_published(published_at)
    return isinstance(at, datetime) and at.tzinfo is None


def current_version(versions: Iterable[tuple[datetime, int]]) -> int:
    """Of (publication instant, number): the latest published, then the last accepted."""
    return max(versions)[1]


@dataclass(frozen=True, slots=True)
class AcceptedVersion:
    """What the journey needs to know of a version."""

    version: int
    received_at: datetime
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Journey:
    """What the facts amount to: `steps` in their order, `done` and `outcome` of the current version."""

    done: bool
    outcome: str | None
    updated_at: datetime
    steps: list[dict[str, Any]] = field(default_factory=list)
    problem: dict[str, Any] | None = None


def journey_of(versions: Sequence[AcceptedVersion], current: int, facts: Sequence[ArticleProgressed]) -> Journey:
    """Facts may have come in any order and for any version."""
    steps: list[dict[str, Any]] = []
    updated = max(one.received_at for one in versions)
    for version in sorted(versions, key=lambda one: one.version):
        told = [fact for fact in facts if fact.version == version.version]
        accepted = {"step": "withdrawn" if version.withdrawn else "accepted", "at": version.received_at}
        steps.append({**accepted, "version": version.version})
        steps.extend(_steps(version.version, told))
    if facts:
        updated = max(updated, *(fact.at for fact in facts))
    now = next(one for one in versions if one.version == current)
    told = [fact for fact in facts if fact.version == current]
    failure = _failure(told)
    return Journey(_done(told), _outcome(now, told), updated, steps, failure)


def _steps(version: int, facts: Sequence[ArticleProgressed]) -> Iterable[dict[str, Any]]:
    by_step = _by_step(facts)
    for fact in by_step.get("classified", ()):
        yield {
            "step": "classified",
            "at": fact.at,
            "version": version,
            "language": fact.language,
            "reader": fact.reader,
            "figures": fact.figures or 0,
            "reports": [report.model_dump() for report in fact.reports],
            **_by_run(fact),
        }
    for fact in by_step.get("recorded", ()):
        records = [record.model_dump() for record in fact.records]
        yield {"step": "recorded", "at": fact.at, "version": version, "records": records, **_by_run(fact)}
    for fact in by_step.get("failed", ()):
        yield {"step": "failed", "at": fact.at, "version": version, "service": fact.service, "reason": fact.reason}
    alerted = [*by_step.get("alerted", ()), *by_step.get("delivered", ())]
    if by_step.get("alerted"):
        yield {
            "step": "alerted",
            "at": max(fact.at for fact in alerted),
            "version": version,
            "alerts": _alerts(alerted),
        }


def _by_run(fact: ArticleProgressed) -> dict[str, str]:
    return {"run": fact.run} if fact.run else {}


def _alerts(facts: Sequence[ArticleProgressed]) -> dict[str, int]:
    matched = sum(fact.matched or 0 for fact in facts if fact.step == "alerted")
    ends = {fact.delivery_id: bool(fact.delivered) for fact in facts if fact.step == "delivered"}
    delivered = sum(ends.values())
    failed = len(ends) - delivered
    return {
        "matched": matched,
        "delivered": delivered,
        "pending": max(0, matched - delivered - failed),
        "failed": failed,
    }


def _done(facts: Sequence[ArticleProgressed]) -> bool:
    """Classified, recorded, and every changed record version matched, or failed on the way."""
    by_step = _by_step(facts)
    failed = {fact.service for fact in by_step.get("failed", ())}
    if not by_step.get("classified"):
        return "classify" in failed
    if not by_step.get("recorded"):
        return "store" in failed
    changed = {
        (record.id, record.version)
        for fact in by_step["recorded"]
        for record in fact.records
        if record.change != "unchanged" and not fact.run  # what a replay changes is told in its own name
    }
    answered = {
        (fact.record_id, fact.record_version) for step in ("alerted", "failed") for fact in by_step.get(step, ())
    }
    return changed <= answered


def _outcome(version: AcceptedVersion, facts: Sequence[ArticleProgressed]) -> str | None:
    by_step = _by_step(facts)
    classified, recorded = by_step.get("classified"), by_step.get("recorded")
    failed = {fact.service for fact in by_step.get("failed", ())}
    if (not classified and "classify" in failed) or (not recorded and "store" in failed):
        return "failed"
    if not classified:
        return None
    if classified[-1].outcome == "unsupported_language":
        return "unsupported_language"
    if not recorded:
        return None
    if version.withdrawn:
        return "withdrawn"
    return "recorded" if any(report.prominence == "main" for report in classified[-1].reports) else "nothing_found"


def _failure(facts: Sequence[ArticleProgressed]) -> dict[str, Any] | None:
    """The problem that the receipt shows: the last failure that no later success made good."""
    by_step = _by_step(facts)
    mended = {"classify": bool(by_step.get("classified")), "store": bool(by_step.get("recorded"))}
    answered = {(fact.record_id, fact.record_version) for fact in by_step.get("alerted", ())}
    for fact in reversed(by_step.get("failed", [])):
        if mended.get(fact.service or "") or (fact.record_id, fact.record_version) in answered:
            continue
        return {
            "type": "/problems/handling-failed",
            "title": "The article could not be handled",
            "status": 500,
            "detail": f"{fact.service}: {fact.reason}",
        }
    return None


def is_applied(fact: ArticleProgressed) -> bool:
    """Whether store tells what became of an article that had failed, and that a replay has read since."""
    return bool(fact.run) and fact.service == "store" and fact.step in ("classified", "recorded")


def _by_step(facts: Sequence[ArticleProgressed]) -> Mapping[str, list[ArticleProgressed]]:
    """By step, each in the order of time; of replays only what the journey itself lacks."""
    found: dict[str, list[ArticleProgressed]] = {}
    applied: dict[str, list[ArticleProgressed]] = {}
    for fact in sorted(facts, key=lambda one: (one.at, one.subject())):
        if not fact.run:
            found.setdefault(fact.step, []).append(fact)
        elif is_applied(fact):
            applied.setdefault(fact.step, []).append(fact)
    return applied | found
