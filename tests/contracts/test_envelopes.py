"""What we put on a topic is a CloudEvent to a reader that is not ours."""

from __future__ import annotations

from pathlib import Path

import pytest
from cloudevents.core.bindings.kafka import KafkaMessage, from_binary, to_binary
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent
from jsonschema import Draft202012Validator

from libs.bus.base import Message
from libs.messages.envelope import TYPES, Envelope
from schemas.generate import FOLDER
from tests.contracts import story


def sent(path: Path) -> Message:
    data = TYPES[story.type_of(path)].model_validate_json(path.read_bytes())
    return Envelope.wrap(data, source="store", now=story.NOW, traceparent=story.TRACE).to_message()


def as_kafka(message: Message) -> KafkaMessage:
    headers = {name: value.encode() for name, value in message.headers.items()}
    return KafkaMessage(headers=headers, key=message.key.encode(), value=message.body)


@pytest.mark.parametrize("path", story.MESSAGES, ids=lambda path: path.stem)
def test_the_cloudevents_package_reads_what_we_send(path: Path) -> None:
    message = sent(path)
    event = from_binary(as_kafka(message), JSONFormat())
    assert isinstance(event, CloudEvent)
    assert event.get_specversion() == "1.0"
    assert event.get_id() == message.id
    assert event.get_source() == "/services/store"
    assert event.get_type() == story.type_of(path)
    assert event.get_subject() == message.headers["ce_subject"]
    assert event.get_time() == story.NOW
    assert event.get_datacontenttype() == "application/json"
    assert event.get_dataschema() == story.load(FOLDER / "messages" / f"{story.type_of(path)}.json")["$id"]
    assert event.get_extension("partitionkey") == message.key
    assert event.get_data() == story.load(path)


@pytest.mark.parametrize("path", story.MESSAGES, ids=lambda path: path.stem)
def test_we_read_what_the_cloudevents_package_sends(path: Path) -> None:
    message = sent(path)
    theirs = to_binary(from_binary(as_kafka(message), JSONFormat()), JSONFormat())
    headers = {name: value.decode() for name, value in theirs.headers.items()}
    again = Envelope.of(Message(message.topic, message.key, message.id, theirs.value, headers))
    ours = Envelope.of(message)
    assert (again.id, again.source, again.time, again.data) == (ours.id, ours.source, ours.time, ours.data)


@pytest.mark.parametrize("path", story.MESSAGES, ids=lambda path: path.stem)
def test_every_message_that_goes_out_keeps_its_schema(path: Path) -> None:
    event = from_binary(as_kafka(sent(path)), JSONFormat())
    schemas = {story.load(file)["$id"]: story.load(file) for file in (FOLDER / "messages").glob("*.json")}
    Draft202012Validator(schemas[str(event.get_dataschema())]).validate(event.get_data())


def test_the_example_of_an_envelope_is_what_we_send() -> None:
    example = story.load(story.EXAMPLES / "envelope.json")
    message = sent(story.EXAMPLES / example["data"])
    assert (message.topic, message.key, dict(message.headers)) == (
        example["topic"],
        example["key"],
        example["headers"],
    )
