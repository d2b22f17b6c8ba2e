"""The shape in which events are proposed: codes of the vocabulary, and for each value the words that tell it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from libs.messages.values import FORMS, SECTORS, STATUSES, Channel, Kind, Prominence

MOST_EVENTS = 30
MOST_VALUES = 40

Form = Annotated[str, Field(json_schema_extra={"enum": [form for forms in FORMS.values() for form in forms]})]
Status = Annotated[str, Field(json_schema_extra={"enum": [code for codes in STATUSES.values() for code in codes]})]
Sector = Annotated[str, Field(json_schema_extra={"enum": list(SECTORS)})]
Quote = Annotated[str, Field(description="words of the article, letter by letter", max_length=1000)]
CountryOrBody = Annotated[str, Field(description="ISO 3166-1 alpha-2, or an organisation's English acronym")]


class Part(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True, allow_inf_nan=False)


class Pointed(Part):
    """A value that our own annotators read from the words pointed at."""

    quote: Quote


class PartyTold(Pointed):
    code: CountryOrBody


class SectorTold(Pointed):
    code: Sector


class ProjectTold(Pointed):
    name: str = Field(max_length=300)


class PersonTold(Pointed):
    name: str | None = Field(default=None, max_length=200)
    role: str | None = Field(default=None, max_length=300)
    organization: str | None = Field(default=None, max_length=300)
    country: CountryOrBody | None = None


class AmountTold(Pointed):
    value: float
    currency: str


class CountTold(Pointed):
    value: int


class Candidate(Part):
    """One event as proposed; nothing of it is believed yet."""

    prominence: Prominence = "main"
    kind: Kind
    status: Status
    form: Form
    channel: Channel | None = None
    quote: Quote
    date: Pointed | None = None
    place: Pointed | None = None
    parties: Annotated[tuple[PartyTold, ...], Field(max_length=MOST_VALUES)] = ()
    participants: Annotated[tuple[PersonTold, ...], Field(max_length=MOST_VALUES)] = ()
    sectors: Annotated[tuple[SectorTold, ...], Field(max_length=MOST_VALUES)] = ()
    projects: Annotated[tuple[ProjectTold, ...], Field(max_length=MOST_VALUES)] = ()
    amount: AmountTold | None = None
    count: CountTold | None = None


class Candidates(Part):
    events: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """What `by` proposes for an article; `leads`: of an event that the rules tell too, its account stands, not theirs.

    It proposes and does not judge: what the rules read and it is silent on stays. So no article can talk it into hiding
    an event.
    """

    by: str
    candidates: tuple[Candidate, ...]
    leads: bool


def read_candidates(reply: object) -> tuple[Candidate, ...]:
    """The candidates of an answer; one of the wrong shape is left out. Raises `ValueError` where the answer is none."""
    events = reply.get("events") if isinstance(reply, dict) else None
    if not isinstance(events, list):
        raise ValueError("the answer is no object with a list of events")
    found = []
    for event in events[:MOST_EVENTS]:
        try:
            found.append(Candidate.model_validate(event))
        except ValidationError:
            continue
    if events and not found:
        raise ValueError("no event of the answer has the shape asked for")
    return tuple(found)


def candidates_schema() -> dict[str, Any]:
    """The JSON Schema to answer in, as strict as servers with constrained output want it: every field, no others."""
    schema: dict[str, Any] = _strict(Candidates.model_json_schema())
    return schema


def _strict(node: Any) -> Any:
    if isinstance(node, list):
        return [_strict(one) for one in node]
    if not isinstance(node, dict):
        return node
    left_out = ("default", "title", "maxLength", "maxItems")
    made = {
        key: {name: _strict(one) for name, one in value.items()} if key in ("properties", "$defs") else _strict(value)
        for key, value in node.items()
        if key not in left_out
    }
    if made.get("type") == "object":
        made.update(additionalProperties=False, required=list(made["properties"]))
    return made
