"""Store's tables, and every query on them."""

from services.store.tables import corrections, readings, records, reports, versions, words
from services.store.tables.schema import (
    ArticleRow,
    CorrectionArticleRow,
    CorrectionRow,
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
    "CorrectionArticleRow",
    "CorrectionRow",
    "FacetRow",
    "InstanceRow",
    "ReadingRow",
    "RecordRow",
    "RecordVersionRow",
    "ReportKeyRow",
    "ReportLinkRow",
    "ReportRow",
    "StoreTable",
    "corrections",
    "readings",
    "records",
    "reports",
    "versions",
    "words",
]
