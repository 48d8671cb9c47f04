"""What must always be true of the rows: each promise with the query that counts what breaks it.

Each subject's promises stand in its folder; here they are joined.
"""

from datetime import datetime

from storage.counting import WHOLE, Invariant, Scope
from storage.ledger.invariants import of_money
from storage.messages.invariants import of_messages
from storage.orders.invariants import of_orders
from storage.reconciliation.invariants import of_cases


def invariants(now: datetime, scope: Scope = WHOLE) -> list[Invariant]:
    """Every promise that applies, as of `now`, to the rows in `scope`.

    A few are only put to the whole: what they look for, the database itself refuses, or it is in rows
    that have no number of their own. No query may use IN or NOT IN on a set that grows: PostgreSQL keeps
    such a set in memory, and beyond that reads all of it for each row.
    """
    return [
        *of_money(scope),
        *of_orders(now, scope),
        *of_cases(now, scope),
        *of_messages(now, scope),
    ]
