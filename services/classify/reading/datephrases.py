"""The patterns of date phrases, compiled from a language's table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from services.classify.reading.languages.pack import Pack
from services.classify.reading.languages.patterns import Caseless
from services.classify.reading.numbers import number_value, number_words

PLACEHOLDER = re.compile(r"\{([DMYWN]2?)\}")
GROUP = re.compile(r"\(\?P<(\w+?)>")
YEAR = r"(?:19|20)\d\d"
NUMERIC = (
    r"(?<![\d.])(?P<y>(?:19|20)\d\d)[-./](?P<m>\d\d)[-./](?P<d>\d\d)(?!\d)",
    r"(?<![\d.])(?P<d>\d{1,2})\.(?P<m>\d{1,2})\. ?(?P<y>(?:19|20)\d\d)(?!\d)",
    r"(?<![\d.])(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d\d)(?![\d.]\d|\d)",
    r"(?<![\d.-])(?P<d>\d{1,2})-(?P<m>\d{1,2})-(?P<y>(?:19|20)\d\d)(?![\d-])",
    r"(?<![\d/])(?P<d>\d{1,2})/(?P<m>\d{1,2})/(?P<y>(?:19|20)\d\d)(?!\d)",
)
# "10. bis 12.06.2024", "10.06.–12.06.2024"; {join} stands for the words between.
NUMERIC_RANGE = (
    r"(?<![\d.])(?P<d>0?[1-9]|[12]\d|3[01])(?:\.? ?(?P<m>0?[1-9]|1[0-2])(?:\.(?P<y>(?:19|20)\d\d))?)?\.?"
    r" ?(?:[-–—/]|{join}) ?(?P<d2>0?[1-9]|[12]\d|3[01])\. ?(?P<m2>0?[1-9]|1[0-2])\. ?(?P<y2>(?:19|20)\d\d)(?!\d)"
)
NEED_TENSE = frozenset(
    ("absolute", "month", "months", "weekday", "weekend", "day_of_month", "part", "first_months", "from_named_day")
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a pattern read at one place."""

    start: int
    end: int
    values: Mapping[str, int]  # by placeholder, months and weekdays as numbers

    @property
    def has_year(self) -> bool:
        return "Y" in self.values or "Y2" in self.values


