"""What a single row of a text is: a sentence of the article, or something that the page puts around it.

The words come from all packs at once: a German page may carry a Russian "also read".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from services.classify.reading.languages.beginnings import Beginnings, beginnings
from services.classify.reading.languages.pack import SUPPORTED_LANGUAGES, load_pack
from services.classify.reading.languages.patterns import Caseless, alternation, pattern

SENTENCE_END = re.compile(r"[.!?…](?:\s?[\"'»“”’)\]])*(?:[\s/(–—-]{0,3}[\w./ -]{1,14}[/)]?)?$")
FULL_STOP = re.compile(r"[.!?…](?:\s?[\"'»“”’)\]])*$")
SEPARATED = re.compile(r"\s[|»›•·]\s|^\s*(?:[►•=]|»[^«]{0,300}$)|\s[>/]\s\S+(?:\s\S+)?$|\s[»›]\s*$|^[^«]{0,80}[»›]$")
CODE_LINE = re.compile(
    r"^\W*(?:©|www\.\S|\S+\.(?:jpe?g|png|gif|webp|mp4)\s*$|https?://\S+$|\S+@\S+\.\S+$|\w{2,4}/\w{2,4}(?:/\w{2,4})?\W*$"
    r"|(?:(?:USD|EUR|RUB|KZT|CNY|GBP|KGS|UZS|TRY|AZN)\W{1,3}\d+[.,]\d+\W*)+$|.{0,60}\(@\w+\)"
    r"|[A-Z]+(?:-[A-Z][A-Z ]*){2,}$|[A-Z]{2,5}\d{3,6}\s+\d{4}-\d\d-\d\d\S*$|\*{2,}\W*$|[-–—_=+*#]{3,}"
    r"|\S[^\n]{0,60}?\s{3,}\S[^\n]{0,60}?\s{3,}\S.{0,160}[^.!?]$)"
)
ADDRESS = re.compile(
    r"\+\d[\d\s()./-]{6,20}\d|(?<![\w@])www\.\w|https?://|[\w.]@\w[\w-]*\.\w|(?<!\w)@\w{3,}|\bt\.me/|\d\s?°"
)
NUMERIC_DATE = re.compile(r"\b(?:\d{1,2}[./-]\d{1,2}[./-](?:(?:19|20)\d\d|\d\d)|(?:19|20)\d\d[-./]\d\d?[-./]\d\d?)\b")
CLOCK = re.compile(r"\b\d{1,2}:\d\d(?::\d\d)?\b")
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
WORD = re.compile(r"[^\W\d_]+")
AFTER_HEADING = re.compile(r"\s*(?:[:|–—(/]|\d+\s*$|$)")
KNOWN_LETTER = re.compile(r"[A-Za-zÀ-žА-яЁё]|\d{3}")
AGENCY_TAIL = re.compile(
    r"\s*(?:\((?:[\w.]{2,6}/)+[\w.]{1,6}\)|,?\s*©[^©]{2,60}|(?<=\s)www\.\S{3,60}|(?<!:)/{2,3}\s*[^/.]{2,50})\s*$"
)
TAIL_MARKS = frozenset("(/©:w")  # one of them stands in whatever is cut off behind a row's words
TAG_MARKS = re.compile(r"[.,:;!?()«»„“”\"—–]")
LABEL_MARKS = re.compile(r"[,:;\d]")
QUOTE = re.compile(r"[«»“”„\"]")
BULLET = re.compile(r"[-–—•*·▪■►]\s")
ITEM = re.compile(r"^\s*(?:[-–—•*·▪■►]\s*|\(?\d{1,2}[.)]\s*)[^\W_]|;\s*$")
PROSE, LONG_PROSE, NOTICE, CAPTION = 60, 160, 400, 300
LABEL, BYLINE, COUNTED, CREDIT = 3, 7, 9, 9  # words
CUT_SHORT, PARAGRAPH = 130, 15  # characters and words of what is no headline though no full stop ends it
TAGS = 8  # words
TAIL, HEAD = 60, 300  # how much of a row decides how it ends or begins: rows may be of any length


@dataclass(frozen=True)
class Furniture:
    """Compiled patterns of all packs."""

    headings: Caseless
    lines: Caseless
    buttons: Caseless  # nothing but this
    labels: Caseless  # of what is told about the article: its author, number, address
    counted: Caseless  # how often it was read or commented
    tongues: Caseless  # "EN | RU": in which languages a page may be read
    agencies: Caseless  # of pictures, before who took them
    notices: Beginnings  # what the page says to its reader, anywhere in a row
    prefixes: Caseless
    bylines: Caseless
    captions: Caseless
    pictured: Caseless  # who stands where in a picture
    credits: Caseless  # "Photo: name" behind a row's words
    sources: Caseless  # "(Source: agency)" behind a row's words
    photographs: Caseless  # "Photo of the ministry", with nothing else
    date_words: Caseless


def tail_of(row: str, furniture: Furniture) -> int:
    """The length of an agency's mark, a picture's credit or an address behind a row's words; 0 where it has none."""
    since = max(0, len(row) - TAIL)
    if TAIL_MARKS.isdisjoint(row[since:]):
        return 0
    tail = (
        AGENCY_TAIL.search(row, since) or furniture.credits.search(row, since) or furniture.sources.search(row, since)
    )
    return len(row) - tail.start() if tail and tail.start() else 0


