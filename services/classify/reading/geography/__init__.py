"""Countries, places and organisations in a text."""

from services.classify.reading.geography.countries import find_countries

__all__ = ["find_countries"]
