"""Names told without an office and offices told without a name: which of them are one person."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from itertools import product

from services.classify.reading.languages.pack import Pack
from services.classify.reading.people.bodies import hinted_codes
from services.classify.reading.people.folding import first_name_gender
from services.classify.reading.people.holders import Holder, holders_named
from services.classify.reading.people.joining import Told
from services.classify.reading.people.names import lists_of
from services.classify.reading.people.offices import offices_of
from services.classify.reading.people.someone import Someone

HIGH = frozenset({"president", "premier", "minister", "monarch", "state", "government", "diplomat"})


OF_PLACES = frozenset({"ambassador", "mayor"})  # whom an article that tells one alone means by his name too


def locate_well_known(people: Iterable[Someone], pack: Pack) -> None:
    """Give well-known people their country where the article tells none."""
    for someone in people:
        if someone.countries and not _is_guessed(someone, pack):
            continue
        known = _holders(someone, pack)
        if someone.offices:
            told = {group for office in someone.offices for group in (office.group, *_groups(office.group, pack))}
            known = [holder for holder in known if told & set(holder.groups)]
        fitting = {holder.country for holder in known}
        if len(fitting) == 1:
            someone.countries[:] = sorted(fitting)


def _is_guessed(someone: Someone, pack: Pack) -> bool:
    """Whether only offices that several countries have tell the country."""
    few = [hinted_codes(office.title, pack) for office in someone.offices]
    return bool(few) and all(len(codes) > 1 and someone.countries[0] in codes for codes in few)


def link_well_known(grouped: Sequence[tuple[Told, Someone]], pack: Pack) -> None:
    """Give well-known people the offices that are told without a name."""
    named, nameless = _parted(grouped)
    for someone in named:
        if _in_office(someone, pack):
            continue
        office = _office_of(someone, _holders(someone, pack), nameless, pack)
        if office is not None:
            _merge(office, someone)
            nameless = [o for o in nameless if o is not office]


def link_last_pair(grouped: Sequence[tuple[Told, Someone]], pack: Pack, text: str) -> None:
    """Where one name has no office and one high office has no name, they belong together."""
    named, nameless = _parted(grouped)
    vocabulary = pack.table("people")["words"]
    apart = {*vocabulary["opposite"], *vocabulary["joiners"]}
    bare = [p for p in named if not _in_office(p, pack) and any(t.name and len(t.name.tokens) > 1 for t in p.told)]
    weak = pack.prepared(offices_of).weak
    high = [p for p in nameless if p.offices[0].group in HIGH or (p.offices[0].group not in weak and p.countries)]
    for country in sorted({code for p in high for code in p.countries[:1]}):
        of_country = [[p for p in some if p.countries[:1] == [country]] for some in (bare, high)]
        if all(len(some) == 1 for some in of_country) and _may_be(of_country[0][0], of_country[1][0], text, apart):
            (someone,), (office,) = of_country
            _merge(office, someone)
            bare, high = [p for p in bare if p is not someone], [p for p in high if p is not office]
    placed = [p for p in high if p.offices[0].group in OF_PLACES and not p.offices[0].plural]
    high = [p for p in high if p.offices[0].group in HIGH] or (placed if len(high) == 1 else [])
    if len(bare) == len(high) == 1 and _may_be(bare[0], high[0], text, apart):
        told = high[0].countries[:1]
        if not bare[0].countries or not told or told[0] in bare[0].countries:
            _merge(high[0], bare[0])


def link_listed_offices(grouped: Sequence[tuple[Told, Someone]]) -> None:
    """ "The heads of the ministries of A and B met": a name and office alone are of A where B has its own."""
    named, nameless = _parted(grouped)
    placeless = [p for p in named if p.offices and not p.countries]
    for someone in placeless:
        fitting = [
            p
            for p in nameless
            if p.told and p.told[0].shared and p.offices[0].group == someone.offices[0].group and p.countries
        ]
        if len(fitting) == 1 and len(placeless) == 1:
            _merge(fitting[0], someone)


def _may_be(someone: Someone, office: Someone, text: str, apart: Collection[str]) -> bool:
    """Whether neither the sex that an office tells is against it, nor a sentence that sets the two apart."""
    for o, t in product(office.told, someone.told):
        if o.sentence == t.sentence and o.end < t.start:
            between = text[o.end : t.start].lower()
            if "," in between or not set(between.split()).isdisjoint(apart):
                return False  # "the president met X", "the president and X"
        elif o.sentence == t.sentence and not set(text[t.end : o.start].lower().split()).isdisjoint(apart):
            return False  # "X met the president"
    name = max((told.name.tokens for told in someone.told if told.name), key=len)
    woman = any(phrase.gender == "f" for phrase in office.offices)
    return not (woman and first_name_gender(name[0]) == "m")


def link_lists(mentions: Sequence[Told], pack: Pack) -> list[Told]:
    """Names and offices told apart as lists of one length belong together in order.

    "The presidents of A and B met. X and Y signed": the nameless offices of a plural go to the names of this sentence
    or the next, else to the only names of the article without an office. "Ministers X and Y" without countries
    take those of an earlier list of as many.
    """
    found = list(mentions)
    bare = [at for at, told in enumerate(found) if _bare(told)]
    for start, shared in sorted(_shared(mentions).items()):
        group = [told for told in shared if told.name is None]
        behind = [at for at in bare if found[at].start > start]
        if not group or not behind:
            continue
        near = [at for at in behind if found[at].sentence - group[0].sentence <= 1]
        chosen = next((c for c in (near, _first_mentions(found, behind, pack)) if len(c) == len(group)), [])
        for at, office in zip(chosen, group, strict=False):
            found[at] = replace(found[at], offices=office.offices)
            bare.remove(at)
    return _with_earlier_countries(found, mentions)


def _shared(mentions: Sequence[Told]) -> dict[int, list[Told]]:
    """The members of each list, by where it begins."""
    found: dict[int, list[Told]] = {}
    for told in mentions:
        if told.shared:
            found.setdefault(told.start, []).append(told)
    return found


def _bare(told: Told) -> bool:
    return told.name is not None and not told.offices and not told.headline and len(told.name.tokens) > 1


def _first_mentions(found: Sequence[Told], bare: Sequence[int], pack: Pack) -> list[int]:
    """The first mention of each name."""
    seen: dict[tuple[str, ...], int] = {}
    for at in bare:
        name = found[at].name
        if name is not None and not pack.prepared(lists_of).patronymic.fullmatch(name.tokens[-1].lower()):
            seen.setdefault(tuple(min(pack.hooks.name_keys(t) or (t,), key=len) for t in name.tokens), at)
    return list(seen.values())


def _with_earlier_countries(found: Sequence[Told], mentions: Sequence[Told]) -> list[Told]:
    told: dict[int, list[str]] = {}
    for _, shared in sorted(_shared(mentions).items()):
        codes = [office.countries[0] for one in shared for office in one.offices if office.countries]
        if any(one.name is None for one in shared):
            told.setdefault(len(codes), codes)
    result = list(found)
    listed: dict[tuple[int, int], list[int]] = {}
    for at, t in enumerate(found):
        if t.shared and t.name is not None and not t.countries and not any(o.countries for o in t.offices):
            listed.setdefault((t.sentence, t.offices[0].first if t.offices else 0), []).append(at)
    by_sentence: dict[int, list[int]] = {}
    for (sentence, _), ats in listed.items():
        by_sentence.setdefault(sentence, []).extend(ats)
    for ats in by_sentence.values():
        for at, code in zip(ats, told.get(len(ats), ()), strict=False):
            result[at] = replace(result[at], countries=(code,))
    return result


def _parted(grouped: Sequence[tuple[Told, Someone]]) -> tuple[list[Someone], list[Someone]]:
    people = list({id(someone): someone for _, someone in grouped}.values())
    return [p for p in people if p.named], [p for p in people if not p.named and p.told]


def _in_office(someone: Someone, pack: Pack) -> bool:
    """Whether an office is told of a person, more than being host or guest."""
    attached = pack.prepared(offices_of).attached
    weak = pack.prepared(offices_of).weak
    return any(office.group not in attached or office.group not in weak for office in someone.offices)


def _groups(group: str, pack: Pack) -> Sequence[str]:
    return tuple(pack.prepared(offices_of).weak.get(group, {}).get("groups", ()))


def _holders(someone: Someone, pack: Pack) -> list[Holder]:
    return holders_named(max(someone.spellings, key=len), pack.hooks.name_keys)


def _office_of(someone: Someone, known: Sequence[Holder], nameless: Sequence[Someone], pack: Pack) -> Someone | None:
    """The nameless office that a well-known person holds: the foremost first, then by country and nearness."""
    ranked = []
    for office in nameless:
        groups = (office.offices[0].group, *_groups(office.offices[0].group, pack))
        ranks = [
            (h.groups.index(group), office.countries[:1] != [h.country])
            for h in known
            for group in groups
            if group in h.groups and office.countries[:1] in ([], [h.country])
        ]
        if ranks and not office.offices[0].deputy and not office.offices[0].organization:
            gap = min(abs(a.sentence - b.sentence) for a in office.told for b in someone.told)
            ranked.append((*min(ranks), gap, office.told[0].start, office))
    return min(ranked, key=lambda r: r[:4])[4] if ranked else None


def _merge(nameless: Someone, someone: Someone) -> None:
    """The nameless one's mentions become the other's."""
    someone.told += nameless.told
    someone.countries += [code for code in nameless.countries if code not in someone.countries]
    nameless.merged = someone
    nameless.told = []
