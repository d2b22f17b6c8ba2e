from __future__ import annotations

import json
import re

import pytest

from libs.service.caddyfile import caddyfile
from libs.service.limits import CAPS, DEFAULT_CAP, too_large
from libs.service.paths import PATHS, SERVICES, service_of

EXPECTED = {
    "/v1/articles": "ingest",
    "/v1/articles:batch": "ingest",
    "/v1/articles:replay": "ingest",
    "/v1/articles/art_1": "ingest",
    "/v1/articles/art_1/text": "store",
    "/v1/articles/art_1/text/more": "ingest",
    "/v1/sources": "ingest",
    "/v1/sources/src_1": "ingest",
    "/v1/clients/cli_1/keys": "ingest",
    "/v1/keys": "ingest",
    "/v1/extract": "classify",
    "/v1/vocabulary": "classify",
    "/v1/meetings": "store",
    "/v1/agreements": "store",
    "/v1/events": "store",
    "/v1/events/evt_1": "store",
    "/v1/stats": "store",
    "/v1/export/records.ndjson": "store",
    "/v1/corrections": "store",
    "/v1/replays/run_1": "store",
    "/v1/subscriptions": "notify",
    "/v1/subscriptions/sub_1/feed.atom": "notify",
    "/v1/subscriptions/sub_1:ping": "notify",
    "/v1/deliveries": "notify",
    "/v1/stream": "notify",
    "/v1/dead/ingest": "ingest",
    "/v1/dead/classify/7": "classify",
    "/v1/dead/store/7:replay": "store",
    "/v1/dead/notify:purge": "notify",
    "/": "store",
    "/events/evt_1": "store",
    "/articles": "ingest",
    "/articles/art_1": "ingest",
    "/login": "ingest",
    "/logout": "ingest",
    "/try": "classify",
    "/subscriptions": "notify",
    "/subscriptions/sub_1": "notify",
    "/deliveries": "notify",
    "/readyz": "ingest",
    "/docs": "ingest",
    "/openapi.json": "ingest",
    "/asyncapi.yaml": "ingest",
    "/schemas/messages/communique.article.received.v1.json": "ingest",
    "/problems/not-found": "ingest",
    "/static/style.css": "ingest",
    "/v1": None,
    "/v1/": None,
    "/v1/dead": None,
    "/v1/dead/other": None,
    "/v1/extracts": None,
    "/v1/articlesX": None,
    "/v1/keysX/a": None,
    "/metrics": None,
    "/healthz": None,
    "/openapiXjson": None,
    "/try/": None,
    "": None,
    "/events\n": None,
    "/articles/\nx": None,
    "x/articles": None,
}


@pytest.mark.parametrize(("path", "service"), EXPECTED.items())
def test_a_path_belongs_to_one_service(path: str, service: str | None) -> None:
    assert service_of(path) == service


@pytest.mark.parametrize("path", EXPECTED)
def test_the_edge_decides_as_the_dispatcher_does(path: str) -> None:
    assert _edge_decides(caddyfile({name: (name, 8000) for name in SERVICES}), path) == service_of(path)


def test_no_rule_is_hidden_by_one_before_it() -> None:
    for rule in PATHS:
        example = rule.pattern.removesuffix("/…").replace("{id}", "x")
        assert service_of(example) == rule.service


def test_the_edge_needs_every_service() -> None:
    with pytest.raises(ValueError, match="no upstream for notify"):
        caddyfile({name: ("here", 1) for name in SERVICES if name != "notify"})


def test_the_edge_finds_each_service_by_its_name() -> None:
    text = caddyfile({name: (f"{name}.internal", 9000) for name in SERVICES}, address=":9000")

    assert re.findall(r"^\((\w+)\) \{\n\treverse_proxy \{\n\t\tdynamic a (\S+) 9000", text, re.MULTILINE) == [
        (name, f"{name}.internal") for name in SERVICES
    ]
    assert text.count("import store") == sum(rule.service == "store" for rule in PATHS)
    assert "\n:9000 {\n" in text
    assert text.count("{") == text.count("}")


def test_the_edge_refuses_what_is_too_large_in_the_services_words() -> None:
    text = caddyfile({name: (name, 8000) for name in SERVICES})

    found = re.findall(r"@over\d+ \{\n\s*(.*)\n.*> (\d+)`\n\s*\}\n.*\n.*\n\s*respond `(.*)` 413", text)

    assert {path: int(cap) for paths, cap, _ in found for path in paths.split()[1:] if paths[0] == "p"} == CAPS
    assert [int(cap) for paths, cap, _ in found if paths.startswith("not path ")] == [DEFAULT_CAP]
    assert [json.loads(body) for _, _, body in found] == [too_large(int(cap)).body() for _, cap, _ in found]


def _edge_decides(text: str, path: str) -> str | None:
    """Reads the configuration as the edge does: within `route` the first `handle` whose matcher fits is taken."""
    matchers = dict(re.findall(r"^\s*(@\w+) path_regexp (\S+)$", text, re.MULTILINE))
    handles = re.findall(r"^\t\thandle (?:(@path\d+) )?\{\n\t\t\t(import|header) (\S+)", text, re.MULTILINE)
    assert len(handles) == len(matchers) + 1
    for matcher, directive, target in handles:
        if not matcher:
            assert directive == "header"
            return None
        if re.search(matchers[matcher].replace("$", r"\Z"), path):  # RE2's `$` is the very end
            return str(target)
    raise AssertionError("the last handle takes everything")
