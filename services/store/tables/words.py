"""The index of words and keys: an FTS5 table on SQLite, a column of lexemes under a GIN index on PostgreSQL.

It is no mapped table, since the two have nothing in common but their name; `0006` makes it. Both find what has some
and not others in one walk over their lists, whatever the number of records that have each alone.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import text
from sqlmodel import Session

from services.store.keys import Clause
from services.store.words import Asked

SIMPLE = re.compile(r"[a-z]:[A-Za-z0-9_+-]+")


STRETCHES = (8_192, 65_536, 524_288)
"""Records that follow each other and share a word of the index, by which a search is kept to some of them."""
MOST_STRETCHES = 16  # that one search names
Span = tuple[int, int]
"""The first and the last of ordinals."""


def keep_words(session: Session, ordinal: int, words: Sequence[str], keys: Sequence[str]) -> None:
    """Have the record found by these words and keys alone."""
    row = {"ordinal": ordinal, "words": spelt(ordinal, words, keys)}
    if is_sqlite(session):
        session.execute(text("DELETE FROM record_words WHERE rowid = :ordinal"), row)
        session.execute(text("INSERT INTO record_words (rowid, words) VALUES (:ordinal, :words)"), row)
    else:
        session.execute(
            text(
                "INSERT INTO record_words (ordinal, words)"
                " VALUES (:ordinal, array_to_tsvector(string_to_array(:words, ' ')))"
                " ON CONFLICT (ordinal) DO UPDATE SET words = excluded.words"
            ),
            row,
        )


def spelt(ordinal: int, words: Iterable[str], keys: Iterable[str]) -> str:
    """What the index holds of a record."""
    return " ".join((*words, *map(indexed, keys), *(_stretch(size, ordinal // size) for size in STRETCHES)))


def _stretch(size: int, number: int) -> str:
    return f"y:{STRETCHES.index(size)}-{number}"


def among(index: str, span: Span) -> str:
    """A search in PostgreSQL's words for what `index` asks for, among these records and some beside them; the same
    search where they are too many to be named by stretches."""
    size = next((one for one in STRETCHES if span[1] // one - span[0] // one < MOST_STRETCHES), None)
    if size is None:
        return index
    numbers = range(span[0] // size, span[1] // size + 1)
    words = POSTGRESQL.any_of(POSTGRESQL.words([_stretch(size, number)], False) for number in numbers)
    return POSTGRESQL.all_of((index, words))


def indexed(key: str) -> str:
    """The key in letters that both databases take for one word."""
    if SIMPLE.fullmatch(key):
        return key
    return f"{key[:2]}{hashlib.blake2b(key.encode('utf-8', 'replace'), digest_size=8).hexdigest()}"


def asking(session: Session, asked: Sequence[Asked], clauses: Sequence[Clause]) -> str:
    """A search for all the words and keys, as the database writes it; empty where nothing is searched for."""
    dialect = SQLITE if is_sqlite(session) else POSTGRESQL
    wanted = [dialect.any_of(dialect.words(words, one.prefix) for words in one.spellings) for one in asked]
    wanted += [_keyed(dialect, one) for one in clauses if not one.negative]
    unwanted = [_keyed(dialect, one) for one in clauses if one.negative]
    if not wanted:
        return ""
    return dialect.but(dialect.all_of(wanted), dialect.any_of(unwanted)) if unwanted else dialect.all_of(wanted)


def _keyed(dialect: Dialect, clause: Clause) -> str:
    return dialect.any_of(dialect.words([indexed(one) for one in keys], False) for keys in clause.alternatives)


@dataclass(frozen=True, slots=True)
class Dialect:
    """Words are letters and digits alone and keys hardly more, so that quoting them is enough."""

    quote: str
    both: str
    either: str
    without: str
    star: str

    def words(self, words: Iterable[str], prefix: bool) -> str:
        return self.all_of(f"{self.quote}{word}{self.quote}{self.star if prefix else ''}" for word in words)

    def all_of(self, parts: Iterable[str]) -> str:
        return f"({self.both.join(parts)})"

    def any_of(self, parts: Iterable[str]) -> str:
        return f"({self.either.join(parts)})"

    def but(self, wanted: str, unwanted: str) -> str:
        return f"({wanted}{self.without}{unwanted})"


SQLITE = Dialect('"', " AND ", " OR ", " NOT ", " *")
POSTGRESQL = Dialect("'", " & ", " | ", " & !", ":*")


def is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"