@dataclass(frozen=True, slots=True)
class Phrase:
    """One kind of phrase. `amount` is what it shifts by or, of a part of a year, its first month."""

    kind: str
    pattern: Caseless
    lexicon: Lexicon
    amount: int = 0
    last: int = 0

    @property
    def needs_tense(self) -> bool:
        return self.kind in NEED_TENSE

    @property
    def full_day(self) -> bool:
        return self.kind in ("absolute", "numeric")

    def read(self, text: str, match: re.Match[str]) -> Reading | None:
        """The values of a match in a text; None where its words mean something else after all."""
        values: dict[str, int] = {}
        for name in match.groupdict():
            start, end = match.span(name)
            if start < 0:
                continue
            value = self.lexicon.value(name.split("_")[0], text[start:end])
            if value is None:
                return None
            values[name.split("_")[0]] = value
        return Reading(match.start(), match.start() + len(match[0].rstrip(".")), values)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words behind the placeholders."""

    pack: Pack
    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    ordinal: str
    capitalised: bool
    numbers: str = field(default="")

    def group(self, name: str, number: int) -> str:
        kind = name[0]
        if kind == "D":
            return rf"(?<![\d.,:])(?P<{name}_{number}>0?[1-9]|[12]\d|3[01])(?!\d){self.ordinal}"
        if kind == "Y":
            return rf"(?P<{name}_{number}>{YEAR})(?!\d(?!\d:\d\d))"  # a page's clock may touch it
        if kind == "N":
            return rf"(?P<{name}_{number}>\d{{1,3}}|{self.numbers})"
        words = self.months if kind == "M" else self.weekdays
        return rf"(?P<{name}_{number}>{alternatives(words)})\b" + (r"\.?" if kind == "M" else "")

    def value(self, name: str, text: str) -> int | None:
        if name in ("this", "last"):
            return 1
        kind = name[0].upper()
        if kind == "Y" and len(text) == 2:
            return 2000 + int(text)
        if kind in ("D", "Y") or (kind == "M" and text.isdigit()):
            return int(text)
        if kind == "N":
            return int(number_value(text, self.pack))
        if self.capitalised and not text[0].isupper():
            return None
        return (self.months if kind == "M" else self.weekdays).get(text.lower())


def alternatives(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def date_phrases(pack: Pack) -> tuple[Phrase, ...]:
    """All phrases of a language, the more specific before those that they contain."""
    table = pack.table("dates")
    lexicon = Lexicon(
        pack,
        {form: number for number, forms in enumerate(table["months"], start=1) for form in forms},
        {form: number for number, forms in enumerate(table["weekdays"]) for form in forms},
        table["ordinal"],
        table["capitalised"],
        alternatives(pack.prepared(number_words)),
    )
    return tuple(
        Phrase(kind, compiled(pattern, lexicon), lexicon, amount, last)
        for kind, pattern, amount, last in _patterns(table)
    )


def compiled(pattern: str, lexicon: Lexicon) -> Caseless:
    """Placeholders become groups, each occurrence with a name of its own."""
    count = 0

    def group(match: re.Match[str]) -> str:
        nonlocal count
        count += 1
        return lexicon.group(match[1], count)

    expanded = PLACEHOLDER.sub(group, pattern.replace("ё", "е"))
    return Caseless(rf"(?<![^\W_])(?:{expanded})(?![^\W_](?!\d:\d\d))")


def _patterns(table: Mapping[str, Any]) -> Iterator[tuple[str, str, int, int]]:
    relative, periods = table["relative"], table["periods"]
    join = alternatives(table["numeric_range"])
    yield "numeric", _uppercase_groups(NUMERIC_RANGE.replace("{join}", join)), 0, 0
    for pattern in NUMERIC:
        yield "numeric", _uppercase_groups(pattern), 0, 0
    for name, shift in (("this", 0), ("last", -1), ("next", 1)):
        yield "day_of_year", table[f"day_{name}_year"], shift, 0
    for pattern in table["absolute"]:
        yield "absolute", pattern, 0, 0
    for name, shift in (("next", 1), ("last", -1), ("this", 0)):
        yield "weekday_of_week", relative[f"weekday_{name}_week"], shift, 0
    for name, shift in (("next", 1), ("last", -1), ("this", 0)):
        yield f"weekday_{name}", relative[f"weekday_{name}"], shift, 0
    for pattern, shift in relative["from_named_day"]:
        yield "from_named_day", pattern, shift, 0
    for pattern, number in relative["day_of_named"]:
        yield "day_of_named", pattern, number, 0
    for pattern, shift in relative["days"]:
        yield "day", pattern, shift, 0
    for pattern, shift in relative["weekends"]:
        yield "weekend", pattern, shift, 0
    yield "day_of_month", relative["day_of_month"], 0, 0
    yield "weekday", relative["weekday"], 0, 0
    yield "days_on", relative["ago_days"], -1, 0
    yield "days_on", relative["ahead_days"], 1, 0
    yield "weeks_ago", relative["ago_weeks"], -1, 0
    yield "years_ago", relative["ago_years"], -1, 0
    for name, shift in (("this", 0), ("last", -1), ("next", 1)):
        yield "month_of_year", table[f"month_{name}_year"], shift, 0
    yield "month_of_named_year", relative["month_same_year"], 0, 0
    for pattern in table["months_of"]:
        yield "months", pattern, 0, 0
    for pattern, first, last in periods["parts"]:
        yield "part", f"(?:{pattern}){periods['year_after']}", first, last
    yield "first_months", f"(?:{periods['first_months']}){periods['year_after']}", 1, 0
    yield "month", table["month_alone"], 0, 0
    for name in ("weeks", "months", "years"):
        for pattern, shift in relative[name]:
            yield f"{name}_on", pattern, shift, 0
    for pattern in table["year"]:
        yield (
            "year",
            rf"(?<![\d.,/$€£№#-]){pattern}(?![\d/]|[.,]\d)(?! ?(?:{table['not_year_after']}))",
            0,
            0,
        )


def _uppercase_groups(pattern: str) -> str:
    return GROUP.sub(lambda match: f"(?P<{match[1].upper()}>", pattern)
