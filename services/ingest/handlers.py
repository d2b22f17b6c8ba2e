"""Ingest's use cases: accept and withdraw articles, keep the facts of their journeys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from opentelemetry import trace

from libs.bus import Message
from libs.messages import ArticleProgressed, ArticleReceived
from libs.messages.times import publication_instant
from libs.pipeline import Subscription, Unit
from libs.pipeline.tables import insert_ignoring
from services.ingest import rules, tables
from services.ingest.replaying import on_replayed
from services.ingest.tables import ArticleRow, FactRow, VersionRow


@dataclass(frozen=True, slots=True)
class Posted:
    """An article as posted, checked."""

    client_id: str
    external_id: str | None
    source: str | None
    url: str | None
    language: str | None
    published_at: str | None
    title: str | None
    text: str | None
    html: str | None
    backfill: bool = False


@dataclass(frozen=True, slots=True)
class Accepted:
    """What became of a post: the version it is, new or known."""

    article: ArticleRow
    version: VersionRow
    result: Literal["created", "new_version", "unchanged"]


class UnknownArticle(LookupError):
    """No article with that id, or it is somebody else's."""


def accept_article(unit: Unit, posted: Posted) -> Accepted:
    """Keep the version and tell classify. A version that is known already is answered and told nobody."""
    content = rules.version_hash(posted.title, posted.text, posted.html, posted.language, posted.published_at)
    article_id = rules.article_id(posted.client_id, posted.external_id, posted.url, content)
    session = unit.session
    row = {
        "id": article_id,
        "client_id": posted.client_id,
        "external_id": posted.external_id,
        "source": posted.source,
        "versions": 0,
        "current": 0,
        "done": False,
        "received_at": unit.now,
        "updated_at": unit.now,
    }
    insert_ignoring(session, ArticleRow, [row])  # waits for whoever is accepting the same article
    article = tables.article(session, article_id, lock=True)
    assert article is not None
    known = tables.version_with_hash(session, article_id, content)
    if known is not None and not _withdrawn_now(unit, article):
        return Accepted(article, known, "unchanged")
    return _add_version(unit, article, posted, content)


def withdraw_article(unit: Unit, article_id: str, client_id: str | None) -> Accepted:
    """The feed takes the story back: a version without content. `client_id` None may withdraw anybody's.

    Raises `UnknownArticle`.
    """
    article = tables.article(unit.session, article_id, lock=True)
    if article is None or client_id not in (None, article.client_id):
        raise UnknownArticle(article_id)
    current = tables.version(unit.session, article_id, article.current)
    assert current is not None
    if current.withdrawn:
        return Accepted(article, current, "unchanged")
    posted = Posted(
        article.client_id,
        article.external_id,
        article.source,
        current.url,
        current.language,
        current.published_at,
        None,
        None,
        None,
        current.backfill,
    )
    content = rules.withdrawal_hash(f"{current.content_hash}/{current.version}")
    return _add_version(unit, article, posted, content, withdrawn=True)


def on_article_progressed(unit: Unit, fact: ArticleProgressed) -> None:
    """Keep the fact and what it makes of the article; facts come in any order."""
    if fact.run and not rules.is_applied(fact):
        on_replayed(unit, fact)
        return
    article = tables.article(unit.session, fact.article_id, lock=True)
    if article is None:
        return  # told of an article that is not ours: nobody asks for its journey
    row = {
        "article_id": fact.article_id,
        "subject": fact.subject(),
        "run": fact.run,
        "version": fact.version,
        "data": fact.model_dump(mode="json", exclude_defaults=True),
    }
    insert_ignoring(unit.session, FactRow, [row])
    if fact.step == "classified" or (fact.step == "failed" and fact.service == "classify"):
        tables.mark_classified(unit.session, fact.article_id, fact.version, fact.at)
    _note_progress(unit, article)


def on_dead(unit: Unit, message: Message, reason: str) -> None:
    """Ingest buries facts only: there is nobody else to tell."""


def fact_of(row: FactRow) -> ArticleProgressed:
    return ArticleProgressed.model_validate(row.data)


def journey(article: ArticleRow, versions: list[VersionRow], facts: list[FactRow]) -> rules.Journey:
    """The article's journey from its rows."""
    accepted = [rules.AcceptedVersion(one.version, one.received_at, one.withdrawn) for one in versions]
    return rules.journey_of(accepted, article.current, [fact_of(row) for row in facts])


def _withdrawn_now(unit: Unit, article: ArticleRow) -> bool:
    current = tables.version(unit.session, article.id, article.current)
    return current is not None and current.withdrawn


def _add_version(unit: Unit, article: ArticleRow, posted: Posted, content: str, *, withdrawn: bool = False) -> Accepted:
    number = article.versions + 1
    received = ArticleReceived(
        article_id=article.id,
        client_id=posted.client_id,
        external_id=posted.external_id,
        version=number,
        content_hash=content,
        source=posted.source,
        url=posted.url,
        published_at=posted.published_at,
        received_at=unit.now,
        backfill=posted.backfill,
        withdrawn=withdrawn,
        language=posted.language,
        title=posted.title,
        text=posted.text,
        html=posted.html,
    )
    span = trace.get_current_span().get_span_context()
    version = VersionRow(
        article_id=article.id,
        version=number,
        content_hash=content,
        source=posted.source,
        url=posted.url,
        language=posted.language,
        published_at=posted.published_at,
        published=publication_instant(posted.published_at, unit.now),
        title=posted.title,
        text=posted.text,
        html=posted.html,
        backfill=posted.backfill,
        withdrawn=withdrawn,
        received_at=unit.now,
        trace_id=trace.format_trace_id(span.trace_id) if span.is_valid else None,
        message_id=unit.send(received),
    )
    unit.session.add(version)
    article.versions = number
    article.source = posted.source
    unit.session.flush()
    _note_progress(unit, article)
    return Accepted(article, version, "created" if number == 1 else "new_version")


def _note_progress(unit: Unit, article: ArticleRow) -> None:
    versions = tables.versions_of(unit.session, [article.id])
    article.current = rules.current_version((one.published, one.version) for one in versions)
    told = journey(article, versions, tables.facts_of(unit.session, [article.id]))
    article.done, article.outcome = told.done, told.outcome
    article.updated_at = max(unit.now, told.updated_at)


SUBSCRIPTIONS = [Subscription((ArticleProgressed,), on_article_progressed)]
