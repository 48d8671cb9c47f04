"""Orders: making them from a confirm card, ending them unsent, and following the panel's reports."""

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, select, update

from shop import book, notice
from shop.book import Journal
from shop.change import Change
from shop.errors import ShopError
from shop.heard import Heard
from shop.money import amount_text
from shop.order import RESERVED_FOR, RUNNING, WAITING_AT_ONCE, Order, OrderState, Terms
from shop.place import TwinRunning
from storage.database import Database
from storage.heard import note_text
from storage.ledger import BookBroken, is_halted, refuse_if_halted
from storage.ledger import book as book_journal
from storage.line import count_waiting, rank_of_next
from storage.order_rows import IDS_A_QUERY, OrderRows, order_of
from storage.outbox import is_pending, owe
from storage.overcharges import count_overcharged
from storage.tables import confirm, draft, order_reserved, orders, request
from storage.units import reads, writes

log = logging.getLogger("kiosk.storage")


class Orders(OrderRows):
    """Reads and writes `orders` for one panel account; `operators` get the alerts.

    `credit_micro` is how far below zero a wallet may go, None for as far as it likes.
    `offered_as` names the way of selling: a card made under another one is no offer.
    """

    def __init__(
        self,
        database: Database,
        *,
        panel: str,
        operators: frozenset[int],
        credit_micro: int | None = None,
        offered_as: str = "",
    ) -> None:
        super().__init__(database, panel=panel)
        self._offered_as = offered_as
        self._operators = operators
        self._credit_micro = credit_micro

    @writes
    def reserve(
        self, connection: Connection, *, token: str, person_id: int, acknowledged: bool, now: datetime
    ) -> Order:
        """See shop.place.Confirming. The price moves from the wallet to held money."""
        own = select(confirm).where(confirm.c.token == token, confirm.c.person_id == person_id)
        # Whoever taps the same button meanwhile waits here and then finds the order.
        card = connection.execute(own.with_for_update()).first()
        if card is None:  # a used card goes long after its order has ended; the order keeps its token
            mine = and_(orders.c.confirm_token == token, orders.c.person_id == person_id)
            made = self._fetch(connection, mine, limit=1)
            if not made:
                raise ShopError("button_old")
            return made[0]
        if card.used_at is not None:
            return self._one(connection, orders.c.confirm_token == token)
        refuse_if_halted(connection)
        if card.expires_at <= now or (card.offered_as or "") != self._offered_as:
            raise ShopError("quote_expired")
        waiting = count_waiting(connection, self._panel, person_id)
        if waiting >= WAITING_AT_ONCE:
            raise ShopError("too_many_waiting", count=waiting)
        terms = Terms(**card.terms)
        if not acknowledged:
            self._refuse_twin(connection, person_id, terms)
        return self._reserve(connection, token, person_id, card.terms, now)

    async def apply(self, changes: Sequence[Change]) -> None:
        """See shop.track.Follower. What moves money is a transaction of its own.

        It locks accounts that others want in another order, and two who wait for each other wait for ever.
        """
        quiet = [change for change in changes if not change.refunds_micro]
        if quiet:
            await self._apply_together(quiet)
        for change in changes:
            if change.refunds_micro:
                await self._refund(change)

    @writes
    def _apply_together(self, connection: Connection, changes: Sequence[Change]) -> None:
        _note_asked(connection, [change for change in changes if change.is_quiet])
        for change in changes:
            if not change.is_quiet:
                self._apply(connection, change)
        self._tell_held(connection, [change for change in changes if change.is_held])

    @writes
    def card_stands(
        self, connection: Connection, order: Order, message_id: int, now: datetime, *, tell: bool = False
    ) -> None:
        """This message is the order's live card from now on; what is on its way to the one before comes here.

        `tell`: it shows something older, so it is owed what the order is now.
        """
        moving = update(orders).where(orders.c.id == order.id).values(card_message_id=message_id)
        connection.execute(moving)
        card = notice.card(order.id, order.person_id)
        if tell or is_pending(connection, card):
            owe(connection, [card], now)

    @writes
    def withdraw(self, connection: Connection, order_id: int, *, owner: int | None, now: datetime) -> bool:
        """Void an order that was not sent; False where it is already on its way."""
        refuse_if_halted(connection)
        waiting = and_(orders.c.id == order_id, orders.c.state == OrderState.RESERVED)
        if owner is not None:
            waiting = and_(waiting, orders.c.person_id == owner)
        return bool(self._void(connection, waiting, "withdrawn", now))

    async def give_up_waiting(self, now: datetime) -> int:
        """Void what has waited too long; safe, because a reserved order was never sent."""
        given_up = 0
        for number in await self._waited_too_long(now):  # one at a time, as in `apply`
            try:
                given_up += await self._give_up(number, now)
            except BookBroken as broken:  # what one order lacks keeps no other waiting
                log.error("Order %s cannot be given back: %s", number, broken)
        return given_up

    @reads
    def _waited_too_long(self, connection: Connection, now: datetime) -> list[int]:
        if is_halted(connection):
            return []
        waiting = and_(orders.c.panel == self._panel, order_reserved)
        oldest = select(orders.c.id).where(waiting, orders.c.give_up_at <= now)
        return list(connection.execute(oldest.order_by(orders.c.id)).scalars())

    @writes
    def _give_up(self, connection: Connection, number: int, now: datetime) -> int:
        if is_halted(connection):
            return 0
        waiting = and_(orders.c.id == number, orders.c.state == OrderState.RESERVED)
        return self._void(connection, waiting, "waited_too_long", now)

    def _void(self, connection: Connection, which: ColumnElement[bool], reason: str, now: datetime) -> int:
        voiding = (
            update(orders)
            .where(which)
            .values(state=OrderState.VOIDED, reason=reason, changed_at=now, finished_at=now)
        )
        voided = [order_of(row) for row in connection.execute(voiding.returning(orders)).all()]
        for order in voided:
            self._book(connection, book.voiding(order.sale), now)
            news = [notice.card(order.id, order.person_id)]
            if reason != "withdrawn":
                news.append(notice.finished(order.id, order.person_id, OrderState.VOIDED, "once"))
            owe(connection, news, now)
        return len(voided)

    def _book(self, connection: Connection, journals: Iterable[Journal], now: datetime) -> None:
        for journal in journals:
            book_journal(connection, journal, now, credit_micro=self._credit_micro)

    def _refuse_twin(self, connection: Connection, person_id: int, terms: Terms) -> None:
        same = and_(
            orders.c.person_id == person_id,
            orders.c.link_key == terms.link_key,
            orders.c.service_id == terms.service_id,
            orders.c.state.in_(RUNNING),
        )
        twins = self._fetch(connection, same, limit=1, newest_first=True)
        if twins:
            raise TwinRunning(twins[0])

    def _reserve(
        self,
        connection: Connection,
        token: str,
        person_id: int,
        confirmed: dict[str, Any],
        now: datetime,
    ) -> Order:
        """The terms are kept letter by letter: a card of an earlier release has fewer of them."""
        terms = Terms(**confirmed)
        connection.execute(update(confirm).where(confirm.c.token == token).values(used_at=now))
        connection.execute(
            orders.insert().values(
                person_id=person_id,
                panel=self._panel,
                service_id=terms.service_id,
                link_key=terms.link_key,
                quantity=terms.quantity,
                terms=confirmed,
                price_micro=terms.price_micro,
                cost_micro=terms.cost_micro,
                currency=terms.currency,
                state=OrderState.RESERVED,
                rank=rank_of_next(connection, self._panel, person_id),
                confirm_token=token,
                not_before=now,
                give_up_at=now + RESERVED_FOR,
                created_at=now,
                changed_at=now,
            )
        )
        order = self._one(connection, orders.c.confirm_token == token)
        self._book(connection, book.reserving(order.sale), now)
        connection.execute(delete(draft).where(draft.c.person_id == person_id))
        owe(connection, [notice.card(order.id, person_id)], now)
        return order

    @writes
    def _refund(self, connection: Connection, change: Change) -> None:
        """Store the change with the money that goes back; while money stands still, at a later sweep."""
        if is_halted(connection) or not self._apply(connection, change):
            return
        after, before = change.after, change.before
        assert after.checked_at is not None  # noqa: S101 - follow() always sets it; tells mypy
        back = book.refunding(
            after.sale, refunded_micro=before.refunded_micro, level_micro=after.refunded_micro
        )
        self._book(connection, back, after.checked_at)

    def _apply(self, connection: Connection, change: Change) -> bool:
        after = change.after
        assert after.checked_at is not None  # noqa: S101 - follow() always sets it; tells mypy
        stored = connection.execute(
            update(orders)
            .where(orders.c.id == after.id, orders.c.state == change.before.state)
            .where(orders.c.refunded_micro == change.before.refunded_micro)
            .where(orders.c.charge.is_not_distinct_from(change.before.charge))
            .where(orders.c.ended_by.is_(None))
            .values(
                state=after.state,
                refunded_micro=after.refunded_micro,
                panel_word=after.panel_word,
                start_count=after.start_count,
                remains=after.remains,
                charge=after.charge,
                charge_here_micro=after.charge_here_micro,
                heard_at=after.heard_at,
                ask_at=after.ask_at,
                refund_held_at=after.refund_held_at,
                checked_at=after.checked_at,
                changed_at=after.changed_at,
                finished_at=after.finished_at,
            )
        )
        if stored.rowcount != 1:  # it moved meanwhile; the next sweep asks again
            return False
        owe(connection, self._news_of(change), after.checked_at)
        if change.alert == "status_word":
            word, day = after.panel_word or "", str(after.checked_at.date())
            number = note_text(connection, self._panel, Heard.STATE, word, after.checked_at)
            owe(connection, self._strange("status_word", word, number, day), after.checked_at)
        if change.overcharges:
            self._overcharged(connection, after, after.checked_at)
        if after.state in {OrderState.CANCELED, OrderState.COMPLETED, OrderState.PARTIAL}:
            end_cancel_request(connection, after.id, after.state, after.checked_at)
        return True

    def _news_of(self, change: Change) -> list[notice.Notice]:
        order = change.after
        news = [notice.card(order.id, order.person_id)] if change.shows else []
        if change.finishes:
            when = order.changed_at.isoformat(timespec="seconds")
            news.append(notice.finished(order.id, order.person_id, order.state, when))
        elif change.refunds_micro:
            news.append(notice.money_back(order.id, order.person_id, order.refunded_micro))
        if change.alert and change.alert != "status_word":  # that is told once a word, not once an order
            news += self._alerts(
                order,
                change.alert,
                word=order.panel_word or "",
                amount_micro=order.refunded_micro,
                currency=order.terms.currency,
            )
        return news

    def _strange(self, key: str, text: str, number: int | None, when: str = "") -> list[notice.Notice]:
        """The operators are told of a text that nobody knows: once for each text and `when`."""
        if number is None:
            return []
        return self._alert(f"text:{number}", f"{key}:{when}", alert=key, word=text[:200], number=number)

    def _alerts(self, order: Order, key: str, **values: str | int) -> list[notice.Notice]:
        about = f"{order.id}:{values.get('word', '')}"[:120]
        return self._alert(about, key, alert=key, order_id=order.id, **values)

    def _alert(self, about: str, key: str, **values: str | int) -> list[notice.Notice]:
        """One letter to each operator for this `about` and `key`."""
        return [notice.alert(operator, about, key, **values) for operator in sorted(self._operators)]

    def _overcharged(self, connection: Connection, order: Order, now: datetime) -> None:
        """The panel took more than was reckoned: one alert a day for a service, and after some it stops."""
        service, terms = order.terms.service_id, order.terms
        stopped = count_overcharged(connection, self._panel, service, now)
        price = f"{amount_text(terms.price_micro)} {terms.currency}"
        figures: dict[str, str | int] = {
            "order_id": order.id,
            "word": f"{service}: {order.charge} / {amount_text(terms.cost_micro)} / {price}",
        }
        about, key = f"overcharged:{service}", str(now.date())
        news = self._alert(about, key, alert="order_overcharged", **figures)
        if stopped:
            at = now.isoformat()
            news += self._alert(
                about, f"stopped:{at}", alert="service_stopped", order_id=order.id, word=service
            )
        owe(connection, news, now)

    def _tell_held(self, connection: Connection, held: Sequence[Change]) -> None:
        """The operators hear at most once an hour that refunds wait, with the figures of the first."""
        if not held:
            return
        first = held[0].after
        assert first.refund_held_at is not None  # noqa: S101 - that is what held means; tells mypy
        now = first.refund_held_at
        amount = sum(one.before.terms.price_micro - one.before.refunded_micro for one in held)
        news = self._alert(
            "refunds",
            f"held:{now:%Y-%m-%d %H}",
            alert="refunds_held",
            word=len(held),
            order_id=first.id,
            amount_micro=amount,
            currency=first.terms.currency,
        )
        owe(connection, news, now)


