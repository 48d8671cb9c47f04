"""Credit payments and take them back, inside the transaction of whoever says that it happened."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    cast,
    func,
    or_,
    select,
    update,
)

from shop import notice
from shop.errors import ShopError
from shop.ledger.journals import Account, AccountKind
from shop.ledger.news import key_of_back, of_credit, of_payment, of_payment_back, of_return
from shop.ledger.payment import (
    NOTHING,
    RETURNABLE,
    Credited,
    Payment,
    PaymentState,
    Return,
    ReturnState,
    Share,
    is_for,
    new_share,
    taken_of,
)
from shop.ledger.topup import (
    Credit,
    Invoice,
    Paid,
    crediting,
    keeping,
    returning,
    suspending,
)
from shop.ordering.paid import Wish
from storage.core.rows import insert_into
from storage.growth.gifts import hold_open, recall
from storage.ledger.conversions import currencies_since, fetch_back, hold_wallets
from storage.ledger.returns import begin_try, end_try
from storage.ledger.store import balance_of, book, book_all, refuse_if_halted
from storage.ledger.tables import invoice, payment
from storage.membership.charging import end_membership, is_for_membership, take_charge
from storage.membership.tables import pays_membership
from storage.messages.outbox import enqueue
from storage.orders.paid import PaidOrders, wish_of
from storage.orders.unpaid import hold_unsent, withdraw_unpaid
from storage.people.tables import person


class Crediting:
    """Books payments with all that follows from them. Its parameters are those of `Payments`."""

    def __init__(
        self,
        operators: Collection[int],
        *,
        credit_micro: int | None,
        bot_id: int,
        paid_orders: PaidOrders | None,
    ) -> None:
        self._operators = operators
        self._credit_micro = credit_micro
        self._bot_id = bot_id
        self._paid_orders = paid_orders

    def credit(self, connection: Connection, paid: Paid, now: datetime) -> Credited:
        """Credit this payment, once for its charge id; if its purpose is unknown, put it in suspense.

        It has happened, so it is booked even while payments are paused. The order that its invoice was
        for is made in the same transaction, if every guard of Confirm allows it.
        """
        known, before = _asked_for(connection, paid)
        if before and before[0].invoice_id != (None if known is None else known.id):
            return Credited.BEFORE  # it counts for another invoice, or nobody knows what for
        new, credit_micro, surcharge_micro = _new_of(connection, paid, known, before)
        if credit_micro <= 0 or (known is None and before):
            self._told_again(connection, paid, now)
            return Credited.BEFORE
        wish = self._held_wish(connection, paid, known)
        own = {"credited_micro": credit_micro, "surcharge_micro": surcharge_micro, "bot_id": self._bot_id}
        if not _note(connection, new, known, now, own):
            return Credited.BEFORE
        if known is None:
            self._suspend(connection, new, now)
            self._told_again(connection, paid, now)
            return Credited.IN_SUSPENSE
        if is_for_membership(connection, known.id):
            take_charge(connection, new, known, now)
            return Credited.NOW
        wallet = Account(AccountKind.WALLET, known.person_id, known.credit_currency)
        credit = Credit(new.way, wallet, credit_micro, surcharge_micro)
        book_all(connection, crediting(new.charge_id, credit), now, credit_micro=0)
        self._told_again(connection, paid, now)  # before an order is paid with it
        self._place_and_tell(connection, new, known, wish, now)
        return Credited.NOW

    def _held_wish(self, connection: Connection, paid: Paid, known: Row[Any] | None) -> Wish | None:
        """Return the order that the invoice is for, held until it is made; None for none."""
        wish = wish_of(known)
        if wish is not None and self._paid_orders is not None:
            self._paid_orders.hold(connection, paid.person_id, wish)
        return wish

    def _suspend(self, connection: Connection, new: Paid, now: datetime) -> None:
        """Put a payment aside whose purpose is unknown, and tell the operators."""
        book(connection, suspending(new), now)
        enqueue(connection, of_payment(self._operators, "payment_unknown", new.charge_id, new), now)

    def _place_and_tell(
        self, connection: Connection, new: Paid, known: Row[Any], wish: Wish | None, now: datetime
    ) -> None:
        """Make the order that this payment was for, and tell its person of both."""
        placed = None
        if wish is not None and self._paid_orders is not None:
            placed = self._paid_orders.place(connection, known.person_id, wish, now)
        enqueue(connection, [of_credit(known.person_id, new.way, new.charge_id, placed)], now)
        if known.card_message_id is not None:
            enqueue(connection, [notice.invoice_card(known.person_id, known.id, known.card_message_id)], now)

    def was_returned(self, connection: Connection, way: str, charge_id: str, now: datetime) -> None:
        """Book all parts of a charge that went back to the payer; write off what the wallet lacks."""
        for paid in _parts_of(connection, way, charge_id):
            self.went_back(connection, paid, now)

    def _told_again(self, connection: Connection, told: Paid, now: datetime) -> None:
        """Book what else a provider says of a payment that is stored: what it keeps, and what went back."""
        if told.kept_micro or told.back_minor:
            parts = _parts_of(connection, told.way, told.charge_id)
            _note_fee(connection, parts, told, now)
            self._went_back_in_part(connection, parts, told, now)

    def _went_back_in_part(
        self, connection: Connection, parts: Sequence[Payment], told: Paid, now: datetime
    ) -> None:
        """Book what of a payment went back since this was told last; nothing if that is known.

        If as much went back as is booked, the return under way was made: it is not asked for again, perhaps
        when the provider has forgotten its key.
        """
        more = told.back_minor - sum(paid.back.amount_minor for paid in parts)
        if not told.back_minor or more < 0:
            return
        for paid in parts:
            _end_open_try(connection, paid, now)
            share = paid.share(min(more, paid.left.amount_minor))
            if share.amount_minor > 0:
                self._went_back(connection, paid, share, now)
                more -= share.amount_minor

    def _went_back(self, connection: Connection, paid: Payment, share: Share, now: datetime) -> None:
        """Book a return that was not asked for here; write off what the wallet lacks.

        Orders that were to be paid with it, and were not sent yet, are not sent any more. What is worth less
        than a micro-unit waits for more.
        """
        if not share.credited_micro:
            return
        begun = begin_try(connection, paid, share, ReturnState.RETURNED, now)
        if paid.account.kind == AccountKind.WALLET:
            hold_unsent(connection, paid.account)
        have = fetch(connection, begun, now)
        taken = taken_of(have, share.credited_micro)
        back = returning(begun.key, paid.credit_of(share), taken_micro=taken)
        book_all(connection, back, now, credit_micro=self._credit_micro)
        if paid.invoice_id is not None:
            enqueue(connection, [of_return(begun, taken)], now)
        lost = share.credited_micro - taken
        withdrawn = withdraw_unpaid(connection, paid, lost, now, self._credit_micro)
        told = of_payment_back(self._operators, key_of_back(paid), begun, withdrawn)
        enqueue(connection, told, now)

    def went_back(self, connection: Connection, paid: Payment, now: datetime) -> None:
        """Book that all of a payment went back, as far as it is not booked; a return under way was made."""
        if paid.state is not PaymentState.RETURNED:
            end_membership(connection, paid, now)
        _end_open_try(connection, paid, now)
        if paid.left.amount_minor:
            self._went_back(connection, paid, paid.left, now)

    def take_back(self, connection: Connection, way: str, charge_id: str, now: datetime) -> None:
        """Take what is left of a payment out of the wallet, and book that it goes back to its payer.

        Raises FundsShort if the wallet has less, ShopError if there is nothing to return.
        """
        refuse_if_halted(connection)
        paid = lock_one(connection, and_(payment.c.way == way, payment.c.charge_id == charge_id))
        if paid is None or paid.state not in RETURNABLE:
            raise ShopError("nothing_to_return")
        begun = begin_try(connection, paid, paid.left, ReturnState.RETURNED, now)
        fetch(connection, begun, now)
        back = returning(begun.key, paid.credit_of(begun.share), taken_micro=begun.share.credited_micro)
        book_all(connection, back, now, credit_micro=0)
        enqueue(connection, of_payment_back(self._operators, "payment_reversed", begun), now)
        enqueue(connection, [of_return(begun)], now)


def _asked_for(connection: Connection, paid: Paid) -> tuple[Row[Any] | None, list[Payment]]:
    """Return the invoice that this payment is for, None for none, and the parts of it that came before."""
    asked = select(invoice).where(invoice.c.payload == paid.payload)
    before: list[Payment] = []
    if paid.in_parts:  # two sums told at one moment must each see what the other has brought
        asked = asked.with_for_update(key_share=True)
    row = connection.execute(asked).first()
    known = row if row is not None and is_for(invoice_of(row), paid) else None
    if paid.in_parts:  # locked before the accounts, as returns do
        before = _parts_of(connection, paid.way, paid.charge_id)
    return known, before


def _parts_of(connection: Connection, way: str, charge_id: str) -> list[Payment]:
    """Return a charge with its further parts, which have numbers of their own, locked and oldest first."""
    first = lock_one(connection, and_(payment.c.way == way, payment.c.charge_id == charge_id))
    if first is None or first.invoice_id is None:
        return [] if first is None else [first]
    parts = payment.c.charge_id.startswith(f"{charge_id}+", autoescape=True)
    same = or_(payment.c.charge_id == charge_id, parts)
    which = and_(payment.c.invoice_id == first.invoice_id, payment.c.way == way, same)
    found = payments_that(which).order_by(payment.c.id).with_for_update()
    return [payment_of(row) for row in connection.execute(found).all()]


def _end_open_try(connection: Connection, paid: Payment, now: datetime) -> None:
    """End the return under way as made, if there is one: the wallet has paid already."""
    if paid.state is PaymentState.RETURNING:
        done = end_try(connection, paid, ReturnState.RETURNED, now)
        enqueue(connection, [] if done is None else [of_return(done)], now)


def _new_of(
    connection: Connection, paid: Paid, known: Row[Any] | None, before: Sequence[Payment]
) -> tuple[Paid, int, int]:
    """Return what of this payment is new, with its credit and its fee or bonus in micro-units.

    A payment that comes in parts is told as a sum, so what came `before` is taken off it; each part has a
    charge id of its own, `N`, then `N+1` and so on.
    """
    if known is None:
        return paid, paid.amount_micro, 0
    offered = invoice_of(known)
    if not paid.in_parts:
        return paid, offered.credit_micro, offered.surcharge_micro
    booked = _booked_of(connection, known.id) if offered.surcharge_micro < 0 else NOTHING
    new = new_share(offered, paid.amount_minor, before, booked)
    charge_id = f"{paid.charge_id}+{len(before)}" if before else paid.charge_id
    part = replace(paid, amount_minor=new.amount_minor, charge_id=charge_id)
    return part, new.credited_micro, new.surcharge_micro


def _booked_of(connection: Connection, invoice_id: int) -> Share:
    """Return what came of an invoice by all its charges, less what went back."""
    columns = payment.c
    summed = select(
        _sum(columns.amount_minor - columns.back_minor).label("minor"),
        _sum(columns.credited_micro - columns.back_micro).label("micro"),
        _sum(columns.surcharge_micro - columns.back_surcharge_micro).label("surcharge_micro"),
    )
    row = connection.execute(summed.where(columns.invoice_id == invoice_id)).one()
    return Share(row.minor, row.micro, row.surcharge_micro)


def _sum(each: ColumnElement[int]) -> ColumnElement[int]:
    return cast(func.coalesce(func.sum(each), 0), BigInteger)


def _note_fee(connection: Connection, parts: Sequence[Payment], told: Paid, now: datetime) -> None:
    """Book what the provider keeps of a payment as soon as it says so, once for each part of it.

    What it says of the sum counts for the newest part. A smaller sum later changes nothing: what was kept of
    a payment that went back mostly stays kept.
    """
    worth_micro = sum(one.credited_micro + one.surcharge_micro for one in parts)
    kept_micro = worth_micro * told.kept_micro // told.amount_micro  # in the currency of the credit
    more = kept_micro - sum(one.kept_micro for one in parts)
    if more <= 0 or parts[-1].kept_micro:
        return
    newest = parts[-1]
    connection.execute(update(payment).where(payment.c.id == newest.id).values(kept_micro=more))
    book(connection, keeping(newest.charge_id, newest.credit, more), now)


def _note(
    connection: Connection,
    paid: Paid,
    known: Row[tuple[object, ...]] | None,
    now: datetime,
    own: Mapping[str, int],
) -> bool:
    """Store the payment with its `own` columns; return False if its charge id is stored already."""
    _add_payer(connection, paid.person_id, now)
    adding = insert_into(connection, payment).values(
        way=paid.way,
        charge_id=paid.charge_id,
        person_id=paid.person_id,
        payload=paid.payload,
        currency=paid.currency,
        amount_minor=paid.amount_minor,
        invoice_id=known.id if known is not None else None,
        credited_currency=known.credit_currency if known is not None else paid.currency,
        state=PaymentState.CREDITED if known is not None else PaymentState.SUSPENSE,
        created_at=now,
        changed_at=now,
        payer=paid.payer,
        **own,
    )
    added = connection.execute(adding.on_conflict_do_nothing(index_elements=["way", "charge_id"]))
    return bool(added.rowcount == 1)


def _add_payer(connection: Connection, person_id: int, now: datetime) -> None:
    """Add a payer who has never written to us, but to another program of this bot, or before a restore.

    They are unreachable until they write.
    """
    number = str(person_id)
    stranger = {"id": person_id, "name": number, "search_key": number, "language": "en", "reachable": False}
    adding = insert_into(connection, person).values(**stranger, created_at=now, seen_at=now)
    connection.execute(adding.on_conflict_do_nothing(index_elements=["id"]))


def fetch(connection: Connection, begun: Return, now: datetime) -> int:
    """Return what the account has for this return, fetching back what was converted or waits as a gift."""
    account = begun.payment.account
    if account.kind == AccountKind.WALLET:
        currencies = currencies_since(connection, account.currency)
        waiting = hold_open(connection, account, currencies)
        hold_wallets(connection, account, currencies)
        recall(connection, waiting, now)
        fetch_back(connection, account, begun.share.credited_micro, now, cause=begun.key)
    # The shop's own accounts are locked by the booking alone, in its order.
    return balance_of(connection, account, locks=account.kind == AccountKind.WALLET)


def payments_that(which: ColumnElement[bool]) -> Select[Any]:
    """Select these payments, as `payment_of` reads them."""
    return select(payment, pays_membership.label("is_membership")).where(which)


def lock_one(connection: Connection, which: ColumnElement[bool]) -> Payment | None:
    """Return this payment, locked until the transaction ends; None if there is none."""
    row = connection.execute(payments_that(which).with_for_update()).first()
    return payment_of(row) if row else None


def invoice_of(row: Row[tuple[object, ...]]) -> Invoice:
    """Return the invoice of this row."""
    return Invoice(
        payload=row.payload,
        person_id=row.person_id,
        way=row.way,
        currency=row.currency,
        amount_minor=row.amount_minor,
        credit_micro=row.credit_micro,
        credit_currency=row.credit_currency,
        expires_at=row.expires_at,
        pays_for=row.pays_for,
        acknowledged=row.acknowledged,
        gateway_id=row.gateway_id,
        url=row.url,
        surcharge_micro=row.surcharge_micro,
    )


def payment_of(row: Row[tuple[object, ...]]) -> Payment:
    """Return the payment of this row."""
    return Payment(
        id=row.id,
        way=row.way,
        charge_id=row.charge_id,
        person_id=row.person_id,
        currency=row.currency,
        amount_minor=row.amount_minor,
        credited_micro=row.credited_micro,
        credited_currency=row.credited_currency,
        state=PaymentState(row.state),
        invoice_id=row.invoice_id,
        created_at=row.created_at,
        bot_id=row.bot_id,
        surcharge_micro=row.surcharge_micro,
        back=Share(row.back_minor, row.back_micro, row.back_surcharge_micro),
        kept_micro=row.kept_micro,
        is_membership=row.is_membership,
    )
