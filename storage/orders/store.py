"""Orders: create them from a confirm card, end them unsent, and store the panel's reports."""

import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    and_,
    func,
    select,
    tuple_,
    type_coerce,
    update,
)

from shop import notice
from shop.acts import Act, Did
from shop.ledger import journals
from shop.ledger.journals import JournalKind
from shop.ordering import news
from shop.ordering.change import Change
from shop.ordering.due import Due, Unchanged
from shop.ordering.order import AT_WORK, GIVEN_BACK, RUNNING, Order, OrderState
from shop.ordering.order_list import ListPlace, OrderFilter, OrderPage
from shop.ordering.order_numbers import OrderNumbers
from shop.ordering.order_search import Wanted
from shop.ordering.reason import Reason, ReasonKind
from shop.ordering.restraint import Refunds
from shop.ordering.start_times import MISSED_AFTER
from shop.ordering.sweeping import NO_MORE
from shop.ordering.terms import Terms
from storage.core.columns import LARGEST_ID, Moment, fixed
from storage.core.database import Database
from storage.core.prepared import Prepared, among, given, numbers
from storage.core.units import reads, writes
from storage.desk.acts import note_act
from storage.ledger.losses import give_back
from storage.ledger.store import BookBroken, is_halted, refuse_if_halted
from storage.ledger.tables import journal
from storage.messages.outbox import enqueue, is_pending
from storage.orders import following
from storage.orders.found import page_of_found
from storage.orders.held import RefundsHeld, refunds_held, refunds_left
from storage.orders.left_behind import LeftBehind, left_behind
from storage.orders.own import own
from storage.orders.pages import page_of_orders
from storage.orders.reserving import Selling, reserve
from storage.orders.rows import FOLLOWED, fetch_orders, followed, order_of, with_requests
from storage.orders.spread import SPREADING
from storage.orders.tables import order_in_line, order_scheduled, orders, rating

log = logging.getLogger("kiosk.storage")

LISTED = 500
"""Orders that an alert's list names, at most; more need another remedy than a list."""

SERVICES_OF = 100
"""A person's latest orders, whose services are those that they ordered before."""


class Orders:
    """Reads and writes `orders` for one panel account; `operators` get the alerts.

    `credit_micro` is how far below zero a wallet may go, None without a limit.
    `offered_as` names the way of selling; a card made under another one has expired.
    `numbers` numbers the orders; without them the database counts. `others` are the shop's further panel
    accounts; orders that are made here may be theirs, as `selling` says. `supplier` is the account's name in
    alerts.
    """

    def __init__(
        self,
        database: Database,
        *,
        panel: str,
        operators: Collection[int],
        credit_micro: int | None = None,
        offered_as: str = "",
        numbers: OrderNumbers | None = None,
        others: Collection[str] = (),
        supplier: str = "",
        selling: Selling | None = None,
    ) -> None:
        self._database = database
        self._panel = panel
        self._supplier = supplier
        self._here = frozenset({panel, *others})
        self._selling = selling or Selling(panel, offered_as, credit_micro, numbers, frozenset(others))
        self._operators = operators
        self._credit_micro = credit_micro

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
    def to_ask(
        self, connection: Connection, until: datetime, *, after: Due | None = None, limit: int = 1000
    ) -> Sequence[Due]:
        """See shop.ordering.sweeping.Following. Only what a report may change is read."""
        if after is None:
            return _DUE.all(connection, panel=self._panel, until=until, limit=limit)
        behind = {"after": after.ask_at, "after_id": after.id}
        return _DUE_AFTER.all(connection, panel=self._panel, until=until, limit=limit, **behind)

    @reads
    def find_due(self, connection: Connection, due: Sequence[Due]) -> list[Order]:
        """See shop.ordering.sweeping.Following. Reads no link, comments or requests."""
        known = {one.id: _asked_as(one) for one in due}
        found = [followed(row) for row in _FOLLOWED.all(connection, ids=numbers(known))] if known else []
        return [one for one in found if known[one.id] == _asked_as(one)]

    async def list_unheard(self, since: datetime) -> list[int]:
        """Return the orders at work without an understood report since then."""
        heard = func.coalesce(orders.c.heard_at, orders.c.placed_at, orders.c.created_at)
        return await self._at_work(heard < since)

    async def list_lingering(self, since: datetime) -> list[int]:
        """Return the orders at work that were placed before then; no subscriptions, which may take years."""
        _, per_post = SPREADING
        return await self._at_work(and_(orders.c.placed_at < since, func.coalesce(per_post, "0") == "0"))

    @reads
    def _at_work(self, connection: Connection, which: ColumnElement[bool]) -> list[int]:
        mine = and_(orders.c.panel == self._panel, orders.c.state.in_(AT_WORK), which)
        found = select(orders.c.id).where(mine).order_by(orders.c.id).limit(LISTED)
        return list(connection.execute(found).scalars())

    @reads
    def refunds(self, connection: Connection, since: datetime) -> Refunds:
        """See shop.ordering.sweeping.Follower. Operators' refunds by hand do not count."""
        mine = orders.c.panel == self._panel
        held = select(func.count()).where(mine, orders.c.refund_held_at.is_not(None))
        at_work = select(func.count()).where(mine, orders.c.state.in_(AT_WORK))
        back = select(journal.c.order_id).where(
            journal.c.kind == fixed(JournalKind.REFUND),
            journal.c.created_at >= since,
            journal.c.actor_id.is_(None),
        )
        given = select(func.count()).where(mine, orders.c.id.in_(back))
        counted = [connection.scalar(one) for one in (held, given, at_work)]
        return Refunds(*(number or 0 for number in counted))

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

    async def apply(
        self, changes: Sequence[Change], unchanged: Mapping[Unchanged, Sequence[int]] = NO_MORE
    ) -> None:
        """See shop.ordering.sweeping.Follower. Each change that moves money is its own transaction.

        Together they would lock accounts in an order that deadlocks with other transactions.
        """
        quiet = [change for change in changes if not change.moves_money]
        if quiet or unchanged:
            await self._apply_together(quiet, unchanged)
        for change in changes:
            if change.moves_money:
                await self._refund(change)

    @writes
    def _apply_together(
        self, connection: Connection, changes: Sequence[Change], unchanged: Mapping[Unchanged, Sequence[int]]
    ) -> None:
        following.store_changes(
            connection, self._panel, changes, unchanged, self._operators, supplier=self._supplier
        )

    @writes
    def _refund(self, connection: Connection, change: Change) -> None:
        following.refund(connection, self._panel, change, self._operators, self._credit_micro)

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
        if not void_orders(connection, waiting, Reason(ReasonKind.WITHDRAWN), now, self._credit_micro):
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
        for number in await self._waited_too_long(now):  # one at a time, as in `apply`
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
        return void_orders(connection, waiting, Reason(ReasonKind.WAITED_TOO_LONG), now, self._credit_micro)