def _note_asked(connection: Connection, changes: Sequence[Change]) -> None:
    """Orders of which there is no news: only when they were asked about is stored, many by one statement."""
    alike: dict[tuple[OrderState, datetime | None, datetime | None, datetime | None], list[int]] = {}
    for change in changes:
        after = change.after
        moments = (after.state, after.checked_at, after.heard_at, after.ask_at)
        alike.setdefault(moments, []).append(after.id)
    for (state, checked_at, heard_at, ask_at), ids in alike.items():
        values = {"checked_at": checked_at, "heard_at": heard_at, "ask_at": ask_at}
        for start in range(0, len(ids), IDS_A_QUERY):
            some = orders.c.id.in_(ids[start : start + IDS_A_QUERY])
            same = and_(some, orders.c.state == state, orders.c.ended_by.is_(None))
            connection.execute(update(orders).where(same).values(values))


def end_cancel_request(connection: Connection, order_id: int, state: OrderState, now: datetime) -> None:
    """The order has come to an end, so a cancel that was under way has its answer."""
    ended = "done" if state is not OrderState.COMPLETED else "rejected"
    connection.execute(
        update(request)
        .where(
            request.c.order_id == order_id,
            request.c.kind == "cancel",
            request.c.state.in_(("requested", "unclear")),
        )
        .values(state=ended, changed_at=now)
    )
