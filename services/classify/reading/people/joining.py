"""Names and offices of one sentence put together: "Minister X", "X, Minister of Y", "Presidents X and Y"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from services.classify.reading.people.domains import each_domain
from services.classify.reading.people.named import Name
from services.classify.reading.people.pairs import bracketed, holds_both, is_pair, of_one_body
from services.classify.reading.people.words import Phrase, Word, says_where

CABINET = frozenset({"premier", "minister", "heir", "government"})  # offices that one person often holds together
ATTENDANTS = frozenset({"adviser", "spokesman"})  # as whom somebody comes, and what he need not be otherwise
LISTING = ("joiners", "of_name", "possessive", "honorifics", "articles")  # words between the names of a list
GAP = 12  # words between a plural office and the first name of its list, or between two offices of one person


@dataclass(frozen=True, slots=True)
class Told:
    """One mention: a name, an office, or both where they stand together."""

    start: int
    end: int
    sentence: int
    name: Name | None
    offices: tuple[Phrase, ...]
    countries: tuple[str, ...] = ()
    headline: bool = False
    shared: bool = False  # one of several that a plural office tells
    follows: bool = False  # of the country of who is told before: accompanies him
    several: int = 0  # people told before that a plural office takes up: as many, or 1 where their number is not told


@dataclass(slots=True)
class _Draft:
    first: int
    last: int
    name: Name | None
    offices: list[Phrase]
    countries: tuple[str, ...] = ()
    shared: bool = False  # the office came from a plural


def join(
    words: Sequence[Word],
    phrases: Sequence[Phrase],
    names: Sequence[Name],
    vocabulary: dict[str, Any],
    sentence: int,
    headline: bool,
) -> list[Told]:
    """The mentions of one sentence in text order."""
    joined = _Sentence(words, phrases, names, vocabulary, headline)
    joined.attach_before()
    joined.attach_after()
    joined.attach_as()
    joined.chain()
    joined.share_plurals()
    joined.attach_countries()
    return [
        Told(
            words[d.first].start,
            words[d.last - 1].end,
            sentence,
            d.name,
            tuple(d.offices),
            d.countries,
            headline,
            d.shared,
        )
        for d in joined.drafts()
    ]


class _Sentence:
    """Working state while offices find their names."""

    def __init__(
        self,
        words: Sequence[Word],
        phrases: Sequence[Phrase],
        names: Sequence[Name],
        vocabulary: dict[str, Any],
        headline: bool,
    ) -> None:
        self.headline = headline
        self.words = words
        self.vocabulary = vocabulary
        self.names = [_Draft(name.first, name.last, name, []) for name in names]
        self.free: list[Phrase] = list(phrases)
        self.extra: list[_Draft] = []

    def attach_before(self) -> None:
        """An office directly before a name, then one with a comma between."""
        for comma in (False, True):
            for draft in self.names:
                if draft.offices or draft.name is None or (comma and draft.name.bare):
                    continue
                phrase = next((p for p in self.free if not p.plural and self._leads(p.last, draft.first, comma)), None)
                if phrase and not (comma and self._belongs_before(phrase, draft)):
                    self._take(draft, phrase)

    def attach_after(self) -> None:
        """An office behind a name: "X, Minister of Y", "X (Chairman)", "X, who is Mayor of Z"."""
        for draft in self.names:
            if draft.offices or (draft.name is not None and draft.name.bare and not draft.name.sure):
                continue
            phrase = next((p for p in self.free if not p.plural and self._follows(draft.last, p.first)), None)
            if phrase and not (self.headline and self._runs_on(phrase.last)):
                self._take(draft, phrase)

    def _runs_on(self, end: int) -> bool:
        """Whether a headline goes on behind an office: "X, Mongolian PM hold talks" names two people."""
        return end < len(self.words) and self.words[end].kind == "word"

    def attach_as(self) -> None:
        """ "X, who heads the firm as its president": the office behind an "as" goes to the name before it."""
        for phrase in [p for p in self.free if not p.plural and p.group not in ATTENDANTS]:
            before = phrase.first - 1
            while before > 0 and self.words[before].lower in self.vocabulary["articles"]:
                before -= 1
            if before < 0 or self.words[before].lower not in self.vocabulary["as"]:
                continue
            if self.words[phrase.first].lower in self.vocabulary.get("first_ever", ()):
                self.free.remove(phrase)  # „als erster Minister überhaupt“
                continue
            owner = next((d for d in reversed(self.names) if d.last <= before and before - d.last <= GAP), None)
            if owner is not None and all(office.group != phrase.group for office in owner.offices):
                self.free.remove(phrase)
                owner.offices = [*owner.offices, phrase]

    def chain(self) -> None:
        """Two offices in one breath belong to one person."""
        for draft in self.names:
            grown = True
            while grown and draft.offices:
                grown = False
                for phrase in list(self.free):
                    if phrase.plural:
                        continue
                    if (
                        (self._chained(phrase, draft.offices[0]) and phrase.last <= draft.offices[0].first)
                        or (
                            draft.name is not None
                            and draft.name.last <= draft.offices[-1].first
                            and draft.offices[-1].last <= phrase.first
                            and (not phrase.countries or draft.offices[-1].countries in ((), phrase.countries))
                            and self._chained(draft.offices[-1], phrase)
                        )
                        or self._apposed(draft, phrase)
                    ):
                        self._take(draft, phrase)
                        grown = True
                    elif draft.name and holds_both(self.words, draft.offices[-1], phrase, self.vocabulary):
                        self.free.remove(phrase)  # of another body: the first is who he is
                        draft.last = max(draft.last, phrase.last)

    def _apposed(self, draft: _Draft, phrase: Phrase) -> bool:
        """ "Councillor X, head of the Department of Y, met …": a second office behind the name, closed by a comma."""
        office, name = draft.offices[-1], draft.name
        closed = phrase.last < len(self.words) and self.words[phrase.last].text in {",", "(", ")", ".", ";"}
        return (
            name is not None
            and closed
            and office.last <= name.first
            and (office.group != phrase.group or says_where(office, phrase))
            and (not phrase.countries or not office.countries or phrase.countries == office.countries)
            and self.words[phrase.first - 1].lower not in self.vocabulary["new_person"]
            and self._follows(name.last, phrase.first)
        )

    def share_plurals(self) -> None:
        """ "Presidents X and Y": the office in the singular goes to every name of the list; "of A and B" makes two."""
        for phrase in [p for p in self.free if p.plural]:
            listed = self._listed(phrase)
            codes = self._each_country(phrase, listed)
            each = each_domain(phrase, self.vocabulary)
            for at, draft in enumerate(listed):
                own = codes[at : at + 1] if len(codes) == len(listed) else ()
                shared = codes if len(codes) == 1 else own
                office = each[at] if len(each) == len(listed) else phrase
                draft.offices = [replace(office, plural=False, countries=shared, first=draft.first, last=draft.last)]
                draft.shared = True
            if not listed and self._only_form(phrase):
                continue
            if each and not listed:
                self.free.remove(phrase)
                self.extra += [_Draft(phrase.first, phrase.last, None, [single], (), True) for single in each]
            elif listed:
                self.free.remove(phrase)
                if phrase.last == listed[0].first:
                    listed[0].first = phrase.first
            elif len(phrase.bodies) > 1:
                self.free.remove(phrase)
                for name in phrase.bodies:
                    single = replace(phrase, plural=False, organization=name, place=None)
                    self.extra.append(_Draft(phrase.first, phrase.last, None, [single], (), True))
            elif len(phrase.countries) > 1:
                self.free.remove(phrase)
                for code in phrase.countries:
                    single = replace(phrase, plural=False, countries=(code,))
                    self.extra.append(_Draft(phrase.first, phrase.last, None, [single], (), True))

    def _each_country(self, phrase: Phrase, listed: Sequence[_Draft]) -> tuple[str, ...]:
        """ "The ministers of A, X, B, Y, and C, Z": a country before each name, the first one with the office."""
        beside = [country.code for d in listed if d.first and (country := self.words[d.first - 1].country)]
        if len(beside) == len(listed) > len(phrase.countries):
            return tuple(beside)
        if len(phrase.countries) != 1:
            return phrase.countries
        codes = list(phrase.countries)
        for before, after in pairwise(listed):
            told = [w.country.code for w in self._between(before.last, after.first) if w.country]
            if len(set(told)) != 1 or self.words[after.first - 1].lower in self.vocabulary["joiners"]:
                return phrase.countries
            codes.append(told[0])
        return tuple(codes)

    def _only_form(self, phrase: Phrase) -> bool:
        """One name directly behind what looks like a plural („mit Präsidenten X“) makes it a singular."""
        draft = next((d for d in self.names if not d.offices and self._leads(phrase.last, d.first, False)), None)
        if draft is None or len(phrase.countries) > 1:
            return False
        self._take(draft, phrase)
        draft.offices = [replace(phrase, plural=False)]
        return True

    def attach_countries(self) -> None:
        """ "Marina Silva of Brazil", "Brazil's Mauro Vieira", "X (Japan)"."""
        words = self.words
        for draft in self.names:
            if any(o.countries for o in draft.offices) and not draft.shared:
                continue
            after = draft.last
            if after + 1 < len(words) and words[after].lower in (*self.vocabulary["of_name"], "("):
                country = words[after + 1].country
                if country and country.form == "name":
                    draft.countries = (country.code,)
                elif draft.shared and (place := words[after + 1].place):  # "the mayors, X of Springfield and Y of Z"
                    town = " ".join(word.text for word in words[after + 1 : after + 4] if word.start < place.end)
                    draft.offices = [replace(office, organization=town) for office in draft.offices]
                party = words[after + 1].lower if words[after].text == "(" else ""
                if party in self.vocabulary["political_parties"] and not draft.countries:
                    draft.countries = (self.vocabulary["political_parties"][party],)
            before = draft.first - 1
            while before > 0 and words[before].lower in self.vocabulary["possessive"]:
                before -= 1
            if after + 2 < len(words) and words[after].text == "(" and draft.shared:
                draft.countries, draft.offices = bracketed(words, after + 1, draft.countries, draft.offices)
            named_first = draft.name is not None and all(o.first >= draft.name.last for o in draft.offices)
            if not draft.countries and before >= 0 and words[before].country and (named_first or draft.shared):
                found = words[before].country
                if found and self._possessive(before, draft.first):
                    draft.countries = (found.code,)

    def drafts(self) -> list[_Draft]:
        inside = [(d.first, d.last) for d in self.names]  # "Akim (Mayor) X"
        alone = [
            _Draft(p.first, p.last, None, [p])
            for p in self.free
            if not p.plural and not any(a <= p.first and p.last <= b for a, b in inside)
        ]
        return sorted([*self.names, *alone, *self.extra], key=lambda d: (d.first, d.last))

    def _possessive(self, at: int, first: int) -> bool:
        country = self.words[at].country
        return (
            first - at > 1
            or (country is not None and country.form == "adjective")
            or self.vocabulary.get("genitive_names", False)
        )

    def _take(self, draft: _Draft, phrase: Phrase) -> None:
        self.free.remove(phrase)
        draft.offices = sorted([*draft.offices, phrase], key=lambda p: p.first)
        draft.first, draft.last = min(draft.first, phrase.first), max(draft.last, phrase.last)

    def _between(self, left: int, right: int) -> list[Word]:
        return list(self.words[left:right])

    def _leads(self, left: int, right: int, comma: bool) -> bool:
        """Nothing but honorifics, quotes or a bracket (and one comma) stands between an office and a name."""
        if right < left or right - left > 8:
            return False
        gap = self._without_brackets(self._between(left, right))
        commas = [w for w in gap if w.text in {",", "–", "—", "-"}]
        titled = {id(b) for a, b in pairwise(gap) if b.text.isupper() and a.lower in self.vocabulary["honorifics"]}
        rest = [
            w
            for w in gap
            if w not in commas
            and id(w) not in titled  # «профессор МГУ Иванов»
            and not any(w.lower in self.vocabulary[name] for name in ("honorifics", "before_honorifics"))
            and w.kind != "initial"
            and w.text not in {".", "“", "”", '"'}
        ]
        return not rest and len(commas) == int(comma)

    def _belongs_before(self, phrase: Phrase, behind: _Draft) -> bool:
        """The comma behind the office closes an apposition to the name before it: "X, Minister of Y, Z …".

        Not where the name before is a family name alone and that behind is told in full: "Roe, Minister Jane Doe …".
        """
        full = behind.name is not None and not behind.name.bare
        return any(
            not d.offices and self._follows(d.last, phrase.first)
            for d in self.names
            if not (full and d.name is not None and d.name.bare)
        )

    def _follows(self, left: int, right: int) -> bool:
        if right <= left or right - left > GAP:
            return False
        gap = self._between(left, right)
        if gap[0].text == "(":
            gap = self._without_brackets(gap) or gap[:1]
        if not gap or len(gap) > 8 or gap[0].text not in {",", "(", "–", "—"}:
            return False
        return all(w.lower in self.vocabulary["links"] for w in gap[1:])

    def _without_brackets(self, gap: list[Word]) -> list[Word]:
        texts = [w.text for w in gap]
        if len(gap) == 3 and texts[0] == texts[2] == "," and texts[1].isupper() and len(texts[1]) > 2:
            return gap[:1]  # "of the Authority on Development, IGAD, X"
        if "(" in texts and ")" in texts:
            a, b = texts.index("("), texts.index(")")
            return gap[:a] + gap[b + 1 :]
        return gap

    def _chained(self, left: Phrase, right: Phrase) -> bool:
        """ "Deputy Prime Minister, Minister of …": joined by a comma or an "and" with no article, one country."""
        if right.first - left.last > GAP:
            return False
        gap = [w for w in self._between(left.last, right.first) if w.lower not in self.vocabulary["honorifics"]]
        if not gap and left.last < right.first and left.group != right.group:
            # „Außenminister Herrn Botschafter X“, but not „empfing der Minister Herrn Botschafter X“
            return left.first == 0 or self.words[left.first - 1].lower not in self.vocabulary["articles"]
        dash = len(gap) == 1 and gap[0].text in {"–", "—", "-"}
        dash = dash and (left.group != right.group or not (left.organization or left.countries))
        if len(gap) != 1 or not (dash or gap[0].text == "," or gap[0].lower in self.vocabulary["joiners"]):
            return False
        if (
            ("ambassador" in (left.group, right.group) and not self._is_rank(left, right))
            or left.case != right.case
            or not of_one_body(left.organization, right.organization)
        ):
            return False
        if not left.countries or left.countries == right.countries:
            return True
        return not right.countries and {left.group, right.group} <= CABINET

    def _is_rank(self, left: Phrase, right: Phrase) -> bool:
        """ "The Foreign Minister, Ambassador X, received …": a diplomat's rank between an office and the name."""
        name = next((d.name for d in self.names if d.name is not None and d.name.first == right.last), None)
        if name is None or right.group != "ambassador" or right.countries or left.group == "ambassador":
            return False
        opens = left.first == 0 or self.words[left.first - 1].text != ","
        return opens and name.last < len(self.words) and self.words[name.last].text == ","

    def _listed(self, phrase: Phrase) -> list[_Draft]:
        """The names that a plural office goes with: the list that begins behind it."""
        following = [d for d in self.names if d.first >= phrase.last]
        pair = [d for d in self.names if d.last <= phrase.first and not d.offices][-2:]
        if is_pair(self.words, [(d.first, d.last) for d in pair], phrase, self.vocabulary):
            return pair
        if not following or following[0].offices:
            return []
        gap = self._between(phrase.last, following[0].first)
        closed = (
            not gap
            or gap[-1].text in {",", "–", "—", "-", ":", "("}
            or gap[-1].lower in self.vocabulary["honorifics"]
            or self._country_ends(gap)
        )
        if len(gap) > GAP or not closed:
            return []
        listed = [following[0]]
        for before, after in pairwise(following):
            between = self._without_brackets(self._between(before.last, after.first))
            if after.offices or not all(self._lists(w) for w in between) or not between:
                break
            listed.append(after)
        return listed if len(listed) > 1 else []

    def _country_ends(self, gap: Sequence[Word]) -> bool:
        return any(w.country or w.lower in self.vocabulary["numbers"] for w in gap) and not any(
            w.text in ".;" for w in gap
        )

    def _lists(self, word: Word) -> bool:
        vocabulary = self.vocabulary
        return bool(
            word.text in {",", "–", "—", "(", ")"}
            or word.country
            or word.place
            or any(word.lower in vocabulary[kind] for kind in LISTING)
        )
