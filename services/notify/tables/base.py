"""What all tables of this service share."""

from __future__ import annotations

from sqlalchemy import BigInteger, Integer
from sqlalchemy.orm import registry
from sqlmodel import SQLModel

BigId = BigInteger().with_variant(Integer(), "sqlite")


class StoreTable(SQLModel, registry=registry()):
    """Base of this service's own tables."""
