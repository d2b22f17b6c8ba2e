"""This service's tables and every query on them, by what they are about."""

from services.notify.tables.base import StoreTable

__all__ = ["StoreTable"]
