"""The CloudEvents 1.0 envelope around every message, in the binary mode of the Kafka protocol binding.

https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/kafka-protocol-binding.md
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from libs.bus.base import Message
from libs.messages.ids import make_id
from libs.messages.values import format_moment

CONTENT_TYPE = "application/json"
SCHEMA_ROOT = "https://communique.example.org/schemas/messages/"
"""What names the schemas wherever the platform runs (the attribute must be absolute); each platform serves them too."""


class InvalidMessage(ValueError):
    """The bytes are not a message of ours: no envelope, an unknown type, or data that its schema refuses."""


class Data(BaseModel):
    """Base of all message data. Unknown fields are let through, so that a newer producer harms no older consumer."""

    model_config = ConfigDict(extra="ignore", frozen=True, allow_inf_nan=False)

    type: ClassVar[str]
    topic: ClassVar[str]

    def key(self) -> str:
        """What the topic is partitioned by."""
        raise NotImplementedError

    def subject(self) -> str:
        """What distinguishes this message from others of its type; same subject and run, same message id."""
        raise NotImplementedError

    def to_json(self) -> bytes:
        """UTF-8, nothing escaped that need not be."""
        return self.model_dump_json().encode()


D = TypeVar("D", bound=Data)

TYPES: dict[str, type[Data]] = {}


def register(cls: type[D]) -> type[D]:
    TYPES[cls.type] = cls
    return cls


@dataclass(frozen=True, slots=True)
class Envelope:
    """One message with its CloudEvents attributes. `source` is the service that says it, like `/services/store`."""

    id: str
    source: str
    time: datetime
    data: Data
    traceparent: str | None = None
    tracestate: str | None = None

    @classmethod
    def wrap(cls, data: Data, *, source: str, now: datetime, run: str = "", traceparent: str | None = None) -> Envelope:
        """The message id comes from type, subject and run (empty, or a replay's)."""
        return cls(make_id("msg", data.type, data.subject(), run), f"/services/{source}", now, data, traceparent)

    def to_message(self) -> Message:
        headers = {
            "ce_specversion": "1.0",
            "ce_id": self.id,
            "ce_source": self.source,
            "ce_type": self.data.type,
            "ce_subject": self.data.subject(),
            "ce_time": format_moment(self.time),
            "ce_dataschema": f"{SCHEMA_ROOT}{self.data.type}.json",
            "content-type": CONTENT_TYPE,
        }
        if self.traceparent:
            headers["traceparent"] = self.traceparent
        if self.tracestate:
            headers["tracestate"] = self.tracestate
        return Message(self.data.topic, self.data.key(), self.id, self.data.to_json(), headers)

    @classmethod
    def of(cls, message: Message) -> Envelope:
        """The envelope of a message as it came; raises `InvalidMessage` with a reason in one line."""
        kind = TYPES.get(message.headers.get("ce_type", ""))
        if kind is None:
            raise InvalidMessage(f"unknown message type {message.headers.get('ce_type')!r}")
        for name in ("ce_specversion", "ce_id", "ce_source", "ce_time"):
            if not message.headers.get(name):
                raise InvalidMessage(f"the message has no {name}")
        try:
            data = kind.model_validate_json(message.body)
            time = datetime.fromisoformat(message.headers["ce_time"])
        except ValidationError as error:
            raise InvalidMessage(f"{kind.type}: {_first(error)}") from error
        except ValueError as error:
            raise InvalidMessage(f"{kind.type}: {error}") from error
        if time.tzinfo is None:
            raise InvalidMessage(f"{kind.type}: ce_time has no offset")
        headers: dict[str, Any] = dict(message.headers)
        return cls(
            headers["ce_id"], headers["ce_source"], time, data, headers.get("traceparent"), headers.get("tracestate")
        )


def run_in(body: bytes) -> str:
    """The replay that a message's body names, also where the body is otherwise none of ours; empty where none."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    run = told.get("run") if isinstance(told, dict) else None
    return run if isinstance(run, str) else ""


def _first(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    return f"/{'/'.join(map(str, first['loc']))}: {first['msg']}"
