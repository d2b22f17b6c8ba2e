"""Russian names: who recognises them, their keys, and the way back to the nominative."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from services.classify.reading.document import Document, LineKind
from services.classify.reading.languages.pack import Pack, load_pack
from services.classify.reading.languages.ru.declension import Base, bases
from services.classify.reading.languages.ru.morphology import readings
from services.classify.reading.languages.ru.towns import is_region, without_town
from services.classify.reading.people.adapters import slovnet
from services.classify.reading.people.folding import fold
from services.classify.reading.people.joining import Told

FAMILY_NAME = re.compile(
    r".{2,}(?:[оеё]в|[оеё]ва|[оеё]вым|[оеё]ву|[оеё]вой|ского|ский|ским|енко|швили|ян|заде|зода|оглы|оглу|гызы|кызы|уулу)"
)
SHOUTED = re.compile(r"\b([А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)? |[А-ЯЁ]\. ?)([А-ЯЁ]{4,})\b")
ADJECTIVE = re.compile(r"[а-яё]{3}(?:ого|ому|ий|ой|ый|ая|ую|ое|им|ым)$")
PARLIAMENT = re.compile(
    r"(?:жогорк[уа]|улуттук|олий|милли|халк)\s\w+\s?|(?:мажилис|меджлис|маджлис|хурал|сейм|кнессет|сенат|бундестаг)\w*\s?",
    re.IGNORECASE,
)
INITIAL = re.compile(r"[A-ZА-ЯЁ]\. ?")
PATRONYMIC = re.compile(r"(?:[оеё]вич|ьич|[оеё]вн|ичн)(?:[ауеы]|ем|ой)?$")
FAMILY_BEFORE = re.compile(r"(?<![\w.])([А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?) $")
LONGEST = 40  # characters of a family name
BEHIND = re.compile(r"\s([а-яё-]{3,})")
ENDINGS = ("ого", "ому", "ым", "им", "ой", "ом", "ем", "ей", "ью", "ем", "а", "я", "у", "ю", "е", "ы", "и", "ь", "й")


def recognise_people(document: Document, others: Sequence[tuple[int, int]]) -> Sequence[tuple[int, int]]:
    """Person spans by the recogniser, with boilerplate blanked out; none where it is missing.

    It is told where `others` than people are named.
    """
    persons = slovnet()
    if persons is None:
        return ()
    text = document.text
    for line in document.lines:
        if line.kind is LineKind.BOILERPLATE:
            text = text[: line.start] + " " * (line.end - line.start) + text[line.end :]
    pack = load_pack(document.language)
    found = [
        (start, end)
        for start, end in persons(lowered(text), others, pack.prepared(common_words))
        if re.search(r"[А-ЯЁA-Z]", text[start:end])
    ]
    cut = (_without_parliament(text, span) for span in found)
    told = [without_town(text, span, pack) for span in cut if span[0] < span[1] and not _is_no_name(text, span)]
    return [_whole(text, span) for span in told]


def _whole(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """The span without an initial that ends what stands before it («S.p.A. Марко»), and with the family name that
    stands before the other names («директора Лужкова Петра Ильича»)."""
    glued = INITIAL.match(text, *span)
    if glued and text[span[0] - 1 : span[0]] == ".":
        return (glued.end(), span[1])
    before = FAMILY_BEFORE.search(text, max(0, span[0] - LONGEST), span[0]) if PATRONYMIC.search(text, *span) else None
    if before and len(text[span[0] : span[1]].split()) == 2 and looks_like_family_name(before[1]):
        return (before.start(1), span[1])
    return span


def common_words(pack: Pack) -> frozenset[str]:
    return frozenset(pack.table("people")["words"]["common"])


def _without_parliament(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """The span without the parliament that the recogniser took into a name: «председатель Мажилиса Пётр Лосев»."""
    found = PARLIAMENT.match(text, *span)
    return (found.end(), span[1]) if found else span


def _is_no_name(text: str, span: tuple[int, int]) -> bool:
    """Adjectives before their noun («Донской губернатор», «Большого Чуйского канала»), or a verb in capitals."""
    words = text[span[0] : span[1]].split()
    if len(words) > 1 and words[0].isupper() and not is_noun(words[0]):
        return True
    if len(words) == 2 and is_region(words[1]):
        return True  # «Раиса Татарстана»
    behind = BEHIND.match(text, span[1])
    if len(words) > 2 or behind is None or not all(ADJECTIVE.search(word) for word in words):
        return False
    nouns = {(r.case, r.number, r.gender) for r in readings(behind[1]) if r.part in {"NOUN", "ADJF"} and r.known}
    return all(
        any((r.case, r.number, r.gender) in nouns for r in readings(word.lower()) if r.part == "ADJF") for word in words
    )


def lowered(text: str) -> str:
    """The text with family names in capitals («Марат САДЫКОВ») as the recogniser knows them, letter for letter."""
    return SHOUTED.sub(lambda found: found[1] + found[2].capitalize(), text)


@lru_cache(maxsize=10000)
def name_keys(token: str) -> tuple[str, ...]:
    """The word and what it may be without a case ending."""
    lower = token.lower()
    stems = [lower] + [
        lower[: -len(ending)] for ending in ENDINGS if lower.endswith(ending) and len(lower) - len(ending) >= 3
    ]
    return tuple(dict.fromkeys(key for key in map(fold, stems) if key))


def looks_like_family_name(word: str) -> bool:
    return FAMILY_NAME.fullmatch(word.lower()) is not None


def is_noun(word: str) -> bool:
    """Whether a recognised name may begin with this word: no adverb or verb that the dictionary knows."""
    found = readings(word.lower())
    return not found or not found[0].known or found[0].part in {"NOUN", "ADJF"}


def is_common_noun(word: str) -> bool:
    """Known to the dictionary as something other than a name."""
    found = readings(word.lower())
    return bool(found) and found[0].known


def full_name(spellings: Sequence[Told]) -> str:
    """The fullest spelling in the nominative; every mention of the same length votes on what that is."""
    fullest = max(_weight(told) for told in spellings)
    attested = Counter(token for told in spellings for token in _tokens(told))
    votes: dict[tuple[str, ...], float] = {}
    for told in spellings:
        if _weight(told) != fullest:
            continue
        case = _case_beside(told) or (told.name.case if told.name else None)
        for base in _best(bases(_tokens(told), case, attested)):
            votes[base.tokens] = votes.get(base.tokens, 0.0) + base.score
    best = max(votes, key=lambda tokens: votes[tokens])
    return " ".join(best)


def _case_beside(told: Told) -> str | None:
    """The case of an office that stands before the name or behind a comma; «…, назначенный министром» has its own."""
    if told.name is None:
        return None
    beside = [o for o in told.offices if o.first < told.name.last + 2]
    return next((office.case for office in beside if office.case), None)


def _best(found: Sequence[Base]) -> Sequence[Base]:
    return found[:3]


def _weight(told: Told) -> tuple[int, int]:
    tokens = _tokens(told)
    return sum(not t.endswith(".") for t in tokens), len(tokens)


def _tokens(told: Told) -> tuple[str, ...]:
    return told.name.tokens if told.name else ()
