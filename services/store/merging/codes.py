"""Derived codes of CAMEO and PLOVER for those who compare event data sets; lossy both ways.

CAMEO tells a planned event from one that took place by another code; PLOVER codes what is only announced as AGREE and
a signed agreement as SUPPORT.
"""

from __future__ import annotations

from collections.abc import Iterable

from libs.messages.records import Codes, Plover

CONTEXTS = {
    "politics": "diplomatic",
    "security": "military",
    "justice": "legal",
    "trade": "economic",
    "investment": "economic",
    "industry": "economic",
    "construction": "economic",
    "urban_development": "economic",
    "chemicals": "economic",
    "tourism": "economic",
    "transport": "economic",
    "agriculture": "economic",
    "mining": "natural_resource",
    "oil_gas": "natural_resource",
    "electric_power": "natural_resource",
    "renewables": "environment",
    "environment": "environment",
    "digital": "technology",
    "science": "technology",
    "health": "health",
}


def codes_of(
    kind: str, status: str, form: str | None, channel: str | None, parties: int, sectors: Iterable[str]
) -> Codes:
    contexts = tuple(sorted({CONTEXTS[sector] for sector in sectors if sector in CONTEXTS}))
    if kind == "agreement":
        return _agreement(status, contexts)
    if status == "planned":
        return Codes(cameo="036", plover=Plover(event="AGREE", contexts=contexts or ("diplomatic",)))
    if status == "cancelled":
        return Codes(cameo="120", plover=Plover(event="REJECT", contexts=contexts))
    if form == "call" or channel in ("phone", "online"):
        return Codes(cameo="041", plover=Plover(event="CONSULT", mode="phone", contexts=contexts))
    if form == "visit":
        return Codes(cameo="042", plover=Plover(event="CONSULT", mode="visit", contexts=contexts))
    if form == "reception":
        return Codes(cameo="043", plover=Plover(event="CONSULT", mode="visit", contexts=contexts))
    mode = "multilateral" if parties > 2 else None
    return Codes(cameo="040", plover=Plover(event="CONSULT", mode=mode, contexts=contexts))


def _agreement(status: str, contexts: tuple[str, ...]) -> Codes:
    if status in ("signed", "in_force"):
        return Codes(cameo="057", plover=Plover(event="SUPPORT", contexts=contexts))
    return Codes(cameo="030", plover=Plover(event="AGREE", contexts=contexts))
