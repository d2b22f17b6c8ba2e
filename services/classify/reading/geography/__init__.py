"""Countries, places and organisations in a text."""

from services.classify.reading.geography.countries import find_countries
from services.classify.reading.geography.organizations import expand_bloc, find_organizations
from services.classify.reading.geography.places import find_places

__all__ = ["expand_bloc", "find_countries", "find_organizations", "find_places"]
