"""Orders: create them from a confirm card, read them, and end them unsent."""

import logging
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, func, select, update

from shop import notice
from shop.acts import Act, Did
from shop.ordering.order import RUNNING, Order, OrderState
from shop.ordering.order_list import ListPlace, OrderFilter, OrderPage
from shop.ordering.order_numbers import OrderNumbers
from shop.ordering.order_search import Wanted
from shop.ordering.reason import Reason, ReasonKind
from shop.ordering.start_times import MISSED_AFTER
from shop.ordering.terms import Terms
from storage.core.columns import LARGEST_ID
from storage.core.database import Database
from storage.core.prepared import Prepared, among, given, numbers
from storage.core.units import reads, writes
from storage.desk.acts import note_act
from storage.ledger.store import BookBroken, is_halted, refuse_if_halted
from storage.messages.outbox import enqueue, is_pending
from storage.orders.found import page_of_found
from storage.orders.held import RefundsHeld, refunds_held, refunds_left
from storage.orders.latest import latest_of, services_of
from storage.orders.left_behind import LeftBehind, left_behind
from storage.orders.own import own
from storage.orders.pages import page_of_orders
from storage.orders.reserving import Selling, reserve
from storage.orders.rows import fetch_orders, with_requests
from storage.orders.tables import order_in_line, order_scheduled, orders, rating
from storage.orders.voiding import void_orders

log = logging.getLogger("kiosk.storage")


