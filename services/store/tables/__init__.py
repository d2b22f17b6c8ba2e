"""Store's tables, and every query on them."""

from services.store.tables import corrections, counts, readings, records, replays, reports, versions, words
from services.store.tables.schema import (
    ArticleRow,
    CorrectionArticleRow,
    CorrectionRow,
    CountRow,
    InstanceRow,
    KeyRow,
    ReadingRow,
    RecordRow,
    RecordVersionRow,
    ReportKeyRow,
    ReportLinkRow,
    ReportRow,
    StoreTable,
    UnderRow,
)

__all__ = [
    "ArticleRow",
    "CorrectionArticleRow",
    "CorrectionRow",
    "CountRow",
    "InstanceRow",
    "KeyRow",
    "ReadingRow",
    "RecordRow",
    "RecordVersionRow",
    "ReportKeyRow",
    "ReportLinkRow",
    "ReportRow",
    "StoreTable",
    "UnderRow",
    "corrections",
    "counts",
    "readings",
    "records",
    "replays",
    "reports",
    "versions",
    "words",
]
