"""Make an order of a confirm card: token, price and order in one transaction, whoever confirms."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Connection, and_, delete, exists, func, or_, select, true, update

from shop import notice
from shop.catalogue.routes import Routes, Target, most_for
from shop.errors import ShopError
from shop.ledger import journals
from shop.ledger.journals import AccountKind
from shop.maintenance import refuse_if
from shop.ordering.order import (
    QUOTE_HOLDS,
    RESERVED_FOR,
    RUNNING,
    SCHEDULED_AT_ONCE,
    WAITING_AT_ONCE,
    Order,
    OrderState,
)
from shop.ordering.order_numbers import NumbersOfMany, OrderNumbers, second_of
from shop.ordering.place import TwinRunning
from shop.ordering.start_times import FARTHEST
from shop.ordering.terms import Terms
from storage.core.prepared import Prepared, given, together
from storage.desk.maintenance import IS_CLOSED
from storage.growth.coupons import redeem
from storage.ledger.store import book_all
from storage.ledger.tables import account, halt
from storage.orders.drafts import end_draft
from storage.orders.own import own
from storage.orders.rank import BEFORE_ANY, IN_LINE, LINE, THEIR_LINE, rank_of_next
from storage.orders.rows import fetch_orders, order_with
from storage.orders.tables import confirm, draft, orders


@dataclass(frozen=True, slots=True)
class Selling:
    """What orders are made under: the panel account, the way of selling, and the wallets' credit.

    `panel` is PANEL_URL's; `others` are the further ones whose services are sold. `routes` say which
    services another one delivers, for a loss of `loss_ppm` of the price at most.
    `credit_micro` is how far below zero a wallet may go, None without a limit. Without `numbers` the
    database counts its orders.
    """

    panel: str
    offered_as: str = ""
    credit_micro: int | None = None
    numbers: OrderNumbers | NumbersOfMany | None = None
    others: frozenset[str] = frozenset()
    routes: Routes = field(default_factory=Routes)
    loss_ppm: Callable[[], int] = lambda: 0

    def route_of(self, terms: Terms) -> Target | None:
        """Return the service that delivers an order under these terms instead; None if its own does."""
        target = self.routes.routes.get(terms.service_id)
        return target if target is not None and target.panel in {self.panel, *self.others} else None

    def panel_of(self, terms: Terms) -> str:
        """Return the panel account that gets an order under these terms.

        Raises ShopError if the shop does not order there any more.
        """
        target = self.route_of(terms)
        if target is not None:
            return target.panel
        if terms.panel in {"", self.panel}:
            return self.panel
        if terms.panel not in self.others:
            raise ShopError("service_gone")
        return terms.panel


def reserve(
    connection: Connection,
    selling: Selling,
    *,
    token: str,
    person_id: int,
    acknowledged: bool,
    now: datetime,
    card_message_id: int | None = None,
) -> Order:
    """Use the card and make its order, or return the order it already made.

    The confirm card's message becomes the order's live card: `card_message_id`, whose button was tapped,
    or the one that was shown last, where nobody tapped it.
    Raises as shop.ordering.place.Confirming, and ShopError for whatever else forbids it; all that was
    written must then be undone.
    """
    # A second tap on the same button waits here and then finds the order.
    card = _CARD.first(connection, token=token, person=person_id, panel=selling.panel)
    # A used card is deleted long after its order has ended; the order keeps the token.
    if card is None or card.used_at is not None:
        return _order_of_token(connection, token, person_id)
    if card.is_halted:
        raise ShopError("money_stopped")
    refuse_if(card.is_closed)
    if card.expires_at <= now or (card.offered_as or "") != selling.offered_as:
        raise ShopError("quote_expired")
    terms = Terms.read(card.terms)
    panel = selling.panel_of(terms)
    line = card if panel == selling.panel else IN_LINE.first(connection, person=person_id, panel=panel)
    starts_at = _start_of(line, terms, now)
    shown_in = card.shown_in if card_message_id is None else card_message_id
    rank = BEFORE_ANY if starts_at else rank_of_next(line.last_waiting, line.last_own, line.lately)
    row = _add(connection, selling, card, terms, now, rank=rank, shown_in=shown_in, starts_at=starts_at)
    if row.twin is not None and not acknowledged:  # which undoes all of it
        raise TwinRunning(fetch_orders(connection, orders.c.id == row.twin, limit=1)[0])
    order = follow_route(connection, selling, order_with(row, terms))
    if terms.coupon:
        redeem(connection, terms, order.person_id, order.id, now)
    news = [notice.card(order.id, person_id)]
    entries = journals.reserving(order.sale)
    book_all(connection, entries, now, selling.credit_micro, news, opens=not card.ordered_before)
    return order


def _start_of(line: Any, terms: Terms, now: datetime) -> datetime | None:
    """Return the start that the order waits for, None if it goes out at once, or its start has passed.

    Raises ShopError if its person has too many orders that wait, or if a clock that was wrong offered
    the start.
    """
    starts_at = terms.starts_at
    if starts_at is None or starts_at <= now:
        if line.waiting >= WAITING_AT_ONCE:
            raise ShopError("too_many_waiting", count=line.waiting)
        return None
    if starts_at > now + FARTHEST + QUOTE_HOLDS:
        raise ShopError("quote_expired")
    if line.scheduled >= SCHEDULED_AT_ONCE:
        raise ShopError("too_many_scheduled", count=line.scheduled)
    return starts_at


def _add(
    connection: Connection,
    selling: Selling,
    card: Any,
    terms: Terms,
    now: datetime,
    *,
    rank: int,
    shown_in: int | None,
    starts_at: datetime | None,
) -> Any:
    """Use the card, end the draft, and create the order; return its row, with a running `twin` or None.

    It gets an exact copy of the card's terms: an older release stored fewer of them.
    """
    values = _values(
        selling,
        {"token": card.token, "person_id": card.person_id, "terms": card.terms},
        terms,
        now,
        rank=rank,
        shown_in=shown_in,
        starts_at=starts_at,
    )
    using = (_USE_CARD, {"token": card.token, "now": now})
    dropping = (_DROP_DRAFT, {"person": card.person_id})
    if card.left is not None:  # rarely
        end_draft(connection, card.person_id, now)
        return together(connection, [using, _adding(connection, selling, values, now)])
    return together(connection, [using, dropping, _adding(connection, selling, values, now)])


def add_order(
    connection: Connection,
    selling: Selling,
    card: Mapping[str, Any],
    terms: Terms,
    now: datetime,
    *,
    rank: int,
    shown_in: int | None,
) -> Any:
    """Create the order of a used card, given its `token`, `person_id` and `terms`; return its row."""
    values = _values(selling, card, terms, now, rank=rank, shown_in=shown_in)
    return together(connection, [_adding(connection, selling, values, now)])


def follow_route(connection: Connection, selling: Selling, order: Order) -> Order:
    """Note on a new order which service delivers it, if it is not its own; return the order."""
    target = selling.route_of(order.terms)
    if target is None:
        return order
    most = most_for(order.terms.price_micro, selling.loss_ppm())
    _SEND_AS.run(connection, order=order.id, service=target.service_id, number=target.number, most=most)
    return replace(order, sent_service=target.service_id, sent_number=target.number, sent_most_micro=most)


def _values(
    selling: Selling,
    card: Mapping[str, Any],
    terms: Terms,
    now: datetime,
    *,
    rank: int,
    shown_in: int | None,
    starts_at: datetime | None = None,
) -> dict[str, Any]:
    return {
        "person_id": card["person_id"],
        "panel": selling.panel_of(terms),
        "service_id": terms.service_id,
        "link_key": terms.link_key,
        "quantity": terms.quantity,
        "terms": card["terms"],
        "price_micro": terms.price_micro,
        "cost_micro": terms.cost_micro,
        "currency": terms.currency,
        "discount_micro": terms.discount_micro,
        "state": OrderState.RESERVED,
        "rank": rank,
        "confirm_token": card["token"],
        "card_message_id": shown_in,
        "not_before": starts_at or now,
        "give_up_at": now + RESERVED_FOR if starts_at is None else None,
        "starts_at": starts_at,
        "created_at": now,
        "changed_at": now,
    }


def _adding(
    connection: Connection, selling: Selling, values: dict[str, Any], now: datetime
) -> tuple[Prepared, dict[str, Any]]:
    """Return the statement that adds the order, and its values."""
    if selling.numbers is None:
        return _ADD_ORDER, values
    return _ADD_NUMBERED, {**values, "id": number_of_next(connection, selling.numbers, now)}


def number_of_next(connection: Connection, numbers: OrderNumbers | NumbersOfMany, now: datetime) -> int:
    """Return the number of the order that is being made."""
    if isinstance(numbers, NumbersOfMany):
        return int(_GIVEN_BY_DATABASE.scalar(connection, second=second_of(now)))
    if not numbers.is_begun:
        numbers.begin(_NEWEST.scalar(connection) or 0)
    return numbers.give(now)


_GIVEN_BY_DATABASE = Prepared(select(func.kiosk_order_number(given("second"), type_=BigInteger)))
"""Made by revision 0074, on a server: each number is given once, also to transactions that are undone."""

_SEND_AS = Prepared(
    update(orders)
    .where(orders.c.id == given("order"))
    .values(sent_service=given("service"), sent_number=given("number"), sent_most_micro=given("most"))
)
_NEWEST = Prepared(select(func.max(orders.c.id)))


_SHOWN_IN = (
    select(draft.c.card_message_id)
    .where(draft.c.id == confirm.c.draft_id)
    .scalar_subquery()
    .label("shown_in")
)
_LEFT = (
    select(draft.c.data["left"].as_string())
    .where(draft.c.person_id == confirm.c.person_id)
    .scalar_subquery()
    .label("left")
)
_ORDERED_BEFORE = exists(
    select(account.c.id).where(account.c.owner_id == confirm.c.person_id, account.c.kind == AccountKind.HELD)
).label("ordered_before")
"""True if the person has ordered before: there is an account for what is held for their orders."""

_CARD = Prepared(
    select(
        confirm,
        exists(select(halt.c.id)).label("is_halted"),
        IS_CLOSED.label("is_closed"),
        _SHOWN_IN,
        _LEFT,
        _ORDERED_BEFORE,
        *LINE,
    )
    .select_from(confirm.join(THEIR_LINE, true()))
    .where(confirm.c.token == given("token"), confirm.c.person_id == given("person"))
    .with_for_update(of=confirm)
)
"""The card, and all that its order depends on."""

_USE_CARD = Prepared(update(confirm).where(confirm.c.token == given("token")).values(used_at=given("now")))
_OTHER = orders.alias("other")
_TWIN = (
    select(_OTHER.c.id)
    .where(
        _OTHER.c.person_id == given("person_id"),
        _OTHER.c.link_key == given("link_key"),
        _OTHER.c.service_id == given("service_id"),
        _OTHER.c.confirm_token != given("confirm_token"),
        or_(*(_OTHER.c.state == state for state in sorted(RUNNING))),  # IN is not rendered in RETURNING
    )
    .order_by(_OTHER.c.id.desc())
    .limit(1)
    .scalar_subquery()
    .label("twin")
)
_ADDING = orders.insert().returning(*(column for column in orders.c if column.name != "terms"), _TWIN)
_ADDED = (
    *("person_id", "panel", "service_id", "link_key", "quantity", "terms", "price_micro", "cost_micro"),
    *(
        "currency",
        "discount_micro",
        "state",
        "rank",
        "confirm_token",
        "card_message_id",
        "not_before",
        "give_up_at",
    ),
    *("starts_at", "created_at", "changed_at"),
)
_ADD_ORDER = Prepared(_ADDING, columns=_ADDED)
_ADD_NUMBERED = Prepared(_ADDING, columns=("id", *_ADDED))
"""Its row has all but the terms, which are read already, and the latest order of the same person for the
same link and service that still runs."""

_DROP_DRAFT = Prepared(delete(draft).where(draft.c.person_id == given("person")))


def _order_of_token(connection: Connection, token: str, person_id: int) -> Order:
    """Return the order made of this card. Raises ShopError("button_old") if it is not theirs to see."""
    made = fetch_orders(connection, and_(orders.c.confirm_token == token, own(person_id)), limit=1)
    if not made:
        raise ShopError("button_old")
    return made[0]
