"""What a record says where its sources differ, and by which rule."""

from __future__ import annotations

import random

import pytest

from libs.messages.articles import FigureTold
from services.store.merging.account import Account, compose
from tests.services.store.stories import (
    ASTANA,
    SERIKBAYEV,
    SERIKBAYEV_RU,
    SHYMKENT,
    YULDOSHEV,
    YULDOSHEV_RU,
    told,
)

OMAROV = {"name": "Aidar Omarov", "role": "Vice Minister", "organization": None, "country": "KZ"}
WORDS = (
    "the ministers spoke about wheat and water and agreed to build a terminal on the river before the end of next year"
)


def chosen(account: Account, field: str) -> tuple[str, object]:
    """The rule that chose a field's value, and the value."""
    difference = account.differences[f"/{field}"]
    return difference.rule, next(value.value for value in difference.values if value.chosen)


def test_an_account_does_not_depend_on_the_order_of_its_reports() -> None:
    reports = [
        told("a", place=ASTANA),
        told("b", status="planned", place=SHYMKENT, published="2026-11-16", language="ru"),
        told("c", participants=[SERIKBAYEV_RU, OMAROV], language="ru", sectors=["water"]),
        told("d", form="visit", published="2026-11-21"),
    ]
    expected = compose(reports)
    for seed in range(8):
        assert compose(random.Random(seed).sample(reports, 4)) == expected


def test_what_happened_counts_over_what_was_announced() -> None:
    account = compose([told("a", place=ASTANA), told("b", status="planned", place=SHYMKENT, published="2026-11-16")])
    assert account.status == "held"
    rule, place = chosen(account, "place")
    assert (rule, place["name"]) == ("held_over_planned", "Astana")  # type: ignore[index]
    assert "/status" not in account.differences


def test_an_announcement_published_late_does_not_undo_what_happened() -> None:
    account = compose([told("a"), told("b", status="planned", published="2026-11-21")])
    assert account.status == "held"


def test_of_held_and_cancelled_the_latest_counts_and_both_are_shown() -> None:
    account = compose([told("a", published="2026-11-20"), told("b", status="cancelled", published="2026-11-21")])
    assert chosen(account, "status") == ("latest_in_lifecycle", "cancelled")


@pytest.mark.parametrize(
    ("statuses", "status"),
    [
        (["proposed", "planned"], "planned"),
        (["signed", "planned"], "signed"),
        (["in_force", "signed", "proposed"], "in_force"),
    ],
)
def test_an_agreement_goes_its_way(statuses: list[str], status: str) -> None:
    reports = [told(f"a{at}", kind="agreement", form="treaty", status=one) for at, one in enumerate(statuses)]
    assert compose(reports).status == status


def test_the_most_precise_date_counts() -> None:
    month = {"start": "2026-11-01", "end": None, "precision": "month"}
    account = compose([told("a", date=month), told("b"), told("c", date=month)])
    assert account.date is not None
    assert account.date.start == "2026-11-19"
    assert account.differences["/date"].rule == "most_precise"


def test_the_majority_of_independent_sources_counts() -> None:
    account = compose([told("a", day="2026-11-19"), told("b", day="2026-11-19"), told("c", day="2026-11-20")])
    assert chosen(account, "date")[0] == "majority"
    assert account.date is not None
    assert account.date.start == "2026-11-19"


def test_copies_do_not_vote() -> None:
    account = compose(
        [
            told("a", day="2026-11-19", body=WORDS),
            told("b", day="2026-11-19", body=WORDS + " reported our correspondent", published="2026-11-20"),
            told(
                "c",
                day="2026-11-20",
                body="something else altogether was written here by another",
                published="2026-11-21",
            ),
        ]
    )
    assert account.independent_sources == 2
    assert [source.copy_of is not None for source in account.sources].count(True) == 1
    assert chosen(account, "date")[0] == "latest"


def test_of_equals_the_latest_counts() -> None:
    account = compose([told("a", place=ASTANA), told("b", place=SHYMKENT, published="2026-11-21")])
    rule, place = chosen(account, "place")
    assert (rule, place["name"]) == ("latest", "Shymkent")  # type: ignore[index]


