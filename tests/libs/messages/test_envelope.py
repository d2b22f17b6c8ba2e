from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from libs.bus.base import Message
from libs.messages import ArticleProgressed, ArticleReceived, Envelope, InvalidMessage
from libs.messages.envelope import SCHEMA_ROOT, TYPES

NOW = datetime(2026, 11, 20, 4, 31, 7, 412_345, UTC)
TRACE = "00-7c1f0a5be2d94c3e8f6a9b1d24e07f53-3f8e21c07ad4b965-01"


def received(**more: Any) -> ArticleReceived:
    known: dict[str, Any] = {"article_id": "art_1", "client_id": "cli_1", "version": 2, "content_hash": "0f"}
    return ArticleReceived(**(known | {"received_at": NOW, "text": "Министры встретились"} | more))


def wrapped(**more: Any) -> Envelope:
    return Envelope.wrap(received(**more), source="ingest", now=NOW)


def changed(message: Message, **headers: str | None) -> Message:
    merged: dict[str, str | None] = {**message.headers, **headers}
    return replace(message, headers={name: value for name, value in merged.items() if value is not None})


def test_a_message_carries_all_attributes_as_headers() -> None:
    envelope = replace(wrapped(), traceparent=TRACE, tracestate="vendor=1")
    message = envelope.to_message()
    assert dict(message.headers) == {
        "ce_specversion": "1.0",
        "ce_id": message.id,
        "ce_source": "/services/ingest",
        "ce_type": "communique.article.received.v1",
        "ce_subject": "art_1/2",
        "ce_time": "2026-11-20T04:31:07.412Z",
        "ce_dataschema": f"{SCHEMA_ROOT}communique.article.received.v1.json",
        "content-type": "application/json",
        "traceparent": TRACE,
        "tracestate": "vendor=1",
    }


def test_a_message_goes_to_its_topic_under_its_key() -> None:
    message = wrapped().to_message()
    assert (message.topic, message.key) == ("articles.received", "art_1")


def test_letters_of_any_script_are_written_as_they_are() -> None:
    assert "Министры встретились".encode() in wrapped().to_message().body


def test_without_a_trace_there_are_no_trace_headers() -> None:
    assert not {"traceparent", "tracestate"} & wrapped().to_message().headers.keys()


def test_the_same_said_twice_has_the_same_id() -> None:
    later = Envelope.wrap(received(), source="ingest", now=NOW + timedelta(days=1))
    assert later.id == wrapped().id


def test_another_version_or_run_has_another_id() -> None:
    replayed = Envelope.wrap(received(), source="ingest", now=NOW, run="run_1")
    assert len({wrapped().id, wrapped(version=3).id, replayed.id}) == 3


def test_a_message_reads_back_as_what_was_sent() -> None:
    envelope = replace(wrapped(), traceparent=TRACE, tracestate="vendor=1")
    again = Envelope.of(envelope.to_message())
    assert again == replace(envelope, time=NOW.replace(microsecond=412_000))


def test_a_time_of_another_zone_is_sent_in_utc() -> None:
    envelope = replace(wrapped(), time=datetime(2026, 11, 20, 9, 31, 7, tzinfo=timezone(timedelta(hours=5))))
    assert envelope.to_message().headers["ce_time"] == "2026-11-20T04:31:07.000Z"


def test_what_a_newer_producer_adds_does_no_harm() -> None:
    message = wrapped().to_message()
    message = replace(message, body=message.body[:-1] + b',"mood":"good"}')
    assert Envelope.of(changed(message, ce_mood="good")).data == received()


@pytest.mark.parametrize("name", ["ce_specversion", "ce_id", "ce_source", "ce_time"])
def test_a_message_without_a_required_attribute_is_refused(name: str) -> None:
    with pytest.raises(InvalidMessage, match=f"has no {name}"):
        Envelope.of(changed(wrapped().to_message(), **{name: None}))


@pytest.mark.parametrize("kind", [None, "", "communique.article.received.v2"])
def test_a_message_of_an_unknown_type_is_refused(kind: str | None) -> None:
    with pytest.raises(InvalidMessage, match="unknown message type"):
        Envelope.of(changed(wrapped().to_message(), ce_type=kind))


@pytest.mark.parametrize("time", ["yesterday", "2026-11-20T04:31:07"])
def test_a_time_that_is_none_is_refused(time: str) -> None:
    with pytest.raises(InvalidMessage, match=r"communique\.article\.received\.v1: "):
        Envelope.of(changed(wrapped().to_message(), ce_time=time))


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"article_id": "art_1"}'])
def test_a_body_that_the_schema_refuses_is_refused_in_one_line(body: bytes) -> None:
    with pytest.raises(InvalidMessage) as caught:
        Envelope.of(replace(wrapped().to_message(), body=body))
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith("communique.article.received.v1: ")


def test_the_reason_names_the_place_and_not_the_content() -> None:
    body = wrapped().to_message().body.replace(b'"version":2', b'"version":"secret"')
    with pytest.raises(InvalidMessage, match="/version: ") as caught:
        Envelope.of(replace(wrapped().to_message(), body=body))
    assert "secret" not in str(caught.value)


def test_every_type_is_registered_under_its_name() -> None:
    assert {name: cls.type for name, cls in TYPES.items()} == {name: name for name in TYPES}
    assert len(TYPES) == 8


def test_facts_of_one_article_have_subjects_of_their_own() -> None:
    fact = ArticleProgressed(article_id="art_1", version=1, step="recorded", at=NOW)
    facts = [
        fact,
        fact.model_copy(update={"version": 2}),
        fact.model_copy(update={"step": "failed", "service": "store"}),
        fact.model_copy(update={"step": "failed", "service": "notify"}),
        fact.model_copy(update={"step": "alerted", "record_id": "evt_1", "record_version": 1}),
        fact.model_copy(update={"step": "alerted", "record_id": "evt_1", "record_version": 2}),
        fact.model_copy(update={"step": "delivered", "record_id": "evt_1", "delivery_id": "alt_1"}),
    ]
    assert len({fact.subject() for fact in facts}) == len(facts)
    assert {fact.key() for fact in facts} == {"art_1"}
    assert facts[0].subject() == "art_1/1/recorded"