class Orders:
    """Reads and writes `orders` for one panel account.

    `credit_micro` is how far below zero a wallet may go, None without a limit.
    `offered_as` names the way of selling; a card made under another one has expired.
    `numbers` numbers the orders; without them the database counts. `others` are the shop's further panel
    accounts; orders that are made here may be theirs, as `selling` says.
    """

    def __init__(
        self,
        database: Database,
        *,
        panel: str,
        credit_micro: int | None = None,
        offered_as: str = "",
        numbers: OrderNumbers | None = None,
        others: Collection[str] = (),
        selling: Selling | None = None,
    ) -> None:
        self._database = database
        self._panel = panel
        self._here = frozenset({panel, *others})
        self._selling = selling or Selling(panel, offered_as, credit_micro, numbers, frozenset(others))

    def is_here(self, order: Order) -> bool:
        """Return True if the order is at one of the shop's panel accounts: others can no longer be asked."""
        return order.panel in self._here

    async def find(self, order_id: int, *, owner: int | None) -> Order | None:
        """Return the order with its rating; None if it does not exist or is not the owner's.

        Owner None: anybody's.
        """
        if order_id > LARGEST_ID:
            return None
        return await self._find(order_id, owner)

    @reads
    def _find(self, connection: Connection, order_id: int, owner: int | None) -> Order | None:
        row = (
            _BY_ID.first(connection, order=order_id)
            if owner is None
            else _OWN.first(connection, order=order_id, person=owner)
        )
        return replace(with_requests(connection, [row])[0], stars=row.stars) if row is not None else None

    @reads
    def find_shown(self, connection: Connection, order_id: int) -> Order | None:
        """Return the order with its rating, whose notices go to whichever chat its person has now.

        None if it does not exist, or its person has had their data deleted since.
        """
        row = _SHOWN.first(connection, order=order_id)
        return replace(with_requests(connection, [row])[0], stars=row.stars) if row is not None else None

    @reads
    def list_numbered(self, connection: Connection, ids: Collection[int]) -> list[Order]:
        """Return the orders with these numbers, anybody's; those that do not exist are left out."""
        known = [one for one in ids if one <= LARGEST_ID]
        return with_requests(connection, _NUMBERED.all(connection, ids=numbers(known)))

    @reads
    def find_twin(self, connection: Connection, person_id: int, terms: Terms) -> Order | None:
        """Return the person's latest running order for the same service and link; None if there is none."""
        same = and_(
            orders.c.person_id == person_id,
            orders.c.link_key == terms.link_key,
            orders.c.service_id == terms.service_id,
            orders.c.state.in_(RUNNING),
        )
        found = fetch_orders(connection, same, limit=1, newest_first=True)
        return found[0] if found else None

    @reads
    def list_latest(
        self, connection: Connection, person_id: int, *, limit: int, before: int | None = None
    ) -> list[Order]:
        """Return a person's orders with ids below `before`, newest first (a keyset, never an offset)."""
        return latest_of(connection, person_id, limit=limit, before=before)

    @reads
    def list_services(self, connection: Connection, person_id: int) -> list[str]:
        """Return the services of a person's latest orders here, each once, without what came to nothing."""
        return services_of(connection, person_id, self._here)

    @reads
    def list_page(
        self,
        connection: Connection,
        person_id: int,
        showing: OrderFilter,
        *,
        size: int,
        after: ListPlace | None = None,
        before: ListPlace | None = None,
    ) -> OrderPage:
        """See storage.orders.pages: running orders first, by keyset."""
        return page_of_orders(connection, person_id, showing, size=size, after=after, before=before)

    @reads
    def list_found(
        self,
        connection: Connection,
        person_id: int,
        wanted: Wanted,
        *,
        size: int,
        after: ListPlace | None = None,
        before: ListPlace | None = None,
    ) -> OrderPage:
        """See storage.orders.found: a person's own newest orders that fit typed words."""
        return page_of_found(connection, person_id, wanted, size=size, after=after, before=before)

    @reads
    def list_links(self, connection: Connection, person_id: int, *, limit: int) -> list[str]:
        """Return the links of a person's latest `limit` orders, newest first; none the panel has refused."""
        found = _LINKS.all(connection, person=person_id, count=limit)
        return [row.link for row in found if row.link and row.state != OrderState.REJECTED]

    @reads
    def list_refunds_held(self, connection: Connection) -> list[RefundsHeld]:
        """Return the refunds held by the brake, by currency."""
        return refunds_held(connection, self._panel)

    @reads
    def list_refunds_left(self, connection: Connection) -> list[RefundsHeld]:
        """Return those held at panel accounts that are no suppliers any more, by currency."""
        return refunds_left(connection, self._here)

    async def list_running(self) -> list[Order]:
        """Return every order that has not ended, oldest first."""
        return await self._select(
            and_(orders.c.panel == self._panel, orders.c.state.in_(RUNNING)), limit=None
        )

    @reads
    def count_by_state(self, connection: Connection) -> dict[str, int]:
        """Return how many orders are in each state."""
        mine = orders.c.panel == self._panel
        counted = select(orders.c.state, func.count()).where(mine).group_by(orders.c.state)
        return {state: int(number) for state, number in connection.execute(counted).all()}

    async def find_longest_held(self) -> Order | None:
        """Return the order that has been held in the queue longest; None if none is held."""
        waiting = and_(orders.c.panel == self._panel, order_in_line, orders.c.reason.is_not(None))
        found = await self._select(waiting, limit=1)
        return found[0] if found else None

    @reads
    def _select(
        self,
        connection: Connection,
        which: ColumnElement[bool],
        *,
        limit: int | None,
        newest_first: bool = False,
    ) -> list[Order]:
        return fetch_orders(connection, which, limit=limit, newest_first=newest_first)

    @writes
    def reserve(
        self,
        connection: Connection,
        *,
        token: str,
        person_id: int,
        acknowledged: bool,
        now: datetime,
        card_message_id: int | None = None,
    ) -> Order:
        """See shop.ordering.place.Confirming. Moves the price from the wallet to held money."""
        return reserve(
            connection,
            self._selling,
            token=token,
            person_id=person_id,
            acknowledged=acknowledged,
            now=now,
            card_message_id=card_message_id,
        )

    @writes
    def card_stands(
        self,
        connection: Connection,
        order: Order,
        message_id: int | None,
        now: datetime,
        *,
        tell: bool = False,
    ) -> None:
        """Make this message the order's live card; pending updates of the earlier card go to this one.

        None: it stands only in its mass order's card again.

        `tell`: the message shows an older state, so enqueue an update.
        """
        moving = update(orders).where(orders.c.id == order.id).values(card_message_id=message_id)
        connection.execute(moving)
        card = notice.card(order.id, order.person_id)
        if tell or is_pending(connection, card):
            enqueue(connection, [card], now)

    @writes
    def withdraw(
        self,
        connection: Connection,
        order_id: int,
        *,
        owner: int | None,
        now: datetime,
        by: int | None = None,
    ) -> bool:
        """Void an order that was not sent; return False if it is already on its way.

        `by` is who of the staff does it, None for its customer.
        """
        refuse_if_halted(connection)
        waiting = and_(orders.c.id == order_id, orders.c.state == OrderState.RESERVED)
        if owner is not None:
            waiting = and_(waiting, orders.c.person_id == owner)
        if not void_orders(
            connection, waiting, Reason(ReasonKind.WITHDRAWN), now, self._selling.credit_micro
        ):
            return False
        if by is not None:
            dropped = fetch_orders(connection, orders.c.id == order_id, limit=1)[0]
            note_act(connection, _dropping(dropped, by), now)
        return True

    async def give_up_waiting(self, now: datetime) -> int:
        """Void orders that have waited too long, or whose own start was missed.

        Safe, because a reserved order was never sent.
        """
        given_up = 0
        for number in await self._waited_too_long(now):  # one at a time, as in SweptOrders.apply
            try:
                given_up += await self._give_up(number, now)
            except BookBroken as broken:  # one order's missing money must not hold up the others
                log.error("Order %s cannot be refunded: %s", number, broken)
        return given_up

    @reads
    def find_left_behind(self, connection: Connection) -> LeftBehind | None:
        """Return the orders at work at panel accounts that are no suppliers any more; None if none are."""
        return left_behind(connection, self._here)

    async def give_up_left_behind(self, now: datetime) -> int:
        """Void orders that were never sent, at panel accounts that are no suppliers any more."""
        return sum([await self._give_up(number, now) for number in await self._left_unsent(now)])

    @reads
    def _left_unsent(self, connection: Connection, now: datetime) -> list[int]:
        return _overdue(connection, orders.c.panel.not_in(sorted(self._here)), now)

    @reads
    def _waited_too_long(self, connection: Connection, now: datetime) -> list[int]:
        if is_halted(connection):
            return []
        return _overdue(connection, orders.c.panel == self._panel, now)

    @writes
    def _give_up(self, connection: Connection, number: int, now: datetime) -> int:
        if is_halted(connection):
            return 0
        waiting = and_(orders.c.id == number, orders.c.state == OrderState.RESERVED)
        return void_orders(
            connection, waiting, Reason(ReasonKind.WAITED_TOO_LONG), now, self._selling.credit_micro
        )


