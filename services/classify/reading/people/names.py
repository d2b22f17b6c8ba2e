"""Names of people: runs of name words that an office, an honorific, a recogniser or a first name vouches for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from services.classify.reading.languages.pack import Pack
from services.classify.reading.languages.patterns import Caseless, words_pattern
from services.classify.reading.people.bearers import bears_name, behind_borne
from services.classify.reading.people.folding import first_name_gender, fold, may_come_first
from services.classify.reading.people.holders import holders_named, well_known_words
from services.classify.reading.people.known import Known
from services.classify.reading.people.named import (
    Name,
    Titles,
    in_cases,
    is_apposed,
    is_eastern,
    is_given_name,
    recognised,
    titles_of,
)
from services.classify.reading.people.words import Phrase, Word

LONGEST = 6
SHORTEST = 1
OF_NAMES = ("honorifics", "particles", "veto", "common", "surnames", "honorific_initials")
LISTS = (*OF_NAMES, "title_names", "doctors", "veto_before", "headline_verbs", "retired", "articles")
OPEN, CLOSE = '«„“"»', '»“”"«'


@dataclass(frozen=True, slots=True)
class Lists:
    honorifics: frozenset[str]
    particles: frozenset[str]
    veto: frozenset[str]
    common: frozenset[str]
    veto_before: frozenset[str]
    linking: frozenset[str]  # prepositions that are particles of names too
    honorific_initials: frozenset[str]
    headline_verbs: frozenset[str]
    articles: frozenset[str]  # which are particles of names only behind another: "von der"
    surnames: frozenset[str]  # common words that are family names as well
    title_names: frozenset[str]  # titles that are first names too
    doctors: frozenset[str]  # honorifics before such a first name
    titles: Titles
    retired: frozenset[str]  # the first letters of what says that somebody left his office
    patronymic: re.Pattern[str]
    happenings: Caseless  # nouns of meetings and papers, and what ends as no name does
    script: re.Pattern[str]  # what a word of a name is written in, unless the recogniser says person


def lists_of(pack: Pack) -> Lists:
    words: dict[str, Any] = pack.table("people")["words"]
    sets = {name: frozenset(words[name]) for name in LISTS}
    happenings = [word for noun in pack.table("cues")["nouns"] for word in noun["words"]]
    return Lists(
        **sets,
        titles=pack.prepared(titles_of),
        linking=sets["particles"] & frozenset(words["of_name"]),
        patronymic=re.compile(words["patronymic"]),
        happenings=words_pattern([*happenings, *words.get("things", ())]),
        script=re.compile(words["script"]),
    )


def find_names(
    words: Sequence[Word], phrases: Sequence[Phrase], pack: Pack, headline: bool, known: Known
) -> list[Name]:
    """The names of one sentence outside its offices, in order. `known` tells words of names found elsewhere."""
    lists, found = pack.prepared(lists_of), list[Name]()
    taken = {at for phrase in phrases for at in range(phrase.first, phrase.last)}
    ends = {phrase.last for phrase in phrases if not phrase.plural}
    at = 0
    while at < len(words):
        if at in taken or not _opens(words, at, lists):
            at += 1
            continue
        end = _run_end(words, at, taken, lists)
        if end - at == 1 and not phrases and not _matters_alone(words[at], known):
            at = end
            continue
        found += _names_of_run(words, at, end, ends, pack, lists, headline, known)
        at = max(end, at + 1)
    cases = pack.table("people").get("cases")
    return in_cases(words, found, cases, pack.table("people")["words"]["joiners"]) if cases else found


def _matters_alone(word: Word, known: Known) -> bool:
    """Whether one word without an office in its sentence can be a name."""
    return word.kind == "initial" or word.person is not None or known(word.text)


def _opens(words: Sequence[Word], at: int, lists: Lists) -> bool:
    word = words[at]
    if word.kind == "initial":
        return not at or words[at - 1].end < word.start or words[at - 1].kind == "initial"  # not that of "S.p.A."
    if word.kind != "word" or (word.organization and word.person is None):
        return False
    if not word.capital:
        particle, _, name = word.text.partition("-") if "-" in word.text else ("", "", "")
        if not (particle in lists.particles and name[:1].isupper()):
            return False
    return word.person is not None or lists.script.match(word.text) is not None


def _nameable(word: Word) -> bool:
    if word.kind == "initial" or word.person is not None:
        return True
    if word.country or word.organization or word.place:
        return False
    return word.kind == "word" and (word.capital or ("-" in word.text and word.text.split("-")[1][:1].isupper()))


def _named_like_place(words: Sequence[Word], at: int, later: bool) -> bool:
    """A name that is also a town's: a family name behind a first name or initial, a first name before a capital."""
    word = words[at]
    if later and word.country is not None and word.country.form == "name" and word.capital and not word.organization:
        before = words[at - 1]
        return before.country is None and before.place is None and first_name_gender(before.text) is not None
    if word.place is None or word.country or word.organization or not word.capital:
        return False
    if later:
        before = words[at - 1]
        return before.kind == "initial" or (before.place is None and first_name_gender(before.text) is not None)
    after = words[at + 1] if at + 1 < len(words) else None
    return (
        not word.place.located
        and after is not None
        and after.capital
        and (after.kind == "initial" or after.text[1:2].islower())
        and not (after.country or after.organization or after.place)
    )


