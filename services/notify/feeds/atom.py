"""Atom, https://www.rfc-editor.org/rfc/rfc4287."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable
from xml.etree import ElementTree

from libs.messages.values import format_moment
from services.notify.feeds.entries import Channel, Entry

MEDIA_TYPE = "application/atom+xml; charset=utf-8"
NAMESPACE = "http://www.w3.org/2005/Atom"

# Characters that XML 1.0 has not, however they are written.
_IMPOSSIBLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def atom(channel: Channel, entries: Iterable[Entry]) -> bytes:
    ElementTree.register_namespace("", NAMESPACE)
    feed = ElementTree.Element(_name("feed"), {"{http://www.w3.org/XML/1998/namespace}lang": channel.language})
    _add(feed, "id", uuid.uuid5(channel.instance, channel.subscription_id).urn)
    _add(feed, "title", channel.title)
    _add(feed, "updated", format_moment(channel.updated))
    _add(_add(feed, "author"), "name", "Communiqué")
    _add(feed, "link", rel="alternate", type="text/html", href=channel.home)
    for entry in entries:
        _entry(feed, entry)
    return bytes(ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True))


def _entry(feed: ElementTree.Element, entry: Entry) -> None:
    element = _add(feed, "entry")
    _add(element, "id", entry.id.urn)
    _add(element, "title", entry.title)
    _add(element, "updated", format_moment(entry.updated))
    _add(element, "published", format_moment(entry.created))
    _add(element, "link", rel="alternate", type="text/html", href=entry.page)
    if entry.source_url:
        _add(element, "link", rel="related", href=entry.source_url)
    for sector in entry.sectors:
        _add(element, "category", term=sector)
    _add(element, "summary", entry.text, type="text")


def _add(parent: ElementTree.Element, name: str, text: str | None = None, **attributes: str) -> ElementTree.Element:
    clean = {key: _IMPOSSIBLE.sub("\ufffd", value) for key, value in attributes.items()}
    element = ElementTree.SubElement(parent, _name(name), clean)
    element.text = None if text is None else _IMPOSSIBLE.sub("\ufffd", text)
    return element


def _name(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"
