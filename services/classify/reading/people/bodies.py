"""The bodies that offices are of: told before ("the company's president"), by their fullest name, never a person's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from services.classify.reading.document import Organization
from services.classify.reading.languages.pack import Pack
from services.classify.reading.people.words import Phrase, Word


def with_bodies(
    words: Sequence[Word], phrases: Sequence[Phrase], organizations: Sequence[Organization], pack: Pack
) -> list[Phrase]:
    """Offices of a body told before ("the company's president"), and each body by its fullest name."""
    found = []
    for phrase in phrases:
        if phrase.own is not None and phrase.organization is None:
            pronoun = phrase.own in pack.table("people")["words"]["own_articles"]
            body = _told_before(phrase.own, words[phrase.first].start, organizations, pronoun)
            if body is not None:
                phrase = replace(phrase, organization=body.name, body=body)
        if phrase.body is not None and phrase.organization == phrase.body.name:
            phrase = replace(phrase, organization=_introduced(phrase.body, organizations))
        found.append(phrase)
    return found


def _told_before(own: str, start: int, organizations: Sequence[Organization], pronoun: bool) -> Organization | None:
    """The last body whose name or kind the word fits."""
    before = [body for body in reversed(organizations) if body.end <= start]
    if pronoun:
        return next((body for body in before if body.kind != "state"), None)
    by_name = next((body for body in before if own[:4] in body.name.lower()), None)
    return by_name or next((body for body in before if body.kind in {"company", "other"}), None)


def _introduced(body: Organization, organizations: Sequence[Organization]) -> str:
    """ "EBRD" by the name that the article spelt out before it, as in "Bank for Reconstruction (EBRD)"."""
    full = body.name
    for other in organizations:
        if other.start >= body.start:
            break
        same = other.code is not None and other.code == body.code
        if (same or other.name == body.name) and len(other.name) > len(full):
            full = other.name
    for other, after in pairwise(organizations):
        if after.name == body.name and after.start <= body.start and 0 < after.start - other.end <= 2:
            full = max(full, other.name, key=len)
    return full


def is_named_like_person(body: Organization, pack: Pack) -> bool:
    """A body that is really its chairman: "the concern Myrat Artykov"."""
    names = body.name.split()
    return (
        body.kind in {"company", "other"}
        and 2 <= len(names) <= 3
        and pack.hooks.looks_like_family_name(names[-1])
        and all(name[0].isupper() and name[1:2].islower() for name in names)
    )
