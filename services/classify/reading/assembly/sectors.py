"""What an event is about, in the guide's sectors.

Most words name a sector wherever they stand. Weak ones do so only in a list of topics, beside a word such as
"cooperation" or "field", or where the article has a strong word for the sector as well.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from services.classify.reading.cuerules import cue_rules
from services.classify.reading.document import Document, LineKind, Mentions
from services.classify.reading.languages.beginnings import Beginnings, beginnings, first_letters
from services.classify.reading.languages.pack import Pack
from services.classify.reading.languages.patterns import Caseless, alternation, pattern, words_pattern
from services.classify.reading.languages.wordindex import WordIndex, word_index

Span = tuple[int, int]
BESIDE = 60  # characters beside a word in which the rest of its list is looked for
OF_OFFICES = ("politics", "migration")  # of ambassadors and consuls, whatever they speak of
OFTEN = 3  # sentences that name a sector of the title which then is the whole article's


@dataclass(frozen=True)
class SectorRules:
    skip: Beginnings
    strong: WordIndex
    weak: WordIndex
    joins: Caseless  # what stands between the members of a list
    before: Caseless  # words that put a sphere behind them
    after: Caseless  # words that a sphere stands before


@dataclass(frozen=True)
class Hit:
    code: str
    start: int
    end: int
    weak: bool


def sector_rules(pack: Pack) -> SectorRules:
    table = pack.table("sectors")
    joins = rf"(?:[\s,;/–—-]|(?<!\w)(?:{alternation(table['joins'])})(?!\w))*"
    return SectorRules(
        beginnings(words_pattern(entries) for entries in parted(table["skip"])),
        word_index(table["strong"]),
        word_index(table["weak"]),
        pattern(joins),
        pattern(rf"(?<!\w)(?:{alternation(table['before'])})[\s:«„“\"]*$"),
        pattern(rf"{joins}(?:{alternation(table['after'])})(?!\w)"),
    )


def parted(entries: Iterable[str]) -> list[list[str]]:
    """The entries whose first letters are known, and the few others, which have to be looked for everywhere."""
    parts: tuple[list[str], list[str]] = ([], [])
    for entry in entries:
        parts[first_letters(words_pattern([entry])) is None].append(entry)
    return [part for part in parts if part]


def find_sectors(document: Document, mentions: Mentions, pack: Pack, spans: Iterable[Span]) -> dict[str, list[Span]]:
    """The sectors that words in these spans name, each with those words."""
    hits = sector_hits(document, mentions, pack)
    certain = {hit.code for hit in hits if not hit.weak}
    found: dict[str, list[Span]] = {}
    for start, end in spans:
        for hit in hits[bisect_left(hits, start, key=lambda hit: hit.start) :]:
            if hit.start >= end:
                break
            if hit.end <= end and (not hit.weak or hit.code in certain):
                found.setdefault(hit.code, []).append((hit.start, hit.end))
    return found


def office_sectors(mentions: Mentions, pack: Pack, spans: Iterable[Span]) -> dict[str, list[Span]]:
    """The sectors that people in these spans hold office for: two of them by name, or those told by office alone."""
    strong = pack.prepared(sector_rules).strong
    found: dict[str, list[Span]] = {}
    holders: dict[str, set[int]] = {}
    for start, end in spans:
        for person in mentions.people:
            if not start <= person.start < end:
                continue
            for code, _, _ in strong.find(f"{person.role or ''} {person.organization or ''}"):
                found.setdefault(code, []).append((person.start, person.end))
                holders.setdefault(code, set()).update({person.id} if person.name else {person.id, -1})
    return {code: where for code, where in found.items() if code not in OF_OFFICES and len(holders[code]) > 1}


@lru_cache(maxsize=2)
def sector_hits(document: Document, mentions: Mentions, pack: Pack) -> tuple[Hit, ...]:
    """All words for sectors in a document, in text order; what a name or a trade figure holds is not one."""
    rules = pack.prepared(sector_rules)
    text = document.text
    hidden = [(person.start, person.end) for person in mentions.people]
    hidden += [(body.start, body.end) for body in mentions.organizations]
    hidden += [(f.start, f.end) for f in mentions.figures if f.metric in ("trade_turnover", "export", "import")]
    hidden += [found.span() for _, found in rules.skip.find(text)]
    hidden.sort()
    hits = [Hit(code, start, end, weak=False) for code, start, end in rules.strong.find(text)]
    hits += [Hit(code, start, end, weak=True) for code, start, end in rules.weak.find(text)]
    hits = without_inner(without_hidden(sorted(hits, key=lambda hit: (hit.start, -hit.end)), hidden))
    return tuple(strengthened(text, hits, rules))


def without_hidden(hits: Sequence[Hit], hidden: Sequence[Span]) -> list[Hit]:
    """Without the words that begin in a name; those with a name behind them stay ("ties between ministries of …")."""
    kept: list[Hit] = []
    place, reach = 0, 0
    for hit in hits:
        while place < len(hidden) and hidden[place][0] <= hit.start:
            reach = max(reach, hidden[place][1])
            place += 1
        within = (span for span in hidden[place : place + 3] if span[0] < hit.end)
        if reach <= hit.start and all(end - start < hit.end - hit.start for start, end in within):
            kept.append(hit)
    return kept


def without_inner(hits: Sequence[Hit]) -> list[Hit]:
    """Without the words that are a part of a longer one ("food security" is not about security)."""
    kept: list[Hit] = []
    longest: Hit | None = None
    for hit in hits:
        if longest is None or hit.end > longest.end:
            longest = hit
        elif (hit.start, hit.end) != (longest.start, longest.end):
            continue
        kept.append(hit)
    return kept


def strengthened(text: str, hits: Sequence[Hit], rules: SectorRules) -> list[Hit]:
    """The hits, those strong that stand in a list with a strong one or beside a word that makes them a sphere."""
    weak = [hit.weak for hit in hits]
    for at in reversed(range(len(hits))):
        if weak[at]:
            following = next_apart(hits, at)
            listed = following is not None and not weak[following] and joined(text, hits[at], hits[following], rules)
            weak[at] = not (listed or rules.after.match(text, hits[at].end, hits[at].end + BESIDE))
    for at, hit in enumerate(hits):
        if weak[at]:
            listed = at > 0 and not weak[at - 1] and joined(text, hits[at - 1], hit, rules)
            weak[at] = not (listed or rules.before.search(text[max(0, hit.start - BESIDE) : hit.start]))
    return [Hit(hit.code, hit.start, hit.end, weak=told) for hit, told in zip(hits, weak, strict=True)]


def next_apart(hits: Sequence[Hit], at: int) -> int | None:
    return next((n for n in range(at + 1, min(at + 5, len(hits))) if hits[n].start >= hits[at].end), None)


def joined(text: str, first: Hit, second: Hit, rules: SectorRules) -> bool:
    """Members of one list: nothing but commas and words such as "and" between them."""
    if not 0 < second.start - first.end <= BESIDE or text[first.end : second.start].isspace():
        return False
    return bool(rules.joins.fullmatch(text, first.end, second.start))


def article_sectors(document: Document, mentions: Mentions, pack: Pack) -> dict[str, list[Span]]:
    """The sectors of the title that the whole article keeps to."""
    titles = [(s.start, s.end) for s in document.sentences if document.lines[s.line].kind is LineKind.TITLE]
    told = find_sectors(document, mentions, pack, titles)
    if not told:
        return {}
    sentences: Counter[str] = Counter()
    for sentence in document.sentences:
        sentences.update(find_sectors(document, mentions, pack, [(sentence.start, sentence.end)]).keys())
    return {code: spans for code, spans in told.items() if sentences[code] >= OFTEN}


def recalls(document: Document, pack: Pack, span: Span) -> bool:
    """Whether a sentence looks back at what is not the news."""
    rules = pack.prepared(cue_rules)
    return bool(rules.background.search(document.text, *span) or rules.recall.match(document.text, *span))