def _run_end(words: Sequence[Word], at: int, taken: set[int], lists: Lists) -> int:
    end = at
    while end < len(words) and end not in taken:
        word = words[end]
        if _nameable(word) or _named_like_place(words, end, end > at):
            if end > at and word.person is not None and words[end - 1].person not in (None, word.person):
                break
            end += 1
            continue
        ahead = end
        while (
            ahead < len(words)
            and words[ahead].lower in lists.particles
            and words[ahead].kind == "word"
            and ahead - end < 3
            and not (words[ahead].lower in lists.articles and words[ahead - 1].lower not in lists.particles)
        ):
            ahead += 1
        if _by_another(words, at, end, ahead, lists):
            break
        if end < ahead < len(words) and ahead not in taken and _nameable(words[ahead]) and end > at:
            end = ahead
            continue
        if end > at and _joins_name(words, end, lists):
            end += 1
            continue
        break
    return end


def _by_another(words: Sequence[Word], at: int, end: int, ahead: int, lists: Lists) -> bool:
    """Whether a particle behind a whole name is a preposition: „wurde X Y von A B begrüßt“."""
    if ahead != end + 1 or words[end].lower not in lists.linking or ahead + 1 >= len(words) or end - at < 2:
        return False
    given, family = words[ahead], words[ahead + 1]
    named = first_name_gender(given.text) is not None and first_name_gender(words[at].text) is not None
    return named and family.capital and family.kind in {"word", "initial"}


def _joins_name(words: Sequence[Word], at: int, lists: Lists) -> bool:
    """The full stop of an honorific, the hyphen of "F.-W."."""
    before = words[at - 1]
    if words[at].text == ".":
        return before.lower in lists.honorifics and before.end == words[at].start
    return words[at].text in {"-", "‑"} and at + 1 < len(words) and before.kind == words[at + 1].kind == "initial"


