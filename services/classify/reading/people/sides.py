"""Whose side an office is on where only the sentence tells: "The Kazakh side was represented by Minister X"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from services.classify.reading.people.joining import Told
from services.classify.reading.people.words import Phrase, Word

ABROAD = frozenset({"ambassador"})
OF_ANOTHER = frozenset({"colleague", "counterpart"})  # who are never of the country told before
REACH = 14  # words between a country and the office
BETWEEN = 3  # words from a "between" to who is told behind it


def with_sides(words: Sequence[Word], mentions: Sequence[Told], vocabulary: Mapping[str, Any]) -> list[Told]:
    """Offices without country, body or place take the country told between the mention before and themselves."""
    found: list[Told] = []
    after, last, listed = 0, None, None
    apart = False  # whether who comes next is of another side than who was told last
    for number, told in enumerate(mentions):
        if listed is not None and not _goes_on(words, after, told.start, vocabulary):
            listed = None
        if not (told.offices or told.countries) and _heads(words, told, after, vocabulary):
            side = _side(words, after, told.start, vocabulary)
            told = replace(told, countries=(side,)) if side else told
        if told.offices and not told.countries and not any(_is_placed(office) for office in told.offices):
            side = _side(words, after, told.start, vocabulary)
            code = side or _led(words, after, told.start, vocabulary)
            code = code or _sent_from(words, after, told.start, vocabulary) or listed
            listed = side or listed
            given = [word.lower for word in words if after <= word.start < told.start]
            own = told.offices[0].group in OF_ANOTHER and all(word in vocabulary["articles"] for word in given)
            if code is None and last and not (apart or own) and _with(words, after, told.start, vocabulary):
                code = last if last not in without_office(told.offices[0], vocabulary) else None
            if code is None and number + 1 < len(mentions):
                code = _owner_of_both(words, told, mentions[number + 1], vocabulary)
            if code is not None:
                told = replace(told, countries=(code,))
            elif _accompanies(words, after, told.start, vocabulary) or (
                found and found[-1].follows and _with(words, after, told.start, vocabulary)
            ):
                told = replace(told, follows=True)
            last = code
        elif _serves_abroad(words, told):
            last = None  # who is listed with him is of the country where he serves, if of any
        elif codes := (*told.countries, *(code for office in told.offices for code in office.countries[:1])):
            last = codes[0]
        elif not (last and _with(words, after, told.start, vocabulary)):
            last = None
        apart = _parts_company(words, after, told, vocabulary)
        after = max(after, told.end)
        found.append(told)
    return found


def _heads(words: Sequence[Word], told: Told, after: int, vocabulary: Mapping[str, Any]) -> bool:
    """Whether somebody told in full, without an office, stands behind the verb that makes him head or speak for a side,
    or behind the dash in place of it."""
    if told.name is None or told.name.bare or told.name.first < 2:
        return False
    before = words[told.name.first - 1]
    if before.text in {"–", "—", "-"}:
        return any(word.lower in vocabulary.get("heads_side", ()) for word in words[: told.name.first])
    return before.start >= after and before.lower in vocabulary.get("heads_side", ())


def without_office(office: Phrase, vocabulary: Mapping[str, Any]) -> Sequence[str]:
    """The countries that have no such office, as Germany has a „Bundespräsident“ and no „Präsident“."""
    lacks: Mapping[str, Sequence[str]] = vocabulary.get("lacks", {})
    if office.organization:
        return lacks.get(office.organization.lower(), ())
    whole = office.title.lower() in (office.role.lower(), office.role.lower().removesuffix("in"))
    return lacks.get(office.title.lower(), ()) if whole else ()


def _serves_abroad(words: Sequence[Word], told: Told) -> bool:
    """Whether somebody is an ambassador of whom the words say where he serves."""
    named = {w.country.code for w in words if w.country and told.start <= w.start < told.end}
    return len(named) > 1 and any(office.group in ABROAD for office in told.offices)


def _parts_company(words: Sequence[Word], after: int, told: Told, vocabulary: Mapping[str, Any]) -> bool:
    """Whether a mention is one of two sides: "between X and Y", "the visiting X and Y"."""
    before = [word.lower for word in words if after <= word.start < told.start][-BETWEEN:]
    inside = [word.lower for word in words if told.start <= word.start < told.end]
    return any(word in vocabulary["between"] for word in before) or any(
        word in vocabulary["visiting"] for word in (*before, *inside)
    )


def _owner_of_both(words: Sequence[Word], one: Told, other: Told, vocabulary: Mapping[str, Any]) -> str | None:
    """The country behind the second of two offices: „mit dem Präsidenten und dem Premier von Georgien“."""
    if one.name is not None or other.name is not None or not other.offices or len(other.offices[0].countries) != 1:
        return None
    gap = [word.lower for word in words if one.end <= word.start < other.start]
    listed = bool(gap) and gap[0] in vocabulary["joiners"] and all(word in vocabulary["articles"] for word in gap[1:])
    ends = next((word for word in words if word.end == other.end), None)
    named = ends is not None and ends.country is not None and ends.country.form == "name"
    return other.offices[0].countries[0] if listed and named else None


def _goes_on(words: Sequence[Word], after: int, before: int, vocabulary: Mapping[str, Any]) -> bool:
    """Whether nothing between two mentions turns to another country or to the other side."""
    stretch = [at for at, word in enumerate(words) if after <= word.start < before]
    return not any(words[at].country or _turns(words, at, vocabulary) for at in stretch)


def _accompanies(words: Sequence[Word], after: int, before: int, vocabulary: Mapping[str, Any]) -> bool:
    """Whether words between two mentions say that one accompanies the other."""
    gap = [word for word in words if after <= word.start < before]
    return any(word.lower in vocabulary["accompanied"] for word in gap) and not any(word.country for word in gap)


def _with(words: Sequence[Word], after: int, before: int, vocabulary: Mapping[str, Any]) -> bool:
    """Whether one accompanies the other, or nothing but commas, an "and" and articles stand between two mentions."""
    if _accompanies(words, after, before, vocabulary):
        return True
    gap = [word for word in words if after <= word.start < before]
    return bool(gap) and all(
        word.text in {",", ";", "."}
        or word.kind == "initial"
        or any(word.lower in vocabulary[name] for name in ("joiners", "articles", "honorifics"))
        for word in gap
    )


def _led(words: Sequence[Word], after: int, before: int, vocabulary: Mapping[str, Any]) -> str | None:
    """„Eine Gruppe der japanischen Präfektur … unter Leitung von X“: the last country or town told before that."""
    stretch = [at for at, word in enumerate(words) if after <= word.start < before]
    led = len(stretch)
    while led and words[stretch[led - 1]].lower in vocabulary.get("led_articles", ()):
        led -= 1
    if not led or words[stretch[led - 1]].lower not in vocabulary.get("led", ()):
        return None
    for at in reversed(stretch[: led - 1][-2 * REACH :]):
        word = words[at]
        if _turns(words, at, vocabulary):
            return None
        if word.country and word.country.form != "inhabitant":
            return word.country.code
        if word.place and words[at - 1].lower not in vocabulary["elsewhere"][:2]:
            return word.place.country
    return None


def _sent_from(words: Sequence[Word], after: int, before: int, vocabulary: Mapping[str, Any]) -> str | None:
    """ "A delegation from Osh led by Mayor X": the country or the country of the town that they are from."""
    stretch = [at for at, word in enumerate(words) if after <= word.start < before]
    for at in reversed(stretch[-REACH:]):
        word = words[at]
        if _turns(words, at, vocabulary):
            return None
        place = word.country if word.country and word.country.form != "inhabitant" else word.place
        if word.place and any(words[i].lower in vocabulary["on_side"] for i in stretch if i < at):
            return word.place.country  # „seitens der Regierung des Gebiets …“
        land = place is not None and at > 2 and words[at - 1].lower in vocabulary["own_countries"]
        if land and any(words[i].lower in vocabulary["sides"] for i in range(max(0, at - 4), at - 1)):
            return word.country.code if word.country else word.place.country if word.place else None
        if place is None or at < 2 or words[at - 1].lower not in {*vocabulary["of_name"], *vocabulary["sides"]}:
            continue
        if words[at - 2].lower in vocabulary["sides"] or words[at - 1].lower in vocabulary["sides"]:
            return word.country.code if word.country else word.place.country if word.place else None
    return None


def _turns(words: Sequence[Word], at: int, vocabulary: Mapping[str, Any]) -> bool:
    """Whether what follows is of the other side, as behind "met", and not as behind «во главе с»."""
    return words[at].lower in vocabulary["opposite"] and not (at and words[at - 1].lower in vocabulary["heading"])


def _is_placed(office: Any) -> bool:
    """Whether the office itself tells where it is of; a ministry of no told country does not."""
    body = office.body
    if body is not None:
        nowhere = body.kind == "state" and body.country is None
    else:
        nowhere = office.place is None and office.group != "mayor"
    return bool(office.countries or (office.organization and not nowhere) or office.place or office.own)


def _side(words: Sequence[Word], after: int, before: int, vocabulary: Mapping[str, Any]) -> str | None:
    """The nearest country of that stretch that stands for a side."""
    stretch = [at for at, word in enumerate(words) if after <= word.start < before]
    for at in reversed(stretch[-REACH:]):
        country = words[at].country
        if _turns(words, at, vocabulary):
            return None  # "the German delegation met with President X"
        if country is None or country.form == "inhabitant" or (country.start < words[at].start):
            continue
        last = at
        while last + 1 < len(words) and words[last + 1].country is country:
            last += 1
        if _compound(words, at, last) or (at == 0 and any(words[i].text == "," for i in stretch)):
            return None  # „Kasachstan sei wichtig, so der Minister“
        if _is_subject_behind_verb(words, at, before, vocabulary):
            return None  # „Abends traf die deutsche Delegation den Bürgermeister“
        return country.code if _is_side(words, at, last, country.form == "adjective", vocabulary) else None
    return None


def _is_subject_behind_verb(words: Sequence[Word], at: int, before: int, vocabulary: Mapping[str, Any]) -> bool:
    """Whether a verb of meeting leads to a side, and only what leads to whom it meets stands behind that."""
    first = at - 1
    while first >= 0 and words[first].lower in vocabulary["articles"]:
        first -= 1
    if first < 0 or words[first].lower not in vocabulary["meets"]:
        return False
    behind = [word for word in words[at + 1 :] if word.start < before]
    behind = behind[1:] if behind and behind[0].lower in vocabulary["sides"] else behind
    return all(word.lower in vocabulary["articles"] or not word.capital for word in behind) and not any(
        word.kind == "mark" for word in behind
    )


def _compound(words: Sequence[Word], first: int, last: int) -> bool:
    """ "Kazakh-Turkmen relations" are nobody's."""
    return any(
        0 <= at < len(words) and words[at].country is not None and words[at].country is not words[first].country
        for at in (first - 1, last + 1, first - 2, last + 2)
    )


def _is_side(words: Sequence[Word], first: int, last: int, adjective: bool, vocabulary: Mapping[str, Any]) -> bool:
    before = words[first - 1].lower if first else ""
    if before in vocabulary["articles"] and first > 1:
        before = words[first - 2].lower
    after = words[last + 1] if last + 1 < len(words) else None
    if adjective:
        return after is None or after.kind == "mark" or after.lower in vocabulary["sides"]
    if before in vocabulary["elsewhere"]:
        return False
    return (
        before in vocabulary["for_side"]
        or first == 0
        or words[first - 1].kind == "mark"
        or (after is not None and after.lower in vocabulary["possessive"])
        or before in vocabulary["sides"]
    )
