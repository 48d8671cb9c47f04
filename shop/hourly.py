"""Who was told something within the last hour, so that a sentence is not repeated at every message."""

from collections import OrderedDict
from datetime import datetime, timedelta

HOUR = timedelta(hours=1)

MOST = 10_000
"""People remembered; beyond that the first of them are forgotten, and may be told again."""


class Hourly:
    """Remembers in memory when each person was told last, up to MOST people (docs/decisions/0070).

    A restart forgets: then somebody reads the same sentence once more.
    """

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._told: OrderedDict[int, datetime] = OrderedDict()

    def is_due(self, person_id: int, now: datetime) -> bool:
        """Return True if this person was not told within the last hour."""
        told = self._told.get(person_id)
        return told is None or not told <= now < told + HOUR

    def note(self, person_id: int, now: datetime) -> None:
        """Remember that this person has been told: after it was sent, so that a failure is tried again."""
        self._told[person_id] = now
        self._told.move_to_end(person_id)
        while len(self._told) > self._most:
            self._told.popitem(last=False)

    def forget(self, person_id: int) -> None:
        """Forget this person: they stand otherwise now, and what they read then is new."""
        self._told.pop(person_id, None)