def _names_of_run(
    words: Sequence[Word],
    begin: int,
    end: int,
    office_ends: set[int],
    pack: Pack,
    lists: Lists,
    headline: bool,
    known: Known,
) -> list[Name]:
    office = begin in office_ends
    first, last = begin, end
    if bears_name(words, begin, lists.veto_before, lists.honorifics):
        first = begin = behind_borne(words, begin, end)
        office = begin < end
    if headline:
        last = next((i for i in range(begin + 1, end) if words[i].lower in lists.headline_verbs), end)
    if 1 < first < last and words[first].kind == "initial" and words[first - 2].text in lists.retired:
        first += words[first - 1].text == "."  # „Minister a.D. Jan Roe“
    first = _behind_initials(words, first, last, lists)
    honorific = first > begin
    while first < last:
        if _is_honorific(words, first, last, lists) or words[first].text == ".":
            honorific = True
        elif first == begin and is_apposed(words, begin, end, lists.common | lists.honorifics):
            break
        elif _is_common(words, first, pack, lists, office or honorific, known):
            office = False
        else:
            break
        first += 1
    while last > first and (words[last - 1].kind == "mark" or _ends_badly(words, last - 1, first, lists)):
        if last - first > 2 and words[last - 1].capital and words[last - 2].lower in lists.particles:
            break  # "Shihab bin Tarik Al Said"
        last -= 1
    while last - first > 2 and _is_acronym(words[last - 1]) and not words[first].text.isupper():
        last -= 1
    first = _behind_noun(words, first, last, lists)
    if (
        last - first == 1
        and _is_no_name(words[first], headline, lists)
        and not (office and words[first].text.isupper())
    ):
        return []
    loud = first < last and all(len(words[i].text) > 1 and words[i].text.isupper() for i in range(first, last))
    common = pack.hooks.is_common_noun if last - first > 1 else lambda word: not pack.hooks.is_noun(word)
    if loud and common(words[first].text):
        return []  # a headline in capitals that runs into the text
    if any(c.isdigit() for i in range(first, last) for c in words[i].text):
        return []  # a plant, a ship: "Sary-2"
    if first >= last or _quoted(words, first, last):
        return []
    slash = begin > 0 and words[begin - 1].text == "/" and words[begin - 1].start == words[begin - 2].end
    if slash and words[begin].start == words[begin - 1].end:
        return []  # who took the picture: "(Xinhua/Li Tao)"
    if all(len(words[i].text.rstrip(".")) <= SHORTEST for i in range(first, last)):
        return []  # initials alone: who took the picture
    cuts = recognised(words, first, last)
    if len(cuts) == 1 and cuts[0] != (first, last) and _is_one_name(words, first, last, cuts[0], lists, pack):
        cuts = [(first, last)]
    if cuts:
        return [Name(a, b, _tokens(words, a, b, pack), True, honorific and a == first) for a, b in cuts]
    spread = range(first, last)
    if sum(words[i].lower not in lists.particles for i in spread) > LONGEST or any(
        words[i].lower in lists.veto for i in spread if i > first
    ):
        return []
    if last < len(words) and words[last].lower in lists.veto and words[last].capital:
        return []
    tokens = _tokens(words, first, last, pack)
    count = sum(words[i].kind == "word" and words[i].lower not in lists.particles for i in spread)
    initial = words[first].kind == "initial" and count >= 1
    if headline and count == 1 and not initial and not known(words[last - 1].text) and not _is_known_name(words[first]):
        return []
    if office or honorific or initial:
        return [Name(first, last, tokens, True, honorific)] if tokens and len(tokens[-1]) > 1 else []
    if count >= 2:
        start = next((i for i in spread if _vouched(words, i, last, pack)), None)
        if start is not None and first > 0 and count <= 4 and not headline:
            start = first
        if start is not None and not (headline and last - start > 3):
            return [Name(start, last, _tokens(words, start, last, pack), True)]
        if holders_named(tokens, pack.hooks.name_keys):
            return [Name(first, last, tokens, True)]
        if all(known(words[i].text) for i in spread if words[i].lower not in lists.particles):
            return [Name(first, last, tokens, True)]
        if count <= 4 and not headline:
            return [Name(first, last, tokens, False)]
    singles = [i for i in spread if known(words[i].text)]
    return [Name(i, i + 1, _tokens(words, i, i + 1, pack), True) for i in singles[:1]] or (
        [Name(first, last, tokens, False)] if count == 1 and not headline else []
    )


def _behind_initials(words: Sequence[Word], first: int, last: int, lists: Lists) -> int:
    """The first word behind "H.E.", "H.R.H.", "H E"."""
    shown, at = "", first
    while at < last and len(words[at].lower.rstrip(".")) == 1:
        shown, at = f"{shown}{words[at].lower.rstrip('.')}.", at + 1
        if shown in lists.honorific_initials and (at == last or len(words[at].lower.rstrip(".")) > 1):
            return at
    return first


def _behind_noun(words: Sequence[Word], first: int, last: int, lists: Lists) -> int:
    """The first name behind a particle that is a preposition here: „Ressort von | Anita …“."""
    if last - first < 3 or words[first].person is not None or words[first + 1].lower not in lists.linking:
        return first
    thing, begin = words[first].text, words[first + 2]
    if last - first == 3:  # „Besprechungen von | Roe“
        return first + 2 if lists.happenings.fullmatch(thing) else first
    return first + 2 if begin.capital and may_come_first(begin.text) and not first_name_gender(thing) else first


def _is_no_name(word: Word, headline: bool, lists: Lists) -> bool:
    """One word that stands for a body: "General Assembly", "IGAD"."""
    return word.lower in lists.veto or (_is_acronym(word) and not headline)


def _is_known_name(word: Word) -> bool:
    return word.person is not None or fold(word.text) in well_known_words() or first_name_gender(word.text) is not None


