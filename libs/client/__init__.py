"""A client of the whole HTTP surface; the command line stands on it."""

from libs.client.articles import Answer, NotDone
from libs.client.client import Client
from libs.client.errors import (
    Busy,
    ClientError,
    NotAllowed,
    NotThere,
    PlatformFailed,
    Refused,
    Unreachable,
    Unreadable,
    WrongRequest,
)
from libs.client.records import FoundRecord
from libs.client.stream import Streamed

__all__ = [
    "Answer",
    "Busy",
    "Client",
    "ClientError",
    "FoundRecord",
    "NotAllowed",
    "NotDone",
    "NotThere",
    "PlatformFailed",
    "Refused",
    "Streamed",
    "Unreachable",
    "Unreadable",
    "WrongRequest",
]
