"""Where a publisher is at home, by the address of an article: ministers without a country are most often of there."""

from __future__ import annotations

import re

HOST = re.compile(r"\w+://(?:[^/@?#\s]*@)?(?P<host>[^/:?#\s]+)")
OTHER_CODES = {"uk": "GB", "su": "RU"}
# Domains of countries that anybody registers names under, and of no country.
ANYBODYS = {"ac", "ai", "bz", "cc", "cd", "co", "eu", "fm", "gg", "gl", "im", "io", "la", "ly", "me", "ms", "nu"}
ANYBODYS |= {"pw", "sc", "sh", "st", "tk", "to", "tv", "vc", "ws"}
LETTERS = 2


def publisher_country(url: str) -> str | None:
    """The country whose domain the address is under; null for domains of everybody."""
    found = HOST.match(url.strip().lower())
    domain = found["host"].rstrip(".").rpartition(".")[2] if found else ""
    if len(domain) != LETTERS or not domain.isascii() or not domain.isalpha() or domain in ANYBODYS:
        return None
    return OTHER_CODES.get(domain, domain.upper())
