"""Which mentions are of one person: spellings of a name, and offices told without it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache, partial

from services.classify.reading.languages.pack import Pack
from services.classify.reading.people.counterparts import give_office
from services.classify.reading.people.folding import alike
from services.classify.reading.people.holders import holders_named
from services.classify.reading.people.joining import Told
from services.classify.reading.people.names import lists_of
from services.classify.reading.people.offices import Offices, offices_of
from services.classify.reading.people.several import who_is_meant
from services.classify.reading.people.someone import Someone, distinct
from services.classify.reading.people.words import Phrase

TITLED = frozenset({"monarch"})  # who are called by no other title
RULING = frozenset({"heir", "state", "leader", "premier"})  # what a ruler may be called besides
FAR = 100  # mentions to either side in which the holder of an office is looked for
SOON = 3  # sentences in which a lead's office gets its name
SAME = 6  # letters in which two forms of a word agree
LOOSE = frozenset({"director", "chairman", "secretary", "deputy"})  # groups of many different offices
LEADERS = frozenset({"president", "premier", "monarch", "state", "government", "heir"})  # of states
HEADS = frozenset({"director", "chairman", "mayor", "president", "secretary", "state"})  # of bodies, of which one is
WORDS = re.compile(r"[^\W_][\w&'’-]*")
STRICT = frozenset({"president", "premier", "mayor", "chairman", "speaker"})  # no deputy is called so


def group_named(mentions: Sequence[Told], pack: Pack) -> dict[int, Someone]:
    """Whose name each mention with one has, by its index; fuller spellings come first and gather the shorter."""
    people: list[Someone] = []
    chosen: dict[int, Someone] = {}
    for at in sorted(range(len(mentions)), key=lambda i: -_fullness(mentions[i])):
        told = mentions[at]
        if told.name is None:
            continue
        someone = next((p for p in people if _same_name(p, told, pack)), None)
        if someone is None:
            someone = Someone()
            people.append(someone)
        _add(someone, told)
        chosen[at] = someone
    return chosen


def group_nameless(
    mentions: Sequence[Told], named: dict[int, Someone], pack: Pack, home: str | None
) -> list[tuple[Told, Someone]]:
    """Each mention with its person, in text order; a nameless office goes to who holds it, else to somebody new."""
    chosen = dict(named)
    for at in sorted(named):
        give_office(named[at], mentions[at], _around(at, mentions, named), pack)
    for at, told in enumerate(mentions):
        if told.name is not None or told.several:
            continue
        before = [chosen[i] for i in range(at - 1, max(-1, at - 1 - FAR), -1) if i in chosen]
        after = [chosen[i] for i in range(at + 1, min(len(mentions), at + 1 + FAR)) if i in chosen]
        owner = _owner(told, before, after, pack, home) or Someone()
        _add(owner, told)
        give_office(owner, told, [*before, *after], pack)
        chosen[at] = owner
    for at, told in enumerate(mentions):
        if told.follows and at and at - 1 in chosen and at in chosen and not chosen[at].countries:
            chosen[at].countries += chosen[at - 1].countries[:1]
    grouped = []
    for at, told in enumerate(mentions):
        if told.several:
            grouped += [
                (told, someone) for someone in who_is_meant(at, mentions, chosen, partial(_fits_each, pack=pack))
            ]
        else:
            grouped.append((told, chosen[at]))
    return grouped


def _around(at: int, mentions: Sequence[Told], chosen: dict[int, Someone]) -> list[Someone]:
    """Who is told by name near a mention: before it first, the nearest first."""
    near = [*range(at - 1, max(-1, at - 1 - FAR), -1), *range(at + 1, min(len(mentions), at + 1 + FAR))]
    return [chosen[i] for i in near if i in chosen]


def _fits_each(phrase: Phrase, someone: Someone, pack: Pack) -> bool:
    """Whether somebody is one of those whom a plural means: of either gender, of the very office, no deputy."""
    if pack.prepared(offices_of).weak.get(phrase.group, {}).get("same"):
        return False
    if phrase.group == "leader" and all(office.group not in LEADERS or office.deputy for office in someone.offices):
        return False
    if phrase.group in LOOSE and all(office.title != phrase.title for office in someone.offices):
        return False
    if not phrase.deputy and all(office.deputy for office in someone.offices):
        return False
    if phrase.gender != "f" and _fits(replace(phrase, gender=None), someone, pack):
        return True
    return _fits(replace(phrase, gender="f"), someone, pack)


def settle(grouped: Sequence[tuple[Told, Someone]]) -> list[tuple[Told, Someone]]:
    """The mentions with whom their person turned out to be."""
    return [(told, someone.merged or someone) for told, someone in grouped]


def _add(someone: Someone, told: Told) -> None:
    someone.told.append(told)
    told_countries = [*told.countries, *(c for office in told.offices for c in _countries(office)[:1])]
    someone.countries += [code for code in told_countries if code not in someone.countries]


def _fullness(told: Told) -> int:
    if told.name is None:
        return 0
    return sum(2 if len(token.rstrip(".")) > 2 else 1 for token in told.name.tokens)


def _same_name(someone: Someone, told: Told, pack: Pack) -> bool:
    if told.name is None or _is_king_of_that_name(someone, told):
        return False
    return any(same_tokens(known, told.name.tokens, pack) for known in someone.spellings)


def _is_king_of_that_name(someone: Someone, told: Told) -> bool:
    """Whether a ruler told by his first name alone meets somebody else who has it too: "King X", "Minister Y X Z"."""
    groups = {office.group for office in told.offices}
    single = told.name is not None and len(told.name.tokens) == 1
    return (
        single
        and bool(groups & TITLED)
        and bool(someone.offices)
        and not any(office.group in TITLED or office.group in RULING for office in someone.offices)
    )


@lru_cache(maxsize=50_000)
def same_tokens(full: tuple[str, ...], other: tuple[str, ...], pack: Pack) -> bool:
    """Whether the shorter of two names can stand for the fuller one."""
    particles = pack.prepared(lists_of).particles
    left = [_Token(token, pack) for token in full if token.lower() not in particles] or [_Token(t, pack) for t in full]
    right = [_Token(token, pack) for token in other if token.lower() not in particles] or [
        _Token(t, pack) for t in other
    ]
    if len(right) == 1:
        left = without_father(full, left, pack)
        return any(token.like(right[0]) for token in ((left[-1], left[0]) if len(left) > 1 else left)) or any(
            token.like(right[0]) for token in left if len(left) > 3 or not token.initial
        )
    if len(left) == 1:
        return False
    patronymic = pack.prepared(lists_of).patronymic
    if len(right) == 2 and patronymic.fullmatch(other[-1].lower()) and not patronymic.fullmatch(full[-1].lower()):
        return left[0].like(right[0])
    if len(left) > len(right) and all(a.like(b) for a, b in zip(left[-len(right) :], right, strict=True)):
        return not any(token.initial for token in right)  # the first of several given names is left out
    if sorted("".join(t.keys[0] for t in left)) == sorted("".join(t.keys[0] for t in right)):
        return True
    rest, unmatched = list(left), 0
    for token in right:
        match = next((t for t in rest if t.like(token)), None)
        if match is None:
            unmatched += 1
        else:
            rest.remove(match)
    family = any(left[-1].like(t) for t in right if not t.initial) or (left[0].like(right[0]) and not right[0].initial)
    given = left[0].like(right[0]) or left[-1].like(right[0]) or left[0].like(right[-1])
    return family and given and unmatched == 0


def without_father(name: tuple[str, ...], tokens: list[_Token], pack: Pack) -> list[_Token]:
    """A name's words without the father's: of "Ali bin Omar" and "Ali bin Omar Al Roe" nobody is called Omar."""
    at = next((i for i, word in enumerate(name) if word.lower() in pack.prepared(lists_of).titles.son_of), 0)
    if not 0 < at < len(name) - 1:
        return tokens
    particles = pack.prepared(lists_of).particles
    ahead = sum(word.lower() not in particles for word in name[:at])
    return tokens[:ahead] + tokens[ahead + 1 :] if ahead else tokens


class _Token:
    """One word of a name with its keys; an initial is like every word that it begins."""

    def __init__(self, text: str, pack: Pack) -> None:
        self.initial = text.endswith(".")
        self.keys: tuple[str, ...] = pack.hooks.name_keys(text.rstrip(".")) or (text.lower(),)

    def like(self, other: _Token) -> bool:
        if self.initial or other.initial:
            return any(a[:1] == b[:1] for a in self.keys for b in other.keys)
        return any(alike(a, b) for a in self.keys for b in other.keys)


def _owner(
    told: Told, before: Sequence[Someone], after: Sequence[Someone], pack: Pack, home: str | None
) -> Someone | None:
    """The person whose office this is: nearest before first, then the nearest after."""
    phrase = told.offices[0]
    countries = _countries(phrase)
    after_all = after
    if not countries:
        after = [p for p in after if not p.countries or p.countries[0] == home]
    ranked = [*distinct(before), *distinct(after)]
    fitting = [someone for someone in ranked if _fits(phrase, someone, pack)]
    if not countries and not fitting:
        fitting = _told_soon(told, distinct(after_all), pack)
    fitting.sort(key=lambda someone: all(office.title != phrase.title for office in someone.offices))
    exact = [p for p in fitting if countries and countries[0] in p.countries]
    exact.sort(key=lambda someone: _rank(phrase, someone, pack))
    if told.headline and not countries:  # which abbreviates: who is told first, if in office or alone
        abbreviated = replace(phrase, organization=None, body=None)
        meant = [someone for someone in distinct([*before, *after_all]) if _fits(abbreviated, someone, pack)]
        if len(meant) == 1 or (meant and phrase.group in pack.prepared(offices_of).weak):
            return meant[0]
    if exact or not countries:
        return next(iter(exact), None) or next(iter(sorted(fitting, key=lambda p: p.counterpart)), None)
    if len(fitting) == 1 and any(office.organization for office in fitting[0].offices):
        return fitting[0]  # "the Russian governor": the one of a region told before
    return next((p for p in fitting if p.countries or countries[0] == home or _rules(p, countries[0], pack)), None)


def _rules(someone: Someone, country: str, pack: Pack) -> bool:
    """Whether somebody is known to hold office in a country that the article does not tell him of."""
    names = max(someone.spellings, key=len, default=())
    return bool(names) and any(holder.country == country for holder in holders_named(names, pack.hooks.name_keys))


def _told_soon(told: Told, after: Sequence[Someone], pack: Pack) -> list[Someone]:
    """The only one behind who holds that very office, named within a few sentences, whatever his country."""
    phrase = told.offices[0]
    holds = [p for p in after if any(o.title == phrase.title for o in p.offices) and _fits(phrase, p, pack)]
    if len(holds) != 1 or phrase.group in LOOSE:
        return []
    named = [other.sentence - told.sentence for other in holds[0].told if other.name is not None]
    return holds if 0 < min(named, default=0) <= SOON else []


def _rank(phrase: Phrase, someone: Someone, pack: Pack) -> int:
    """How far behind a country's leader somebody comes for an office that several groups of offices are called."""
    groups: Sequence[str] = pack.prepared(offices_of).weak.get(phrase.group, {}).get("groups", ())
    held = [groups.index(o.group) for o in someone.offices if o.group in groups and not o.deputy and not o.organization]
    return min(held, default=len(groups))


