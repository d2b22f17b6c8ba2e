"""What every language pack promises: words for all that there is to tell, and sentences read as they are meant.

A new pack passes this file with templates of its own in `packs/<language>.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from libs.messages.values import FORMS, SECTORS, STATUSES
from services.classify.reading.annotate import annotate
from services.classify.reading.clean import clean_article
from services.classify.reading.cuerules import cue_rules
from services.classify.reading.languages.pack import FOLDER, SUPPORTED_LANGUAGES, load_pack
from services.classify.reading.money import find_money
from services.classify.reading.reader import make_document, read_article
from tests.services.classify.reading.packs.sentences import (
    Sentence,
    currency_sentences,
    event_sentences,
    month_sentences,
    office_sentences,
    said,
    sector_sentences,
    templates,
)

OFFICES = {
    "monarch", "president", "premier", "minister", "ambassador", "mayor", "speaker", "chairman", "secretary",
    "director", "commander", "adviser", "spokesman",
}  # fmt: skip
RANKS = {"leader", "state", "government", "diplomat", "region", "colleague", "host"}

GAPS: dict[tuple[str, str], str] = {}
"""What a pack is known not to read, and why."""


def all_of(make: Callable[[str], Iterator[Sentence]]) -> list[Any]:
    return [
        pytest.param(sentence, id=f"{language}-{sentence.name}", marks=gap(language, sentence.name))
        for language in SUPPORTED_LANGUAGES
        for sentence in make(language)
    ]


def gap(language: str, name: str) -> list[pytest.MarkDecorator]:
    reason = GAPS.get((language, name))
    return [pytest.mark.xfail(reason=reason, strict=True)] if reason else []


def main_events(sentence: Sentence) -> list[dict[str, Any]]:
    events: Any = read_article(sentence.article)["events"]
    return [event for event in events if event["prominence"] == "main"]


@pytest.mark.parametrize("sentence", all_of(event_sentences))
def test_every_form_is_read_in_every_status(sentence: Sentence) -> None:
    told = [(event["kind"], event["form"], event["status"]) for event in main_events(sentence)]
    assert sentence.expected in told, sentence.text


@pytest.mark.parametrize("sentence", all_of(month_sentences))
def test_every_month_is_read(sentence: Sentence) -> None:
    dates = [event["date"]["start"] for event in main_events(sentence) if event["date"]]
    assert dates == [sentence.expected], sentence.text


@pytest.mark.parametrize("sentence", all_of(currency_sentences))
def test_every_currency_is_read(sentence: Sentence) -> None:
    amounts = [event["amount"] for event in main_events(sentence)]
    assert sentence.expected in amounts, sentence.text


@pytest.mark.parametrize("language", SUPPORTED_LANGUAGES)
def test_every_currency_is_read_by_its_code(language: str) -> None:
    pack = load_pack(language)
    unread = set()
    for code in pack.table("money")["currencies"]:
        document = make_document(clean_article({"text": said(language, "currency", code)}), language, pack)
        if [(money.value, money.currency) for money in find_money(document, pack)] != [(250e6, code)]:
            unread.add(code)
    assert unread == {"XDR"}  # special drawing rights are told as SDR


@pytest.mark.parametrize("sentence", all_of(office_sentences))
def test_every_group_of_offices_is_read(sentence: Sentence) -> None:
    pack = load_pack(sentence.language)
    mentions = annotate(make_document(clean_article(sentence.article), sentence.language, pack), pack)
    family = templates(sentence.language)["family"]
    roles = [(person.role or "").casefold() for person in mentions.people if family in (person.name or "")]
    assert any(sentence.expected.casefold() in role for role in roles), (sentence.text, mentions.people)


@pytest.mark.parametrize("sentence", all_of(sector_sentences))
def test_every_sector_is_read(sentence: Sentence) -> None:
    told = {sector for event in main_events(sentence) for sector in event["sectors"]}
    assert sentence.expected in told, sentence.text


@pytest.mark.parametrize("language", SUPPORTED_LANGUAGES)
def test_every_form_and_status_has_a_cue(language: str) -> None:
    pack = load_pack(language)
    rules, verbs = cue_rules(pack), pack.table("cues")["verbs"]
    told = {(rule.kind, rule.form) for rule in (*rules.nouns, *rules.predicates)}
    assert told >= {(kind, form) for kind, forms in FORMS.items() for form in forms}
    for kind, statuses in STATUSES.items():
        listed = {*verbs[kind], *(rule.status for rule in rules.predicates if rule.kind == kind)}
        marked = {"planned": "future", "cancelled": "cancelled", "proposed": "hypothesis"}
        listed |= {status for status, marker in marked.items() if pack.table("cues")[marker]}
        assert listed >= set(statuses)


@pytest.mark.parametrize("language", SUPPORTED_LANGUAGES)
def test_every_pack_has_all_offices_sectors_months_and_weekdays(language: str) -> None:
    pack = load_pack(language)
    people = pack.table("people")
    assert people["heads"].keys() >= OFFICES
    assert people["weak"].keys() >= RANKS
    assert {*pack.table("sectors")["strong"], *pack.table("sectors")["weak"]} == set(SECTORS)
    assert len(pack.table("dates")["months"]) == 12
    assert len(pack.table("dates")["weekdays"]) == 7


@pytest.mark.parametrize(
    "language", [pytest.param(language, marks=gap(language, "currencies")) for language in SUPPORTED_LANGUAGES]
)
def test_every_pack_knows_the_currencies_of_the_others(language: str) -> None:
    known = {code for other in SUPPORTED_LANGUAGES for code in load_pack(other).table("money")["currencies"]}
    assert known - load_pack(language).table("money")["currencies"].keys() == set()


@pytest.mark.parametrize("language", SUPPORTED_LANGUAGES)
def test_every_pack_has_the_same_hooks_and_tables(language: str) -> None:
    pack, model = load_pack(language), load_pack("en")
    assert sorted(pack.hooks.__all__) == sorted(model.hooks.__all__)
    assert all(callable(getattr(pack.hooks, name)) for name in pack.hooks.__all__)
    assert tables_of(language) == tables_of("en")


def test_the_guide_names_every_hook_and_table() -> None:
    guide = (FOLDER / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(\w+)(?:\.toml)?[`(]", guide))
    assert named >= {*load_pack("en").hooks.__all__, *tables_of("en")}


def tables_of(language: str) -> set[str]:
    return {path.stem for path in (FOLDER / language).glob("*.toml")}


@pytest.mark.parametrize("language", SUPPORTED_LANGUAGES)
def test_every_pack_has_templates_for_all_sentences(language: str) -> None:
    told = templates(language)
    assert {kind: set(forms) for kind, forms in told["forms"].items()} == {k: set(v) for k, v in FORMS.items()}
    assert {kind: set(rows) for kind, rows in told["statuses"].items()} == {k: set(v) for k, v in STATUSES.items()}
    assert set(told["sectors"]) == set(SECTORS)
