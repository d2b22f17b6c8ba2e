"""What can go wrong on the bus.

BusError
├── Unavailable   the transport cannot be reached; try again
├── ClaimLost     a late ack: the messages belong to another member now
├── TooLarge      the message can never be sent
└── Closed        used after close
"""

from __future__ import annotations


class BusError(Exception):
    """Base of everything the bus raises."""


class Unavailable(BusError):
    """The transport cannot be reached now; trying again later may work."""


class ClaimLost(BusError):
    """The claim on a batch is gone; the ack changed nothing and the messages come again."""


class TooLarge(BusError):
    """The message is larger than `MAX_MESSAGE_BYTES`."""


class Closed(BusError):
    """The bus was closed."""
