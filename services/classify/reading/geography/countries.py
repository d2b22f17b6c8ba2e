"""Countries in a text: names in any case, adjectives, inhabitants."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Literal

from services.classify.reading.document import Country, Document
from services.classify.reading.geography.tables import KEY, CountryTable, Endings, country_table
from services.classify.reading.geography.words import Word, article_words, fold_word
from services.classify.reading.languages.pack import Pack

REMEMBERED = 50_000  # words that name no country
VETO_REACH = 6  # words to either side in which a word may rule a name out

Form = Literal["name", "adjective", "inhabitant"]
Found = tuple[int, str | tuple[str, ...], Form]  # words it takes; code, or the codes it may stand for


@lru_cache(maxsize=2)
def find_countries(document: Document, pack: Pack) -> tuple[Country, ...]:
    """Every mention of a country, in text order. A compound adjective gives one for each of its countries."""
    words = article_words(document)
    table = pack.prepared(country_table)
    pending: list[tuple[Word, Word, str | tuple[str, ...], Form]] = []
    index = 0
    without = table.without
    while index < len(words):
        if words[index].text in without:
            index += 1
            continue
        found = match_at(words, index, table)
        if found is None or ruled_out(words, index, found[0], found[2], pack):
            index += 1
            continue
        pending.append((words[index], words[index + found[0] - 1], found[1], found[2]))
        index += found[0]
    told = Counter(code for _, _, code, _ in pending if isinstance(code, str))
    return tuple(
        Country(first.start, last.end, code if isinstance(code, str) else most_told(code, told), form)
        for first, last, code, form in pending
    )


def most_told(codes: tuple[str, ...], told: Counter[str]) -> str:
    """The country that the article names most often elsewhere; the first where it names none."""
    return max(codes, key=lambda code: (told[code], -codes.index(code)))


def match_at(words: Sequence[Word], index: int, table: CountryTable) -> Found | None:
    """The longest name that starts here, else an adjective or inhabitant."""
    word = words[index]
    alone = word.folded not in table.heads and word.folded not in table.compounds
    if alone and word.text in table.without:
        return None
    phrases: list[tuple[int, str]] = []
    if word.folded in table.heads:
        phrases += phrases_at(words, index, table.longest)
    elif word.folded[:KEY] in table.beginnings:
        phrases.append((1, word.folded))
    for count, phrase in reversed(phrases):
        last = words[index + count - 1]
        if phrase in table.names and word.capital and (count == 1 or last.capital or last.folded in table.names):
            return count, table.names[phrase], "name"
        parts = words[index : index + count]
        if phrase in table.short_names and (is_capitals(word.text) if count == 1 else all_capitals(parts)):
            return count, table.short_names[phrase], "name"
        if count == 1 and phrase in table.shared and is_capitals(word.text):
            return count, table.shared[phrase], "name"
        if (code := with_ending(phrase, table.adjectives, table.adjective_endings)) is not None:
            return None if is_tongue(words, index, table) else (count, code, "adjective")
        if count == 1 and phrase in table.compounds and compounded(words, index, table):
            return count, table.compounds[phrase], "adjective"
        if word.capital or not word.text.isascii():
            if (code := with_ending(phrase, table.inhabitants, table.inhabitant_endings)) is not None:
                return count, code, "inhabitant"
            if (code := plural_adjective(phrase, table)) is not None:
                return count, code, "inhabitant"
    if alone and len(table.without) < REMEMBERED:
        table.without.add(word.text)
    return None


def is_tongue(words: Sequence[Word], index: int, table: CountryTable) -> bool:
    """Whether a word like a country's adjective names a language: "auf Spanisch"."""
    word = words[index]
    if not (table.tongues and word.capital and not word.opens and word.folded.endswith(table.tongues)):
        return False
    behind = words[index + 1] if index + 1 < len(words) and words[index + 1].start == word.end + 1 else None
    return behind is None or not (
        behind.capital or with_ending(behind.folded, table.adjectives, table.adjective_endings) is not None
    )


