"""Each example is one whole story's piece: its class reads it, its schema accepts it, and nothing in it is lost."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pydantic import BaseModel

from libs.messages.alerts import MAX_ALERT_BYTES, Alert, Notice
from libs.messages.envelope import TYPES
from libs.messages.records import Record
from schemas.generate import FOLDER
from tests.contracts import story

HERE_ONLY = {"url", "page"}
"""What the HTTP body of a record has beside the record."""


def named(paths: list[Path]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("path", paths, ids=lambda path: path.stem)


def test_every_message_type_has_an_example_and_every_example_a_type() -> None:
    assert {story.type_of(path) for path in story.MESSAGES} == TYPES.keys()


@named(story.MESSAGES)
def test_a_message_example_is_accepted_by_its_schema(path: Path) -> None:
    schema = story.load(FOLDER / "messages" / f"{story.type_of(path)}.json")
    Draft202012Validator(schema).validate(story.load(path))


@named(story.MESSAGES)
def test_a_message_example_is_complete_and_written_as_it_was_read(path: Path) -> None:
    data = TYPES[story.type_of(path)].model_validate_json(path.read_bytes())
    assert json.loads(data.to_json()) == story.load(path)


@pytest.mark.parametrize(("name", "schema", "cls"), [("alert", "alert.v1", Alert), ("notice", "notice.v1", Notice)])
def test_a_webhook_body_is_accepted_and_written_as_it_was_read(name: str, schema: str, cls: type[BaseModel]) -> None:
    body = story.surface(name)
    Draft202012Validator(story.load(FOLDER / "surface" / f"{schema}.json")).validate(body)
    assert missing(body, cls.model_validate(body).model_dump(mode="json")) == []


def test_an_alert_is_small() -> None:
    assert len(json.dumps(story.surface("alert"), ensure_ascii=False).encode()) < MAX_ALERT_BYTES


def test_the_record_of_the_surface_is_the_record_of_the_message() -> None:
    body = story.surface("event")
    record = Record.model_validate(body)
    assert missing({name: value for name, value in body.items() if name not in HERE_ONLY}, dump(record)) == []
    assert dump(record) == story.message("communique.meeting.recorded.v1")["record"]


def test_every_example_is_used() -> None:
    used = {"post-article", "post-article-announced", "receipt", "journey", "event", "subscription", "alert", "notice"}
    assert {path.stem for path in story.SURFACE} == used
    assert {path.name for path in story.EXAMPLES.iterdir()} == {"messages", "surface", "envelope.json"}


def dump(model: BaseModel) -> Any:
    return model.model_dump(mode="json")


def missing(told: Any, kept: Any, at: str = "") -> list[str]:
    """What a body tells and the class does not keep; the class may add what was left out."""
    if isinstance(told, dict) and isinstance(kept, dict):
        return [
            line
            for name, value in told.items()
            for line in (missing(value, kept[name], f"{at}/{name}") if name in kept else [f"{at}/{name}"])
        ]
    if isinstance(told, list) and isinstance(kept, list) and len(told) == len(kept):
        pairs = enumerate(zip(told, kept, strict=True))
        return [line for index, (before, after) in pairs for line in missing(before, after, f"{at}/{index}")]
    return [] if told == kept else [at]
