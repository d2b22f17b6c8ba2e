"""The office of a counterpart: "his Russian colleague Y" holds what X, told beside him, holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from services.classify.reading.languages.pack import Pack
from services.classify.reading.people.joining import Told
from services.classify.reading.people.offices import offices_of
from services.classify.reading.people.someone import Someone, distinct
from services.classify.reading.people.words import Phrase


def give_office(someone: Someone, told: Told, others: Iterable[Someone], pack: Pack) -> None:
    """Let somebody who is only called a counterpart hold the office of the nearest of the others who has one."""
    weak = pack.prepared(offices_of).weak
    if not (someone.named or someone.countries) or not someone.offices or not told.offices:
        return
    if not all(weak.get(office.group, {}).get("same") for office in someone.offices):
        return
    for other in distinct(others):
        real = [o for o in other.offices if o.group not in weak or weak[o.group].get("domain")]
        held = max(real, key=lambda office: bool(office.domain) and not office.deputy, default=None)
        if held is not None and held.role.lower() in pack.table("people").get("unshared", ()):
            return  # „Bundesrat“: the colleague holds another office
        if other is someone or held is None or (other.countries and other.countries[:1] == someone.countries[:1]):
            continue
        someone.counterpart, someone.holder = True, other
        other.abroad.update(someone.countries[:1])
        own = own_office(held, told.offices[0], someone.countries, pack)
        someone.told.append(Told(told.start, told.end, told.sentence, None, (own,)))
        return


def own_office(held: Phrase, called: Phrase, countries: Sequence[str], pack: Pack) -> Phrase:
    """The same office of the other country."""
    role = pack.hooks.role_of(without_own_prefix(held.role, countries, pack), called.gender)
    return replace(
        held, role=role, gender=called.gender, countries=called.countries, organization=None, body=None, place=None
    )


def without_own_prefix(role: str, countries: Sequence[str], pack: Pack) -> str:
    """The colleague of a „Bundesminister“ is a „Minister“, unless his country has the very office."""
    common: str | None = pack.table("people").get("abroad", {}).get(role.lower())
    if common is not None:
        return common
    few = pack.table("people")["hints"].get(role.lower().removesuffix("in"), ())
    if countries and countries[0] in few:
        return role
    for prefix in pack.table("people")["words"]["own_prefixes"]:
        rest = role[len(prefix) :].lower()
        if role.startswith(prefix) and any(head in rest for head in pack.prepared(offices_of).heads.groups):
            return rest.capitalize()
    return role
