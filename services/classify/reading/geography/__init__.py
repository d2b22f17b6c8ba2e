"""Countries, places and organisations in a text."""

from services.classify.reading.geography.countries import find_countries
from services.classify.reading.geography.places import find_places

__all__ = ["find_countries", "find_places"]