def _countries(phrase: Phrase) -> tuple[str, ...]:
    """The country that the words say, else that of the town: "Tokyo's top diplomat"."""
    return phrase.countries or ((phrase.place.country,) if phrase.place is not None else ())


def _fits(phrase: Phrase, someone: Someone, pack: Pack) -> bool:
    offices = pack.prepared(offices_of)
    countries = _countries(phrase)
    if countries and someone.countries and countries[0] not in someone.countries:
        return False
    weak = offices.weak.get(phrase.group, {})
    if weak and phrase.organization and phrase.place is None:
        return False
    if weak.get("same"):
        gendered = weak.get("gendered") and {o.gender for o in someone.offices if o.group not in offices.weak}
        if gendered and (phrase.gender == "f") != ("f" in gendered):
            return False
        return bool(phrase.countries) and phrase.countries[0] in someone.countries
    genders = {other.gender for other in someone.offices if other.group not in offices.weak}
    if genders and not weak and (phrase.gender == "f") != ("f" in genders):
        return False
    groups = {phrase.group, *weak.get("groups", ())}
    alike_offices = [
        other
        for other in someone.offices
        if groups & {other.group, *offices.weak.get(other.group, {}).get("groups", ())}
        or _head_the_same(phrase, other, offices)
        or (_speaks(phrase, offices) and _speaks(other, offices))
    ]
    strong = [other for other in alike_offices if other.group not in offices.weak]
    if strong and all(other.former for other in strong):
        return False
    of_state = phrase.organization and phrase.group in LEADERS and (someone.countries or phrase.place)
    if of_state and any(other.group == phrase.group and not other.organization for other in strong):
        return False  # the president of a body is not that of a country
    return bool(alike_offices) and all(_agree(phrase, other, offices) for other in strong)