def enumerated(rows: Sequence[str], furniture: Furniture) -> list[bool]:
    """Which rows list what a sentence with a colon announces ("The following documents were signed:")."""
    listed = [False] * len(rows)
    for at, row in enumerate(rows):
        announced = row.rstrip().endswith(":") and len(WORD.findall(row[-HEAD:])) >= 4
        if announced and not opens_list(row, furniture) and at + 1 < len(rows) and ITEM.search(rows[at + 1][:HEAD]):
            listed[at] = True
        elif at and listed[at - 1]:
            listed[at] = bool(ITEM.search(row[:HEAD])) and not opens_list(row, furniture)
    return listed


def opens_list(row: str, furniture: Furniture) -> re.Match[str] | None:
    """The heading of a list of other headlines, alone or with the list behind it; not a sentence that begins alike."""
    heading = furniture.headings.match(row[:HEAD])
    if heading and AFTER_HEADING.match(row, heading.end()):
        return heading
    return heading if heading and not is_prose(row) else None


def is_furniture(row: str, furniture: Furniture, noticed: bool = True) -> bool:
    """One line that is no part of the article by itself; a long paragraph never is.

    `noticed` is whether any words that a page says to its reader stand in the text, to be looked for in the row.
    """
    head = row[:HEAD]
    found = furniture.lines.match(head)
    if found and (len(row) <= LONG_PROSE or not ends(row) or row[found.end() - 1] in ":|"):
        return True
    if CODE_LINE.match(head) or not KNOWN_LETTER.search(row):
        return True
    if len(row) > NOTICE:
        return False
    short = len(row) <= LONG_PROSE
    if short and any(kind.match(row) for kind in (furniture.buttons, furniture.labels, furniture.tongues)):
        return True
    if short and furniture.agencies.match(row) and not ends(row):
        return True
    if short and not is_prose(row) and (ADDRESS.search(row) or is_count(row, furniture)):
        return True
    return noticed and not QUOTE.search(row) and bool(furniture.notices.find(row))


def is_count(row: str, furniture: Furniture) -> bool:
    """How often an article was read: a few words around such a number."""
    return len(row.split()) <= COUNTED and bool(furniture.counted.search(row))


def is_prose(row: str) -> bool:
    """Told in sentences: long enough and closed by a full stop or its like."""
    stripped = row.strip()
    if BULLET.match(stripped) and not stripped.endswith((".", "!", "…")):
        return False  # the headline of another article
    if len(stripped) < PROSE and not (ends(stripped) and has_words(stripped, 6)):
        return False
    return bool(SENTENCE_END.search(stripped[-TAIL:])) and has_words(stripped, 5)


def has_words(row: str, count: int) -> bool:
    """Whether a row has as many words."""
    return next(islice(WORD.finditer(row), count - 1, None), None) is not None


def ends(row: str) -> bool:
    """Whether a row is closed by a full stop or its like."""
    return bool(FULL_STOP.search(row.strip()[-TAIL:]))


def is_header(row: str, furniture: Furniture) -> bool:
    """A line above the article: a path, a bare date, site and section between bars."""
    stripped = row.strip()
    words = WORD.findall(stripped)
    if not words or SEPARATED.search(stripped[:HEAD]):
        return True
    if len(words) <= LABEL and not WORD.search(furniture.date_words.sub("", stripped)):
        return True
    if NUMERIC_DATE.search(stripped) or (YEAR.search(stripped) and CLOCK.search(stripped)):
        return len(words) <= 6
    if CLOCK.search(stripped) and furniture.date_words.search(stripped):
        return len(words) <= 4
    if YEAR.search(stripped) and furniture.date_words.search(stripped):
        return len(words) <= 5
    return False


