"""Compare all of Telegram's list of Stars with our rows: each payment must stand in both.

The way itself (payments/stars) reads only what is new. This reads everything, seldom, and changes nothing.
"""

from datetime import timedelta

from payments.base import Ports
from shop.ledger.payment import PaymentState

PAGE = 100
PAGES = 2_000
"""Pages read at most; a list that is longer is not compared."""

YOUNG = timedelta(hours=1)
"""What happened since may be on its way to the other side."""

_BACK = frozenset({PaymentState.RETURNED, PaymentState.RETURNING})


async def count_differences(ports: Ports, *, rows_before: int) -> int | None:
    """Return how many payments in Stars are not in both lists alike; None if that cannot be said.

    `rows_before` is how many of ours are older than YOUNG. Raises NoAnswer.
    """
    since = await ports.stars_records.begins()
    if since is None:
        return 0
    until, matched, differs = ports.clock.now() - YOUNG, 0, 0
    for page_number in range(PAGES):
        page = await ports.stars.lines(page_number * PAGE, PAGE)
        ours = [one for one in page if one.at >= since.replace(microsecond=0) and one.person_id is not None]
        states = await ports.stars_records.states({one.charge_id for one in ours})
        for line in ours:
            state, is_old = states.get(line.charge_id), line.at < until
            if line.went_back:
                differs += is_old and state not in _BACK
            elif state is not None:
                matched += 1
            else:
                differs += is_old and line.payload is not None
        if len(page) < PAGE:
            return differs + max(0, rows_before - matched)
    return None
