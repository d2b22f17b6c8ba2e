"""Store's tables, and every query on them."""

from services.store.tables import readings, records, reports, versions, words
from services.store.tables.schema import (
    ArticleRow,
    FacetRow,
    InstanceRow,
    ReadingRow,
    RecordRow,
    RecordVersionRow,
    ReportKeyRow,
    ReportLinkRow,
    ReportRow,
    StoreTable,
)

__all__ = [
    "ArticleRow",
    "FacetRow",
    "InstanceRow",
    "ReadingRow",
    "RecordRow",
    "RecordVersionRow",
    "ReportKeyRow",
    "ReportLinkRow",
    "ReportRow",
    "StoreTable",
    "readings",
    "records",
    "reports",
    "versions",
    "words",
]
