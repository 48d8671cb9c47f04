"""An update from Telegram, kept as a row until it is handled."""

from enum import StrEnum


class UpdateState(StrEnum):
    """An update's state. `ASIDE`: handling failed, and it waits for an operator."""

    WAITING = "waiting"
    DONE = "done"
    ASIDE = "aside"
