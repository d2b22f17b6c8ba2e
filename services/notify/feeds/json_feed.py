"""JSON Feed 1.1, https://www.jsonfeed.org/version/1.1/."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from libs.messages.values import format_moment
from services.notify.feeds.entries import Channel, Entry

MEDIA_TYPE = "application/feed+json; charset=utf-8"


def json_feed(channel: Channel, entries: Iterable[Entry]) -> bytes:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel.title,
        "home_page_url": channel.home,
        "language": channel.language,
        "authors": [{"name": "Communiqué"}],
        "items": [_item(entry) for entry in entries],
    }
    return json.dumps(feed, ensure_ascii=False).encode("utf-8", "replace")


def _item(entry: Entry) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": entry.id.urn,
        "url": entry.page,
        "title": entry.title,
        "content_text": entry.text,
        "date_published": format_moment(entry.created),
        "date_modified": format_moment(entry.updated),
        "tags": list(entry.sectors),
        "_communique": {"record_id": entry.record_id, "version": entry.version, "status": entry.status},
    }
    if entry.source_url:
        item["external_url"] = entry.source_url
    return item
