"""Record versions for tests, made from the example of the schema."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from libs.messages import AgreementRecorded, MeetingRecorded
from libs.messages.records import RecordChanged

EXAMPLES = Path(__file__).parents[3] / "schemas" / "examples" / "messages"


def example(kind: str = "meeting") -> dict[str, Any]:
    data: dict[str, Any] = json.loads((EXAMPLES / f"communique.{kind}.recorded.v1.json").read_text(encoding="utf-8"))
    return data


def recorded(
    record_id: str = "evt_one",
    version: int = 1,
    *,
    kind: str = "meeting",
    record: dict[str, Any] | None = None,
    **message: Any,
) -> RecordChanged:
    """One version of a record; `record` overrides its fields, the rest the message's."""
    data = example(kind)
    data["record"] |= {"id": record_id, "version": version, **(record or {})}
    if version == 1 and "change" not in message:
        data |= {"change": "created", "changed": [], "previous": {}}
    data |= message
    return (MeetingRecorded if kind == "meeting" else AgreementRecorded).model_validate(data)
