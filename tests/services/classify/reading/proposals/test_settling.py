"""Proposed events against the text: what it bears out stands, what was made up does not."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from libs.messages.articles import Report
from services.classify.reading.annotate import annotate
from services.classify.reading.clean import clean_article
from services.classify.reading.languages.pack import load_pack
from services.classify.reading.proposals.candidate import Proposal, read_candidates
from services.classify.reading.proposals.settling import settle
from services.classify.reading.reader import make_document, read_article, read_closely

TEXT = (
    "ASTANA, Kazakhstan. Brisk exchanges filled the hall on Thursday, 19 November.\n"
    "Kazakhstan's Minister of Transport Daulet Serikbayev sat down with Uzbekistan's Minister of Transport "
    "Rustam Yuldoshev. They went over railways and transit, among them the Silver Steppe railway.\n"
    "A contract for $120 million was signed between the two, one of 12 documents.\n"
    "Photo: Press service of Turkmenistan"
)
ARTICLE = {"id": "a", "text": TEXT, "language": "en", "published_at": "2026-11-20"}


def minister(name: str, country: str) -> dict[str, Any]:
    return {"name": name, "role": "Minister of Transport", "country": country, "quote": name}


def meeting(**changed: Any) -> dict[str, Any]:
    event = {
        "kind": "meeting",
        "status": "held",
        "form": "talks",
        "channel": "in_person",
        "quote": "sat down with",
        "date": {"quote": "Thursday, 19 November"},
        "place": {"quote": "ASTANA"},
        "parties": [{"code": "UZ", "quote": "Uzbekistan's"}, {"code": "KZ", "quote": "Kazakhstan's"}],
        "participants": [minister("Daulet Serikbayev", "KZ"), minister("Rustam Yuldoshev", "UZ")],
        "sectors": [{"code": "transport", "quote": "railways and transit"}],
        "projects": [{"name": "Silver Steppe railway", "quote": "the Silver Steppe railway"}],
    }
    return {**event, **changed}


def agreement(**changed: Any) -> dict[str, Any]:
    event = {
        "kind": "agreement",
        "status": "signed",
        "form": "contract",
        "channel": None,
        "quote": "A contract for $120 million was signed",
        "parties": meeting()["parties"],
        "amount": {"value": 120_000_000, "currency": "USD", "quote": "$120 million"},
    }
    return {**event, **changed}


def settled(*events: dict[str, Any], article: dict[str, Any] | None = None) -> list[dict[str, Any]]:
    """What stays of these events, each fit for a message and each quote a true one."""
    clean = clean_article(article or ARTICLE)
    language = str((article or ARTICLE)["language"])
    pack = load_pack(language)
    document = make_document(clean, language, pack)
    read = settle(document, annotate(document, pack), pack, read_candidates({"events": list(events)}))
    for event in read:
        Report.model_validate({**event, "id": "r"})
        quotes = [quote for told in event["evidence"].values() for quote in told]
        assert all(document.slice(quote["start"], quote["end"]) == quote["quote"] for quote in quotes)
    return read


def test_a_true_candidate_is_accepted_with_evidence_for_every_value() -> None:
    (event,) = settled(meeting())

    assert (event["kind"], event["status"], event["form"], event["channel"]) == (
        "meeting",
        "held",
        "talks",
        "in_person",
    )
    assert event["date"] == {"start": "2026-11-19", "end": None, "precision": "day"}
    assert event["place"] == {"name": "Astana", "country": "KZ"}
    assert event["parties"] == ["KZ", "UZ"]
    assert [(p["name"], p["role"], p["country"]) for p in event["participants"]] == [
        ("Daulet Serikbayev", "Minister of Transport", "KZ"),
        ("Rustam Yuldoshev", "Minister of Transport", "UZ"),
    ]
    assert event["sectors"] == ["transport"]
    assert event["projects"] == ["Silver Steppe railway"]
    fields = ["kind", "status", "form", "channel", "date", "place", "sectors/0", "projects/0"]
    listed = ["parties/0", "parties/1", "participants/0", "participants/1"]
    assert set(event["evidence"]) == {f"/{pointer}" for pointer in (*fields, *listed)}
    assert 0 < event["confidence"] <= 0.7


def test_sums_and_counts_stand_where_our_reading_of_them_agrees() -> None:
    (event,) = settled(agreement(count={"value": 12, "quote": "12 documents"}))
    assert (event["amount"], event["count"], event["form"]) == ({"value": 120e6, "currency": "USD"}, 12, "documents")
    assert event["channel"] is None

    (other,) = settled(
        agreement(
            amount={"value": 500_000_000, "currency": "USD", "quote": "$120 million"},
            count={"value": 13, "quote": "12 documents"},
        )
    )
    assert (other["amount"], other["count"], other["form"]) == (None, None, "contract")


@pytest.mark.parametrize(
    ("changed", "field", "left"),
    [
        ({"date": {"quote": "Friday, 20 November"}}, "date", None),
        ({"date": {"quote": "Brisk exchanges"}}, "date", None),
        ({"place": {"quote": "Tashkent"}}, "place", None),
        ({"place": {"quote": "the hall"}}, "place", None),
        ({"sectors": [{"code": "health", "quote": "railways and transit"}]}, "sectors", []),
        ({"sectors": [{"code": "transport", "quote": "new roads"}]}, "sectors", []),
        ({"projects": [{"name": "Golden Steppe railway", "quote": "the Silver Steppe railway"}]}, "projects", []),
        ({"channel": "phone"}, "place", None),
    ],
)
def test_a_value_without_true_evidence_is_dropped_alone(changed: dict[str, Any], field: str, left: object) -> None:
    (event,) = settled(meeting(**changed))
    assert event[field] == left
    assert not any(pointer.startswith(f"/{field}") for pointer in event["evidence"])
    assert event["parties"] == ["KZ", "UZ"]


def test_a_party_that_its_quote_does_not_name_is_dropped() -> None:
    parties = [
        *meeting()["parties"],
        {"code": "RU", "quote": "Kazakhstan's"},
        {"code": "TM", "quote": "Turkmenistan"},
        {"code": "ZZ", "quote": "the hall"},
    ]
    (event,) = settled(meeting(parties=parties))
    assert event["parties"] == ["KZ", "UZ"]


def test_invented_people_and_offices_are_dropped() -> None:
    invented = [
        {"name": "Ivan Petrov", "role": "President", "country": "RU", "quote": "Rustam Yuldoshev"},
        {"name": "Ivan Petrov", "quote": "Ivan Petrov"},
        {"name": None, "role": "Prime Minister", "quote": "Uzbekistan's Minister of Transport"},
        {"name": "Rustam Yuldoshev", "role": "President", "country": "RU", "quote": "Rustam Yuldoshev"},
    ]
    (event,) = settled(meeting(participants=invented))
    assert event["participants"] == [
        {"name": "Rustam Yuldoshev", "role": "Minister of Transport", "organization": None, "country": "UZ"}
    ]


def test_a_name_that_only_the_proposer_sees_must_stand_in_its_quote_word_by_word() -> None:
    text = "Kazakhstan and Uzbekistan sat together again. The tea was served by qorlan of Vexley house."
    quote = "The tea was served by qorlan of Vexley house"
    told = {
        "name": "Qorlan Vexley",
        "role": "served tea",
        "organization": "Wexley house",
        "country": "KZ",
        "quote": quote,
    }
    parties = [{"code": "KZ", "quote": "Kazakhstan"}, {"code": "UZ", "quote": "Uzbekistan"}]
    event = meeting(quote="sat together again", participants=[told], parties=parties)
    (read,) = settled(event, article={"text": text, "language": "en"})
    (person,) = read["participants"]
    assert person == {"name": "Qorlan Vexley", "role": "served tea", "organization": None, "country": None}


def test_russian_names_are_known_in_any_case() -> None:
    text = "Казахстан и Узбекистан сверили часы. Министра транспорта Узбекистана Рустама Юлдошева приняли в Астане."
    told = {"name": "Рустам Юлдошев", "role": "Министр транспорта", "quote": "Рустама Юлдошева"}
    other = {"name": "Рустам Петров", "role": None, "quote": "Рустама Юлдошева"}
    parties = [{"code": "KZ", "quote": "Казахстан"}, {"code": "UZ", "quote": "Узбекистан"}]
    event = meeting(quote="сверили часы", participants=[told, other], parties=parties, place={"quote": "в Астане"})
    (read,) = settled(event, article={"text": text, "language": "ru"})
    assert [person["name"] for person in read["participants"]] == ["Рустам Юлдошев"]
    assert read["place"] == {"name": "Astana", "country": "KZ"}


@pytest.mark.parametrize(
    "changed",
    [
        {"quote": "held warm talks"},
        {"quote": "Photo: Press service"},
        {"status": "signed"},
        {"form": "contract"},
        {"parties": []},
        {"parties": [{"code": "KZ", "quote": "Kazakhstan's"}], "participants": []},
    ],
)
def test_an_event_without_words_fitting_codes_or_anybody_taking_part_is_dropped(changed: dict[str, Any]) -> None:
    assert settled(meeting(**changed)) == []


def test_what_is_dated_after_the_publication_is_planned() -> None:
    (event,) = settled(meeting(), article={**ARTICLE, "published_at": "2026-11-10"})
    assert event["status"] == "planned"


TWO = {
    "text": "On 19 November 2026 talks were held in Astana between Minister of Transport of Kazakhstan Daulet "
    "Serikbayev and Minister of Transport of Uzbekistan Rustam Yuldoshev.\nFrance and Peru kept warm over tea.",
    "language": "en",
}
KNOWN = meeting(
    quote="talks were held", parties=[{"code": "KZ", "quote": "Kazakhstan"}, {"code": "UZ", "quote": "Uzbekistan"}]
)
FRESH = {
    "kind": "meeting",
    "status": "held",
    "form": "talks",
    "quote": "kept warm over tea",
    "parties": [{"code": "FR", "quote": "France"}, {"code": "PE", "quote": "Peru"}],
}


def read_with(*events: dict[str, Any], leads: bool) -> list[dict[str, Any]]:
    read: list[dict[str, Any]] = read_closely(
        TWO, Proposal("llm", read_candidates({"events": list(events)}), leads)
    ).result["events"]
    return read


@pytest.mark.parametrize("leads", [True, False])
def test_what_only_one_side_tells_stands(leads: bool) -> None:
    rules = read_article(TWO)["events"]
    assert [event["parties"] for event in rules] == [["KZ", "UZ"]]
    assert read_with(leads=leads) == rules
    events = read_with(FRESH, leads=leads)
    assert sorted(event["parties"] for event in events) == [["FR", "PE"], ["KZ", "UZ"]]
    assert rules[0] in events


def test_of_what_both_tell_the_account_of_the_one_that_leads_stands() -> None:
    rules = read_article(TWO)["events"]
    assert read_with(KNOWN, leads=False) == rules
    (event,) = read_with(KNOWN, leads=True)
    assert event["evidence"]["/kind"][0]["quote"] == "talks were held"
    assert event["confidence"] <= 0.7 < rules[0]["confidence"]


def test_the_version_tells_who_else_had_a_say() -> None:
    plain = read_article(ARTICLE)["reader"]
    assert read_closely(ARTICLE, Proposal("llm", (), True)).result["reader"] == f"{plain}.llm"
    kazakh = {"text": "Бүгін Астанада кездесу өтті, теміржол тасымалын талқылады."}
    assert "llm" not in read_closely(kazakh, Proposal("llm", (), True)).result["reader"]


words = st.sampled_from([*TEXT.split(), "sat down with", "Uzbekistan's", "Kazakhstan's", "nowhere", "", "KZ", "UZ"])
event_like = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["meeting", "agreement"]),
        "status": st.sampled_from(["held", "planned", "signed"]),
        "form": st.sampled_from(["talks", "contract"]),
        "quote": words,
        "date": st.none() | st.fixed_dictionaries({"quote": words}),
        "place": st.none() | st.fixed_dictionaries({"quote": words}),
        "parties": st.lists(st.fixed_dictionaries({"code": st.sampled_from(["KZ", "UZ", "RU"]), "quote": words})),
        "participants": st.lists(st.fixed_dictionaries({"name": st.none() | words, "role": words, "quote": words})),
    }
)


@settings(max_examples=40, deadline=None)
@given(st.lists(event_like, min_size=1, max_size=4))
def test_whatever_is_proposed_only_the_text_comes_out(events: list[dict[str, Any]]) -> None:
    for event in settled(*events):
        assert set(event["parties"]) <= {"KZ", "UZ"}
        names = [person["name"] for person in event["participants"] if person["name"]]
        assert all(part in TEXT for name in names for part in name.split())
