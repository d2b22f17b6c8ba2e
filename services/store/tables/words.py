"""The index of words: an FTS5 table on SQLite, a column of lexemes under a GIN index on PostgreSQL.

It is no mapped table, since the two have nothing in common but their name; `0002` makes it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, column, select, table, text
from sqlmodel import Session

from services.store.words import Asked

RECORD_WORDS = table("record_words")


def keep_words(session: Session, ordinal: int, words: Sequence[str]) -> None:
    """Have the record found by these words alone."""
    row = {"ordinal": ordinal, "words": " ".join(words)}
    if _is_sqlite(session):
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


def having_words(session: Session, asked: Sequence[Asked]) -> Select[Any]:
    """Ordinals of the records that have all the words."""
    if _is_sqlite(session):
        condition = text("record_words MATCH :asked").bindparams(asked=_match(asked))
        return select(column("rowid")).select_from(RECORD_WORDS).where(condition)
    condition = text("words @@ CAST(:asked AS tsquery)").bindparams(asked=_tsquery(asked))
    return select(column("ordinal")).select_from(RECORD_WORDS).where(condition)


def _match(asked: Sequence[Asked]) -> str:
    """As FTS5 writes it. Words are letters and digits alone, so that quoting them is enough."""

    def spelt(words: Sequence[str], star: str) -> str:
        return "(" + " AND ".join(f'"{word}"{star}' for word in words) + ")"

    return " AND ".join(
        "(" + " OR ".join(spelt(words, " *" if one.prefix else "") for words in one.spellings) + ")" for one in asked
    )


def _tsquery(asked: Sequence[Asked]) -> str:
    def spelt(words: Sequence[str], star: str) -> str:
        return "(" + " & ".join(f"'{word}'{star}" for word in words) + ")"

    return " & ".join(
        "(" + " | ".join(spelt(words, ":*" if one.prefix else "") for words in one.spellings) + ")" for one in asked
    )


def _is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"
