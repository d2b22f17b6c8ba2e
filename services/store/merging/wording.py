"""Titles of records in three languages, from patterns in `words/*.toml`: no language's words stand in code."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from libs.messages.values import Place
from libs.pages import LANGUAGES, country_name, label

FOLDER = Path(__file__).parent / "words"
NAMED = 4  # parties; of more, the first three are named
NAMED_OF_MANY = 3
TOPICS = 3


def titles_of(
    kind: str,
    status: str,
    form: str | None,
    channel: str | None,
    place: Place | None,
    parties: Sequence[str],
    sectors: Sequence[str],
    count: int | None,
) -> dict[str, str]:
    """One line that tells the event, by language."""
    return {
        language: _title(language, kind, status, form, channel, place, parties, sectors, count)
        for language in LANGUAGES
    }


def party_name(party: str, language: str) -> str:
    """A country's name as titles write it, or an organisation's in the language where it has one there."""
    short: dict[str, str] = _words(language)["names"]
    return short.get(party) or country_name(party, language)


def _title(
    language: str,
    kind: str,
    status: str,
    form: str | None,
    channel: str | None,
    place: Place | None,
    parties: Sequence[str],
    sectors: Sequence[str],
    count: int | None,
) -> str:
    words = _words(language)
    shown = form or ("talks" if kind == "meeting" else "agreement")
    if (shown == "call" and channel == "online") or (shown == "talks" and channel == "online"):
        shown = "video"
    elif shown == "talks" and channel == "phone":
        shown = "call"
    verbs: dict[str, str] = words[kind][status]
    thing = _counted(words, count) if shown == "documents" and count else words["thing"][kind][shown]
    where = _where(language, place)
    if len(parties) >= 2:
        pattern = verbs.get(shown, verbs["other"])
        line = pattern.format(parties=_parties(language, parties), thing=thing, where=where)
    else:
        state = words["state"][kind][status]
        who = f"{party_name(parties[0], language)}: " if parties else ""
        noun = thing if shown == "documents" and count else label("form", form or shown, language)
        line = f"{who}{noun}{where}{state}"
        line = line[0].upper() + line[1:]
    topics = ", ".join(label("sector", sector, language) for sector in sectors[:TOPICS])
    return f"{line} ({topics})" if topics else line


def _parties(language: str, parties: Sequence[str]) -> str:
    words: dict[str, dict[str, str]] = _words(language)
    names = [party_name(party, language) for party in parties]
    if len(names) > NAMED:
        more = words["list"]["more"].format(number=len(names) - NAMED_OF_MANY)
        return ", ".join(names[:NAMED_OF_MANY]) + more
    return ", ".join(names[:-1]) + words["list"]["and"] + names[-1]


def _where(language: str, place: Place | None) -> str:
    if place is None:
        return ""
    words = _words(language)
    name = words["places"].get(place.name, place.name)
    if language == "ru":
        name = words["in_places"].get(place.name) or _locative(name)
    pattern: str = words["list"]["in"]
    if name.lower().startswith(tuple(words["list"].get("in_before", ()))):
        pattern = words["list"]["in_other"]
    return pattern.format(place=name)


def _locative(name: str) -> str:
    """The Russian case of "in"; a name in Latin letters, or one that takes no endings, stays as it is."""
    if name[-1:].lower() in "бвгджзклмнпрстфхцчшщ":
        return name + "е"
    if name.endswith("ия"):
        return name[:-1] + "и"
    if name[-1:] in ("а", "я", "й"):
        return name[:-1] + "е"
    return name[:-1] + "и" if name.endswith("ь") else name


def _counted(words: dict[str, Any], count: int) -> str:
    """A number of documents in the right case."""
    cases: dict[str, str] = words["documents"]
    if count % 10 == 1 and count % 100 != 11:
        case = "one" if count == 1 else cases.get("ends_in_one", "many")
    else:
        case = "few" if count % 10 in (2, 3, 4) and count % 100 not in (12, 13, 14) else "many"
    return cases.get(case, cases["many"]).format(count=count)


@cache
def _words(language: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
