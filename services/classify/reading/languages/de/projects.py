"""Names of undertakings in their base form."""

from __future__ import annotations

import re

GENITIVE = re.compile(
    r"^((?:\w+-)*\w*(?:werk|park|projekt|hafen|korridor|kanal|fonds?|feld|damm|tunnel|terminal))(?:e?s)(?=\s|$)",
    re.IGNORECASE,
)
INFLECTED = re.compile(r"^(\w+-\w+(?:sch|isch))(?:en|er|es|em)(?=\s)")


def project_name(words: str) -> str:
    """The name in the nominative: no genitive ending at its head noun."""
    plain = " ".join(words.split())
    stripped = GENITIVE.sub(
        lambda found: found.group(1) if not found.group(1).endswith("fond") else found.group(), plain
    )
    return INFLECTED.sub(r"\1e", stripped)