def is_tag_row(row: str) -> bool:
    """Names and topics in a row without a mark between them, some of them twice."""
    words = row.split()
    if len(words) < TAGS or TAG_MARKS.search(row):
        return False
    capitals = [word for word in words if word[0].isupper()]
    return 2 * len(capitals) > len(words) and len(capitals) - len(set(capitals)) >= LABEL


def is_label(row: str) -> bool:
    """A section or site named above the article. With a comma or colon it may be where the article comes from."""
    words = WORD.findall(row)
    return len(words) <= LABEL and not ends(row) and not LABEL_MARKS.search(row)


def is_credit(row: str, furniture: Furniture) -> bool:
    """A line that says who wrote it or took the picture, maybe with what the picture shows."""
    stripped = row.strip()
    if len(stripped) > CAPTION:
        return False
    if furniture.captions.search(stripped) and (len(row) <= LONG_PROSE or not ends(stripped[:-TAIL])):
        return True
    if not ends(stripped) and (furniture.pictured.search(stripped) or furniture.credits.search(stripped)):
        return True
    if not ends(stripped) and furniture.photographs.match(stripped) and len(stripped.split()) <= CREDIT:
        return True
    byline = furniture.bylines.match(row)
    names = WORD.findall(row[byline.end() :]) if byline else []
    return bool(names) and len(names) <= BYLINE and not ends(row) and all(name[0].isupper() for name in names)


def is_trailing(row: str) -> bool:
    """After the last sentence: a headline, a credit, a signature."""
    asked = bool(BULLET.match(row.lstrip())) and row.rstrip().endswith("?")
    if len(row) > LONG_PROSE and is_prose(row):
        return bool(SEPARATED.search(row[:HEAD]))
    unended = not ends(row) and (len(row) <= CUT_SHORT or not has_words(row, PARAGRAPH))
    return asked or unended or len(WORD.findall(row)) < 4 or bool(SEPARATED.search(row[:HEAD]))


def notice(words: str) -> Caseless:
    """Words in a row, or in a text of many: where they are to end the row, they do so there as well."""
    return pattern(rf"(?m:(?<!\w)(?:{alternation([words])})(?!\w))")


@lru_cache(maxsize=1)
def all_furniture() -> Furniture:
    tables = [load_pack(language).table("boilerplate") for language in SUPPORTED_LANGUAGES]

    def gathered(name: str) -> str:
        return alternation(word for table in tables for word in table.get(name, ()))

    pictures, counters, tongues = gathered("pictures"), gathered("counters"), gathered("tongues")
    return Furniture(
        headings=pattern(rf"^[\W_]{{0,12}}(?:{gathered('headings')})(?!\w)"),
        lines=pattern(rf"^[\W\d_]{{0,12}}(?:{gathered('lines')})(?!\w)"),
        buttons=pattern(rf"^[\W\d_]{{0,12}}(?:{gathered('buttons')})[\W\d_]{{0,12}}$"),
        labels=pattern(rf"^[\W_]{{0,12}}(?:{gathered('labels')})(?:\s[^\s:|]{{1,20}}){{0,2}}\s?[:|]"),
        counted=pattern(rf"\d\W{{0,3}}(?:{counters})(?!\w)|(?<!\w)(?:{counters})\W{{1,4}}\d"),
        notices=beginnings(notice(word) for table in tables for word in table.get("notices", ())),
        tongues=pattern(rf"^\W{{0,3}}(?:{tongues})(?:[\s|/,·•-]{{1,5}}(?:{tongues})){{1,12}}\W{{0,3}}$"),
        agencies=pattern(rf"^\W{{0,3}}(?:{gathered('agencies')})\s?/\s?\S.{{0,60}}$"),
        prefixes=pattern(rf"^[\W_]{{0,12}}(?:{gathered('prefixes')})[\s:|–—-]*"),
        bylines=pattern(rf"^\W{{0,12}}(?:{gathered('bylines')})\s+(?=\w)"),
        captions=pattern(rf"(?:[(/|]\s*(?:{pictures})(?!\w)[^()]{{0,60}}\)?|\((?:{gathered('sides')})\))\W*$"),
        pictured=pattern(rf"(?<!\w)(?:{gathered('placed')})(?!\w)"),
        credits=pattern(rf"\s\W{{0,3}}(?:{pictures})\s?[:©]\s?[^:.!?]{{2,50}}$"),
        sources=pattern(rf"(?<=[.!?…”“»\"])\s\((?:{gathered('labels')})\s?:\s?[^():]{{2,50}}\)\s*$"),
        photographs=pattern(rf"(?:{pictures})(?!\w)"),
        date_words=pattern(rf"(?<!\w)(?:{gathered('months')})(?!\w)"),
    )
