"""Names told without an office and offices told without a name: which of them are one person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from services.classify.reading.languages.pack import Pack
from services.classify.reading.people.coreference import Someone
from services.classify.reading.people.holders import Holder, holders_named
from services.classify.reading.people.joining import Told
from services.classify.reading.people.offices import offices_of

HIGH = frozenset({"president", "premier", "minister", "monarch", "state", "government", "diplomat"})


def link_well_known(grouped: Sequence[tuple[Told, Someone]], pack: Pack) -> None:
    """Give well-known people their country where the article tells none, and the offices that it tells without a name."""
    named, nameless = _parted(grouped)
    for someone in named:
        known = _holders(someone, pack)
        if not someone.countries and someone.offices:
            told = {group for office in someone.offices for group in (office.group, *_groups(office.group, pack))}
            fitting = {h.country for h in known if told & set(h.groups)}
            someone.countries += sorted(fitting) if len(fitting) == 1 else []
        if someone.offices:
            continue
        office = _office_of(someone, known, nameless, pack)
        if office is not None:
            _merge(office, someone)
            nameless = [o for o in nameless if o is not office]
        if not someone.countries and len({h.country for h in known}) == 1:
            someone.countries.append(known[0].country)


def link_last_pair(grouped: Sequence[tuple[Told, Someone]]) -> None:
    """Where one name has no office and one high office has no name, they belong together."""
    named, nameless = _parted(grouped)
    bare = [p for p in named if not p.offices and any(t.name and len(t.name.tokens) > 1 for t in p.told)]
    high = [p for p in nameless if p.offices[0].group in HIGH]
    if len(bare) == len(high) == 1:
        told = high[0].countries[:1]
        if not bare[0].countries or not told or told[0] in bare[0].countries:
            _merge(high[0], bare[0])


def link_lists(mentions: Sequence[Told], plurals: Sequence[tuple[int, Told]]) -> list[Told]:
    """Names listed soon after as many offices of a plural ("the presidents of A and B met. X and Y signed")."""
    found = list(mentions)
    for sentence, wanted in sorted({(s, t.start) for s, t in plurals}):
        group = [t for s, t in plurals if (s, t.start) == (sentence, wanted)]
        bare = [
            (at, t)
            for at, t in enumerate(found)
            if t.name
            and not t.offices
            and not t.headline
            and sentence <= t.sentence <= sentence + 1
            and t.start > wanted
        ]
        if len(bare) != len(group) or len({t.sentence for _, t in bare}) != 1:
            continue
        for (at, told), office in zip(bare, group, strict=True):
            found[at] = replace(told, offices=office.offices)
        found = [t for t in found if not any(t is office for office in group)]
    return found


def _parted(grouped: Sequence[tuple[Told, Someone]]) -> tuple[list[Someone], list[Someone]]:
    people = list({id(someone): someone for _, someone in grouped}.values())
    return [p for p in people if p.named], [p for p in people if not p.named and p.told]


def _groups(group: str, pack: Pack) -> Sequence[str]:
    return tuple(pack.prepared(offices_of).weak.get(group, {}).get("groups", ()))


def _holders(someone: Someone, pack: Pack) -> list[Holder]:
    full = max((t.name.tokens for t in someone.told if t.name), key=len)
    return holders_named(full, pack.hooks.name_keys)


def _office_of(someone: Someone, known: Sequence[Holder], nameless: Sequence[Someone], pack: Pack) -> Someone | None:
    """The nameless office that a well-known person holds: of the same country first, then the foremost, then the nearest."""
    ranked = []
    for office in nameless:
        groups = (office.offices[0].group, *_groups(office.offices[0].group, pack))
        ranks = [
            (office.countries[:1] != [h.country], h.groups.index(group))
            for h in known
            for group in groups
            if group in h.groups and office.countries[:1] in ([], [h.country])
        ]
        if ranks and not office.offices[0].deputy:
            gap = min(abs(a.sentence - b.sentence) for a in office.told for b in someone.told)
            ranked.append((*min(ranks), gap, office.told[0].start, office))
    return min(ranked, key=lambda r: r[:4])[4] if ranked else None


def _merge(nameless: Someone, someone: Someone) -> None:
    """The nameless one's mentions become the other's."""
    someone.told += nameless.told
    someone.countries += [code for code in nameless.countries if code not in someone.countries]
    nameless.merged = someone
    nameless.told = []
