"""The tables: readings as they came, the reports that make records, records with what they are found by."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Column, Index, Integer, Text, text
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

from libs.db import Json, UtcDateTime

Big = BigInteger().with_variant(Integer(), "sqlite")


class StoreTable(SQLModel, registry=registry()):
    """Base of store's own tables."""


class ArticleRow(StoreTable, table=True):
    """An article and which of its versions counts."""

    __tablename__ = "article"

    id: str = Field(primary_key=True)
    current_version: int
    instant: datetime = Field(sa_type=UtcDateTime)


class ReadingRow(StoreTable, table=True):
    """One version of an article as it was read: metadata, text, everything found. Older versions stay."""

    __tablename__ = "reading"

    article_id: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    client_id: str
    external_id: str | None = None
    content_hash: str
    source: str | None = None
    url: str | None = None
    published_at: str | None = None
    received_at: datetime = Field(sa_type=UtcDateTime)
    instant: datetime = Field(sa_type=UtcDateTime)
    backfill: bool
    withdrawn: bool
    run: str
    outcome: str
    language: str | None = None
    title: str | None = None
    reader: str
    text: str = Field(sa_column=Column(Text, nullable=False))
    boilerplate: list[list[int]] = Field(sa_column=Column(Json, nullable=False))
    reports: list[dict[str, Any]] = Field(sa_column=Column(Json, nullable=False))
    figures: list[dict[str, Any]] = Field(sa_column=Column(Json, nullable=False))
    sketch: list[int] = Field(sa_column=Column(Json, nullable=False))
    handled_at: datetime = Field(sa_type=UtcDateTime)


class ReportRow(StoreTable, table=True):
    """A report of an article's current version, and the record it makes; `position` is its place in the reading."""

    __tablename__ = "report"

    id: str = Field(primary_key=True)
    article_id: str = Field(index=True)
    version: int
    position: int
    record_id: str | None = Field(default=None, index=True)
    data: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))


class ReportKeyRow(StoreTable, table=True):
    """What a report is found under by those that may tell the same event."""

    __tablename__ = "report_key"

    key: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    report_id: str = Field(primary_key=True, index=True)


class ReportLinkRow(StoreTable, table=True):
    """Two reports that hang together, kept in both directions: a score of 0 for what need not agree."""

    __tablename__ = "report_link"

    left_id: str = Field(primary_key=True)
    right_id: str = Field(primary_key=True, index=True)
    score: float


class RecordRow(StoreTable, table=True):
    """A record as it is now. `ordinal` counts records as they were made; lists are in its order.

    `document` is the record's account; identity stands in columns, history in its own table. `founder` is the article
    of the founding report.
    """

    __tablename__ = "record"
    __table_args__ = (Index("record_merged_into", "merged_into"),)

    ordinal: int = Field(sa_column=Column(Big, primary_key=True, autoincrement=False))
    id: str = Field(unique=True)
    version: int
    state: str
    merged_into: str | None = None
    founder: str
    kind: str
    status: str
    date_first: str | None = None
    date_last: str | None = None
    document: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))  # not jsonb: the order of its fields stays
    created_at: datetime = Field(sa_type=UtcDateTime)
    updated_at: datetime = Field(sa_type=UtcDateTime)


class KeyRow(StoreTable, table=True):
    """What lists look at, one narrow row a record, so that none is read whole that is not shown.

    `keys` is what the record is filtered by (`keys.py`), each key on a line. Dates are empty where there is none;
    `sequence` is the number of the record's last version.
    """

    __tablename__ = "record_key"
    __table_args__ = (
        Index("record_key_sequence", "sequence"),
        Index("record_key_date", "date_first", "sequence"),
        Index("record_key_updated", "updated_at"),
        Index(
            "record_key_gone",
            "state",
            "ordinal",
            postgresql_where=text("state <> 'active'"),
            sqlite_where=text("state <> 'active'"),
        ),
    )

    ordinal: int = Field(sa_column=Column(Big, primary_key=True, autoincrement=False))
    state: str
    date_first: str = ""
    date_last: str = ""
    updated_at: datetime = Field(sa_type=UtcDateTime)
    sequence: int = Field(default=0, sa_column=Column(Big, nullable=False))
    keys: str = Field(sa_column=Column(Text, nullable=False))


class CountRow(StoreTable, table=True):
    """How many active records of a kind have a value in a field, kept with every change of a record."""

    __tablename__ = "record_count"

    field: str = Field(primary_key=True)
    value: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    records: int = Field(sa_column=Column(Big, nullable=False))


class UnderRow(StoreTable, table=True):
    """How many of the active records that have one key (`p:KZ`) have another value beside it, kept likewise."""

    __tablename__ = "record_count_under"
    __table_args__ = ({"sqlite_with_rowid": False},)

    under: str = Field(primary_key=True)
    field: str = Field(primary_key=True)
    value: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    records: int = Field(sa_column=Column(Big, nullable=False))


class InstanceRow(StoreTable, table=True):
    """The one row with this platform's id, which the first start made."""

    __tablename__ = "instance"

    id: str = Field(primary_key=True)


class RecordVersionRow(StoreTable, table=True):
    """One version in a record's history, with the old values of what it changed.

    `sequence` numbers all versions in the order of their commits; `superseded` is the number of the version that came
    next. `document` and `date_first` are the record's as they stood then, `document` null for versions older than 0002.
    """

    __tablename__ = "record_version"
    __table_args__ = (
        Index("record_version_sequence", "sequence", unique=True),
        Index("record_version_date", "date_first", "sequence"),
        Index("record_version_at", "at"),
        Index(
            "record_version_superseded",
            "superseded",
            postgresql_where=text("superseded IS NOT NULL"),
            sqlite_where=text("superseded IS NOT NULL"),
        ),
    )

    record_id: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime)
    change: str
    cause: str
    status: str
    changed: list[str] = Field(sa_column=Column(Json, nullable=False))
    previous: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    article_id: str | None = None
    article_version: int | None = None
    trace_id: str | None = None
    run: str
    sequence: int = Field(default=0, sa_column=Column(Big, nullable=False))
    superseded: int | None = Field(default=None, sa_column=Column(Big))
    date_first: str = ""
    document: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))


class CorrectionRow(StoreTable, table=True):
    """What a person said of a record: `asked` in the words of the surface, `sides` by articles and what they told.

    One that was taken back stays, and counts no more.
    """

    __tablename__ = "correction"

    number: int = Field(sa_column=Column(Big, primary_key=True, autoincrement=False))
    id: str = Field(unique=True)
    action: str
    asked: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    sides: list[list[dict[str, Any]]] = Field(sa_column=Column(Json, nullable=False))
    reason: str = Field(sa_column=Column(Text, nullable=False))
    client_id: str
    made_by: str
    made_at: datetime = Field(sa_type=UtcDateTime)
    undone_by: str | None = None
    undone_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class CorrectionArticleRow(StoreTable, table=True):
    """Which articles a correction is about."""

    __tablename__ = "correction_article"

    article_id: str = Field(primary_key=True)
    number: int = Field(sa_column=Column(Big, primary_key=True, autoincrement=False))
