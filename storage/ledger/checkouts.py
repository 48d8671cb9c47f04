"""Approved checkouts as rows, and alerts about those without a payment since."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import Connection, exists, select, update

from shop.ledger.news import of_unended_checkout
from storage.core.database import Database
from storage.core.prepared import one_of
from storage.core.rows import insert_into
from storage.core.units import writes
from storage.ledger.tables import checkout, checkout_untold, invoice, payment
from storage.messages.outbox import enqueue

ENDS_WITHIN = timedelta(hours=1)
"""By then an approved payment has arrived, or the bank declined it, or it was lost on its way."""

AT_ONCE = 100


def note_agreed(connection: Connection, invoice_id: int, now: datetime) -> None:
    """Store our yes to Telegram. A second yes, after a card was declined, starts the wait again."""
    adding = insert_into(connection, checkout).values(invoice_id=invoice_id, agreed_at=now)
    again = {"agreed_at": now, "told_at": None}
    connection.execute(adding.on_conflict_do_update(index_elements=["invoice_id"], set_=again))


class Checkouts:
    """Reads and writes `checkout`; `operators` are told of payments that never came."""

    def __init__(self, database: Database, *, operators: Collection[int]) -> None:
        self._database = database
        self._operators = operators

    @writes
    def tell_unended(self, connection: Connection, now: datetime) -> int:
        """Alert once about each payment approved over an hour ago that has not come; return how many."""
        paid = exists().where(payment.c.invoice_id == checkout.c.invoice_id)
        late = (
            select(checkout.c.invoice_id, checkout.c.agreed_at, invoice, paid.label("paid"))
            .join(invoice, invoice.c.id == checkout.c.invoice_id)
            .where(checkout_untold, checkout.c.agreed_at < now - ENDS_WITHIN)
            .order_by(checkout.c.agreed_at)
            .limit(AT_ONCE)
        )
        rows = connection.execute(late).all()
        checked = update(checkout).where(one_of(checkout.c.invoice_id, [row.invoice_id for row in rows]))
        connection.execute(checked.values(told_at=now))
        unended = [row for row in rows if not row.paid]
        for row in unended:
            charge = (row.currency, row.amount_minor)
            news = of_unended_checkout(self._operators, row.invoice_id, row.person_id, charge, row.agreed_at)
            enqueue(connection, news, now)
        return len(unended)
