"""What one article tells twice is one report; what it tells of two events stays two."""

from __future__ import annotations

from typing import Any

from libs.messages.articles import Report
from services.store.merging.doubles import without_doubles
from services.store.rules import main_reports
from tests.services.store.stories import ASTANA, SERIKBAYEV, TASHKENT, YULDOSHEV, quote, reading, report

TEXT = "The commission met. Serikbayev spoke of wheat and Yuldoshev of water."


def pair(**fields: Any) -> list[Report]:
    """A full report of a session, and a second one of the same article."""
    return [report("a", 1, form="session", place=ASTANA), report("a", 2, **{"place": ASTANA, **fields})]


def test_talks_of_nobody_on_the_same_day_and_place_are_the_session() -> None:
    [found] = without_doubles(pair(participants=[], sectors=["water"]))
    assert (found.form, found.sectors) == ("session", ("agriculture", "water"))


def test_a_meeting_of_nobody_about_other_things_stays_another() -> None:
    companies: dict[str, Any] = {"participants": [], "day": None, "place": None}
    assert len(without_doubles(pair(**companies, sectors=["digital", "health"]))) == 2
    assert len(without_doubles(pair(**companies, sectors=[]))) == 1


def test_who_is_named_only_in_the_second_takes_part_and_keeps_its_words() -> None:
    session = report(
        "a",
        1,
        form="session",
        participants=[SERIKBAYEV],
        evidence={"/participants/0": [quote(TEXT, "Serikbayev")], "/sectors/0": [quote(TEXT, "wheat")]},
    )
    talks = report(
        "a",
        2,
        participants=[YULDOSHEV],
        sectors=["water", "agriculture"],
        evidence={"/participants/0": [quote(TEXT, "Yuldoshev")], "/sectors/0": [quote(TEXT, "water")]},
    )

    [found] = without_doubles([talks, session])

    assert [person.name for person in found.participants] == ["Daulet Serikbayev", "Rustam Yuldoshev"]
    assert found.evidence["/participants/1"][0].quote == "Yuldoshev"
    assert [found.evidence[f"/sectors/{at}"][0].quote for at in (0, 1)] == ["wheat", "water"]


def test_other_people_another_day_place_or_status_make_another_event() -> None:
    other = {**SERIKBAYEV, "name": "Aidar Omarov"}
    assert len(without_doubles(pair(participants=[other]))) == 2
    assert len(without_doubles(pair(participants=[], day="2026-11-21"))) == 2
    assert len(without_doubles(pair(participants=[], place=TASHKENT))) == 2
    assert len(without_doubles(pair(participants=[], status="planned"))) == 2
    assert len(without_doubles(pair(participants=[], parties=["KZ", "TM"]))) == 2


def test_a_summit_told_again_with_some_of_its_parties_is_one() -> None:
    whole = report("a", 1, form="summit", place=ASTANA, parties=["DE", "KG", "KZ"])
    part = report("a", 2, form="summit", place=ASTANA, parties=["DE", "KG"], participants=[])

    [found] = without_doubles([part, whole])

    assert found.parties == ("DE", "KG", "KZ")
    assert len(without_doubles([part.model_copy(update={"form": "talks"}), whole])) == 2
    assert len(without_doubles([part.model_copy(update={"place": None}), whole])) == 2


def test_two_agreements_of_one_day_stay_two_unless_one_says_nothing() -> None:
    signed: dict[str, Any] = {"kind": "agreement", "status": "signed", "participants": []}
    empty: dict[str, Any] = {**signed, "status": "in_force", "day": None, "sectors": []}
    assert len(without_doubles([report("a", 1, **signed), report("a", 2, **signed)])) == 2
    assert len(without_doubles([report("a", 1, **signed), report("a", 2, **empty)])) == 1


def test_a_meeting_that_was_put_off_keeps_both_its_reports() -> None:
    old = report("a", 1, status="planned", participants=[])
    new = report("a", 2, status="planned", postpones=old.id)
    assert len(without_doubles([old, new])) == 2


def test_reports_keep_their_places_in_the_reading() -> None:
    told = reading("a", *pair(participants=[]), report("a", 3, day="2026-12-01", status="planned"))
    assert [at for at, _ in main_reports(told)] == [0, 2]
