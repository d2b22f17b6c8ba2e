"""Dead letters: what could not be handled, kept with its bytes untouched until somebody replays or purges it."""

from __future__ import annotations

from sqlmodel import Session

from libs.bus import Message
from libs.pipeline.tables import DeadRow, dead_row, dead_rows
from libs.pipeline.unit import Unit

LONGEST_REASON = 1000


def bury(unit: Unit, group: str, message: Message, error: Exception, tries: int) -> None:
    """Keep the message as a dead row, in the transaction of the caller."""
    unit.session.add(
        DeadRow(
            group_name=group,
            topic=message.topic,
            key=message.key,
            message_id=message.id,
            body=message.body,
            headers={name: value.replace("\0", "\ufffd") for name, value in message.headers.items()},
            error=type(error).__name__,
            reason=one_line(error),
            tries=tries,
            buried_at=unit.now,
        )
    )


def one_line(error: Exception) -> str:
    """The error's words in one line, without NUL, of bounded length."""
    words = " ".join(str(error).replace("\0", "\ufffd").split()) or type(error).__name__
    return words[:LONGEST_REASON]


def message_of(row: DeadRow) -> Message:
    return Message(row.topic, row.key, row.message_id, row.body, row.headers)


def list_dead(
    session: Session, *, after: int = 0, limit: int = 50, topic: str | None = None, error: str | None = None
) -> list[DeadRow]:
    """Dead rows in the order of burial, those after the row id `after`."""
    return dead_rows(session, after=after, limit=limit, topic=topic, error=error)


def show_dead(session: Session, row_id: int) -> DeadRow | None:
    return dead_row(session, row_id)


def purge_dead(session: Session, row_id: int) -> bool:
    """Forget the message for good; whether it was there."""
    row = dead_row(session, row_id)
    if row is None:
        return False
    session.delete(row)
    return True
