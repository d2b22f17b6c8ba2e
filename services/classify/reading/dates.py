"""Dates in a text: absolute ones, and words such as "today" or "on Friday" reckoned from the publication."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import lru_cache

from services.classify.reading.datephrases import Phrase, Reading, date_phrases
from services.classify.reading.dateresolve import resolve
from services.classify.reading.datewords import with_surroundings
from services.classify.reading.document import Document, LineKind, When
from services.classify.reading.languages.beginnings import Beginnings, beginnings
from services.classify.reading.languages.pack import Pack
from services.classify.reading.languages.patterns import Caseless, alternation, pattern
from services.classify.reading.reckoning import day_of
from services.classify.reading.tense import tense_at

HEADER_REACH = 700  # characters from the start in which a date of the page itself may stand
HEADER_LINE = 120  # longer lines are prose
DATE_LINE_REST = 25  # characters that may stand beside the date in a line of its own
A_MONTH = timedelta(days=31)
A_WEEK = timedelta(days=6)  # a weekday lies no further off
IN_FULL = 20  # days with their years from which others may take theirs
YEAR_BEHIND = 6  # characters behind a date in which its year may stand
BESIDE = frozenset(" ,(")  # what may stand between a weekday and its date


def find_dates(document: Document, pack: Pack) -> tuple[When, ...]:
    """Every date phrase outside boilerplate that can be resolved, in text order."""
    reference = reference_date(document, pack)
    in_full = [] if reference else days_in_full(document, pack)
    found: list[When] = []
    for phrase, reading in date_readings(document.text, pack):
        if in_boilerplate(document, reading.start):
            continue
        tense = tense_at(document, pack, reading.start, reading.end) if phrase.needs_tense else None
        dateline = in_dateline(document, reading.start) or (reading.has_year and in_date_line(document, reading))
        earlier = next((when for when in reversed(found) if when.precision == "day" and not when.dateline), None)
        story = story_before(document, reading.start, found, reference)
        near = reference or year_told_near(phrase, reading, in_full)
        when = resolve(phrase, reading, near, "past" if dateline else tense, earlier, story)
        if when is not None:
            found.append(replace(when, dateline=dateline))
    merged = merge_ranges(document.text, merge_weekdays(document.text, found, reference), pack)
    return tuple(with_surroundings(document, pack, when) for when in merged)


def days_in_full(document: Document, pack: Pack) -> list[When]:
    """The first days that the text tells with their years; without any reference the others count from them."""
    found: list[When] = []
    for phrase, reading in date_readings(document.text, pack):
        if phrase.full_day and reading.has_year and not in_boilerplate(document, reading.start):
            when = resolve(phrase, reading, None, None)
            found += [when] if when is not None else []
            if len(found) == IN_FULL:
                break
    return found


def year_told_near(phrase: Phrase, reading: Reading, told: list[When]) -> date | None:
    """Without any reference a day takes the year of one told in full that lies within a month of it."""
    if phrase.kind != "absolute" or reading.has_year:
        return None
    for fixed in told:
        when = resolve(phrase, reading, fixed.first, None)
        if when is not None and abs(when.first - (fixed.last or fixed.first)) <= A_MONTH:
            return fixed.first
    return None


def story_before(document: Document, offset: int, found: list[When], reference: date | None) -> date | None:
    """The date told last in this line, where it lies in a year gone by: what follows goes on from there."""
    if not found or reference is None or found[-1].relative or found[-1].dateline:
        return None
    last = found[-1]
    same_line = line_index(document, last.start) == line_index(document, offset)
    return last.first if same_line and last.first.year < reference.year else None


def reference_date(document: Document, pack: Pack) -> date | None:
    """The day that relative words count from: the publication's in its own offset, else the page's or dateline's."""
    published = document.published_at
    if published is not None:
        return published.date() if isinstance(published, datetime) else published
    for phrase, reading in date_readings(document.text, pack):
        if reading.start > HEADER_REACH:
            break
        if not phrase.full_day or not reading.has_year:
            continue
        if in_header(document, reading.start):
            when = resolve(phrase, reading, None, None)
            if when is not None and when.last is None:  # from one day to another is no day of a page
                return when.first
    return None


