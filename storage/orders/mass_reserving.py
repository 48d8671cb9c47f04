"""Confirm a mass order: every line becomes an order of its own, all of them in one transaction or none."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, exists, null, select, true, update

from shop import notice
from shop.errors import ShopError
from shop.ledger import journals
from shop.maintenance import refuse_if
from shop.ordering.order import WAITING_AT_ONCE, Order
from shop.ordering.terms import Terms
from storage.bundles.store import is_sold
from storage.core.prepared import Prepared, given
from storage.desk.maintenance import IS_CLOSED
from storage.ledger.store import book_all
from storage.ledger.tables import halt
from storage.messages.outbox import enqueue
from storage.orders.drafts import end_draft, hold_person
from storage.orders.mass_tables import mass_line, mass_order
from storage.orders.rank import IN_LINE, LINE, THEIR_LINE, rank_of_next
from storage.orders.reserving import Selling, add_order, follow_route
from storage.orders.rows import order_with
from storage.orders.tables import confirm, draft, order_running, orders


def reserve_all(
    connection: Connection,
    selling: Selling,
    *,
    token: str,
    person_id: int,
    now: datetime,
    card_message_id: int | None,
) -> str:
    """Use the quote and make its orders, or find those it already made; return the mass order's id.

    Each line gets a used confirm card and an order, as if it had been confirmed by itself. Raises
    ShopError for whatever forbids it, FundsShort among them; all that was written must then be undone.
    """
    # As drafts and payments lock; a second tap waits here and then finds the orders.
    hold_person(connection, person_id)
    row = _QUOTE.first(connection, token=token, person=person_id, panel=selling.panel)
    if row is None:
        raise ShopError("button_old")
    if row.used_at is not None:
        return str(row.id)
    terms = [Terms.read(one) for one in row.quoted["terms"]]
    _refuse(connection, selling, row, terms, now)
    _use(connection, row, len(terms), now, card_message_id)
    made = _make(connection, selling, row, terms, now)
    for order in made:
        book_all(connection, journals.reserving(order.sale), now, selling.credit_micro)
    enqueue(connection, [notice.mass_card(row.id, person_id)], now)
    return str(row.id)


def _refuse(
    connection: Connection,
    selling: Selling,
    row: Any,
    terms: Sequence[Terms],
    now: datetime,
) -> None:
    """Raise ShopError if this quote makes no orders now."""
    if not row.is_drafted:  # another order was begun since
        raise ShopError("button_old")
    if row.is_halted:
        raise ShopError("money_stopped")
    refuse_if(row.is_closed)
    if row.bundle_id is not None and not is_sold(connection, row.bundle_id):
        raise ShopError("bundle_gone")
    if row.expires_at <= now or (row.offered_as or "") != selling.offered_as:
        raise ShopError("quote_expired")
    if row.waiting + len(terms) > WAITING_AT_ONCE:
        raise ShopError("mass_too_many_waiting", count=row.waiting, most=WAITING_AT_ONCE)
    wanted = {(one.link_key, one.service_id) for one in terms}
    running = _RUNNING.all(connection, person=row.person_id)
    twins = {one.id for one in running if (one.link_key, one.service_id) in wanted}
    if twins - set(row.quoted["twins"]):
        raise ShopError("mass_twins")


def _use(connection: Connection, row: Any, made: int, now: datetime, shown_in: int | None) -> None:
    """End the list and its draft; its message lists the orders from now on."""
    used = {"used_at": now, "made": made, "card_message_id": shown_in, "lines": [], "quoted": null()}
    connection.execute(update(mass_order).where(mass_order.c.id == row.id).values(used))
    end_draft(connection, row.person_id, now)


def _make(
    connection: Connection, selling: Selling, row: Any, terms: Sequence[Terms], now: datetime
) -> list[Order]:
    """Add the orders, one behind the other in the person's line, each with its used confirm card."""
    tokens = [f"{row.token}.{n}" for n in range(len(terms))]
    cards = [
        {
            "token": token,
            "person_id": row.person_id,
            "draft_id": row.id,
            "terms": asdict(one),
            "created_at": now,
            "expires_at": row.expires_at,
            "used_at": now,
            "offered_as": row.offered_as,
        }
        for token, one in zip(tokens, terms, strict=True)
    ]
    connection.execute(confirm.insert(), cards)
    next_rank: dict[str, int] = {}
    made: list[Order] = []
    for card, one in zip(cards, terms, strict=True):
        panel = selling.panel_of(one)
        if panel not in next_rank:
            elsewhere = {"person": row.person_id, "panel": panel}
            line = row if panel == selling.panel else IN_LINE.first(connection, **elsewhere)
            next_rank[panel] = rank_of_next(line.last_waiting, line.last_own, line.lately)
        added = add_order(connection, selling, card, one, now, rank=next_rank[panel], shown_in=None)
        next_rank[panel] += 1
        made.append(follow_route(connection, selling, order_with(added, one)))
    lines = [{"order_id": order.id, "mass_id": row.id, "n": n} for n, order in enumerate(made)]
    connection.execute(mass_line.insert(), lines)
    return made


_QUOTE = Prepared(
    select(
        mass_order,
        exists(select(halt.c.id)).label("is_halted"),
        IS_CLOSED.label("is_closed"),
        exists(select(draft.c.id).where(draft.c.id == mass_order.c.id)).label("is_drafted"),
        *LINE,
    )
    .select_from(mass_order.join(THEIR_LINE, true()))
    .where(mass_order.c.token == given("token"), mass_order.c.person_id == given("person"))
    .with_for_update(of=mass_order)
)
"""The quote, and all that its orders depend on."""

_RUNNING = Prepared(
    select(orders.c.id, orders.c.link_key, orders.c.service_id).where(
        orders.c.person_id == given("person"), order_running
    )
)