def is_capitals(text: str) -> bool:
    capitals = sum(c.isupper() for c in text)
    return text[0].isupper() and capitals >= max(2, len(text) - 1)


def compounded(words: Sequence[Word], index: int, table: CountryTable) -> bool:
    """A country's adjective follows, one hyphen on."""
    if index + 1 == len(words) or words[index + 1].start != words[index].end + 1 or not words[index + 1].joined:
        return False
    return with_ending(words[index + 1].folded, table.adjectives, table.adjective_endings) is not None


def all_capitals(words: Sequence[Word]) -> bool:
    return all(word.text.isupper() for word in words)


def phrases_at(words: Sequence[Word], index: int, longest: int) -> Iterator[tuple[int, str]]:
    """The first word, the first two, … as far as they are joined."""
    phrase = ""
    for count, word in enumerate(words[index : index + longest], start=1):
        if count > 1 and not word.joined:
            return
        phrase = f"{phrase} {word.folded}" if phrase else word.folded
        yield count, phrase


def with_ending(phrase: str, stems: dict[str, str], endings: Endings) -> str | None:
    """The country of a stem and an ending."""
    for ending in endings.that_may_end(phrase):
        if phrase.endswith(ending):
            code = stems.get(phrase[: len(phrase) - len(ending)] if ending else phrase)
            if code is not None:
                return code
    return None


def plural_adjective(phrase: str, table: CountryTable) -> str | None:
    """Inhabitants called by an adjective and an inhabitant's ending ("Kazakhs")."""
    if table.adjective_endings.listed != ("",):
        return None
    return table.adjectives.get(phrase.removesuffix("s")) if phrase.endswith("s") else None


def ruled_out(words: Sequence[Word], index: int, count: int, form: Form, pack: Pack) -> bool:
    table = pack.table("geography")
    word = words[index]
    after = words[index + count] if index + count < len(words) else None
    if form == "adjective":
        languages = pack.prepared(language_words)
        return (after is not None and after.joined and after.folded in languages) or not written_as_adjective(
            word, pack
        )
    if form == "name" and word.folded in pack.prepared(words_not_first) and (word.opens or word.text.islower()):
        return True
    if word.folded in pack.prepared(personal_names) and count == 1 and beside_a_name(words, index, pack):
        return True
    veto = table.get("veto_around", {}).get(word.folded)
    if veto:
        around = words[max(0, index - VETO_REACH) : index + VETO_REACH + 1]
        return any(other.folded in veto for other in around)
    return False


def written_as_adjective(word: Word, pack: Pack) -> bool:
    """English writes its adjectives with a capital; "polish" is none."""
    return word.capital or not pack.table("geography").get("adjectives_are_capitalised", False)


def beside_a_name(words: Sequence[Word], index: int, pack: Pack) -> bool:
    """Another capitalised word stands right beside, neither an office nor the head of the sentence."""
    titles = pack.prepared(office_words)
    if index > 1 and words[index - 1].folded in pack.prepared(belonging_words):
        owned = words[index - 2]
        if owned.capital or owned.folded in titles:
            return False  # "President of China Xi Jinping"
    before = words[index - 1] if index and words[index].joined else None
    after = words[index + 1] if index + 1 < len(words) and words[index + 1].joined else None
    return (before is not None and before.capital and not before.opens and before.folded not in titles) or (
        after is not None and after.capital and after.folded not in titles and not after.text.isupper()
    )


def language_words(pack: Pack) -> frozenset[str]:
    return _folded_list(pack, "not_adjective_before")


def words_not_first(pack: Pack) -> frozenset[str]:
    return _folded_list(pack, "not_first")


def personal_names(pack: Pack) -> frozenset[str]:
    return _folded_list(pack, "also_names")


def belonging_words(pack: Pack) -> frozenset[str]:
    return _folded_list(pack, "belonging")


def office_words(pack: Pack) -> frozenset[str]:
    return _folded_list(pack, "titles_after_country")


def _folded_list(pack: Pack, key: str) -> frozenset[str]:
    return frozenset(fold_word(word) for word in pack.table("geography").get(key, ()))
