"""Bus and database joined once, for all services: outbox, inbox, retry, dead letters.

Inbox row, effects and outbox rows are one transaction, then the ack: effects once, messages at least once.
"""

from pathlib import Path

from libs.pipeline.pipeline import Pipeline
from libs.pipeline.subscription import PermanentError, Subscription
from libs.pipeline.unit import Unit

MIGRATIONS = Path(__file__).parent / "migrations"

__all__ = ["MIGRATIONS", "PermanentError", "Pipeline", "Subscription", "Unit"]