@lru_cache(maxsize=2)
def date_readings(text: str, pack: Pack) -> tuple[tuple[Phrase, Reading], ...]:
    """The phrases found, earlier patterns first served, in text order."""
    text = text.replace("\u00a0", " ").replace("\u202f", " ").replace("ё", "е").replace("Ё", "Е")
    taken: list[tuple[int, int]] = []
    found: list[tuple[int, Phrase, Reading]] = []
    phrases = pack.prepared(date_phrases)
    for number, match in pack.prepared(phrase_beginnings).find(text):
        start, end = match.span()
        place = bisect_right(taken, (start, end))
        if (place and taken[place - 1][1] > start) or (place < len(taken) and taken[place][0] < end):
            continue
        reading = phrases[number].read(text, match)
        if reading is not None:
            insort(taken, (start, end))
            found.append((start, phrases[number], reading))
    found.sort(key=lambda item: item[0])
    return tuple((phrase, reading) for _, phrase, reading in found)


def phrase_beginnings(pack: Pack) -> Beginnings:
    return beginnings(phrase.pattern for phrase in pack.prepared(date_phrases))


def in_boilerplate(document: Document, offset: int) -> bool:
    line = line_index(document, offset)
    return line is not None and document.lines[line].kind is LineKind.BOILERPLATE


def in_dateline(document: Document, offset: int) -> bool:
    index = line_index(document, offset)
    line = document.lines[index] if index is not None else None
    return line is not None and line.dateline_end is not None and offset < line.dateline_end


def in_date_line(document: Document, reading: Reading) -> bool:
    """In a line that is little more than its date: a page header that was not cut."""
    index = line_index(document, reading.start)
    line = document.lines[index] if index is not None else None
    return line is not None and line.end - line.start - (reading.end - reading.start) <= DATE_LINE_REST


def in_header(document: Document, offset: int) -> bool:
    index = line_index(document, offset)
    line = document.lines[index] if index is not None else None
    return line is None or line.end - line.start <= HEADER_LINE or in_dateline(document, offset)


def line_index(document: Document, offset: int) -> int | None:
    index = bisect_right(document.lines, offset, key=lambda line: line.start) - 1
    return index if index >= 0 and offset < document.lines[index].end else None


def merge_weekdays(text: str, found: list[When], reference: date | None) -> Iterator[When]:
    """ "On Friday, 9 August" is one date: the weekday's words go to the date beside it."""
    index = 0
    while index < len(found):
        when = found[index]
        after = found[index + 1] if index + 1 < len(found) else None
        if after is not None and when.relative != after.relative and BESIDE.issuperset(text[when.end : after.start]):
            absolute = after if when.relative else when
            if when.precision == after.precision == "day":
                weekday = when if when.relative else after
                both = replace(absolute, start=when.start, end=after.end)
                apart = abs(both.first - weekday.first) > A_WEEK  # "today" may be a day off: published after midnight
                yield on_weekday(text, both, weekday.first.weekday(), reference) if apart else both
                index += 2
                continue
        yield when
        index += 1


def merge_ranges(text: str, found: Iterable[When], pack: Pack) -> Iterator[When]:
    """ "From today until 9 August" is one date of several days."""
    until = pack.prepared(until_words)
    waiting: When | None = None
    for when in found:
        first = waiting
        waiting = when
        if first is None:
            continue
        if follows(first, when) and until.fullmatch(text, first.end, when.start):
            waiting = replace(when, start=first.start, first=first.first, last=when.first)
        else:
            yield first
    if waiting is not None:
        yield waiting


def follows(first: When, second: When) -> bool:
    """Whether two days may be the ends of one stay."""
    single = first.last is None and second.last is None and not (first.dateline or second.dateline)
    near = timedelta(0) < second.first - first.first <= A_MONTH
    return single and near and first.precision == second.precision == "day"


def until_words(pack: Pack) -> Caseless:
    return pattern(rf",?\s+(?:{alternation(pack.table('dates')['until'])})\s+")


def on_weekday(text: str, when: When, weekday: int, reference: date | None) -> When:
    """Where the text gives no year, the one in which the date falls on the weekday named with it."""
    if reference is None or when.last is not None or str(when.first.year) in text[when.start : when.end + YEAR_BEHIND]:
        return when
    days = [day_of(reference.year + years, when.first.month, when.first.day) for years in (0, -1, 1)]
    fitting = [day for day in days if day is not None and day.weekday() == weekday]
    return replace(when, first=fitting[0]) if fitting else when
