"""Whatever our OpenAPI allows, and what it does not, is answered as it says: requests made up from the document.

Half of the requests name records, articles and subscriptions that are there. `COMMUNIQUE_FUZZ_SECONDS` gives it longer.
"""

from __future__ import annotations

import itertools
import json
import os
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

import schemas
from tests.flow.articles import ENGLISH, RUSSIAN
from tests.support.platforms import Embedded, until
from tests.support.ports import free_port

DOCUMENT = Path(schemas.__file__).parent / "openapi.json"
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
SECONDS = float(os.environ.get("COMMUNIQUE_FUZZ_SECONDS", "20"))
EACH = 3  # requests to an operation in one round
NOBODY = f"http://127.0.0.1:{free_port()}/alerts"  # nothing is sent to anybody
ENDLESS = {"GET /v1/stream"}
SHAPELESS = {
    "GET /v1/export/articles.ndjson",  # a line is what `communique extract` reads
    "GET /v1/export/records.ndjson",  # a line is one record
    "GET /v1/subscriptions/{subscription_id}/feed.{kind}",  # JSON Feed, of three kinds
    "GET /v1/vocabulary",
    "POST /v1/articles:batch",  # a line is a receipt or a problem
    "POST /v1/extract",
}
OUR_OWN = {"DELETE /v1/keys/{key_id}", "PATCH /v1/clients/{client_id}"}  # would lock us out


@pytest.fixture
def known(embedded: Embedded) -> dict[str, str]:
    """Names of things that are there, by the parameter that takes them."""
    http = embedded.http

    def made(path: str, body: dict[str, Any]) -> dict[str, Any]:
        answer = http.post(path, json=body)
        assert answer.is_success, answer.text
        shown: dict[str, Any] = answer.json()
        return shown

    ids = [made("/v1/articles", one)["id"] for one in (ENGLISH, RUSSIAN)]
    until(lambda: all(http.get(f"/v1/articles/{one}").json()["done"] for one in ids), 60)
    record = http.get("/v1/events").json()["items"][0]["id"]
    channel = {"type": "webhook", "url": NOBODY}
    subscription = made("/v1/subscriptions", {"name": "a", "filter": {"kinds": ["meeting"]}, "channel": channel})
    correction = made("/v1/corrections", {"action": "retract", "record": record, "reason": "a"})
    http.delete(f"/v1/corrections/{correction['id']}").raise_for_status()
    return {
        "article_id": ids[1],
        "record_id": record,
        "subscription_id": subscription["id"],
        "correction_id": correction["id"],
        "kind": "atom",
        "url": NOBODY,
    }


def test_every_answer_in_json_says_how_it_looks() -> None:
    shapeless = {
        f"{method.upper()} {path}"
        for path, operations in json.loads(DOCUMENT.read_text("utf-8"))["paths"].items()
        for method, operation in operations.items()
        for code, answer in operation["responses"].items()
        for media_type, content in answer.get("content", {}).items()
        if code[0] == "2" and media_type.endswith("json") and not _is_shape(content.get("schema", {}))
    }
    assert shapeless == SHAPELESS


def _is_shape(schema: dict[str, Any]) -> bool:
    return "$ref" in schema or "properties" in schema or "anyOf" in schema


@pytest.mark.timeout(SECONDS + 120)
def test_every_answer_is_one_that_the_document_names(embedded: Embedded, known: dict[str, str]) -> None:
    """Operations in turn, until the time is over: valid requests and invalid ones."""
    end = time.monotonic() + SECONDS
    failures: dict[str, str] = {}
    asked = dict.fromkeys((operation.label for operation in _operations()), 0)
    for turn in itertools.count():
        for operation in _operations():
            mode = GenerationMode.POSITIVE if turn % 2 == 0 else GenerationMode.NEGATIVE
            if turn and time.monotonic() > end:
                assert not failures, "\n".join(failures.values())
                assert all(asked.values()), [label for label, number in asked.items() if not number]
                return
            asked[operation.label] += _ask(operation, mode, turn, embedded, known, failures)


def _operations() -> Iterator[Any]:
    schema = schemathesis.openapi.from_path(DOCUMENT)
    for found in schema.get_all_operations():
        operation = found.ok()
        if operation.label not in ENDLESS | OUR_OWN:
            yield operation


def _ask(
    operation: Any, mode: GenerationMode, turn: int, platform: Embedded, known: dict[str, str], failures: dict[str, str]
) -> int:
    """How many requests were made; what was wrong with their answers is noted."""
    numbers = itertools.count()
    headers = {"Authorization": platform.http.headers["Authorization"]}
    base = str(platform.http.base_url).rstrip("/")

    @seed(turn)
    @settings(
        max_examples=EACH,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Case) -> None:
        at = next(numbers)
        _name_what_is_there(case, known, random.Random(f"{turn} {at}").random() < 0.5)
        answer = case.call(base_url=base, headers=headers, timeout=30)
        try:
            case.validate_response(answer, checks=CHECKS)
        except (Failure, FailureGroup) as failure:
            failures.setdefault(operation.label, f"{operation.label}: {failure} {case.as_curl_command()}")

    try:
        ask()
    except Unsatisfiable:
        assert mode is GenerationMode.NEGATIVE, operation.label  # what takes nothing cannot be asked wrongly
    return next(numbers)


def _name_what_is_there(case: Case, known: dict[str, str], named: bool) -> None:
    if named and case.path_parameters:
        case.path_parameters.update({name: known[name] for name in case.path_parameters if name in known})
    body = case.body
    if isinstance(body, dict) and isinstance(body.get("channel"), dict) and "url" in body["channel"]:
        body["channel"]["url"] = known["url"]