def test_a_name_is_shown_in_english_with_the_other_spellings_kept() -> None:
    account = compose([told("a", participants=[SERIKBAYEV_RU, YULDOSHEV_RU], language="ru"), told("b")])
    assert [person.name for person in account.participants] == ["Daulet Serikbayev", "Rustam Yuldoshev"]
    assert [one.name for one in account.participants[0].variants] == ["Даулет Серикбаев"]
    assert account.participants[0].role == "Minister of Agriculture"


def test_an_office_without_a_name_is_the_person_who_holds_it() -> None:
    office = {"name": None, "role": "Minister of Agriculture", "organization": None, "country": "KZ"}
    account = compose([told("a", participants=[office]), told("b", participants=[SERIKBAYEV, YULDOSHEV])])
    assert [person.name for person in account.participants] == ["Daulet Serikbayev", "Rustam Yuldoshev"]


def test_who_was_announced_and_replaced_is_no_participant() -> None:
    announced = told("a", status="planned", participants=[OMAROV, YULDOSHEV], published="2026-11-16")
    account = compose([announced, told("b")])
    assert [person.name for person in account.participants] == ["Daulet Serikbayev", "Rustam Yuldoshev"]
    values = account.differences["/participants"].values
    assert [value.value["name"] for value in values if not value.chosen] == ["Aidar Omarov"]


def test_a_party_that_few_sources_name_is_left_out_and_shown() -> None:
    account = compose([told("a"), told("b"), told("c", parties=["KZ", "TM", "UZ"])])
    assert account.parties == ("KZ", "UZ")
    assert account.differences["/parties"].rule == "named_by_few"


def test_the_new_date_of_a_postponed_meeting_counts() -> None:
    old = told("b", 1, status="cancelled", published="2026-11-17")
    new = told("b", 2, status="planned", day="2026-11-26", published="2026-11-17", postpones=old.id)
    account = compose([told("a", status="planned", published="2026-11-10"), old, new])
    assert account.status == "planned"
    assert account.date is not None
    assert account.date.start == "2026-11-26"
    assert account.differences["/date"].rule == "postponed"


def test_a_figure_told_by_two_articles_is_one_figure() -> None:
    figure = FigureTold(metric="export", value=3_100_000, unit="t", change_pct=12)
    account = compose([told("a", figures=(figure,)), told("b", figures=(figure,))])
    assert [one.article_id for one in account.figures] == [_first_article(account)]


def test_a_project_named_in_two_languages_is_one_project() -> None:
    account = compose(
        [
            told("a", projects=["зерновой терминал «Сарыагаш»"], language="ru"),
            told("b", projects=["Saryagash grain terminal"]),
        ]
    )
    assert account.projects == ("Saryagash grain terminal",)


def test_more_independent_sources_make_a_record_surer() -> None:
    one, two = compose([told("a")]), compose([told("a"), told("b")])
    assert (one.confidence, two.confidence) == (0.8, 0.96)


def test_codes_tell_planned_from_held() -> None:
    held, planned = compose([told("a")]), compose([told("a", status="planned")])
    assert (held.codes.cameo, held.codes.plover.event) == ("040", "CONSULT")
    assert (planned.codes.cameo, planned.codes.plover.event) == ("036", "AGREE")
    signed = compose([told("a", kind="agreement", status="signed", form="treaty")])
    assert (signed.codes.cameo, signed.codes.plover.event) == ("057", "SUPPORT")


def test_titles_are_sentences_in_three_languages() -> None:
    account = compose([told("a", kind="agreement", status="signed", form="documents", count=5, place=ASTANA)])
    assert account.titles == {
        "en": "Kazakhstan and Uzbekistan signed 5 documents in Astana (agriculture)",
        "ru": "Казахстан и Узбекистан подписали 5 документов в Астане (сельское хозяйство)",
        "de": "Kasachstan und Usbekistan unterzeichneten 5 Dokumente in Astana (Landwirtschaft)",
    }


def _first_article(account: Account) -> str:
    return min((source.published_at or "", source.article_id) for source in account.sources)[1]
