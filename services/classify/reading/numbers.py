"""Numbers as languages write them: digits with their separators, and number words."""

from __future__ import annotations

import re
from collections.abc import Mapping

from services.classify.reading.languages.pack import Pack

DIGITS = r"\d{1,3}(?:[ \u00a0\u202f,.'’]\d{3}){1,8}(?:[.,]\d{1,2}(?!\d))?|\d{1,24}(?:[.,]\d{1,24})?"
GROUP = re.compile(r"[ \u00a0\u202f'’]")


def parse_number(text: str, decimal: str) -> float:
    """The value of digits; `decimal` is the language's decimal sign, groups of three settle what it leaves open.

    "1,200" is twelve hundred in English and 1.2 in German, "1.500,5" and "1,500.5" are the same in both.
    """
    text = GROUP.sub("", text)
    other = "." if decimal == "," else ","
    if decimal in text and other in text:
        decimal = (max(text.rindex("."), text.rindex(",")) == text.rindex(".") and ".") or ","
        other = "." if decimal == "," else ","
    elif text.count(other) == 1 and not re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", text):
        decimal, other = other, decimal  # no group of three: the foreign sign must mark decimals
    elif text.count(decimal) > 1:
        decimal, other = other, decimal
    return float(text.replace(other, "").replace(decimal, "."))


def number_words(pack: Pack) -> Mapping[str, int]:
    """The pack's number words, lower case, with their values."""
    return {word.lower(): value for word, value in pack.table("money").get("number_words", {}).items()}


def number_pattern(pack: Pack) -> str:
    """A pattern for digits or a number word of the language."""
    words = sorted(pack.prepared(number_words), key=len, reverse=True)
    return rf"(?:{DIGITS}{''.join('|' + re.escape(word) for word in words)})"


def number_value(text: str, pack: Pack) -> float:
    """The value of what `number_pattern` found."""
    known = pack.prepared(number_words).get(text.lower())
    return float(known) if known is not None else parse_number(text, pack.table("money")["decimal"])
