"""What the annotators make of a short text, people last."""

from __future__ import annotations

from services.classify.reading.document import Person
from services.classify.reading.geography import find_countries, find_organizations, find_places
from services.classify.reading.languages.pack import load_pack
from services.classify.reading.people import find_people
from tests.services.classify.reading.documents import document


def people_in(text: str, language: str = "en", boilerplate: str | None = None) -> tuple[Person, ...]:
    read = document(text, language, boilerplate=boilerplate)
    pack = load_pack(language)
    countries, places = find_countries(read, pack), find_places(read, pack)
    return find_people(read, pack, countries, places, find_organizations(read, pack))


Told = tuple[str | None, str | None, str | None, str | None]


def told(text: str, language: str = "en") -> list[Told]:
    """Each person once, in order: name, role, organisation, country."""
    seen = {person.id: person for person in reversed(people_in(text, language))}
    return [(p.name, p.role, p.organization, p.country) for _, p in sorted(seen.items())]
