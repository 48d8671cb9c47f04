"""The steps of a deletion: at once what is little, then the orders in bounded batches."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, delete, func, null, select, update

from shop.ledger.topup import ASKING, ERASED, TopupState
from shop.notice import NoticeState
from shop.ordering.reason import Reason
from shop.preferences import Loudness
from shop.tickets.ticket import TicketState
from storage.alerts.rows import forget_words as forget_words_of_alerts
from storage.core.prepared import Prepared, given, one_of
from storage.core.rows import insert_into
from storage.desk.acts import forget_words
from storage.desk.door_cards import leave_the_door
from storage.desk.upkeep_tables import opening_wish
from storage.growth.tables import coupon_ready, growth_question, invite_code
from storage.ledger.bank_tables import bank_transfer
from storage.ledger.tables import account, invoice, payment, topup
from storage.ledger.wallet_changes import drop_changes
from storage.membership.charging import stop_renewals_of
from storage.messages.letters import lock_waiting
from storage.messages.tables import outbox, outbox_pending, outbox_undelivered
from storage.orders.mass_tables import mass_order, mass_unused, preset
from storage.orders.own import GONE
from storage.orders.tables import attempt, confirm, draft, order_search, orders, request, shared_card
from storage.orphans.rows import forget_links
from storage.people.tables import erasure, favourite, person, person_note, told_service
from storage.tickets.tables import ticket, ticket_asked, ticket_message
from storage.transfer.tables import import_row

NOTHING_CHOSEN: dict[str, Any] = {
    "notices": Loudness.ALL,
    "quiet_from": None,
    "quiet_until": None,
    "zone": None,
    "question": None,
    "question_at": None,
    "question_by": None,
    "news_at": None,
    "news_told_at": None,
    "shop_news": True,
}
"""What somebody has set who never set anything."""

ORDERS_AT_ONCE = 100
"""Orders in one write, so that nobody waits for it: it takes a few milliseconds."""


def forget_at_once(connection: Connection, person_id: int, now: datetime) -> None:
    """Delete what is a person's alone, hide the rest from them, and note that the orders are to follow."""
    connection.execute(delete(draft).where(draft.c.person_id == person_id))
    connection.execute(delete(favourite).where(favourite.c.person_id == person_id))
    connection.execute(delete(order_search).where(order_search.c.person_id == person_id))
    connection.execute(delete(told_service).where(told_service.c.person_id == person_id))
    connection.execute(delete(coupon_ready).where(coupon_ready.c.person_id == person_id))
    connection.execute(delete(growth_question).where(growth_question.c.person_id == person_id))
    connection.execute(delete(invite_code).where(invite_code.c.person_id == person_id))
    connection.execute(delete(preset).where(preset.c.person_id == person_id))
    connection.execute(delete(mass_order).where(mass_order.c.person_id == person_id, mass_unused))
    connection.execute(delete(shared_card).where(shared_card.c.person_id == person_id))
    connection.execute(delete(confirm).where(confirm.c.person_id == person_id, confirm.c.used_at.is_(None)))
    connection.execute(delete(import_row).where(import_row.c.person_id == person_id))
    connection.execute(delete(opening_wish).where(opening_wish.c.person_id == person_id))
    leave_the_door(connection, person_id)
    forget_words(connection, person_id)
    connection.execute(delete(person_note).where(person_note.c.person_id == person_id))
    drop_changes(connection, person_id, now)
    stop_renewals_of(connection, person_id, now)
    _empty_tickets(connection, person_id, now)
    _forget_payers(connection, person_id)
    _drop_topups(connection, person_id, now)
    _drop_letters(connection, person_id, now)
    _make_nobody(connection, person_id)
    begun = {"asked_at": now, "after": 0, "cleared_at": None}
    adding = insert_into(connection, erasure).values(person_id=person_id, **begun)
    connection.execute(adding.on_conflict_do_update(index_elements=["person_id"], set_=begun))


def _forget_payers(connection: Connection, person_id: int) -> None:
    """Take out of their payments who paid, and out of the bank transfers for them what was written there."""
    known = and_(payment.c.person_id == person_id, payment.c.payer != "")
    connection.execute(update(payment).where(known).values(payer=ERASED))
    invoices = select(invoice.c.id).where(invoice.c.person_id == person_id)
    theirs = select(bank_transfer.c.id).where(bank_transfer.c.invoice_id.in_(invoices))
    numbers = list(connection.scalars(theirs))
    for told in (bank_transfer.c.id, bank_transfer.c.same_as):
        connection.execute(update(bank_transfer).where(one_of(told, numbers)).values(text=""))


