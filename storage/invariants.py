"""All invariants: what must always be true of the rows, with the queries that count breaches.

Each subject's invariants are in its folder; this module joins them.
"""

from datetime import datetime

from storage.counting import WHOLE, Invariant, Scope
from storage.growth.invariants import of_growth
from storage.ledger.invariants import of_money
from storage.messages.invariants import of_messages
from storage.orders.invariants import of_orders
from storage.orders.mass_invariants import of_mass_orders
from storage.people.invariants import of_people
from storage.reconciliation.invariants import of_cases
from storage.tickets.invariants import of_tickets


def invariants(now: datetime, scope: Scope = WHOLE) -> list[Invariant]:
    """Return every invariant that applies, as of `now`, to the rows in `scope`.

    A few are checked only on the whole: the database itself refuses what they look for, or their rows
    have no number of their own. No query may use IN or NOT IN on a set that grows: PostgreSQL keeps such
    a set in memory, and when it no longer fits reads all of it for each row.
    """
    return [
        *of_money(scope),
        *of_growth(scope),
        *of_orders(now, scope),
        *of_mass_orders(scope),
        *of_cases(now, scope),
        *of_messages(now, scope),
        *of_people(now, scope),
        *of_tickets(now),
    ]
