from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from libs.bus.base import MAX_MESSAGE_BYTES
from libs.messages.envelope import TYPES, Envelope
from schemas.generate import FOLDER, SURFACE
from tests.contracts import story
from tests.contracts.asyncapi import faults, read, resolve

DOCUMENT = read(FOLDER / "asyncapi.yaml")
TOPICS = {cls.topic for cls in TYPES.values()}
SERVICES = {"ingest", "classify", "store", "notify"}
FLOW: dict[str, tuple[set[str], set[str]]] = {
    "articles.received": ({"ingest"}, {"classify"}),
    "articles.classified": ({"classify"}, {"store"}),
    "events.recorded": ({"store"}, {"notify"}),
    "articles.progressed": ({"classify", "store", "notify"}, {"ingest"}),
    "clients.changed": ({"ingest"}, SERVICES - {"ingest"}),
}


def on_kafka() -> dict[str, Any]:
    servers = {name: channel["servers"] for name, channel in DOCUMENT["channels"].items()}
    return {
        name: channel
        for name, channel in DOCUMENT["channels"].items()
        if servers[name] == [{"$ref": "#/servers/kafka"}]
    }


def messages_of(channel: Any) -> list[Any]:
    return [resolve(target["$ref"], DOCUMENT) for target in channel["messages"].values()]


def test_the_document_is_well_formed() -> None:
    assert faults(DOCUMENT, FOLDER) == []


def test_the_topics_are_those_of_the_classes() -> None:
    assert sorted(channel["address"] for channel in on_kafka().values()) == sorted(TOPICS)


def test_each_topic_carries_the_types_of_the_classes() -> None:
    for channel in on_kafka().values():
        types = {message["name"] for message in messages_of(channel)}
        assert types == {name for name, cls in TYPES.items() if cls.topic == channel["address"]}


def test_each_message_is_named_by_its_class_and_has_its_schema() -> None:
    for channel in on_kafka().values():
        for name, message in zip(channel["messages"], messages_of(channel), strict=True):
            assert TYPES[message["name"]].__name__ == name
            assert message["payload"] == {"$ref": f"messages/{message['name']}.json"}
            assert message["contentType"] == DOCUMENT["defaultContentType"] == "application/json"


def test_each_key_is_taken_from_where_the_document_says() -> None:
    for channel in on_kafka().values():
        for message in messages_of(channel):
            data = story.message(message["name"])
            key = message["bindings"]["kafka"]["key"]
            taken = resolve(f"#{key['x-taken-from']}", data)
            assert taken == TYPES[message["name"]].model_validate(data).key()
            assert Draft202012Validator({"type": key["type"]}).is_valid(taken)


@pytest.mark.parametrize("path", story.MESSAGES, ids=lambda path: path.stem)
def test_the_headers_are_those_that_we_send(path: Any) -> None:
    data = TYPES[story.type_of(path)].model_validate_json(path.read_bytes())
    envelope = Envelope.wrap(data, source="store", now=story.NOW, traceparent=story.TRACE)
    message = next(message for message in DOCUMENT["components"]["messages"].values() if message["name"] == data.type)
    validator = Draft202012Validator({**message["headers"], "components": DOCUMENT["components"]})
    headers = dict(envelope.to_message().headers)
    validator.validate(headers)
    described = DOCUMENT["components"]["schemas"]["CloudEventsHeaders"]["properties"]
    assert headers.keys() <= described.keys()
    for name in headers.keys() - {"traceparent"}:
        assert not validator.is_valid({key: value for key, value in headers.items() if key != name}), name
    assert not validator.is_valid(headers | {"ce_type": "communique.article.lost.v1"})


def test_every_topic_takes_the_largest_message() -> None:
    for channel in on_kafka().values():
        binding = channel["bindings"]["kafka"]
        assert binding["topic"] == channel["address"]
        assert binding["topicConfiguration"]["max.message.bytes"] >= MAX_MESSAGE_BYTES


def test_each_service_says_and_hears_what_the_flow_shows() -> None:
    found: dict[str, tuple[set[str], set[str]]] = {topic: (set(), set()) for topic in TOPICS}
    for name, operation in DOCUMENT["operations"].items():
        (service,) = (tag["name"] for tag in operation["tags"])
        assert service in SERVICES
        address = resolve(operation["channel"]["$ref"], DOCUMENT)["address"]
        assert name.startswith(f"{service}-{operation['action']}s-")
        if address in TOPICS:
            found[address][operation["action"] == "receive"].add(service)
    assert found == FLOW


def test_webhook_and_stream_carry_the_bodies_of_the_surface() -> None:
    payloads = {
        name: [message["payload"]["$ref"] for message in messages_of(DOCUMENT["channels"][name])]
        for name in ("webhook", "stream")
    }
    assert payloads == {
        "webhook": ["surface/alert.v1.json", "surface/notice.v1.json"],
        "stream": ["surface/alert.v1.json"],
    }
    assert {f"surface/{name}.json" for name in SURFACE} == set(payloads["webhook"])


def _drop_title(document: Any) -> None:
    del document["info"]["title"]


def _misspell(document: Any) -> None:
    document["operations"]["ingest-sends-articles-received"]["chanel"] = {}


def _point_nowhere(document: Any) -> None:
    document["channels"]["stream"]["messages"]["StreamedAlert"]["$ref"] = "#/components/messages/Lost"


def _lose_a_file(document: Any) -> None:
    document["components"]["messages"]["Alert"]["payload"]["$ref"] = "surface/lost.json"


def _shout(document: Any) -> None:
    document["operations"]["notify-sends-stream"]["action"] = "shout"


def _repeat_an_address(document: Any) -> None:
    document["channels"]["stream"]["address"] = "events.recorded"


def _forget_a_variable(document: Any) -> None:
    del document["servers"]["subscriber"]["variables"]


def _speak_an_old_version(document: Any) -> None:
    document["asyncapi"] = "2.6.0"


def _describe_in_place(document: Any) -> None:
    document["channels"]["stream"]["servers"] = [{"host": "localhost", "protocol": "http"}]


@pytest.mark.parametrize(
    ("harm", "fault"),
    [
        (_drop_title, "info: title is missing"),
        (_misspell, "operations/ingest-sends-articles-received: chanel is unknown"),
        (_point_nowhere, "#/components/messages/Lost: a reference to nothing"),
        (_lose_a_file, "surface/lost.json: a reference to nothing"),
        (_shout, "operations/notify-sends-stream: its action is neither send nor receive"),
        (_repeat_an_address, "channels: events.recorded stands twice"),
        (_forget_a_variable, "servers/subscriber: its host and its variables differ"),
        (_speak_an_old_version, "document: not AsyncAPI 3.0.0"),
        (_describe_in_place, "channels/stream: a server that is no reference to one"),
    ],
)
def test_a_fault_is_found(harm: Callable[[Any], None], fault: str) -> None:
    document = deepcopy(DOCUMENT)
    harm(document)
    assert fault in faults(document, FOLDER)
