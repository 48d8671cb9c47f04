"""Make the orders that payments pay for, inside the transaction that credits the payment."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select

from shop.errors import ShopError
from shop.ledger.journals import Account, AccountKind
from shop.ordering.order import Order
from shop.ordering.paid import OF_THE_PRICE, ORDERED_BEFORE, Placed, Refuses, Wish
from shop.ordering.terms import Terms
from storage.core.prepared import Prepared, given
from storage.core.savepoint import savepoint
from storage.growth.coupons import hold_ready
from storage.ledger.store import lock_held
from storage.orders.drafts import hold_person
from storage.orders.reserving import Selling, reserve
from storage.orders.tables import confirm, orders


class PaidOrders:
    """Orders made by payments. `refuses` has the guards outside the database; the app puts them in."""

    def __init__(self, selling: Selling) -> None:
        self._selling = selling
        self.refuses: Refuses = lambda _person_id, _terms: None

    def hold(self, connection: Connection, person_id: int, wish: Wish) -> None:
        """Lock the card and its coupon before any money moves, in the order in which drafts and Confirm lock.

        A Confirm or a second payment at the same moment waits here and then finds the order. What orders hold
        is locked, too: the credit has the wallet, and whoever refunds an order has that behind it.
        """
        hold_person(connection, person_id)
        card = _HOLD_CARD.first(connection, token=wish.token, person=person_id)
        hold_ready(connection, person_id)
        if card is not None and card.used_at is None:
            currency = Terms.read(card.terms).currency
            lock_held(connection, Account(AccountKind.HELD, person_id, currency))

    def place(self, connection: Connection, person_id: int, wish: Wish, now: datetime) -> Placed:
        """Make the order if every guard allows it. What was written before this call stays in any case."""
        made = _MADE.scalar(connection, token=wish.token, person=person_id)
        if made is not None:
            return Placed(made, ORDERED_BEFORE)
        card = _CARD.first(connection, token=wish.token, person=person_id)
        if card is None:
            return Placed(why="button_old")
        why = self.refuses(person_id, Terms.read(card.terms))
        if why in OF_THE_PRICE:
            connection.execute(delete(confirm).where(confirm.c.token == wish.token))
        if why is not None:
            return Placed(why=why)
        return self._tried(connection, person_id, wish, now)

    def _tried(self, connection: Connection, person_id: int, wish: Wish, now: datetime) -> Placed:
        """Make the order in a savepoint: a refusal undoes the order, never the credit before it."""
        try:
            with savepoint(connection, ShopError):
                return Placed(self._reserve(connection, person_id, wish, now).id)
        except ShopError as refused:
            return Placed(why=refused.key)

    def _reserve(self, connection: Connection, person_id: int, wish: Wish, now: datetime) -> Order:
        return reserve(
            connection,
            self._selling,
            token=wish.token,
            person_id=person_id,
            acknowledged=wish.acknowledged,
            now=now,
        )


def wish_of(asked: Any) -> Wish | None:
    """Return the wish of this row of `invoice` or `topup`; None if it is not for an order, or no row."""
    return None if asked is None or asked.pays_for is None else Wish(asked.pays_for, asked.acknowledged)


_HOLD_CARD = Prepared(
    select(confirm.c.terms, confirm.c.used_at)
    .where(confirm.c.token == given("token"), confirm.c.person_id == given("person"))
    .with_for_update()
)
_MADE = Prepared(
    select(orders.c.id).where(orders.c.confirm_token == given("token"), orders.c.person_id == given("person"))
)
_CARD = Prepared(
    select(confirm.c.terms).where(confirm.c.token == given("token"), confirm.c.person_id == given("person"))
)
