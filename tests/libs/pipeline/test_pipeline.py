"""What the pipeline promises: effects once, nothing lost, poison buried alone, one trace."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from sqlalchemy import text
from sqlmodel import Session

from libs.bus import MAX_MESSAGE_BYTES, Bus, Message, TooLarge
from libs.db import Database, DatabaseUnavailable
from libs.messages import ArticleProgressed, ClientChanged, Envelope
from libs.pipeline import PermanentError, Subscription, Unit
from libs.pipeline.dead import list_dead
from libs.pipeline.relay import Relay
from libs.pipeline.settings import PipelineSettings
from libs.pipeline.tables import DeadRow, count_unsent, mark_unsent
from tests.libs.pipeline.conftest import Make

NOW = datetime(2026, 11, 20, 4, 31, tzinfo=UTC)


async def dead_rows(database: Database, count: int) -> list[DeadRow]:
    """The rows once there are so many: `buried` is told before the transaction that buries is committed."""
    for _ in range(500):
        rows = await database.read(list_dead)
        if len(rows) >= count:
            return rows
        await asyncio.sleep(0.02)
    raise AssertionError("nothing was buried in time")


async def until(what: Callable[[], bool], seconds: float = 10) -> None:
    for _ in range(int(seconds / 0.02)):
        if what():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it did not happen in time")


def fact(article: str, version: int = 1) -> ArticleProgressed:
    return ArticleProgressed(article_id=article, version=version, step="recorded", at=NOW)


def noting(seen: list[str]) -> Subscription:
    return Subscription((ArticleProgressed,), lambda unit, data: seen.append(data.article_id))


async def publish(bus: Bus, *data: ArticleProgressed) -> None:
    await bus.publish(*(Envelope.wrap(one, source="other", now=NOW).to_message() for one in data))


async def test_a_message_sent_in_a_transaction_reaches_its_handler(make_pipeline: Make) -> None:
    seen: list[str] = []
    pipeline = await make_pipeline(noting(seen))

    await pipeline.transaction(lambda unit: unit.send(fact("art_a")))

    await until(lambda: seen == ["art_a"])


async def test_a_transaction_that_fails_tells_nobody(make_pipeline: Make, database: Database) -> None:
    pipeline = await make_pipeline()

    def fails(unit: Unit) -> None:
        unit.send(fact("art_a"))
        raise RuntimeError("no")

    with pytest.raises(RuntimeError):
        await pipeline.transaction(fails)

    assert await database.read(count_unsent) == 0


async def test_a_message_published_twice_has_its_effect_once(make_pipeline: Make, bus: Bus) -> None:
    seen: list[str] = []
    await make_pipeline(noting(seen))

    await publish(bus, fact("art_a"), fact("art_a"), fact("art_b"))
    await publish(bus, fact("art_a"), fact("art_c"))

    await until(lambda: len(seen) >= 3)
    assert seen == ["art_a", "art_b", "art_c"]


async def test_a_row_marked_unsent_is_published_again_and_dropped(make_pipeline: Make, database: Database) -> None:
    seen: list[str] = []
    pipeline = await make_pipeline(noting(seen))
    sent = await pipeline.transaction(lambda unit: unit.send(fact("art_a")))
    await until(lambda: seen == ["art_a"])

    assert await database.transaction(lambda session: mark_unsent(session, [sent])) == 1

    await pipeline.transaction(lambda unit: unit.send(fact("art_b")))
    await until(lambda: "art_b" in seen)
    assert seen == ["art_a", "art_b"]


async def test_a_poisonous_message_harms_only_itself(
    make_pipeline: Make, bus: Bus, database: Database, buried: list[tuple[Message, str]]
) -> None:
    seen: list[str] = []

    def handle(unit: Unit, data: ArticleProgressed) -> None:
        if data.article_id == "art_bad":
            raise ValueError("cannot be\0 handled")
        seen.append(data.article_id)

    await make_pipeline(Subscription((ArticleProgressed,), handle))
    await publish(bus, fact("art_a"), fact("art_bad"), fact("art_b"))

    await until(lambda: len(buried) == 1 and seen[-2:] == ["art_a", "art_b"])
    rows = await dead_rows(database, 1)
    assert [(row.key, row.error, row.reason, row.tries) for row in rows] == [
        ("art_bad", "ValueError", "cannot be\ufffd handled", 3)
    ]
    assert rows[0].body == fact("art_bad").to_json()


async def test_what_is_no_message_of_ours_is_buried_at_once_with_its_bytes(
    make_pipeline: Make, bus: Bus, database: Database, buried: list[tuple[Message, str]]
) -> None:
    seen: list[str] = []
    await make_pipeline(noting(seen))
    headers = {"ce_type": ArticleProgressed.type, "ce_specversion": "1.0", "ce_id": "x", "ce_source": "/x"}
    strange = [
        Message("articles.progressed", "k\0", "id-1\0", b"\xff\xfe", {}),
        Message(
            "articles.progressed", "k", "id-2", b'{"article_id": 7}', {**headers, "ce_time": "2026-11-20T04:31:00Z"}
        ),
        Message("articles.progressed", "k", "id-3", b"{}", {**headers, "ce_time": "not a time", "x-nul": "a\0b"}),
        Envelope.wrap(ClientChanged(client_id="c", name="c", revision=1), source="x", now=NOW).to_message(),
    ]
    misplaced = Message("articles.progressed", "k", "id-4", strange[3].body, strange[3].headers)

    await bus.publish(*strange[:3], misplaced)
    await publish(bus, fact("art_a"))

    await until(lambda: seen == ["art_a"] and len(buried) == 4)
    rows = await dead_rows(database, 4)
    assert [row.tries for row in rows] == [1, 1, 1, 1]
    assert rows[0].body == b"\xff\xfe"
    assert "unknown message type" in rows[0].reason
    assert "/article_id" in rows[1].reason
    assert "does not belong" in rows[3].reason


async def test_a_handler_that_recovers_within_three_tries_loses_nothing(make_pipeline: Make, bus: Bus) -> None:
    tries: list[str] = []

    def handle(unit: Unit, data: ArticleProgressed) -> None:
        tries.append(data.article_id)
        if len(tries) < 3:
            raise ValueError("not yet")

    await make_pipeline(Subscription((ArticleProgressed,), handle))
    await publish(bus, fact("art_a"))

    await until(lambda: len(tries) == 3)


async def test_an_outage_is_waited_out_and_never_counted(
    make_pipeline: Make, bus: Bus, buried: list[tuple[Message, str]]
) -> None:
    tries: list[str] = []

    def handle(unit: Unit, data: ArticleProgressed) -> None:
        tries.append(data.article_id)
        if len(tries) < 8:
            raise DatabaseUnavailable("out")

    await make_pipeline(Subscription((ArticleProgressed,), handle))
    await publish(bus, fact("art_a"))

    await until(lambda: len(tries) == 8)
    assert buried == []


async def test_prepare_runs_outside_and_its_result_reaches_the_handler(make_pipeline: Make, bus: Bus) -> None:
    seen: list[str] = []

    async def prepare(data: ArticleProgressed) -> str:
        await asyncio.sleep(0)
        if data.article_id == "art_killer":
            raise PermanentError("killed a worker twice")
        return data.article_id.upper()

    await make_pipeline(Subscription((ArticleProgressed,), lambda unit, data: seen.append(data), prepare))
    await publish(bus, fact("art_a"), fact("art_killer"), fact("art_b"))

    await until(lambda: seen == ["ART_A", "ART_B"])


async def test_a_dead_row_replays_in_place(make_pipeline: Make, bus: Bus, database: Database) -> None:
    seen: list[str] = []
    broken = True

    def handle(unit: Unit, data: ArticleProgressed) -> None:
        if broken:
            raise ValueError("broken")
        seen.append(data.article_id)

    pipeline = await make_pipeline(Subscription((ArticleProgressed,), handle))
    await publish(bus, fact("art_a"))
    rows = await dead_rows(database, 1)
    row_id = rows[0].id
    assert row_id is not None

    assert await pipeline.replay_dead(row_id) == "broken"
    broken = False
    assert await pipeline.replay_dead(row_id) is None

    assert seen == ["art_a"]
    assert await database.read(list_dead) == []


async def test_one_trace_runs_through_send_and_process(make_pipeline: Make, spans: InMemorySpanExporter) -> None:
    seen: list[str] = []

    def relay_on(unit: Unit, data: ArticleProgressed) -> None:
        if data.version < 3:
            unit.send(fact(data.article_id, data.version + 1))
        else:
            seen.append(data.article_id)

    pipeline = await make_pipeline(Subscription((ArticleProgressed,), relay_on))
    with pipeline.telemetry.tracer.start_as_current_span("post"):
        await pipeline.transaction(lambda unit: unit.send(fact("art_a")))
    await until(lambda: seen == ["art_a"])
    await until(lambda: len(spans.get_finished_spans()) == 7)

    by_id = {span.context.span_id: span for span in spans.get_finished_spans() if span.context}
    last = next(
        span
        for span in by_id.values()
        if span.name.startswith("process")
        and not any(
            other.parent and span.context and other.parent.span_id == span.context.span_id for other in by_id.values()
        )
    )
    chain = [last.name]
    while last.parent is not None:
        last = by_id[last.parent.span_id]
        chain.append(last.name)
    assert chain == [*["process articles.progressed", "send articles.progressed"] * 3, "post"]
    assert len({span.context.trace_id for span in by_id.values() if span.context}) == 1


async def test_too_large_a_message_is_refused_before_anything_is_written(
    make_pipeline: Make, database: Database
) -> None:
    pipeline = await make_pipeline(start=False)
    huge = ArticleProgressed(
        article_id="art_a", version=1, step="failed", at=NOW, reason="я" * (MAX_MESSAGE_BYTES // 2)
    )

    with pytest.raises(TooLarge):
        await pipeline.transaction(lambda unit: unit.send(huge))

    assert await database.read(count_unsent) == 0


async def test_a_relay_that_is_woken_as_it_is_told_to_stop_stops(database: Database, bus: Bus) -> None:
    settings = PipelineSettings(relay_poll=60.0)
    relay = Relay(database, bus, owner="test", clock=lambda: datetime.now(UTC), settings=settings)
    for _ in range(3):
        running = asyncio.create_task(relay.run())
        await asyncio.sleep(0.2)  # it rests by then
        relay.wake()
        running.cancel()
        ended, _ = await asyncio.wait({running}, timeout=5.0)
        assert ended


async def test_only_one_relay_works_at_a_time(make_pipeline: Make, database: Database) -> None:
    def lease_of_another(session: Session) -> None:
        session.execute(text("insert into lease (name, owner, until) values ('outbox', 'another', '2999-01-01')"))

    await database.transaction(lease_of_another)
    seen: list[str] = []
    pipeline = await make_pipeline(noting(seen))
    await pipeline.transaction(lambda unit: unit.send(fact("art_a")))
    await asyncio.sleep(0.3)
    assert seen == []

    await database.transaction(lambda session: session.execute(text("delete from lease")))  # type: ignore[arg-type,return-value]
    await until(lambda: seen == ["art_a"])
