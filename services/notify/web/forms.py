"""The form of a new subscription: what a browser sends, as the body that a program would post."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from starlette.datastructures import FormData

from services.notify.api.bodies import SubscriptionIn

LISTED = ("sectors", "kinds")
WRITTEN = ("parties", "words", "people")


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: as a body where it is whole, and as it stood in the fields, to be shown again."""

    given: SubscriptionIn | None
    values: dict[str, list[str]]
    faults: list[str]


def read_form(form: FormData) -> Written:
    values = {name: [str(one) for one in form.getlist(name)] for name in form}
    try:
        return Written(SubscriptionIn.model_validate(_body(values)), values, [])
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False)
        return Written(None, values, [_fault(one["loc"], one["msg"]) for one in found])


def _body(values: dict[str, list[str]]) -> dict[str, Any]:
    channel = (
        {"type": "webhook", "url": _one(values, "url")} if _one(values, "channel") == "webhook" else {"type": "none"}
    )
    listed = {name: values[name] for name in LISTED if values.get(name)}
    written = {name: parts for name in WRITTEN if (parts := _parts(_one(values, name)))}
    body: dict[str, Any] = {"name": _one(values, "name"), "channel": channel, "filter": {**listed, **written}}
    return body | {name: _one(values, name) for name in ("updates", "language", "time_zone") if _one(values, name)}


def _one(values: dict[str, list[str]], name: str) -> str:
    return next(iter(values.get(name, [])), "").strip()


def _parts(text: str) -> list[str]:
    return [one.strip() for one in text.split(",") if one.strip()]


def _fault(location: Sequence[int | str], message: str) -> str:
    names = [
        str(one) for one in location if isinstance(one, str) and one not in ("filter", "channel", "any", "webhook")
    ]
    return f"{names[0]}: {message}" if names else message
