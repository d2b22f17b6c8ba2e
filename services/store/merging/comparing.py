"""Two reports side by side: how much speaks for one event, and what speaks against it.

Entities first: parties, people, dates, places, form; what it is about and the words of the articles second. Nothing
has to be told: what is missing counts for nothing.
"""

from __future__ import annotations

from functools import lru_cache
from math import asin, cos, radians, sin, sqrt

from libs.messages.values import Place
from services.store.merging.company import Company, company_of
from services.store.merging.marks import is_number, mark_of_amount, marks_of_name
from services.store.merging.names import fold
from services.store.merging.projects import in_common
from services.store.merging.sources import repeats
from services.store.merging.timing import dates_contradict, nearness, ratified, signed_later
from services.store.merging.told import Told

ENOUGH = 2.5
"""What two reports of the same parties have that were published within days of each other and tell nothing else."""
HALF = 0.5
TWO_SIDES = 2  # people, or parties
GATHERINGS = frozenset({"summit", "forum", "session", "ceremony"})
SINGLE_TALKS = frozenset({"talks", "reception", "call", "visit", None})
COUNTRY = 2  # letters of its code; a body has more
LEADERS = frozenset({"head_of_state", "head_of_government"})
LOOSE_FORMS = frozenset({"agreement", "documents", None})
DEALS = frozenset({"agreement", "treaty", "contract"})  # what one language calls a contract, another does a treaty
AMOUNT_APART = 1.2
NEARBY = 100  # kilometres
EARTH = 6371


def agree(one: Told, other: Told) -> float | None:
    """How much speaks for one event, None where the reports do not tell one. Symmetric."""
    strength = weigh(one, other)
    return None if strength is None or strength < ENOUGH else round(strength, 3)


def contradict(one: Told, other: Told) -> bool:
    """Whether something speaks against one event, however much speaks for it. Symmetric."""
    return weigh(one, other) is None


def weigh(one: Told, other: Told) -> float | None:
    """What speaks for one event: None where something contradicts, 0 where the reports have too little in common."""
    left, right = one.report, other.report
    if left.kind != right.kind or one.article_id == other.article_id:
        return None
    timed = _timed(one, other)
    if timed is None:
        return None
    company = company_of(one, other)
    contents = _contents(one, other, company)
    if contents is None or timed < 0:
        return contents and 0.0
    overlap = shared_part(left.parties, right.parties)
    if overlap and _one_summit(one, other):
        overlap = max(overlap, HALF)  # some tell its host and a union, some every state
    if overlap < HALF and company.shared < (1 if not (left.parties and right.parties) else TWO_SIDES):
        return 0.0
    return timed + 2 * overlap + contents


def _one_summit(one: Told, other: Told) -> bool:
    """Whether both tell a summit in one place at one time: there is hardly another."""
    left, right = one.report, other.report
    placed = left.place is not None and right.place is not None and same_place(left.place, right.place)
    return left.form == right.form == "summit" and placed and nearness(one, other) is not None


def contents_contradict(one: Told, other: Told) -> bool:
    """What contradicts beside the dates: places, people, channel, form, amount."""
    return one.report.kind != other.report.kind or _contents(one, other, company_of(one, other)) is None


def shared_part(left: tuple[str, ...], right: tuple[str, ...]) -> float:
    """What two sets share, as part of all that they hold together; 0 where one is empty."""
    mine, theirs = set(left), set(right)
    return len(mine & theirs) / len(mine | theirs) if mine and theirs else 0.0


def same_place(one: Place, other: Place) -> bool:
    if one.geonames_id and one.geonames_id == other.geonames_id:
        return True
    return fold(one.name) == fold(other.name) and not (one.country and other.country and one.country != other.country)


def _timed(one: Told, other: Told) -> float | None:
    """What the dates say; less than 0 where they neither meet nor contradict."""
    if one.report.kind == "agreement":
        if ratified(one, other) and nearness(one, other) is None:
            return 0.0 if _same_document(one, other) else None
        if dates_contradict(one, other):
            if not signed_later(one, other):
                return None
            return 0.0 if _same_document(one, other) else -1.0
    elif dates_contradict(one, other):
        return None
    near = nearness(one, other)
    return -1.0 if near is None else near


def _same_document(one: Told, other: Told) -> bool:
    """Whether two agreements of the same parties are one by what they are about or by who signs."""
    left, right = one.report, other.report
    if shared_part(left.parties, right.parties) < 1:
        return False
    if company_of(one, other).shared or in_common(left.projects, right.projects) or _same_amount(one, other):
        return True
    if left.form == right.form and len(left.parties) > TWO_SIDES and set(left.sectors) & set(right.sectors):
        return True
    topics = shared_part(left.sectors, right.sectors)
    if left.form == right.form and left.form not in LOOSE_FORMS and topics >= HALF:
        return True
    return _in_words(one, other) >= 2


def _contents(one: Told, other: Told, company: Company) -> float | None:
    """What people, places, form and topics say; None where they contradict."""
    gathering = one.report.form in GATHERINGS or other.report.form in GATHERINGS
    if gathering and one.report.form != other.report.form and _is_of_two(one) and _is_of_two(other):
        gathering = False
    many = company.shared >= TWO_SIDES
    others = 0 if _looked_on(one, other) or _looked_on(other, one) else company.others
    if others and not many and not (company.shared and gathering):
        return None
    if company.doubts and not many and not gathering:
        return None  # received by the president, and then by the prime minister
    if _unions_apart(one, other):
        return None
    placed = _placed(one, other, company)
    formed = _formed(one, other, company)
    if placed is None or formed is None:
        return None
    left, right = one.report, other.report
    score = placed + formed + 3.0 * min(company.shared, 2) + 0.5 * max(0, company.shared - 2)
    score += company.offices - 2.0 * company.doubts - 1.5 * others + 0.5 * (left.status == right.status)
    topics = shared_part(left.sectors, right.sectors)
    score += 1.5 * topics - (0.7 if left.sectors and right.sectors and not topics else 0)
    score += 1.5 * in_common(left.projects, right.projects)
    return score + _in_words(one, other)


