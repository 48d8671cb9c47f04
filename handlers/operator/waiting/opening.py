"""The card of each thing that waits, as it stands now, in place of the queue."""

from collections.abc import Awaitable, Callable

from handlers.context import Services
from handlers.operator.alerts.cards import alert_card
from handlers.operator.alerts.handlers import shown_of as shown_alert
from handlers.operator.door.views import door_card
from handlers.operator.orphans.handlers import orphan_view
from handlers.operator.receipts.messages import has_file, receipt_view
from handlers.operator.review.handlers import review_view
from handlers.operator.tickets.messages import shown_of
from handlers.operator.tickets.views import first_message
from handlers.operator.transfers.messages import transfer_view
from handlers.operator.waiting.views import (
    is_over,
    order_to_see_to,
    refused_orders,
    seen_to,
    with_its_picture,
    with_what_was_written,
)
from handlers.orders.views import card
from handlers.view import View
from locales import Translator
from shop.acts import CASE, RECEIPT, TICKET, subject_of
from shop.ledger.read_transfer import TRANSFER
from shop.ledger.topup import TopupState
from shop.waiting import Waits

Opens = Callable[[Services, int, Translator, str], Awaitable[View]]
"""Return the card of what has this number. The last is the bot's own name, for links to it."""


async def open_waiting(services: Services, kind: Waits, number: int, t: Translator, username: str) -> View:
    """Return the card of what waits, with what can be done about it."""
    return await CARDS[kind](services, number, t, username)


def subject_that_closes(kind: Waits, number: int) -> str | None:
    """Return the subject whose decision is written on every card of it; None for what has no such card."""
    subjects = {Waits.RECEIPT: RECEIPT, Waits.CASE: CASE, Waits.TICKET: TICKET, Waits.TRANSFER: TRANSFER}
    return subject_of(subjects[kind], number) if kind in subjects else None


async def card_of(services: Services, subject: str, t: Translator, username: str) -> tuple[View, bool] | None:
    """Return the card of this subject as it stands now, and whether it is below a picture or file.

    None for a subject that is gone. This is what every card of it that stands with staff is edited to.
    """
    kind, _, number = subject.partition(":")
    if kind == RECEIPT:
        top_up = await services.stores.topups.find(int(number))
        return None if top_up is None else (await receipt_view(services, top_up, t), has_file(top_up))
    if kind == CASE:
        case = await services.stores.cases.find(int(number))
        return None if case is None else (await review_view(services, case, t), False)
    if kind == TRANSFER:
        transfer = await services.stores.transfers.find(int(number))
        return None if transfer is None else (await transfer_view(services, transfer, t), False)
    if kind == TICKET:
        return await _ticket(services, int(number), t, username), False
    return None


async def _receipt(services: Services, number: int, t: Translator, _username: str) -> View:
    top_up = await services.stores.topups.find(number)
    if top_up is None:
        return is_over(t)
    view = await receipt_view(services, top_up, t)
    is_open = top_up.state == TopupState.WAITING
    return with_its_picture(view, number, t) if is_open and has_file(top_up) else view


async def _case(services: Services, number: int, t: Translator, _username: str) -> View:
    case = await services.stores.cases.find(number)
    return is_over(t) if case is None else await review_view(services, case, t)


async def _late(services: Services, number: int, t: Translator, _username: str) -> View:
    return await _order(services, Waits.LATE, number, number, t)


async def _refill(services: Services, number: int, t: Translator, _username: str) -> View:
    order_id = await services.stores.requests.find_order(number)
    return is_over(t) if order_id is None else await _order(services, Waits.REFILL, number, order_id, t)


async def _order(services: Services, kind: Waits, number: int, order_id: int, t: Translator) -> View:
    view = await open_order(services, order_id, t)
    return View(view.text, (*view.rows, (seen_to(kind, number, t),)))


async def open_order(services: Services, order_id: int, t: Translator) -> View:
    """Return an order's card, on which it can be ended by hand."""
    order = await services.stores.orders.find(order_id, owner=None)
    if order is None:
        return is_over(t)
    owner = await services.stores.people.find(order.person_id)
    return order_to_see_to(card(order, t, owner=owner, operates=True), order, t)


async def _refused(services: Services, _number: int, t: Translator, _username: str) -> View:
    return refused_orders(await services.stores.waiting.list_refused(services.clock.now()), t)


async def _ticket(services: Services, number: int, t: Translator, username: str) -> View:
    ticket = await services.stores.tickets.find(number)
    if ticket is None:
        return is_over(t)
    view = first_message(await shown_of(services, ticket, username), t, in_topic=False)
    latest = await services.stores.tickets.find_latest(number)
    return with_what_was_written(view, latest, t)


async def _door(services: Services, number: int, t: Translator, _username: str) -> View:
    card = door_card(await services.stores.door.find(number), t)
    return View(card.text, card.rows[:-1])  # the queue has its own way back


async def _alert(services: Services, number: int, t: Translator, _username: str) -> View:
    alert = await services.stores.alerts.find(number)
    return (
        is_over(t)
        if alert is None
        else alert_card(await shown_alert(services, alert), t, services.clock.now())
    )


async def _orphan(services: Services, number: int, t: Translator, _username: str) -> View:
    orphan = await services.stores.orphans.find(number)
    return is_over(t) if orphan is None else await orphan_view(services, orphan, t)


async def _transfer(services: Services, number: int, t: Translator, _username: str) -> View:
    transfer = await services.stores.transfers.find(number)
    return is_over(t) if transfer is None else await transfer_view(services, transfer, t)


CARDS: dict[Waits, Opens] = {
    Waits.RECEIPT: _receipt,
    Waits.CASE: _case,
    Waits.LATE: _late,
    Waits.REFUSED: _refused,
    Waits.REFILL: _refill,
    Waits.TICKET: _ticket,
    Waits.DOOR: _door,
    Waits.ALERT: _alert,
    Waits.ORPHAN: _orphan,
    Waits.TRANSFER: _transfer,
}
"""How the card of each kind comes to be."""
