"""The bodies that offices are of: told before ("the company's president"), by their fullest name, never a person's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from services.classify.reading.document import Organization, Sentence
from services.classify.reading.languages.pack import Pack
from services.classify.reading.people.holders import holders_named
from services.classify.reading.people.words import Phrase, Word

LOOK_BACK = 4  # sentences
LEADING_GROUPS = frozenset({"president", "director", "chairman", "secretary", "deputy", "adviser", "speaker"})
DELEGATION_REACH = 12  # words between a delegation and who leads it
STEM = 7  # letters
COMPANY_GROUPS = frozenset({"director", "chairman"})


def with_bodies(
    words: Sequence[Word], phrases: Sequence[Phrase], organizations: Sequence[Organization], pack: Pack
) -> list[Phrase]:
    """Offices of a body told before ("the company's president"), and each body by its fullest name."""
    found = []
    own_countries = pack.table("people")["words"]["own_countries"]
    vocabulary = pack.table("people")["words"]
    union_titles, others = tuple(vocabulary["union_titles"]), tuple(vocabulary.get("no_union_titles", ()))
    for phrase in phrases:
        if phrase.own is not None and phrase.organization is None and phrase.own not in own_countries:
            pronoun = phrase.own in pack.table("people")["words"]["own_articles"]
            body = _told_before(phrase.own, words[phrase.first].start, organizations, pronoun)
            if body is not None:
                phrase = replace(phrase, organization=body.name, body=body)
        union = phrase.title.endswith(union_titles) and phrase.title not in others
        if phrase.organization is None and union and not phrase.plural:
            body = _of_the_union(words[phrase.first].start, organizations, pack)
            if body is not None:
                phrase = replace(phrase, organization=body.name, body=body, countries=())
        sender = _sender(words, phrase, pack)
        if sender is not None:
            phrase = replace(phrase, organization=sender.name, body=sender)
        if phrase.body is None and phrase.organization is not None and phrase.place is None:
            named = next((body for body in organizations if body.name == phrase.organization), None)
            phrase = replace(phrase, body=named)
        if phrase.body is not None and phrase.organization == phrase.body.name:
            phrase = replace(phrase, organization=_introduced(phrase.body, organizations))
        found.append(phrase)
    return found


def _sender(words: Sequence[Word], phrase: Phrase, pack: Pack) -> Organization | None:
    """The body whose delegation somebody leads who is told by no body of his own."""
    placed = phrase.organization or phrase.countries or phrase.place or phrase.body or phrase.own
    if placed or phrase.plural or phrase.group not in LEADING_GROUPS or phrase.group in pack.table("people")["weak"]:
        return None
    if phrase.group == "president" and not phrase.deputy:
        return None  # of a country, it may be
    vocabulary = pack.table("people")["words"]
    sent = tuple(word[:STEM] for word in vocabulary["delegations"])
    body: Organization | None = None
    delegation = False
    for at in range(phrase.first - 1, max(-1, phrase.first - 1 - DELEGATION_REACH), -1):
        word = words[at]
        if word.organization is not None and body is None:
            if word.organization.kind not in {"international", "company"}:
                return None
            body = word.organization
        delegation = delegation or word.lower.startswith(sent)
        if delegation and body is not None:
            return body
        if word.text == "," and body is None and not delegation:
            continue
        turns = word.lower in vocabulary["opposite"] and words[at - 1].lower not in vocabulary["heading"]
        if word.kind == "mark" or word.country or word.person is not None or turns:
            return None
    return None


def _of_the_union(start: int, organizations: Sequence[Organization], pack: Pack) -> Organization | None:
    """The body of the union that is told last before, else first behind."""
    told = [body for body in organizations if body.code == pack.table("people")["words"]["union"]]
    return next((body for body in reversed(told) if body.end <= start), next(iter(told), None))


def with_listed_companies(
    phrases: Sequence[Phrase], organizations: Sequence[Organization], sentences: Sequence[Sentence], index: int
) -> list[Phrase]:
    """ "A and B signed a contract. Director X and Director Y put their names to it": companies in order.

    Offices of no told body take the companies of their own sentence, else of the last one that tells companies,
    where there are as many of each.
    """
    bare = [p for p in phrases if p.group in COMPANY_GROUPS and not (p.organization or p.countries or p.plural)]
    bare = [p for p in bare if p.role.lower() == p.title or p.group != "chairman"]  # no „Vorsitzender des Ministerrats“
    if not bare:
        return list(phrases)
    for sentence in reversed(sentences[max(0, index - LOOK_BACK) : index + 1]):
        told = [b for b in organizations if sentence.start <= b.start < sentence.end and b.kind in {"company", "other"}]
        companies = list({body.name: body for body in told}.values())
        if len(companies) == len(bare):
            given = {id(phrase): body for phrase, body in zip(bare, companies, strict=True)}
            return [
                replace(p, organization=given[id(p)].name, body=given[id(p)]) if id(p) in given else p for p in phrases
            ]
        if companies:
            break
    return list(phrases)


def with_hinted_countries(phrases: Sequence[Phrase], told: Sequence[str], pack: Pack) -> list[Phrase]:
    """Offices that few countries have ("Chancellor"), given to that of them which the article names."""
    found = []
    for phrase in phrases:
        codes = hinted_codes(phrase.title, pack)
        seated = phrase.title in pack.table("people").get("born", ())
        if codes and (seated or not phrase.countries) and not phrase.organization:
            phrase = replace(phrase, countries=(next((code for code in told if code in codes), codes[0]),))
        found.append(phrase)
    return found


def hinted_codes(title: str, pack: Pack) -> Sequence[str]:
    """The few countries that have an office of this title; none where many have it."""
    hints = pack.table("people")["hints"]
    start = max((start for start in hints if title.startswith(start)), key=len, default=None)
    return tuple(hints[start]) if start else ()


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
    if not full.isupper():
        return full
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
        and (pack.hooks.looks_like_family_name(names[-1]) or bool(holders_named(names, pack.hooks.name_keys)))
        and all(name[0].isupper() and name[1:2].islower() for name in names)
    )
