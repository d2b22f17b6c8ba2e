"""Classify as the bus sees it: an article in, a reading and a fact out."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from libs.bus import Message, open_bus
from libs.messages import (
    ArticleClassified,
    ArticleProgressed,
    ArticleReceived,
    Envelope,
    ReplayAnnounced,
    ReplayOrdered,
)
from libs.pipeline.tables import OutboxRow
from libs.service.service import Service
from libs.telemetry import Telemetry
from services.classify.app import build
from services.classify.settings import Settings

NOW = datetime(2026, 11, 20, 4, 31, tzinfo=UTC)
TEXT = (
    "On Thursday, 19 November, talks were held in Astana between Minister of Transport of Kazakhstan Daulet Serikbayev "
    "and Minister of Transport of Uzbekistan Rustam Yuldoshev. They discussed railways and transit."
)


def received(article_id: str, **more: Any) -> ArticleReceived:
    values = {"client_id": "cli_a", "version": 1, "content_hash": "h", "received_at": NOW, "published_at": "2026-11-20"}
    return ArticleReceived.model_validate({"article_id": article_id, **values, **more})


@pytest.fixture
async def classify(any_database_url: str, tmp_path: Path, telemetry: Telemetry) -> AsyncIterator[Service]:
    given = {"embedded": True, "database_url": any_database_url, "bus_url": f"sqlite:///{tmp_path / 'bus.sqlite'}"}
    settings = Settings.model_validate({**given, "instance": "test", "workers": 1})
    service = build(settings, telemetry=telemetry, bus=open_bus(settings.bus, instance="test"))
    await service.start()
    yield service
    await service.stop()


async def sent(service: Service, count: int) -> list[Any]:
    """The data of all messages that the service told, once there are that many."""
    from sqlalchemy import select

    for _ in range(600):
        rows = await service.database.read(lambda session: list(session.execute(select(OutboxRow)).scalars()))
        if len(rows) >= count:
            return [
                Envelope.of(Message(row.topic, row.key, row.message_id, row.body, row.headers)).data for row in rows
            ]
        await asyncio.sleep(0.05)
    raise AssertionError("nothing was told in time")


async def test_every_version_is_answered_with_a_reading_and_a_fact(classify: Service) -> None:
    kazakh = "Бүгін Астанада Қазақстан мен Өзбекстан көлік министрлері кездесіп, теміржол тасымалын талқылады."
    articles = [
        received("art_read", text=TEXT),
        received("art_nothing", text="The weather in Astana stays sunny, the forecasters say. It will be warm."),
        received("art_kazakh", text=kazakh),
        received("art_gone", withdrawn=True),
    ]
    envelopes = [Envelope.wrap(one, source="ingest", now=NOW).to_message() for one in articles]
    odd = Message("articles.received", "art_odd", "msg_odd", b"{}", {**envelopes[0].headers, "ce_subject": "art_odd/3"})
    await classify.pipeline.bus.publish(*envelopes, odd)

    told = await sent(classify, 9)

    readings = {one.article_id: one for one in told if isinstance(one, ArticleClassified)}
    facts = {one.article_id: one for one in told if isinstance(one, ArticleProgressed)}
    assert set(readings) == {"art_read", "art_nothing", "art_kazakh", "art_gone"}
    report = readings["art_read"].reports[0]
    assert (report.kind, report.status, report.parties) == ("meeting", "held", ("KZ", "UZ"))
    assert facts["art_read"].reports[0].id == report.id
    assert readings["art_nothing"].reports == ()
    assert readings["art_kazakh"].outcome == "unsupported_language"
    assert readings["art_gone"].outcome == "withdrawn"
    assert (facts["art_odd"].step, facts["art_odd"].service, facts["art_odd"].version) == ("failed", "classify", 3)


async def test_a_replay_is_handed_on_and_its_articles_carry_its_name(classify: Service) -> None:
    replay = ReplayOrdered(
        run="run_a",
        revision=2,
        since=NOW,
        until=NOW,
        client_id="cli_a",
        by="operator",
        started_at=NOW,
        articles=2,
        complete=True,
    )
    read = received("art_read", text=TEXT, run="run_a")
    envelopes = [Envelope.wrap(one, source="ingest", now=NOW, run="run_a").to_message() for one in (replay, read)]
    body = json.dumps({"run": "run_a", "version": "one"}).encode()
    odd = Message("articles.received", "art_odd", "msg_odd", body, {**envelopes[1].headers, "ce_subject": "art_odd/3"})
    await classify.pipeline.bus.publish(*envelopes, odd)

    told = await sent(classify, 4)

    (announced,) = [one for one in told if isinstance(one, ReplayAnnounced)]
    assert announced.model_dump() == replay.model_dump()
    assert {one.run for one in told} == {"run_a"}
    assert [one.article_id for one in told if isinstance(one, ArticleClassified)] == ["art_read"]
    facts = {one.article_id: one.step for one in told if isinstance(one, ArticleProgressed)}
    assert facts == {"art_read": "classified", "art_odd": "failed"}


async def test_a_text_is_read_at_once_without_being_kept(classify: Service) -> None:
    transport = httpx.ASGITransport(classify.app, client=("127.0.0.1", 5000))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8000") as client:
        answer = await client.post("/v1/extract", json={"text": TEXT, "published_at": "2026-11-20"})
        assert answer.status_code == 200
        event = answer.json()["events"][0]
        assert event["date"] == {"start": "2026-11-19", "end": None, "precision": "day"}
        assert (await client.post("/v1/extract", json={"text": " "})).status_code == 422
        assert (await client.post("/v1/extract", json={"text": "a", "published_at": "x"})).status_code == 422

        page = await client.post(
            "/try", data={"text": TEXT, "published_at": "2026-11-20"}, headers={"Sec-Fetch-Site": "same-origin"}
        )
        assert page.status_code == 200
        assert "<mark" in page.text
        assert "Astana" in page.text
        refused = await client.post("/try", data={"text": TEXT}, headers={"Sec-Fetch-Site": "cross-site"})
        assert refused.status_code == 403

        words = (await client.get("/v1/vocabulary")).json()
        sector = next(one for one in words["sectors"] if one["code"] == "agriculture")
        assert sector["labels"] == {"en": "agriculture", "ru": "сельское хозяйство", "de": "Landwirtschaft"}
