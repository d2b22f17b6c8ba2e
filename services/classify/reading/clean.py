"""From a posted article to its text: NFC; title, blank line, main text. Nothing is cut, boilerplate is marked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from services.classify.reading.boilerplate import mark_boilerplate
from services.classify.reading.document import Line, LineKind
from services.classify.reading.errors import UnreadableArticle
from services.classify.reading.markup import main_text
from services.classify.reading.publishers import publisher_country

BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Controls, lone surrogates, zero width signs, bidirectional controls, the soft hyphen and the byte order mark.
UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ud800-\udfff\ufeff]"
)
SURROGATE = re.compile("[\ud800-\udfff]")
PARAGRAPH = re.compile(r"^[^\n]+(?:\n[^\n]+)+", re.MULTILINE)
GAP = re.compile(r"\n\n+")
CLOSED = re.compile(r"[.!?:;…][\"'»“”’)\]]*\s*$")
WRAPPED_LINES, NARROW, WIDE = 2, 45, 125  # lines but the last; characters
FILLED, LONGER, MOST = 0.75, 1.5, 0.75  # of the usual width; of the lines
TORN_GAPS, HALF, MOST_TORN = 3, 0.5, 4
TAIL = 12  # characters that tell how a line ends
MAX_CHARACTERS = 2_000_000
YEARS = range(1600, 2400)  # of publication


@dataclass(frozen=True, slots=True)
class CleanText:
    """The text of an article with its lines; `published_at` is parsed, `language` only what the feed says."""

    text: str
    title: str | None
    language: str | None
    published_at: date | datetime | None
    lines: tuple[Line, ...]
    publisher: str | None = None  # the country that it is at home in

    @property
    def boilerplate(self) -> tuple[tuple[int, int], ...]:
        return tuple((line.start, line.end) for line in self.lines if line.kind is LineKind.BOILERPLATE)


def clean_article(article: Mapping[str, object]) -> CleanText:
    """The cleaned text of an article. Raises `UnreadableArticle` where a field is missing or of the wrong shape."""
    title = " ".join(clean_string(string_field(article, "title")).split()) or None
    raw = string_field(article, "text")
    page = string_field(article, "html")
    if not raw.strip() and page.strip():
        raw = main_text(page)
    main = unwrapped(clean_string(raw).strip("\n"))
    if not main.strip() and not title:
        raise UnreadableArticle("the article has neither a title nor any text")
    if len(main) > MAX_CHARACTERS:
        raise UnreadableArticle(f"the text has {len(main)} characters, more than {MAX_CHARACTERS}")
    body = without_repeated_title(main, title) if title else main
    text = f"{title}\n\n{body}" if title and body.strip() else title or body
    return CleanText(
        text=text,
        title=title,
        language=string_field(article, "language").strip().lower() or None,
        published_at=publication_time(article),
        lines=lines_of(text, title),
        publisher=publisher_country(string_field(article, "url")),
    )


def clean_string(raw: str) -> str:
    """NFC, one kind of line break, no invisible or unprintable characters."""
    joined = raw.encode("utf-16", "surrogatepass").decode("utf-16", "ignore") if has_surrogates(raw) else raw
    return unicodedata.normalize("NFC", UNWANTED.sub("", BREAKS.sub("\n", joined)))


def unwrapped(text: str) -> str:
    """The text with lines joined that were only broken to a width, by a space for each line break.

    Lines are so broken where nearly all of a paragraph are of about one length and most end within a sentence; lines
    with gaps between them where most go on in lower case.
    """
    text = PARAGRAPH.sub(lambda found: joined_lines(found[0]), text)
    gaps = list(GAP.finditer(text))
    torn = [gap for gap in gaps if goes_on(text, gap)]
    if len(torn) < TORN_GAPS:
        return text
    usual = median(line_before(text, gap) for gap in torn)
    cut = [
        gap for gap in gaps if goes_on(text, gap) or (is_open(text, gap) and line_before(text, gap) >= FILLED * usual)
    ]
    if len(cut) < len(gaps) * HALF or len(torn) * MOST_TORN < len(cut) or usual > WIDE:
        cut = torn
    if len(cut) < len(gaps) * HALF:
        return text
    for gap in cut:
        text = f"{text[: gap.start()]}{' ' * len(gap[0])}{text[gap.end() :]}"
    return text


def joined_lines(paragraph: str) -> str:
    """A paragraph in one line where it was only broken to a width, or with those of its lines joined that were."""
    if is_wrapped(paragraph):
        return paragraph.replace("\n", " ")
    lines = paragraph.split("\n")
    open_ended = [not CLOSED.search(line[-TAIL:]) for line in lines]
    torn = [len(line) for at, line in enumerate(lines[:-1]) if open_ended[at] and lines[at + 1][:1].islower()]
    if len(torn) < TORN_GAPS or not NARROW <= (usual := median(torn)) <= WIDE:
        return paragraph
    shown = lines[0]
    for at, line in enumerate(lines[1:]):
        filled = FILLED * usual <= len(lines[at]) <= LONGER * usual
        goes_on = open_ended[at] and (line[:1].islower() or (filled and line[:1].isalnum()))
        shown += (" " if goes_on else "\n") + line
    return shown


def is_wrapped(paragraph: str) -> bool:
    *full, last = paragraph.split("\n")
    if len(full) < WRAPPED_LINES:
        return False
    usual = median(map(len, full))
    if not NARROW <= usual <= WIDE or len(last) > usual * LONGER:
        return False
    filled = sum(FILLED * usual <= len(line) <= LONGER * usual for line in full)
    within = sum(not CLOSED.search(line[-TAIL:]) for line in full)
    return filled >= len(full) * MOST and within >= len(full) * MOST


def line_before(text: str, gap: re.Match[str]) -> int:
    """How long the line before a gap is."""
    return gap.start() - text.rfind("\n", 0, gap.start()) - 1


def is_open(text: str, gap: re.Match[str]) -> bool:
    """Whether the line before a gap does not end a sentence, and the one behind it begins with a letter or figure."""
    return CLOSED.search(text[max(0, gap.start() - TAIL) : gap.start()]) is None and text[gap.end()].isalnum()


def goes_on(text: str, gap: re.Match[str]) -> bool:
    """Whether a sentence goes on behind a gap between lines."""
    before = text[max(0, gap.start() - TAIL) : gap.start()]
    return text[gap.end() : gap.end() + 1].islower() and not CLOSED.search(before)


def has_surrogates(raw: str) -> bool:
    return SURROGATE.search(raw) is not None


def string_field(article: Mapping[str, object], name: str) -> str:
    value = article.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise UnreadableArticle(f"{name} must be a string or null, not {type(value).__name__}")
    return value


def publication_time(article: Mapping[str, object]) -> date | datetime | None:
    """`published_at` as a date, or as a time in its own offset (with Z, in the source's time zone where given).

    A year in which nobody publishes articles is taken for none told: days cannot be reckoned from the calendar's ends.
    """
    told = string_field(article, "published_at").strip()
    if not told:
        return None
    try:
        moment = date.fromisoformat(told) if len(told) == 10 else datetime.fromisoformat(told)
    except ValueError:
        raise UnreadableArticle(f"published_at is no ISO 8601 date or time: {told[:40]!r}") from None
    if moment.year not in YEARS:
        return None
    if not isinstance(moment, datetime):
        return moment
    zone = string_field(article, "time_zone").strip()
    if zone and told.upper().endswith("Z"):
        try:
            return moment.astimezone(ZoneInfo(zone))
        except (ZoneInfoNotFoundError, ValueError):
            raise UnreadableArticle(f"time_zone is not known: {zone[:40]!r}") from None
    return moment


def without_repeated_title(main: str, title: str) -> str:
    """The main text without the copies of the title that stand at its head.

    A copy is a line of its own among the first lines, or the tail of the first one after a short label.
    """
    wanted = folded(title)
    kept: list[str] = []
    lines = main.split("\n")
    for at, line in enumerate(lines):
        seen = folded(line)
        if seen == wanted:
            continue
        if not kept and seen.endswith(wanted) and len(seen) - len(wanted) <= 20 and line.rstrip().endswith(title):
            kept.append(line.rstrip()[: -len(title)].rstrip())
            continue
        kept.append(line)
        if at > 12:
            return "\n".join([*kept, *lines[at + 1 :]]).strip("\n")
    return "\n".join(kept).strip("\n")


def folded(line: str) -> str:
    return " ".join(line.casefold().split())


def lines_of(text: str, title: str | None) -> tuple[Line, ...]:
    """The lines that have words, title first; a line that is boilerplate only at its head becomes two."""
    spans: list[tuple[int, int]] = []
    start = 0
    for line in text.split("\n"):
        if line.strip():
            spans.append((start, start + len(line)))
        start += len(line) + 1
    first = 1 if title and spans else 0
    heads = [Line(*span, LineKind.TITLE) for span in spans[:first]]
    return (*heads, *mark_boilerplate(text, spans[first:], titled=bool(first)))
