"""How much a customer may write to the shop within a while, and edit of it."""

from datetime import datetime

from shop.errors import ShopError
from shop.tickets.ticket import LATELY, MOST_AT_ONCE


def too_much() -> ShopError:
    """Return what whoever has written too much is told."""
    return ShopError("ticket_pace", count=MOST_AT_ONCE, minutes=int(LATELY.total_seconds() // 60))


class EditPace:
    """How often each customer has edited lately: as often as they may write.

    Kept in memory, for it only holds floods off; an edit leaves no row of its own.
    """

    def __init__(self) -> None:
        self._edits: dict[int, list[datetime]] = {}

    def allows(self, person_id: int, now: datetime) -> bool:
        """Return True, and count it, if an edit of theirs may be followed now."""
        since = now - LATELY
        recent = {who: [one for one in edits if since < one <= now] for who, edits in self._edits.items()}
        self._edits = {who: edits for who, edits in recent.items() if edits}
        theirs = self._edits.setdefault(person_id, [])
        if len(theirs) >= MOST_AT_ONCE:
            return False
        theirs.append(now)
        return True