def _overdue(connection: Connection, where: ColumnElement[bool], now: datetime) -> list[int]:
    """Return the orders there that have waited for too long, and those whose own start was missed."""
    waiting = select(orders.c.id).where(where, order_in_line, orders.c.give_up_at <= now)
    missed = select(orders.c.id).where(where, order_scheduled, orders.c.starts_at <= now - MISSED_AFTER)
    # Sorted here: for the sake of the order a database would go through all orders there ever were.
    return [number for each in (waiting, missed) for number in sorted(connection.execute(each).scalars())]


def _dropping(order: Order, by: int) -> Act:
    return Act(
        by,
        Did.ORDER_DROPPED,
        person_id=order.person_id,
        order_id=order.id,
        subject=f"cancel:{order.id}",
        amount_micro=order.terms.price_micro,
        currency=order.terms.currency,
    )


_RATED = select(orders, rating.c.stars).outerjoin(rating, rating.c.order_id == orders.c.id)
_BY_ID = Prepared(_RATED.where(orders.c.id == given("order")))
_OWN = Prepared(_RATED.where(orders.c.id == given("order"), own()))
_SHOWN = Prepared(_RATED.where(orders.c.id == given("order"), own(orders.c.person_id)))
_NUMBERED = Prepared(select(orders).where(among(orders.c.id, "ids")).order_by(orders.c.id))
_LINKS = Prepared(
    select(orders.c.state, orders.c.terms["link"].as_string().label("link"))
    .where(own())
    .order_by(orders.c.id.desc())
    .limit(given("count"))
)
