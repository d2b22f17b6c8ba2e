"""Ministers told in one breath by what they are for: "the ministers of energy, industry and trade"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from services.classify.reading.people.words import Phrase

FEWEST = 3  # "the ministers of trade and industry" may be of one ministry each


def each_domain(phrase: Phrase, vocabulary: Mapping[str, Any]) -> list[Phrase]:
    """An office for each domain of a list that is closed by an "and"; none where the plural tells no such list."""
    if phrase.group != "minister" or phrase.deputy or len(phrase.countries) > 1 or "," not in phrase.role:
        return []
    joiners = "|".join(map(re.escape, vocabulary["joiners"]))
    before = "".join(f"(?:{re.escape(word)} )?" for word in vocabulary["domain_links"])
    listed = re.sub(rf"^\S+ {before}", "", phrase.role)
    domains = [part.strip() for part in re.split(rf",|\s(?:{joiners})\s", listed) if part.strip()]
    if len(domains) < FEWEST:
        return []
    short, long = vocabulary["each_domain"]
    linked = tuple(vocabulary["linked_by_s"])
    roles = [
        long.format(domain) if " " in domain else short.format(domain + "s" * domain.lower().endswith(linked))
        for domain in domains
    ]
    return [
        replace(phrase, plural=False, role=role if phrase.role[:1].isupper() else role.lower(), domain=domain.lower())
        for role, domain in zip(roles, domains, strict=True)
    ]