def _speaks(phrase: Phrase, offices: Offices) -> bool:
    """Whether somebody presides over a parliament, whatever the office is called."""
    shown = (phrase.organization or phrase.role).lower()
    if phrase.deputy or phrase.group not in {"speaker", "chairman", "director"}:
        return False
    if any(stem in shown for stem in offices.vocabulary.get("no_parliaments", ())):
        return False
    return phrase.group == "speaker" or any(stem in shown for stem in offices.vocabulary.get("parliaments", ()))


def _head_the_same(phrase: Phrase, other: Phrase, offices: Offices) -> bool:
    """Whether one is called the head of the body that the other is chairman, governor or rector of."""
    if not phrase.organization or not other.organization or phrase.deputy or other.deputy:
        return False
    if phrase.own or other.own:
        return False  # «председатель концерна»: which one is only guessed
    if phrase.domain or other.domain or not offices.country_heads & {phrase.title, other.title}:
        return False
    return {phrase.group, other.group} <= HEADS and _bodies_alike(phrase, other)


def _agree(phrase: Phrase, other: Phrase, offices: Offices) -> bool:
    """Whether two offices of one group can be one: the same deputy or not, domain and body."""
    if phrase.group != other.group and _speaks(phrase, offices) and _speaks(other, offices):
        return True  # "the speaker", "the chairman of the National Assembly"
    if phrase.deputy != other.deputy and (phrase.group in STRICT or phrase.domain):
        return False
    if phrase.title != other.title and (phrase.group in TITLED or offices.exclusive & {phrase.title, other.title}):
        return False
    if phrase.domain and other.domain and not _domains_meet(phrase.domain, other.domain, offices):
        return False
    if offices.delegations.isdisjoint(phrase.domain.split()) != offices.delegations.isdisjoint(other.domain.split()):
        return False
    kinds = {offices.apart[title] for title in (phrase.title, other.title) if title in offices.apart}
    if len(kinds) > 1:
        return False
    if phrase.organization and other.organization:
        return _bodies_alike(phrase, other)
    return not (phrase.organization and other.group == phrase.group and other.countries)


def _domains_meet(left: str, right: str, offices: Offices) -> bool:
    """Whether two domains share a word, in any form: „Verkehrs“ and „Verkehr“; "affairs" alone says nothing."""
    one, other = ([word for word in domain.split() if word not in offices.vague] for domain in (left, right))
    return not one or not other or any(a[:SAME] == b[:SAME] for a in one for b in other)


def _bodies_alike(left: Phrase, right: Phrase) -> bool:
    """By the words of their names, their codes, or the first letters of one ("ADB")."""
    if left.body is not None and right.body is not None and left.body.code is not None:
        return left.body.code == right.body.code
    return _names_alike(left.organization or "", right.organization or "")


@lru_cache(maxsize=2000)
def _names_alike(one: str, other: str) -> bool:
    a, b = ({w for w in WORDS.findall(name.lower()) if len(w) > 2} for name in (one, other))
    if 2 * len(a & b) > min(len(a), len(b)):
        return True
    return any(short.isupper() and short == "".join(w[0] for w in full.split() if w[0].isupper())
               for short, full in ((one, other), (other, one)))  # fmt: skip
