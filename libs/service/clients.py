"""Every service knows every client: what `clients.changed` tells is kept, and auth checks against it."""

from __future__ import annotations

from libs.messages import ClientChanged
from libs.pipeline import Subscription, Unit
from libs.service.tables import keep_client


def on_client_changed(unit: Unit, client: ClientChanged) -> None:
    """Whatever comes in whatever order, the newest revision stays."""
    keep_client(unit.session, client)


CLIENTS_SUBSCRIPTION = Subscription(messages=(ClientChanged,), handle=on_client_changed)
