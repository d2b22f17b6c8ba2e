from __future__ import annotations

import secrets
from datetime import UTC, datetime

import pytest
from opentelemetry.trace import NoOpTracer

from libs.db import Database, migrate
from libs.messages import ClientChanged, Key
from libs.pipeline import Unit
from libs.service import CLIENTS_SUBSCRIPTION, MIGRATIONS
from libs.service.keys import new_key
from libs.service.tables import FoundKey, find_key


@pytest.fixture
async def told(any_database_url: str):
    """Handles messages as the pipeline does; then looks a key up."""
    database = Database(any_database_url)
    await migrate(database, {"service": MIGRATIONS})

    async def tell(client: ClientChanged) -> None:
        await database.transaction(
            lambda session: CLIENTS_SUBSCRIPTION.handle(Unit(session, datetime.now(UTC), "test", NoOpTracer()), client)
        )

    async def find(key: Key) -> FoundKey | None:
        return await database.read(lambda session: find_key(session, key.id))

    yield tell, find
    await database.close()


def client(revision: int, *keys: Key, active: bool = True) -> ClientChanged:
    return ClientChanged(client_id="cli_one", name="One", revision=revision, active=active, keys=keys)


async def test_a_key_is_known_with_its_scopes_and_expiry(told) -> None:
    tell, find = told
    until = datetime(2027, 1, 1, tzinfo=UTC)
    _, key = new_key(secrets.token_bytes, ("ingest", "read"), until)

    await tell(client(1, key))

    found = await find(key)
    assert found is not None
    assert (found.client_id, found.client_name, found.expires_at) == ("cli_one", "One", until)
    assert found.scopes == {"ingest", "read"}


async def test_the_newest_revision_stays_in_whatever_order_they_come(told) -> None:
    tell, find = told
    (_, old), (_, new) = new_key(secrets.token_bytes), new_key(secrets.token_bytes)

    await tell(client(2, new))
    await tell(client(1, old))
    await tell(client(2, old))

    assert await find(old) is None
    assert await find(new) is not None


async def test_a_key_that_is_not_listed_any_more_is_gone(told) -> None:
    tell, find = told
    (_, old), (_, new) = new_key(secrets.token_bytes), new_key(secrets.token_bytes)
    await tell(client(1, old, new))

    await tell(client(2, new))

    assert await find(old) is None
    assert await find(new) is not None


async def test_the_keys_of_an_inactive_client_open_nothing(told) -> None:
    tell, find = told
    _, key = new_key(secrets.token_bytes)
    await tell(client(1, key))

    await tell(client(2, key, active=False))

    assert await find(key) is None
