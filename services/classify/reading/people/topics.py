"""Countries that are named as what something is about: "the Ukraine war", «кризис»."""

from __future__ import annotations

from services.classify.reading.document import Country, Document
from services.classify.reading.languages.pack import Pack
from services.classify.reading.languages.patterns import Caseless, alternation, pattern

REACH = 30  # characters


def is_topic(document: Document, country: Country, pack: Pack) -> bool:
    """Whether a word right behind the country says that it is a topic."""
    nouns = pack.prepared(topic_nouns)
    return nouns.match(document.text, country.end, min(len(document.text), country.end + REACH)) is not None


def topic_nouns(pack: Pack) -> Caseless:
    return pattern(rf"[\s'’s-]*(?:{alternation(pack.table('actors')['topic_nouns'])})(?!\w)")
