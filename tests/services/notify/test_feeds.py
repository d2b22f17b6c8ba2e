"""Feeds and the calendar: read with their token alone, by independent readers."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from xml.etree import ElementTree

from icalendar import Calendar

from tests.services.notify.conftest import Platform, Start
from tests.services.notify.stories import recorded

ATOM = {"a": "http://www.w3.org/2005/Atom"}
TODAY = datetime.now(UTC).date()


def on(day: date, precision: str = "day", end: date | None = None) -> dict[str, Any]:
    return {"date": {"start": day.isoformat(), "end": end and end.isoformat(), "precision": precision}}


async def events_of(platform: Platform, link: str) -> dict[str, Any]:
    response = await platform.http.get(link)
    assert response.headers["content-type"] == "text/calendar; charset=utf-8"
    calendar = Calendar.from_ical(response.content)
    return {str(event["UID"]).partition("@")[0]: event for event in calendar.walk("VEVENT")}


async def test_the_calendar_has_days_and_months_and_nothing_vaguer(platform: Platform) -> None:
    made = await platform.subscribe(await platform.key())
    month = (TODAY + timedelta(days=40)).replace(day=1)
    await platform.tell(
        recorded("evt_day", record=on(TODAY + timedelta(days=3), end=TODAY + timedelta(days=4))),
        recorded("evt_held", record={"status": "held", **on(TODAY)}),
        recorded("evt_month", record={"status": "planned", **on(month, "month")}),
        recorded("evt_year", record=on(TODAY.replace(month=1, day=1), "year")),
        recorded("evt_never", record={"date": None}),
        recorded("evt_old", record=on(TODAY - timedelta(days=60))),
    )
    await platform.answered(6)
    events = await events_of(platform, made["feeds"]["ics"])
    assert events.keys() == {"evt_day", "evt_held", "evt_month"}
    day, opened = events["evt_day"], events["evt_month"]
    assert (day.start, day.end) == (TODAY + timedelta(days=3), TODAY + timedelta(days=5))
    assert str(events["evt_held"]["STATUS"]) == "CONFIRMED"
    assert (str(opened["STATUS"]), str(opened["TRANSP"])) == ("TENTATIVE", "TRANSPARENT")
    assert (opened.start, opened.end) == (month, (month + timedelta(days=31)).replace(day=1))
    assert str(opened["SUMMARY"]).endswith("(date open)")


async def test_calendars_name_an_event_as_the_exports_of_store_do(platform: Platform) -> None:
    instance = "5f0c2a51-6d0e-4f5b-9a43-0d9f6f0f2b1e"
    made = await platform.subscribe(await platform.key())
    await events_of(platform, made["feeds"]["ics"])  # an id was made up meanwhile
    for version, told in enumerate((instance, "no such id", ""), 1):
        moved = on(TODAY + timedelta(days=version))
        one = recorded("evt_one", version, change="updated", record=moved)
        await platform.tell(one.model_copy(update={"instance": told}))
        await platform.answered(version)
        events = await events_of(platform, made["feeds"]["ics"])
        assert str(events["evt_one"]["UID"]) == f"evt_one@{instance}"


async def test_an_event_keeps_its_uid_and_counts_its_sequence(platform: Platform) -> None:
    made = await platform.subscribe(await platform.key())
    await platform.tell(recorded("evt_one", 1, record=on(TODAY)))
    await platform.answered(1)
    first = (await events_of(platform, made["feeds"]["ics"]))["evt_one"]
    moved = {**on(TODAY + timedelta(days=9)), "status": "cancelled"}
    await platform.tell(recorded("evt_one", 2, change="updated", record=moved))
    await platform.answered(2)
    second = (await events_of(platform, made["feeds"]["ics"]))["evt_one"]
    assert first["UID"] == second["UID"]
    assert (int(first["SEQUENCE"]), int(second["SEQUENCE"])) == (0, 1)
    assert (second.start, str(second["STATUS"])) == (TODAY + timedelta(days=9), "CANCELLED")
    await platform.tell(recorded("evt_one", 3, change="retracted", record={"state": "retracted", **on(TODAY)}))
    await platform.answered(3)
    assert str((await events_of(platform, made["feeds"]["ics"]))["evt_one"]["STATUS"]) == "CANCELLED"


async def test_a_feed_begins_with_what_was_there_before_the_subscription(start: Start, any_database_url: str) -> None:
    platform = await start(database_url=any_database_url)
    await platform.tell(
        recorded("evt_fits", record={"sectors": ["water"]}),
        recorded("evt_other", record={"sectors": ["trade"]}),
        recorded("evt_quiet", quiet=True, record={"sectors": ["water"], **on(TODAY + timedelta(days=5))}),
        recorded("evt_archived", quiet=True, record={"sectors": ["water"], **on(TODAY - timedelta(days=400))}),
    )
    await platform.answered(4)
    made = await platform.subscribe(await platform.key(), filter={"sectors": ["water"]}, language="de")
    feed = ElementTree.fromstring((await platform.http.get(made["feeds"]["atom"])).content)
    pages = {link.get("href", "").rpartition("/")[2] for link in feed.findall("a:entry/a:link[@rel='alternate']", ATOM)}
    assert pages == {"evt_fits", "evt_quiet"}
    assert {one.text for one in feed.findall("a:entry/a:title", ATOM)} == {
        "Kasachstan und Usbekistan führten Gespräche in Astana (Landwirtschaft, Wasser)"
    }
    ids = [one.text or "" for one in feed.iter("{http://www.w3.org/2005/Atom}id")]
    assert all(one.startswith("urn:uuid:") for one in ids)
    assert len(set(ids)) == 3
    listed = (await platform.http.get(made["feeds"]["json"])).json()
    assert listed["version"] == "https://jsonfeed.org/version/1.1"
    assert {item["id"] for item in listed["items"]} == set(ids[1:])


async def test_an_unchanged_feed_is_not_sent_again(platform: Platform) -> None:
    made = await platform.subscribe(await platform.key())
    await platform.tell(recorded())
    await platform.answered(1)
    for link in made["feeds"].values():
        first = await platform.http.get(link)
        again = await platform.http.get(link, headers={"If-None-Match": f'"other", W/{first.headers["etag"]}'})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    await platform.tell(recorded("evt_two"))
    await platform.answered(2)
    assert (await platform.http.get(link, headers={"If-None-Match": first.headers["etag"]})).status_code == 200


async def test_a_token_is_good_for_its_own_feeds_alone(platform: Platform) -> None:
    key = await platform.key()
    mine, other = await platform.subscribe(key), await platform.subscribe(key)
    token = mine["feeds"]["atom"].partition("?")[2]
    for address in (
        other["feeds"]["atom"].partition("?")[0] + "?" + token,
        mine["feeds"]["atom"].partition("?")[0],
        mine["feeds"]["atom"][:-1],
        mine["feeds"]["atom"].replace("feed.atom", "feed.rss"),
    ):
        assert (await platform.http.get(address)).status_code == 404
    as_key = {"Authorization": f"Bearer {token.partition('=')[2]}"}
    assert (await platform.http.get("/v1/subscriptions", headers=as_key)).status_code == 401
