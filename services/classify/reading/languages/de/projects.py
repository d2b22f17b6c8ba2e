"""Names of undertakings in their base form."""

from __future__ import annotations

import re

GENITIVE = re.compile(
    r"^((?:[A-ZÄÖÜ][\w-]{2,40}e[nrsm]\s){0,2}(?:\w+-)*\w*(?:werk|park|projekt|hafen|korridor|kanal|fonds?|feld|damm|tunnel|terminal))(?:e?s)(?=\s|$)",
    re.IGNORECASE,
)
MASCULINE = "korridor|hafen|tunnel|kanal|park|damm|fonds?|übergang|bahnhof"
NEUTER = "werk|projekt|feld|zentrum|kabel|vorhaben|terminal"
GENDERS = {
    "er": re.compile(rf"(?:{MASCULINE})(?=\s|$)", re.IGNORECASE),
    "es": re.compile(rf"(?:{NEUTER})(?=\s|$)", re.IGNORECASE),
}
FEMININE = (
    r"bahn|leitung|pipeline|straße|brücke|linie|zone|raffinerie|initiative|partnerschaft|fabrik|strecke|anlage|metro"
    r"|mine|talsperre|querung|lagerstätte"
)
ADJECTIVE = re.compile(
    rf"^((?:[A-ZÄÖÜ][\w-]{{2,40}}?e[nrsm]?\s){{1,2}})(?=\w*(?i:{FEMININE}|{MASCULINE}|{NEUTER})s?(?:\s|$))"
)
ENDING = re.compile(r"e[nrsm]?\s")
INFLECTED = re.compile(r"^(\w+-\w+(?:sch|isch))(?:en|er|es|em)(?=\s)")


def project_name(words: str) -> str:
    """The name in the nominative: no genitive ending at its head noun."""
    plain = " ".join(words.split())
    stripped = GENITIVE.sub(
        lambda found: found.group(1) if not found.group(1).endswith("fond") else found.group(), plain
    )
    return agreeing(INFLECTED.sub(r"\1e", stripped))


def agreeing(name: str) -> str:
    """The name with its adjectives in the nominative of their noun ("dem Südlichen Hafen": "Südlicher Hafen")."""
    adjectives = ADJECTIVE.match(name)
    if adjectives is None:
        return name
    rest = name[adjectives.end() :]
    ending = next((ending for ending, noun in GENDERS.items() if noun.search(rest)), "e")
    return ENDING.sub(f"{ending} ", adjectives[0]) + rest
