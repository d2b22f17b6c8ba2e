"""A class and its schema file say the same."""

from __future__ import annotations

import json
import shutil
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator
from pydantic import BaseModel, ValidationError

from libs.messages import articles, values
from libs.messages.envelope import SCHEMA_ROOT, TYPES
from schemas import generate
from tests.contracts import story
from tests.contracts.bodies import bodies

CLASSES: dict[str, type[BaseModel]] = {f"messages/{name}": cls for name, cls in TYPES.items()}
CLASSES |= {f"surface/{name}": cls for name, cls in generate.SURFACE.items()}
EXAMPLE_OF = {"surface/alert.v1": "surface/alert.json", "surface/notice.v1": "surface/notice.json"}


def schema_of(name: str) -> Any:
    return story.load(generate.FOLDER / f"{name}.json")


def example_of(name: str) -> Any:
    return story.load(story.EXAMPLES / EXAMPLE_OF.get(name, f"{name}.json"))


def test_the_schema_files_are_what_the_generator_writes() -> None:
    assert generate.differences(generate.FOLDER) == []


def test_generating_again_gives_the_same() -> None:
    assert generate.schema_files() == generate.schema_files()


@pytest.mark.parametrize("harm", ["changed", "missing", "stray"])
def test_check_fails_when_a_file_differs(
    harm: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for room in generate.IDS:
        shutil.copytree(generate.FOLDER / room, tmp_path / room)
    monkeypatch.setattr(generate, "FOLDER", tmp_path)
    assert generate.main(["--check"]) == 0
    file = tmp_path / "messages" / "communique.client.changed.v1.json"
    if harm == "changed":
        file.write_text(file.read_text(encoding="utf-8").replace("revision", "edition"), encoding="utf-8")
    elif harm == "missing":
        file.unlink()
    else:
        file = file.rename(file.with_name("communique.client.moved.v1.json"))
    assert generate.main(["--check"]) == 1
    assert file.name in capsys.readouterr().err
    if harm != "stray":
        assert generate.main([]) == 0
        assert generate.main(["--check"]) == 0


def test_an_unknown_argument_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert generate.main(["--chekc"]) == 2
    assert "usage" in capsys.readouterr().err


@pytest.mark.parametrize("name", CLASSES)
def test_a_schema_is_valid_and_named_and_described(name: str) -> None:
    schema = schema_of(name)
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == generate.DIALECT
    assert schema["$id"] == f"{SCHEMA_ROOT.removesuffix('messages/')}{name}.json"
    assert schema["title"] == CLASSES[name].__name__
    assert len(schema["description"]) > 20


@pytest.mark.parametrize("name", CLASSES)
def test_class_and_schema_refuse_a_body_without_a_required_property(name: str) -> None:
    for field in schema_of(name)["required"]:
        body = example_of(name)
        del body[field]
        assert not accepted_by_schema(name, body), field
        assert not accepted_by_class(name, body), field


@pytest.mark.parametrize("name", CLASSES)
def test_class_and_schema_let_unknown_properties_through(name: str) -> None:
    body = example_of(name) | {"added_by_a_newer_version": {"deep": [1, None]}}
    assert accepted_by_schema(name, body)
    assert accepted_by_class(name, body)


@pytest.mark.parametrize(
    ("name", "at", "bad"),
    [
        ("messages/communique.article.progressed.v1", "step", "printed"),
        ("messages/communique.article.classified.v1", "outcome", "guessed"),
        ("messages/communique.article.classified.v1", "boilerplate", [[1, 2, 3]]),
        ("messages/communique.article.classified.v1", "boilerplate", [[1]]),
        ("messages/communique.article.received.v1", "version", "first"),
        ("messages/communique.article.received.v1", "text", 7),
        ("messages/communique.article.received.v1", "source", ["Steppe Courier"]),
        ("messages/communique.meeting.recorded.v1", "change", "renamed"),
        ("messages/communique.meeting.recorded.v1", "record", None),
        ("messages/communique.agreement.recorded.v1", "caused_by", [{"article_id": "art_1"}]),
        ("messages/communique.client.changed.v1", "keys", [{"id": "key_1", "hash": "0", "scopes": ["root"]}]),
        ("surface/alert.v1", "type", "meeting.deleted"),
        ("surface/notice.v1", "type", "test.pong"),
    ],
)
def test_class_and_schema_refuse_the_same_bad_value(name: str, at: str, bad: Any) -> None:
    body = deepcopy(example_of(name))
    body[at] = bad
    assert not accepted_by_schema(name, body)
    assert not accepted_by_class(name, body)


@pytest.mark.parametrize("name", CLASSES)
def test_whatever_a_class_holds_its_schema_accepts_and_it_reads_back(name: str) -> None:
    validator = Draft202012Validator(schema_of(name))

    @given(bodies(CLASSES[name]))
    @settings(max_examples=20, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    def holds(data: BaseModel) -> None:
        written = data.model_dump_json()
        validator.validate(json.loads(written))
        assert CLASSES[name].model_validate_json(written) == data

    holds()


def test_the_codes_of_the_vocabulary_stand_as_enumerations() -> None:
    report = schema_of("messages/communique.article.classified.v1")["$defs"]["Report"]["properties"]
    assert tuple(report["kind"]["enum"]) == values.KINDS
    assert set(report["status"]["enum"]) == {status for group in values.STATUSES.values() for status in group}
    assert tuple(report["channel"]["anyOf"][0]["enum"]) == values.CHANNELS
    assert report["prominence"]["enum"] == ["main", "background"]


def test_a_source_of_a_record_has_every_guide_field_of_a_report() -> None:
    around = {"confidence", "field_confidence", "evidence", "postpones"}
    assert articles.SourceReport.model_fields.keys() == articles.Report.model_fields.keys() - around


def accepted_by_schema(name: str, body: Any) -> bool:
    return bool(Draft202012Validator(schema_of(name)).is_valid(body))


def accepted_by_class(name: str, body: Any) -> bool:
    try:
        CLASSES[name].model_validate_json(json.dumps(body))
    except ValidationError:
        return False
    return True
