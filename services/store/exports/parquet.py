"""Parquet: typed columns, with the version of the layout in the file's metadata."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pyarrow as arrow  # type: ignore[import-untyped]  # comes without types
from pyarrow.parquet import ParquetWriter  # type: ignore[import-untyped]  # comes without types

from services.store.exports.columns import SCHEMA_VERSION, Row, Shown, Table, rows_of

ROWS_IN_GROUP = 5_000
TYPES = {
    "text": arrow.string(),
    "texts": arrow.list_(arrow.string()),
    "integer": arrow.int64(),
    "number": arrow.float64(),
    "truth": arrow.bool_(),
    "moment": arrow.timestamp("ms", tz="UTC"),
}


class Parquet:
    """Row groups are written as they fill, and the file's foot at the end."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._rows: list[Row] = []
        self._sink = _Sink()
        metadata = {"communique.schema_version": SCHEMA_VERSION, "communique.table": table.name}
        fields = [arrow.field(name, TYPES[kind]) for name, kind in table.columns]
        self._schema = arrow.schema(fields, metadata=metadata)
        self._writer = ParquetWriter(self._sink, self._schema, compression="zstd")

    def begin(self) -> bytes:
        return self._sink.taken()

    def records(self, records: Sequence[Shown]) -> bytes:
        self._rows += [row for one in records for row in rows_of(self._table, one)]
        if len(self._rows) >= ROWS_IN_GROUP:
            self._write()
        return self._sink.taken()

    def end(self) -> bytes:
        if self._rows:
            self._write()
        self._writer.close()
        return self._sink.taken()

    def _write(self) -> None:
        kinds = [kind for _, kind in self._table.columns]
        columns = [
            arrow.array([_value(row[at], kind) for row in self._rows], TYPES[kind]) for at, kind in enumerate(kinds)
        ]
        self._writer.write_table(arrow.Table.from_arrays(columns, schema=self._schema))
        self._rows = []


class _Sink(io.RawIOBase):
    """Where the writer writes: what it wrote is taken away, only its length stays."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._length = 0

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._length

    def write(self, data: Any) -> int:
        piece = bytes(data)
        self._pieces.append(piece)
        self._length += len(piece)
        return len(piece)

    def taken(self) -> bytes:
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)


def _value(value: Any, kind: str) -> Any:
    if value is None:
        return None
    if kind == "moment":
        return datetime.fromisoformat(value)
    return float(value) if kind == "number" else value