def _asked_as(due: Due) -> tuple[str, str | None, int, str | None]:
    """What must still be so when the answer is there: an operator may have corrected the number since."""
    return due.state, due.panel_order_id, due.refunded_micro, due.charge


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


_TO_ASK = (
    select(
        *(orders.c[name] for name in ("id", "panel_order_id", "state", "panel_word", "start_count")),
        *(orders.c[name] for name in ("remains", "charge", "refunded_micro", "changed_at", "checked_at")),
        *(orders.c[name] for name in ("finished_at", "ask_at", "cost_currency")),
        type_coerce(and_(orders.c.refund_held_at.is_(None), orders.c.ended_by.is_(None)), BigInteger).label(
            "is_plain"
        ),
    )
    .where(orders.c.panel == given("panel"), orders.c.ask_at <= given("until"))
    .order_by(orders.c.ask_at, orders.c.id)
    .limit(given("limit"))
)
_DUE = Prepared(_TO_ASK)
_BEHIND = tuple_(type_coerce(given("after"), Moment), type_coerce(given("after_id"), BigInteger))
_DUE_AFTER = Prepared(_TO_ASK.where(tuple_(orders.c.ask_at, orders.c.id) > _BEHIND))
_FOLLOWED = Prepared(select(*FOLLOWED).where(among(orders.c.id, "ids")).order_by(orders.c.id))
_RATED = select(orders, rating.c.stars).outerjoin(rating, rating.c.order_id == orders.c.id)
_BY_ID = Prepared(_RATED.where(orders.c.id == given("order")))
_OWN = Prepared(_RATED.where(orders.c.id == given("order"), own()))
_SHOWN = Prepared(_RATED.where(orders.c.id == given("order"), own(orders.c.person_id)))
_NUMBERED = Prepared(select(orders).where(among(orders.c.id, "ids")).order_by(orders.c.id))
_LATEST = Prepared(
    select(orders)
    .where(own(), orders.c.id < given("below"))
    .order_by(orders.c.id.desc())
    .limit(given("count"))
)
_LINKS = Prepared(
    select(orders.c.state, orders.c.terms["link"].as_string().label("link"))
    .where(own())
    .order_by(orders.c.id.desc())
    .limit(given("count"))
)
_SERVICES = Prepared(
    select(orders.c.service_id, orders.c.state, orders.c.panel)
    .where(own())
    .order_by(orders.c.id.desc())
    .limit(SERVICES_OF)
)


def latest_of(
    connection: Connection, person_id: int, *, limit: int, before: int | None = None
) -> list[Order]:
    """Return a person's orders with ids below `before`, newest first."""
    below = LARGEST_ID if before is None else min(before, LARGEST_ID)
    return with_requests(connection, _LATEST.all(connection, person=person_id, below=below, count=limit))


def services_of(connection: Connection, person_id: int, here: Collection[str]) -> list[str]:
    """Return the services of a person's latest orders at these panel accounts; see Orders.list_services."""
    rows = _SERVICES.all(connection, person=person_id)
    theirs = (row for row in rows if row.panel in here and row.state not in GIVEN_BACK)
    return list(dict.fromkeys(row.service_id for row in theirs))


def void_orders(
    connection: Connection,
    which: ColumnElement[bool],
    reason: Reason,
    now: datetime,
    credit_micro: int | None,
) -> int:
    """End these orders, which the panel does not have, and refund them; return how many."""
    voiding = (
        update(orders)
        .where(which)
        .values(state=OrderState.VOIDED, reason=reason.write(), changed_at=now, finished_at=now)
    )
    voided = [order_of(row) for row in connection.execute(voiding.returning(orders)).all()]
    for order in voided:
        enqueue(connection, news.of_voiding(order, reason), now)  # before what is taken of it again
        give_back(connection, order, journals.voiding(order.sale), now, credit_micro)
    return len(voided)
