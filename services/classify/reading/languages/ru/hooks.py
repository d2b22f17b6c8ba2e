"""What the tables of this language cannot say as data."""

from services.classify.reading.languages.ru.complements import office_complement
from services.classify.reading.languages.ru.heads import office_head
from services.classify.reading.languages.ru.names import (
    full_name,
    is_common_noun,
    is_noun,
    looks_like_family_name,
    name_keys,
    recognise_people,
)
from services.classify.reading.languages.ru.offices import (
    body_text,
    is_office_modifier,
    is_whole_body,
    role_of,
    role_text,
)
from services.classify.reading.languages.ru.projects import project_name

__all__ = [
    "body_text",
    "full_name",
    "is_common_noun",
    "is_noun",
    "is_office_modifier",
    "is_whole_body",
    "looks_like_family_name",
    "name_keys",
    "office_complement",
    "office_head",
    "project_name",
    "recognise_people",
    "role_of",
    "role_text",
]