def _unions_apart(one: Told, other: Told) -> bool:
    """Whether each tells another union's gathering on another day: leaders go from one to the next."""
    if one.span is None or other.span is None or not one.span.gap(other.span):
        return False
    mine, theirs = ({code for code in told.report.parties if len(code) > COUNTRY} for told in (one, other))
    return one.report.kind == "meeting" and bool(mine and theirs) and not mine & theirs


def _looked_on(one: Told, other: Told) -> bool:
    """Whether one names the leaders of three parties or more, and the other those who signed before them."""
    parties = set(one.report.parties)
    if one.report.kind != "agreement" or len(parties) <= TWO_SIDES or parties != set(other.report.parties):
        return False
    lead, sign = ([bool(person.offices & LEADERS) for person in told.people] for told in (one, other))
    return all(lead) and not any(sign)


def _is_of_two(told: Told) -> bool:
    """Whether one person of each of two sides is named: nobody is left out."""
    people = told.people
    return len(people) == TWO_SIDES and all(person.name for person in people) and people[0].country != people[1].country


def _placed(one: Told, other: Told, company: Company) -> float | None:
    here, there = one.report.place, other.report.place
    if here is None or there is None:
        return 0.0
    if same_place(here, there):
        return 1.5
    if not (one.finished and other.finished) or ratified(one, other):
        return 0.0
    apart = _kilometres(here, there)
    if apart is not None and apart <= NEARBY:
        return 0.0
    # Where the same two people met on the same day is told by the city or by a part of it, and misread at times; of a
    # paper that both signed an agency tells its own town.
    same_day = one.span is not None and one.span == other.span and here.country == there.country
    signed = one.report.kind == "agreement" and (one.span == other.span or one.span is None or other.span is None)
    return -1.0 if (same_day or signed) and company.shared >= TWO_SIDES else None


def _formed(one: Told, other: Told, company: Company) -> float | None:
    return _meeting(one, other, company) if one.report.kind == "meeting" else _agreement(one, other, company)


def _meeting(one: Told, other: Told, company: Company) -> float | None:
    left, right = one.report, other.report
    if left.channel and right.channel and left.channel != right.channel and "phone" in (left.channel, right.channel):
        return None
    if _is_aside(one, other, company) or _is_aside(other, one, company):
        return None
    if left.form == right.form:
        return 1.0
    if left.form in GATHERINGS and right.form in GATHERINGS:
        return 0.0 if company.shared else -1.0
    return 0.0


def _is_aside(one: Told, other: Told, company: Company) -> bool:
    """Whether one are talks of two on the margins of a gathering that the other tells: half of its parties or less."""
    small, large = set(one.report.parties), set(other.report.parties)
    if len(small) != 2 or len(large) <= 2 or shared_part(one.report.parties, other.report.parties) > HALF:
        return False
    if one.report.form not in SINGLE_TALKS:
        return False
    if company.shared >= TWO_SIDES and {person.country for person in other.people} <= small:
        return False  # the same two people: more parties were read than there were
    sides = {person.country for person in one.people if person.name}
    return small <= sides or (one.report.form != other.report.form and not company.shared)


def _agreement(one: Told, other: Told, company: Company) -> float | None:
    left, right = one.report, other.report
    score = 0.0
    if left.form == right.form:
        score = 1.0
    elif left.form not in LOOSE_FORMS and right.form not in LOOSE_FORMS:
        if not {left.form, right.form} <= DEALS:
            return None
        score = -0.5
    if _same_amount(one, other):
        score += 2.0
    elif left.amount and right.amount and left.amount.currency == right.amount.currency:
        if not _mentions(one, other) and not _mentions(other, one):
            return None
    elif _mentions(one, other) or _mentions(other, one):
        score += 1.5
    topics = bool(left.sectors and right.sectors) and not set(left.sectors) & set(right.sectors)
    if topics and not company.shared and not in_common(left.projects, right.projects):
        return None if _in_words(one, other) < 1 else score - 1.0
    return score


def _same_amount(one: Told, other: Told) -> bool:
    left, right = one.report.amount, other.report.amount
    if not left or not right or left.currency != right.currency:
        return False
    small, large = sorted((left.value, right.value))
    return large <= small * AMOUNT_APART


def _mentions(one: Told, other: Told) -> bool:
    """Whether one article has the other's amount in its words."""
    return other.report.amount is not None and mark_of_amount(other.report.amount.value) in one.marks


def _in_words(one: Told, other: Told) -> float:
    """What the articles' words say: names beside those of the people, numbers, and most of all the same text."""
    if repeats(one, other):
        return 4.0
    shared = one.marks & other.marks
    if not shared:
        return 0.0
    for told in (one, other):
        for person in told.people:
            shared -= marks_of_name(person.name)
    numbers = sum(map(is_number, shared))
    return min(4.0, 1.0 * numbers + 0.45 * max(0, len(shared) - numbers - 1))


def _kilometres(one: Place, other: Place) -> float | None:
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return None
    return _distance(one.lat, one.lon, other.lat, other.lon)


@lru_cache(maxsize=10_000)
def _distance(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    up, along = radians(other_lat - lat) / 2, radians(other_lon - lon) / 2
    arc = sin(up) ** 2 + cos(radians(lat)) * cos(radians(other_lat)) * sin(along) ** 2
    return 2 * EARTH * asin(sqrt(arc))
