"""What every language pack promises: words for all that there is to tell, and sentences read as they are meant.

A new pack passes this file with templates of its own in `packs/<language>.toml`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from libs.messages.values import FORMS, SECTORS, STATUSES
from services.classify.reading.annotate import annotate
from services.classify.reading.clean import clean_article
from services.classify.reading.cuerules import cue_rules
from services.classify.reading.languages.pack import SUPPORTED_LANGUAGES, load_pack
from services.classify.reading.reader import make_document, read_article
from tests.services.classify.reading.packs.sentences import (
    Sentence,
    currency_sentences,
    event_sentences,
    month_sentences,
    office_sentences,
    sector_sentences,
    templates,
)

OFFICES = {
    "monarch", "president", "premier", "minister", "ambassador", "mayor", "speaker", "chairman", "secretary",
    "director", "commander", "adviser", "spokesman",
}  # fmt: skip
RANKS = {"leader", "state", "government", "diplomat", "region", "colleague", "host"}

GAPS = {("en", "office-government"): "a name right behind the rank \"head of government\" is not joined to it"}
"""What a pack is known not to read, and why."""


def all_of(make: Callable[[str], Iterator[Sentence]]) -> list[Any]:
    return [
        pytest.param(
            sentence,
            id=f"{language}-{sentence.name}",
            marks=[pytest.mark.xfail(reason=reason, strict=True)]
            if (reason := GAPS.get((language, sentence.name)))
            else [],
        )
        for language in SUPPORTED_LANGUAGES
        for sentence in make(language)
    ]


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
def test_every_pack_has_the_same_offices_sectors_currencies_and_months(language: str) -> None:
    pack, other = load_pack(language), load_pack("en")
    people = pack.table("people")
    assert people["heads"].keys() >= OFFICES
    assert people["weak"].keys() >= RANKS
    assert {*pack.table("sectors")["strong"], *pack.table("sectors")["weak"]} == set(SECTORS)
    assert len(pack.table("dates")["months"]) == 12
    assert len(pack.table("dates")["weekdays"]) == 7
    assert pack.table("money")["currencies"].keys() == other.table("money")["currencies"].keys()


@pytest.mark.parametrize("language", SUPPORTED_LANGUAGES)
def test_every_pack_has_templates_for_all_sentences(language: str) -> None:
    told = templates(language)
    assert {kind: set(forms) for kind, forms in told["forms"].items()} == {k: set(v) for k, v in FORMS.items()}
    assert {kind: set(rows) for kind, rows in told["statuses"].items()} == {k: set(v) for k, v in STATUSES.items()}
    assert set(told["sectors"]) == set(SECTORS)
