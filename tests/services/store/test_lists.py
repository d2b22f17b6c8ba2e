"""Lists of the records that have a key, on PostgreSQL."""

from importlib import import_module

from services.store.tables.lists import hashed


def test_what_stands_for_a_key_is_what_the_migration_wrote() -> None:
    migration = import_module("services.store.migrations.0011_lists")
    assert hashed("p:KZ") == migration._hashed("p:KZ") == -8264489171987740785
