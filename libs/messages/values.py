"""The values that reports and records are made of, in the field names and codes of the annotation guide."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, PlainSerializer

Kind = Literal["meeting", "agreement"]
Status = Literal["planned", "held", "cancelled", "proposed", "signed", "in_force"]
Channel = Literal["in_person", "online", "phone"]
Prominence = Literal["main", "background"]
Metric = Literal["trade_turnover", "export", "import", "investment", "freight"]

KINDS: tuple[str, ...] = ("meeting", "agreement")
STATUSES: dict[str, tuple[str, ...]] = {
    "meeting": ("planned", "held", "cancelled"),
    "agreement": ("proposed", "planned", "signed", "in_force"),
}
FORMS: dict[str, tuple[str, ...]] = {
    "meeting": ("talks", "visit", "reception", "call", "summit", "forum", "session", "ceremony"),
    "agreement": (
        "treaty",
        "agreement",
        "memorandum",
        "contract",
        "declaration",
        "protocol",
        "roadmap",
        "documents",
    ),
}
CHANNELS: tuple[str, ...] = ("in_person", "online", "phone")
SECTORS: tuple[str, ...] = (
    "agriculture",
    "chemicals",
    "construction",
    "culture",
    "digital",
    "education",
    "electric_power",
    "environment",
    "health",
    "industry",
    "investment",
    "justice",
    "migration",
    "mining",
    "oil_gas",
    "politics",
    "renewables",
    "science",
    "security",
    "tourism",
    "trade",
    "transport",
    "urban_development",
    "water",
)


def _in_utc_milliseconds(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("the time has no offset")
    moment = moment.astimezone(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def format_moment(moment: datetime) -> str:
    """RFC 3339 in UTC with milliseconds, as everything ours is written."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


Moment = Annotated[
    datetime,
    AfterValidator(_in_utc_milliseconds),
    PlainSerializer(format_moment, return_type=str, when_used="json"),
]
"""A time of ours: UTC, cut to milliseconds, so that what is written equals what is read back."""


ORGANIZATIONS: frozenset[str] = frozenset(
    """
    ADB AIIB APEC ASEAN AfDB AfU BIS BRICS BSEC C5+1 CARICOM CELAC CICA CIS COMESA CSTO CoE EAC EAEU EBRD ECB ECO
    ECOWAS EDB EFTA EIB ESCAP EU EurAsEC FAO G20 G7 GCC GCF GECF GEF GUAM IADB IAEA ICAO ICRC IEA IFAD IFAS IFC IFRC
    ILO IMF IMO INTERPOL IOC IOM IRENA ISO ITU IsDB LAS MERCOSUR MIGA NATO NDB OAS OECD OIC OPEC OSCE OTS PACE SAARC
    SADC SCO TRACECA TURKPA TURKSOY UN UNCTAD UNDP UNECE UNEP UNESCO UNFPA UNHCR UNICEF UNIDO UNODC UNWTO UPU USMCA WB
    WCO WFP WHO WIPO WMO WTO
    """.split()  # noqa: SIM905
)
"""International organisations that are parties of their own, by their usual English acronym."""


class Value(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True, allow_inf_nan=False)


class Date(Value):
    """`end` is inclusive and null for one day; with `month` or `year` precision `start` is the first day of it."""

    start: str
    end: str | None = None
    precision: Literal["day", "month", "year"]


class Place(Value):
    """`name` in English, `country` ISO 3166-1 alpha-2, coordinates in degrees (WGS 84)."""

    name: str
    country: str | None = None
    geonames_id: int | None = None
    lat: float | None = None
    lon: float | None = None


class Participant(Value):
    """One person, named or by office, in the article's language; `country` ISO 3166-1 alpha-2."""

    name: str | None = None
    role: str | None = None
    organization: str | None = None
    country: str | None = None


class Amount(Value):
    """`value` in full, `currency` ISO 4217."""

    value: float
    currency: str


class Figure(Value):
    """An economic figure between parties; `unit` is an ISO 4217 code or `t` for tonnes, `change_pct` as told."""

    metric: Metric
    value: float | None = None
    unit: str | None = None
    change_pct: float | None = None
    period: str | None = None
    target: bool = False


class Quote(Value):
    """Words of a text, by code points, end exclusive. `resolved_by` names what a relative word rests on."""

    start: int
    end: int
    quote: str
    resolved_by: str | None = None


class Evidence(Quote):
    """A quote with the article version it stands in."""

    article_id: str
    version: int