def _is_honorific(words: Sequence[Word], at: int, last: int, lists: Lists) -> bool:
    """An honorific, but "Sultan" in "Sultan bin Ahmed" and "He" in "He Lifeng"."""
    following = words[at + 1].lower if at + 1 < last else ""
    if words[at].lower in lists.title_names:
        behind_another = at > 0 and words[at - 1].lower.rstrip(".") in lists.honorifics
        if behind_another or (at > 1 and words[at - 2].lower in lists.doctors):
            return False  # "Dr. Sultan Al Doe"
        if is_given_name(words, at, lists.titles):
            return False
    return words[at].lower in lists.honorifics and following not in lists.titles.son_of and not is_eastern(words, at)


def _is_acronym(word: Word) -> bool:
    return word.kind == "word" and len(word.text) >= 3 and word.text.isupper()


def _quoted(words: Sequence[Word], first: int, last: int) -> bool:
    """A ship, a film, a prize: quotes close around the name alone."""
    return first > 0 and last < len(words) and words[first - 1].text in OPEN and words[last].text in CLOSE


def _is_one_name(words: Sequence[Word], first: int, last: int, cut: tuple[int, int], lists: Lists, pack: Pack) -> bool:
    """Whether the recogniser saw only a part of the run: capitals and particles around it are of the name too."""
    around = [*words[first : cut[0]], *words[cut[1] : last]]
    capitals = [w for w in around if w.lower not in lists.particles]
    fit = all(w.kind == "word" and w.text[1:2].islower() and w.lower not in lists.veto for w in capitals)
    if not fit or last - first > LONGEST + 1 or pack.hooks.is_common_noun(words[first].text):
        return False
    left = [w.text for w in words[first : cut[0]] if w.lower not in lists.particles]
    return all(map(may_come_first, left))


def _vouched(words: Sequence[Word], at: int, last: int, pack: Pack) -> bool:
    """A first name with a proper name behind it, or a family name's ending behind any word."""
    family = words[last - 1].text
    if at + 1 >= last:
        return False
    if _is_family_name(family, pack):
        return True
    return first_name_gender(words[at].text) is not None and not pack.hooks.is_common_noun(family)


def _is_common(words: Sequence[Word], at: int, pack: Pack, lists: Lists, vouched: bool, known: Known) -> bool:
    """Whether a capital that begins a run is no part of a name."""
    word = words[at]
    if word.kind == "initial" or known(word.text):
        return False
    if word.person is not None:
        return at == 0 and not pack.hooks.is_noun(word.text)
    after = words[at + 1] if at + 1 < len(words) else None
    if word.lower in lists.common:
        named = vouched and after is not None and after.capital and after.lower not in lists.common
        return not (named or is_eastern(words, at))
    if not vouched and lists.happenings.fullmatch(word.text):
        return True  # „beim Telefonat Roes“
    if vouched or not pack.hooks.is_common_noun(word.text):
        return False
    after = _behind_particles(words, at, lists)
    if after is None:
        return True
    if _is_family_name(after.text, pack):
        return False
    return pack.hooks.is_common_noun(after.text) or first_name_gender(word.text) is None


def _is_family_name(word: str, pack: Pack) -> bool:
    """By its ending, or because a well-known person has it."""
    return bool(pack.hooks.looks_like_family_name(word)) or fold(word) in well_known_words()


def _behind_particles(words: Sequence[Word], at: int, lists: Lists) -> Word | None:
    """The next word of a name, if it has a capital."""
    here = at + 1
    while here < len(words) and (
        words[here].kind == "initial" or (words[here].lower in lists.particles and words[here].kind == "word")
    ):
        here += 1
    return words[here] if here < len(words) and words[here].capital and words[here].kind == "word" else None


def _ends_badly(words: Sequence[Word], at: int, first: int, lists: Lists) -> bool:
    word = words[at]
    if word.person is not None or word.kind == "initial":
        return word.kind == "initial"
    if at > first and word.lower in lists.surnames and first_name_gender(words[at - 1].text) is not None:
        return False  # „Jan Kraft“
    return word.lower in lists.common or word.lower in lists.particles or bool(lists.happenings.fullmatch(word.text))


def _tokens(words: Sequence[Word], first: int, last: int, pack: Pack) -> tuple[str, ...]:
    return tuple(words[i].text for i in range(first, last) if words[i].kind != "mark")
