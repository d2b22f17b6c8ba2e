"""Names of undertakings in their base form."""

from __future__ import annotations

import re

LEADING = re.compile(r"^(?:(?:the|a|an|of|and|[MGk]W|kV|km)\s+)+", re.IGNORECASE)


def project_name(words: str) -> str:
    """The name without a leading article."""
    return " ".join(LEADING.sub("", words).split())
