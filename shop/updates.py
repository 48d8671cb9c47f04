"""An update: what Telegram tells, kept as a row until it was handled."""

from enum import StrEnum


class UpdateState(StrEnum):
    """Where an update stands. `ASIDE`: it could not be handled, and waits for an operator."""

    WAITING = "waiting"
    DONE = "done"
    ASIDE = "aside"
