"""Identity and publication times."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from libs.messages.times import publication_instant
from services.ingest import rules

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "other",
    [
        "https://example.org/a?b=1&c=2",
        "http://www.Example.org:80/a/?c=2&b=1&utm_source=x#top",
        "https://example.org/a?fbclid=1&b=1&c=2",
    ],
)
def test_the_same_page_has_one_identity(other: str) -> None:
    assert rules.normalised(other) == rules.normalised("https://example.org/a?c=2&b=1")


def test_the_feeds_own_id_goes_before_url_and_url_before_content() -> None:
    by_id = rules.article_id("cli", "1", "https://a.org/x", "hash")
    assert by_id == rules.article_id("cli", "1", "https://b.org/y", "other")
    assert by_id != rules.article_id("another", "1", "https://a.org/x", "hash")
    by_url = rules.article_id("cli", None, "https://a.org/x", "hash")
    assert by_url == rules.article_id("cli", None, "https://a.org/x/", "other")
    assert rules.article_id("cli", None, None, "hash") != rules.article_id("cli", None, None, "other")


def test_the_latest_published_version_is_current_then_the_last_accepted() -> None:
    early, late = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 2, tzinfo=UTC)
    assert rules.current_version([(late, 1), (early, 2)]) == 1
    assert rules.current_version([(late, 1), (late, 2)]) == 2


@pytest.mark.parametrize(
    ("published", "instant"),
    [
        ("2026-11-20", datetime(2026, 11, 20, tzinfo=UTC)),
        ("2026-11-20T09:30:00+05:00", datetime(2026, 11, 20, 4, 30, tzinfo=UTC)),
        ("2026-11-20T09:30:00", datetime(2026, 11, 20, 9, 30, tzinfo=UTC)),
        (None, NOW),
    ],
)
def test_publication_times_compare_as_instants(published: str | None, instant: datetime) -> None:
    assert publication_instant(published, NOW) == instant


def test_a_publication_time_may_lie_two_days_ahead_and_no_more() -> None:
    assert rules.published_fault("2026-11-22", NOW) is None
    assert rules.published_fault("2026-11-23", NOW) is not None
    assert rules.published_fault("20.11.2026", NOW) is not None
