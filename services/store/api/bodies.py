"""What store answers, as OpenAPI says it. Records are those of the messages, with their addresses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, get_args

from fastapi import Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field, create_model

from libs.messages.records import ArticleVersion, Change, Record
from libs.messages.values import Moment
from services.store.api.filters import FacetName
from services.store.exports.encoding import PROPERTIES
from services.store.merging.corrections import Action, FieldName
from services.store.rehearsing import SHOWN

State = Literal["reading", "stalled", "comparing", "ready", "applying", "applied", "discarded"]
Effect = Literal["created", "changed", "refreshed", "gone"]
TWO = Field(min_length=2, max_length=2)
ABSENT: Any = None
"""Of a field that an answer may leave out."""


class Body(BaseModel):
    """An answer has all of its fields, and they are told in this order."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)


class RecordBody(Record):
    """A record with the addresses of itself and of its page."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)

    url: str
    page: str


class PageBody(Body):
    """One page of a list; `next` is the cursor of the one behind it."""

    next: str | None


class Counted(BaseModel):
    """Records by value; those that are named in `facets`."""

    records: int = Field(description="How many were counted.")
    complete: bool = Field(description="Whether these are all that the filter finds.")


_FACETS: dict[str, Any] = {name: (dict[str, int], Field(default_factory=dict)) for name in get_args(FacetName)}
FacetsBody = create_model("FacetsBody", __base__=Counted, __doc__=Counted.__doc__, **_FACETS)


class RecordPage(PageBody):
    model_config = ConfigDict(json_schema_serialization_defaults_required=False)

    items: tuple[RecordBody, ...]
    facets: FacetsBody = Field(default=ABSENT, description="Where they were asked for.")


class PointBody(Body):
    """Longitude before latitude."""

    type: Literal["Point"]
    coordinates: Annotated[tuple[float, ...], TWO]


_SHOWN: dict[str, Any] = {
    "place": (str | None, ...),
    "country": (str | None, ...),
    "geonames_id": (int | None, ...),
    "precision": (Literal["place", "country"] | None, Field(description="How the place is known, if it is.")),
    **{name: (RecordBody.model_fields[name].annotation, ...) for name in PROPERTIES},
}
PropertiesBody = create_model("PropertiesBody", __base__=Body, __doc__="A record on the map.", **_SHOWN)


class FeatureBody(Body):
    type: Literal["Feature"]
    id: str
    geometry: PointBody | None
    properties: PropertiesBody


class FeaturesBody(Body):
    """GeoJSON, RFC 7946."""

    type: Literal["FeatureCollection"]
    features: tuple[FeatureBody, ...]


class StatsBody(Body):
    """How many records the filter finds, and by what they are; of pairs the 1,000 that have the most."""

    records: int
    kinds: dict[str, int]
    statuses: dict[str, int]
    sectors: dict[str, int]
    pairs: dict[str, int]
    months: dict[str, int]


class TextBody(Body, ArticleVersion):
    """The text of an article version. Positions are code points in `text`, ends exclusive."""

    source: str | None
    url: str | None
    language: str | None
    published_at: str | None
    title: str | None
    reader: str
    outcome: str
    text: str
    boilerplate: tuple[Annotated[tuple[int, ...], TWO], ...]


class CorrectionBody(BaseModel):
    """What was asked, by whom and why. `records` are those of a merge, `record` the one of all others."""

    id: str
    action: Action
    records: tuple[str, ...] = Field(default=ABSENT, description="Of a merge.")
    record: str = Field(default=ABSENT, description="Of a split, a retraction or a fix.")
    articles: tuple[str, ...] = Field(default=ABSENT, description="Of a split.")
    field: FieldName = Field(default=ABSENT, description="Of a fix.")
    value: Any = Field(default=None, description="Of a fix.")
    reason: str
    by: str
    client_id: str
    at: Moment
    undone_by: str | None
    undone_at: Moment | None


class TouchedBody(Body):
    record: str
    version: int
    change: Change | Literal["unchanged"]


class CorrectedBody(CorrectionBody):
    """A correction, and which versions of records it made."""

    changes: tuple[TouchedBody, ...]


class CorrectionPage(PageBody):
    items: tuple[CorrectionBody, ...]


class ProgressBody(Body):
    """Articles: `read` and `failed` of `of`, then `compared` or `applied`. `overtaken` are those of which something
    newer is known, `left_out` those that could not be handled."""

    read: int
    failed: int
    of: int
    compared: int
    applied: int
    overtaken: int
    left_out: int


class ChangesBody(Body):
    """Records by what becomes of them; `refreshed` have the same values from other evidence."""

    created: int
    changed: int
    gone: int
    refreshed: int


class ReplayBody(Body):
    """A replay. It is `stalled` where no reading has come for a while: what is missing may never come.

    The changes are those of `compared_at`; `outdated` is how many of them are of records that were changed since.
    """

    id: str
    state: State
    since: Moment
    until: Moment
    alert: bool
    reason: str | None
    by: str
    client_id: str
    started_at: Moment
    compared_at: Moment | None
    applied_at: Moment | None
    discarded_at: Moment | None
    ended_by: str | None
    trace_id: str | None
    outdated: int
    progress: ProgressBody
    changes: ChangesBody


class ReplayPage(PageBody):
    items: tuple[ReplayBody, ...]


class FieldBody(Body):
    """One value that differs, as the record shows it."""

    field: str
    before: Any
    after: Any


_KNOWN_BY: dict[str, Any] = {
    name: (Record.model_fields[name].annotation, ...) for name in (*SHOWN, "titles", "state", "merged_into")
}
ChangedRecord = create_model(
    "ChangedRecord", __base__=Body, __doc__="As much of a record as it takes to know it.", **_KNOWN_BY
)


class ReplayChangeBody(Body):
    """What becomes of one record, the version that this makes of it, and the articles behind it."""

    record_id: str
    version: int
    effect: Effect
    change: Change
    record: ChangedRecord
    fields: tuple[FieldBody, ...]
    article_ids: tuple[str, ...]


class ReplayWithChanges(ReplayBody, PageBody):
    """A replay with one page of what it changes."""

    items: tuple[ReplayChangeBody, ...]


def answer(body: Mapping[str, Any], status: int = 200, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """The body as it is: to look at each value of many records again would take longer than to find them."""
    return JSONResponse(body, status, headers)


def linked(head: Response) -> dict[str, str]:
    """What `page` says in the head of its answer."""
    return {name: value for name, value in head.headers.items() if name == "link"}


def dumped(body: BaseModel) -> dict[str, Any]:
    """What was given, as JSON has it."""
    return body.model_dump(mode="json", exclude_unset=True)
