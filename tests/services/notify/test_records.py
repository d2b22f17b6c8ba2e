"""Records in, alerts out: who is told of what, once, and what the articles behind it hear."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlmodel import Session, select

from libs.bus import Message
from libs.messages import Envelope
from services.notify.tables.deliveries import AlertRow
from tests.services.notify.conftest import Platform, Start, until
from tests.services.notify.stories import recorded

CAUSES = [{"article_id": "art_one", "version": 1}, {"article_id": "art_two", "version": 4}]


async def alerts(platform: Platform) -> list[dict[str, Any]]:
    def read(session: Session) -> list[bytes]:
        return list(session.exec(select(AlertRow.body).order_by(AlertRow.created_at, AlertRow.record_version)))  # type: ignore[arg-type]

    return [json.loads(body) for body in await platform.service.database.read(read)]


async def told(platform: Platform) -> list[tuple[str, int, str]]:
    """What was told: change, version and how it matched."""
    found = [(one["data"], one["data"]["record"]) for one in await alerts(platform)]
    return [(data["change"], record["version"], data["match"]) for data, record in found]


async def test_a_record_lives_through_its_versions(start: Start, any_database_url: str) -> None:
    platform = await start(database_url=any_database_url)
    await platform.subscribe(await platform.key(), filter={"statuses": ["planned", "held"]})
    await platform.tell(
        recorded("evt_one", 1, record={"status": "cancelled"}),
        recorded("evt_one", 2, change="updated", record={"status": "planned"}),
        recorded(
            "evt_one", 3, change="updated", changed=["/sources"], record={"status": "planned", "independent_sources": 7}
        ),
        recorded("evt_one", 4, change="updated", record={"status": "held"}),
        recorded("evt_one", 5, change="updated", record={"status": "cancelled"}),
        recorded("evt_one", 6, change="updated", record={"status": "held"}),
        recorded("evt_one", 7, change="retracted", record={"status": "held", "state": "retracted"}),
    )
    facts = await platform.answered(7)
    assert [fact.matched for fact in facts] == [0, 1, 0, 1, 1, 1, 1]
    assert await told(platform) == [
        ("updated", 2, "new"),
        ("updated", 4, "still"),
        ("updated", 5, "left"),
        ("updated", 6, "new"),
        ("retracted", 7, "left"),
    ]


async def test_every_causing_article_version_is_answered(platform: Platform) -> None:
    await platform.subscribe(await platform.key())
    await platform.tell(recorded("evt_one", caused_by=CAUSES), recorded("evt_two", caused_by=[]))
    facts = await platform.answered(2)
    assert [(fact.article_id, fact.version, fact.matched) for fact in facts] == [("art_one", 1, 1), ("art_two", 4, 1)]
    delivered = await platform.facts("delivered")
    assert {(fact.article_id, fact.delivered) for fact in delivered} == {("art_one", True), ("art_two", True)}


async def test_an_older_or_repeated_version_tells_nobody_and_is_answered(platform: Platform) -> None:
    await platform.subscribe(await platform.key())
    await platform.tell(recorded("evt_one", 3, change="updated", record={"status": "held"}))
    await platform.tell(recorded("evt_one", 2, change="updated", record={"status": "planned"}))
    await platform.tell(recorded("evt_one", 3, change="updated", record={"status": "held"}, run="run_again"))
    facts = await platform.answered(3)
    assert [(fact.record_version, fact.matched, fact.run) for fact in facts] == [
        (3, 1, ""),
        (2, 0, ""),
        (3, 0, "run_again"),
    ]
    assert await told(platform) == [("updated", 3, "new")]


async def test_a_change_that_came_while_paused_is_told_with_the_next_version(platform: Platform) -> None:
    key = await platform.key()
    made = await platform.subscribe(key)
    await platform.tell(recorded("evt_one", 1, record={"status": "planned"}))
    await platform.answered(1)
    await platform.http.post(f"/v1/subscriptions/{made['id']}:pause", headers=key)
    await platform.tell(recorded("evt_one", 2, change="updated", record={"status": "held"}))
    await platform.answered(2)
    await platform.http.post(f"/v1/subscriptions/{made['id']}:resume", headers=key)
    await platform.tell(recorded("evt_one", 3, change="updated", changed=["/sources"], record={"status": "held"}))
    await platform.answered(3)
    assert await told(platform) == [("created", 1, "new"), ("updated", 3, "still")]


async def test_quiet_versions_are_seen_and_told_to_nobody(platform: Platform) -> None:
    await platform.subscribe(await platform.key())
    await platform.tell(
        recorded("evt_one", 1, quiet=True),
        recorded("evt_one", 2, change="updated", changed=["/sources"]),
        recorded("evt_one", 3, change="updated", record={"status": "cancelled"}),
        recorded("evt_two", 1),
        recorded("evt_two", 2, change="retracted", quiet=True, record={"state": "retracted"}),
    )
    facts = await platform.answered(5)
    assert [fact.matched for fact in facts] == [0, 0, 1, 1, 0]
    assert sorted(await told(platform)) == [("created", 1, "new"), ("updated", 3, "new")]


async def test_a_merge_is_told_to_everybody_who_was_alerted(platform: Platform) -> None:
    key = await platform.key()
    await platform.subscribe(key, name="of the loser", filter={"sectors": ["water"]}, updates="first")
    await platform.subscribe(key, name="of the survivor", filter={"sectors": ["trade"]})
    await platform.subscribe(key, name="of neither", filter={"sectors": ["health"]})
    await platform.tell(
        recorded("evt_lost", 1, record={"sectors": ["water"]}), recorded("evt_kept", 1, record={"sectors": ["trade"]})
    )
    await platform.answered(2)
    merged = {"state": "merged", "merged_into": "evt_kept", "sectors": ["water"]}
    both = {"sectors": ["trade", "water"]}
    await platform.tell(
        recorded("evt_lost", 2, change="merged", record=merged, lineage={"merged_into": "evt_kept"}),
        recorded("evt_kept", 2, change="merged", record=both, lineage={"absorbed": ["evt_lost"]}),
    )
    await platform.answered(4)
    found = [
        (
            one["data"]["subscription"]["name"],
            one["data"]["record"]["id"],
            one["data"]["match"],
            one["data"]["record"]["merged_into"],
        )
        for one in await alerts(platform)
        if one["data"]["change"] == "merged"
    ]
    assert sorted(found, key=str) == [
        ("of the loser", "evt_kept", "still", None),
        ("of the loser", "evt_lost", "left", "evt_kept"),
        ("of the survivor", "evt_kept", "still", None),
    ]


async def test_the_same_messages_again_tell_nothing_again(start: Start) -> None:
    """A restored bus delivers everything once more, under ids that are known and under new ones."""
    platform = await start()
    await platform.subscribe(await platform.key())
    story = [recorded("evt_one", 1), recorded("evt_one", 2, change="updated", record={"status": "cancelled"})]
    await platform.tell(*story)
    await platform.answered(2)
    await platform.tell(*story, recorded("evt_end"))
    await platform.answered(3)
    assert await told(platform) == [("created", 1, "new"), ("updated", 2, "still"), ("created", 1, "new")]


async def test_a_new_subscription_is_heard_at_once_by_every_instance(start: Start) -> None:
    one = await start(instance="one")
    await one.tell(recorded("evt_before"))
    await one.answered(1)
    two = await start(instance="two")
    await two.subscribe(await two.key())
    await one.tell(recorded("evt_after"))
    assert (await one.answered(2))[-1].matched == 1


@pytest.mark.parametrize("kind", ["meeting", "agreement"])
async def test_a_title_is_in_the_language_of_the_subscription(platform: Platform, kind: str) -> None:
    key = await platform.key()
    await platform.subscribe(key, name="ru", language="ru")
    data = recorded(kind=kind)
    await platform.tell(data)
    await platform.answered(1)
    (alert,) = await alerts(platform)
    assert alert["type"] == f"{kind}.created"
    assert alert["data"]["record"]["title"] == data.record.titles["ru"]


async def test_a_buried_record_message_is_told_to_its_articles(platform: Platform) -> None:
    envelope = Envelope.wrap(
        recorded("evt_one", caused_by=CAUSES), source="store", now=platform.service.pipeline.clock()
    )
    message = envelope.to_message()
    broken = message.body.replace(b'"kind":"meeting"', b'"kind":"picnic"')
    await platform.service.pipeline.bus.publish(
        Message(message.topic, message.key, "msg_broken", broken, message.headers),
        Message(message.topic, message.key, "msg_garbage", b"\xff\x00", message.headers),
    )

    async def failed() -> bool:
        return len(await platform.facts("failed")) == 2

    await until(failed)
    facts = await platform.facts("failed")
    assert [(fact.article_id, fact.version, fact.service) for fact in facts] == [
        ("art_one", 1, "notify"),
        ("art_two", 4, "notify"),
    ]
    assert "kind" in (facts[0].reason or "")
