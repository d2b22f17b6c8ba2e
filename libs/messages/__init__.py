"""What travels between the services: the envelope, one typed class per schema, and how ids are made."""

from libs.messages.articles import (
    ArticleClassified,
    ArticleProgressed,
    ArticleReceived,
    FigureTold,
    RecordTouched,
    Report,
    ReportFound,
)
from libs.messages.clients import ClientChanged, Key
from libs.messages.envelope import Envelope, InvalidMessage
from libs.messages.records import AgreementRecorded, MeetingRecorded, Record
from libs.messages.replays import ReplayAnnounced, ReplayOrdered

__all__ = [
    "AgreementRecorded",
    "ArticleClassified",
    "ArticleProgressed",
    "ArticleReceived",
    "ClientChanged",
    "Envelope",
    "FigureTold",
    "InvalidMessage",
    "Key",
    "MeetingRecorded",
    "Record",
    "RecordTouched",
    "ReplayAnnounced",
    "ReplayOrdered",
    "Report",
    "ReportFound",
]