def _make_nobody(connection: Connection, person_id: int) -> None:
    """Leave nothing of a person but their number, and hide the orders they have made so far from them."""
    newest = select(func.max(orders.c.id)).where(orders.c.person_id == person_id).scalar_subquery()
    nobody: dict[str, Any] = {
        "name": str(person_id),
        "username": None,
        "search_key": str(person_id),
        "language": "en",
        "chosen_language": None,
        "accepted_terms": None,
        "accepted_at": None,
        **NOTHING_CHOSEN,
        "reachable": False,  # no broadcast reaches them until they come anew
        "erased_to": func.coalesce(newest, person.c.erased_to),
    }
    connection.execute(update(person).where(person.c.id == person_id).values(nobody))


def hide_statements(connection: Connection, person_id: int) -> None:
    """Show nothing any more of what their accounts had so far."""
    mine = account.c.owner_id == person_id
    connection.execute(update(account).where(mine).values(shown_after=account.c.version))


def _empty_tickets(connection: Connection, person_id: int, now: datetime) -> None:
    """Take the words and files out of what they asked, on both sides, and close it."""
    theirs = select(ticket.c.id).where(ticket.c.person_id == person_id)
    wordless = {"text": "", "html": None, "file_id": None, "album": None}
    connection.execute(update(ticket_message).where(ticket_message.c.ticket_id.in_(theirs)).values(wordless))
    connection.execute(delete(ticket_asked).where(ticket_asked.c.person_id == person_id))
    still_open = and_(ticket.c.person_id == person_id, ticket.c.state == TicketState.OPEN)
    connection.execute(update(ticket).where(still_open).values(state=TicketState.CLOSED, changed_at=now))


def _drop_topups(connection: Connection, person_id: int, now: datetime) -> None:
    """Take the receipts away. "I have paid" still works: whoever paid by hand must be able to say so."""
    mine = topup.c.person_id == person_id
    connection.execute(update(topup).where(mine, topup.c.receipt.is_not(None)).values(receipt=null()))
    asked = topup.c.state.in_(ASKING)
    connection.execute(update(topup).where(mine, asked).values(state=TopupState.DROPPED, changed_at=now))


def _drop_letters(connection: Connection, person_id: int, now: datetime) -> None:
    """Stop what the outbox still owes them."""
    lock_waiting(connection, person_id)
    stopped = {"state": NoticeState.STOPPED, "finished_at": now}
    for which in (outbox_pending, outbox_undelivered):
        theirs = and_(outbox.c.chat_id == person_id, which)
        connection.execute(update(outbox).where(theirs).values(stopped))


def forget_orders(connection: Connection, person_id: int, now: datetime) -> bool:
    """Take link and words from the next orders; return True if none is left."""
    begun = select(erasure.c.after, person.c.erased_to).join(person, person.c.id == erasure.c.person_id)
    at = connection.execute(
        begun.where(erasure.c.person_id == person_id, erasure.c.cleared_at.is_(None))
    ).first()
    if at is None:
        return True
    mine = and_(orders.c.person_id == person_id, orders.c.id > at.after, orders.c.id <= at.erased_to)
    found = select(orders.c.id, orders.c.confirm_token, orders.c.terms, orders.c.reason).where(mine)
    rows = connection.execute(found.order_by(orders.c.id).limit(ORDERS_AT_ONCE)).all()
    if rows:
        _without_words(connection, rows)
    is_done = len(rows) < ORDERS_AT_ONCE
    after = rows[-1].id if rows else at.after
    reached = {"after": after, "cleared_at": now if is_done else None}
    connection.execute(update(erasure).where(erasure.c.person_id == person_id).values(reached))
    return is_done


_EMPTY_ORDER = Prepared(
    update(orders)
    .where(orders.c.id == given("number"))
    .values(terms=given("bare"), link_key=GONE, reason=given("why"))
)
_EMPTY_CARD = Prepared(update(confirm).where(confirm.c.token == given("token")).values(terms=given("bare")))


def _without_words(connection: Connection, rows: Sequence[Any]) -> None:
    bare = {row.id: bare_terms(row.terms) for row in rows}
    forget_links(connection, list(bare))
    _EMPTY_ORDER.many(
        connection, [{"number": row.id, "bare": bare[row.id], "why": _kind(row.reason)} for row in rows]
    )
    _EMPTY_CARD.many(connection, [{"token": row.confirm_token, "bare": bare[row.id]} for row in rows])
    written = and_(one_of(attempt.c.order_id, bare), attempt.c.excerpt.is_not(None))
    connection.execute(update(attempt).where(written).values(excerpt=None))
    told = and_(one_of(request.c.order_id, bare), request.c.text != "")
    connection.execute(update(request).where(told).values(text=""))
    forget_words_of_alerts(connection, list(bare))


def bare_terms(stored: Mapping[str, Any]) -> dict[str, Any]:
    """Return terms without link and words, in the same order: an audit finds price and service in them.

    Of the fields only numbers stay: with `runs` a late report is still understood.
    """
    fields = {name: value for name, value in stored["fields"].items() if type(value) is int}
    return {**stored, "link": "", "fields": fields}


def _kind(reason: str | None) -> str | None:
    """Return a reason without its words, which may quote a link."""
    read = Reason.read(reason)
    return None if read is None else Reason(read.kind).write()
