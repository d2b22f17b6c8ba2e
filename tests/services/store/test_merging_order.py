"""The order in which reports come does not matter: the same articles give the same records."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from libs.db import Database, migrate
from libs.messages import ArticleClassified
from libs.telemetry import Telemetry
from tests.services.store.conftest import HISTORIES, Store
from tests.services.store.stories import ASTANA, SERIKBAYEV, SHYMKENT, TASHKENT, YULDOSHEV, agreement, reading, report

IDENTITY = ("id", "version", "previous_ids", "history", "created_at", "updated_at")


@pytest.fixture
async def fresh(tmp_path: Path, telemetry: Telemetry) -> Any:
    """Makes one empty store after the other."""
    opened: list[Database] = []

    async def make() -> Store:
        database = Database(f"sqlite:///{tmp_path / f'{len(opened)}.sqlite'}")
        opened.append(database)
        await migrate(database, HISTORIES)
        return Store(database, telemetry)

    yield make
    for database in opened:
        await database.close()


@pytest.mark.timeout(400)  # 420 readings of what is easily confused are half a minute's work where nobody else works
async def test_shuffled_articles_give_the_same_records(fresh: Any) -> None:
    stories = stories_of(random.Random(5))
    expected = await _outcome(fresh, stories)
    assert 10 < len(expected) < len(stories)
    for seed in range(6):
        shuffled = random.Random(seed).sample(stories, len(stories))
        assert await _outcome(fresh, shuffled) == expected


async def test_a_story_that_comes_and_goes_leaves_no_trace(fresh: Any) -> None:
    stories = stories_of(random.Random(7))
    passing = [reading("x", report("x", day="2026-11-19")), reading("y", report("y", participants=[], day=None))]
    gone = [
        reading(name, version=2, outcome="withdrawn", withdrawn=True, published_at="2026-11-20") for name in ("x", "y")
    ]
    half = len(stories) // 2
    assert await _outcome(fresh, [*stories[:half], *passing, *stories[half:], *gone]) == await _outcome(fresh, stories)


async def _outcome(fresh: Any, stories: list[ArticleClassified]) -> list[str]:
    store = await fresh()
    await store.take_at_once(stories)
    return said(await store.records())


def said(records: list[dict[str, Any]]) -> list[str]:
    """What the records say, without what tells of their becoming."""
    values = [{name: value for name, value in one.items() if name not in IDENTITY} for one in records]
    return sorted(json.dumps(one, ensure_ascii=False, sort_keys=True) for one in values)


def stories_of(chance: random.Random) -> list[ArticleClassified]:
    """Articles about some happenings that are easily confused: same people, near days, missing dates and names."""
    people = (
        [SERIKBAYEV, YULDOSHEV],
        [SERIKBAYEV],
        [],
        [{**SERIKBAYEV, "name": "Даулет Серикбаев"}, YULDOSHEV],
        [{**SERIKBAYEV, "name": "Aidar Omarov"}, YULDOSHEV],
    )
    made = []
    for number in range(60):
        name = f"s{number}"
        day = chance.choice(["2026-11-03", "2026-11-05", "2026-11-06", "2026-11-19", "2026-11-20", None])
        shared: dict[str, Any] = {
            "day": day,
            "participants": chance.choice(people),
            "parties": chance.choice([["KZ", "UZ"], ["KZ", "UZ"], ["KZ"], ["KZ", "TM", "UZ"], ["DE", "KZ"]]),
            "sectors": chance.choice([["agriculture"], ["water"], ["agriculture", "water"], []]),
            "place": chance.choice([ASTANA, SHYMKENT, TASHKENT, None, None]),
        }
        told = [report(name, 1, status=chance.choice(["planned", "held", "held", "cancelled"]), **shared)]
        if chance.random() < 0.4:
            told.append(agreement(name, 2, status=chance.choice(["planned", "signed", "in_force"]), **shared))
        if chance.random() < 0.1 and day:
            put_off = {**shared, "day": "2026-11-25"}
            told.append(report(name, 3, status="planned", postpones=told[0].id, **put_off))
        published = f"2026-11-{chance.randint(1, 25):02d}"
        language = chance.choice(["en", "ru", "de"])
        made.append(reading(name, *told, published_at=published, language=language))
    return made
