"""Bank transfers: stored as they are read, decided one after the other, credited once."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, and_, select, update

from shop import notice
from shop.acts import Act, Did
from shop.errors import ShopError
from shop.ledger.matching import AFTER, decide, meant_by, payable_amount
from shop.ledger.matching_facts import (
    Again,
    Candidate,
    Decision,
    Doubt,
    Doubtful,
    Known,
    Nobodys,
    Part,
    Reverses,
    Settled,
    Sign,
)
from shop.ledger.payment import Credited, OwnInvoice, credit_of, surcharge_of
from shop.ledger.read_transfer import (
    ReadTransfer,
    TransferState,
    doubt_of_rate,
    is_left_alone,
    told_before,
)
from shop.ledger.references import read_references, reference_for
from shop.ledger.topup import Invoice, Paid, coin_micro, coins_paid
from shop.ledger.transfers import Transfer
from storage.core.database import Database
from storage.core.prepared import one_of
from storage.core.units import reads, writes
from storage.desk.acts import note_act
from storage.desk.cards import refreshed_cards
from storage.ledger.bank_rows import (
    add_transfer,
    expected_of,
    find_transfer,
    list_around,
    one_at_a_time,
    selected,
    transfer_of,
    written_candidates,
)
from storage.ledger.bank_tables import bank_transfer, transfer_doubtful, transfer_read
from storage.ledger.crediting import invoice_of
from storage.ledger.payments import Payments, came_of_invoice
from storage.ledger.tables import invoice
from storage.ledger.unique_amounts import refuse_too_many, taken_amounts
from storage.messages.outbox import enqueue

CARDS_AT_ONCE = 5
"""Doubtful transfers of which the operators have cards; more wait in the queue without a message."""


class Transfers:
    """Reads and writes `bank_transfer`; `payments` books what is credited, `operators` have the doubtful."""

    def __init__(self, database: Database, payments: Payments, *, operators: Collection[int]) -> None:
        self._database = database
        self._payments = payments
        self._crediting = payments.crediting
        self._operators = operators

    @writes
    def offer(self, connection: Connection, offered: Invoice, now: datetime) -> OwnInvoice:
        """Store an invoice with an amount that nobody else is asked for, and with its reference; return it.

        Raises ShopError while nothing may be paid.
        """
        one_at_a_time(connection)
        refuse_too_many(connection, offered, now)
        taken = taken_amounts(connection, offered, now)
        minor = payable_amount(offered.amount_minor, taken, coins_paid(offered.currency))
        if offered.credit_currency == offered.currency:
            more = (minor - offered.amount_minor) * coin_micro(offered.currency)
            known = replace(offered, amount_minor=minor, credit_micro=offered.credit_micro + more)
        else:
            credit, surcharge = credit_of(offered, minor), surcharge_of(offered, minor)
            known = replace(offered, amount_minor=minor, credit_micro=credit, surcharge_micro=surcharge)
        number = self._payments.store(connection, known, now)
        known = replace(known, gateway_id=reference_for(number))
        naming = update(invoice).where(invoice.c.id == number)
        connection.execute(naming.values(gateway_id=known.gateway_id))
        return OwnInvoice(number, known, 0)

    @writes
    def take_in(
        self,
        connection: Connection,
        way: str,
        found: Sequence[Transfer],
        now: datetime,
        *,
        by: int | None = None,
    ) -> list[int]:
        """Store what a source told, each transfer once; return the numbers of the new ones.

        The caller has seen that the source's word is taken. `decide_next` decides about them. `by` is the
        operator whose word it is, None for a program's.
        """
        one_at_a_time(connection)
        new = [number for each in found if (number := add_transfer(connection, way, each, now)) is not None]
        if new and by is not None:
            note_act(connection, Act(by, Did.TRANSFERS_SENT, details={"count": len(new)}), now)
        return new

    async def decide_next(self, now: datetime) -> bool:
        """Decide about the transfer that was read first; return False if none waits for that."""
        return await self._waits() and await self._decide_next(now)

    @reads
    def _waits(self, connection: Connection) -> bool:
        return (
            connection.execute(select(bank_transfer.c.id).where(transfer_read).limit(1)).first() is not None
        )

    @writes
    def _decide_next(self, connection: Connection, now: datetime) -> bool:
        one_at_a_time(connection)
        row = connection.execute(
            selected().where(transfer_read).order_by(bank_transfer.c.id).limit(1)
        ).first()
        if row is None:
            return False
        self._decide(connection, transfer_of(row), now)
        return True

    @writes
    def settle(
        self, connection: Connection, number: int, operator_id: int, invoice_id: int | None, now: datetime
    ) -> ReadTransfer:
        """Do what an operator says of a doubtful transfer: credit it to this invoice, or leave it.

        Raises ShopError if it was decided before, or if this invoice is none of its candidates.
        """
        one_at_a_time(connection)
        row = connection.execute(selected().where(bank_transfer.c.id == number)).first()
        if row is None or row.state != TransferState.DOUBTFUL:
            raise ShopError("button_old" if row is None else "decided_before")
        doubtful = transfer_of(row)
        did, person_id = Did.TRANSFER_LEFT, None
        if invoice_id is None:
            _move(connection, doubtful, TransferState.DISMISSED, now, by=operator_id)
        else:
            if invoice_id not in {among.topup_id for among in doubtful.candidates}:
                raise ShopError("button_old")
            did = Did.TRANSFER_CREDITED
            person_id = self._settle_for(connection, doubtful, invoice_id, operator_id, now)
        done = Act(
            operator_id,
            did,
            person_id=person_id,
            subject=doubtful.subject,
            amount_micro=doubtful.transfer.amount_minor * coin_micro(doubtful.transfer.currency),
            currency=doubtful.transfer.currency,
        )
        note_act(connection, done, now)
        enqueue(connection, refreshed_cards(connection, doubtful.subject), now)
        return find_transfer(connection, number) or doubtful

    @writes
    def report_unknown_sender(self, connection: Connection, way: str, sender: str, now: datetime) -> None:
        """Tell the operators of a sender whose word is not taken, once a day each."""
        told = [
            notice.alert(
                operator, "sender", f"{now.date()}:{way}:{sender}"[:200], alert="bank_sender", word=sender
            )
            for operator in sorted(self._operators)
        ]
        enqueue(connection, told, now)

    @reads
    def find(self, connection: Connection, number: int) -> ReadTransfer | None:
        """Return one transfer; None if there is none of this number."""
        return find_transfer(connection, number)

    @reads
    def list_these(self, connection: Connection, numbers: Iterable[int]) -> list[ReadTransfer]:
        """Return the transfers of these numbers, in their order."""
        found = selected().where(one_of(bank_transfer.c.id, numbers)).order_by(bank_transfer.c.id)
        return [transfer_of(row) for row in connection.execute(found).all()]

    @reads
    def list_doubtful(self, connection: Connection, *, limit: int) -> list[ReadTransfer]:
        """Return the transfers that wait for a decision, oldest first."""
        found = selected().where(transfer_doubtful).order_by(bank_transfer.c.changed_at, bank_transfer.c.id)
        return [transfer_of(row) for row in connection.execute(found.limit(limit)).all()]

    @reads
    def list_invoices(self, connection: Connection, numbers: Iterable[int]) -> dict[int, Invoice]:
        """Return the invoices of these numbers."""
        found = select(invoice).where(one_of(invoice.c.id, numbers))
        return {row.id: invoice_of(row) for row in connection.execute(found).all()}

    def _decide(self, connection: Connection, stored: ReadTransfer, now: datetime) -> None:
        since = min(now, stored.transfer.at) - AFTER  # what came in time may be told late
        waiting = expected_of(connection, stored.way, since, read_references(stored.transfer.text).right)
        others = list_around(connection, stored, meant_by(stored.transfer, waiting))
        before = told_before(stored.transfer, others)
        if before is not None:
            _move(connection, stored, TransferState.TOLD_BEFORE, now, same_as=before.id)
            return
        known = [
            Known(other.transfer, other.invoice_id, other.is_decided)
            for other in others
            if other.state is not TransferState.TOLD_BEFORE
            or other.transfer.id in {stored.transfer.id, stored.transfer.reverses}
        ]
        decision = decide(stored.transfer, waiting, known, now)
        if isinstance(decision, Settled | Part):
            decision = self._doubted(connection, stored, decision, others) or decision
        self._do(connection, stored, decision, others, now)

    def _doubted(
        self,
        connection: Connection,
        stored: ReadTransfer,
        decision: Settled | Part,
        others: Sequence[ReadTransfer],
    ) -> Doubtful | None:
        """Return why this is a person's to decide all the same, by what the rows know; None if it is not."""
        found = select(invoice, came_of_invoice.label("came")).where(invoice.c.id == decision.topup_id)
        asked = connection.execute(found).one()
        among = (Candidate(decision.topup_id, (Sign.REFERENCE,)),)
        doubt = doubt_of_rate(stored.transfer, invoice_of(asked), int(asked.came or 0))
        if is_left_alone(stored.transfer, others):
            doubt = Doubt.TWIN
        return None if doubt is None else Doubtful(among, doubt)

    def _do(
        self,
        connection: Connection,
        stored: ReadTransfer,
        decision: Decision,
        others: Sequence[ReadTransfer],
        now: datetime,
    ) -> None:
        match decision:
            case Settled(topup_id=invoice_id) | Part(topup_id=invoice_id):
                self._credit(connection, stored, invoice_id, now)
            case Doubtful(candidates=candidates, why=doubt):
                written = written_candidates(candidates)
                _move(connection, stored, TransferState.DOUBTFUL, now, doubt=doubt, candidates=written)
                self._ask(connection, stored, now)
            case Reverses(transfer_id=transfer_id):
                back = next(other for other in others if other.transfer.id == transfer_id)
                self._take_back(connection, stored, back, now)
            case Nobodys() | Again():
                _move(connection, stored, TransferState.NOBODYS, now)

    def _ask(self, connection: Connection, stored: ReadTransfer, now: datetime) -> None:
        """Send the operators a card; where many wait, the queue is enough."""
        waiting = connection.execute(
            select(bank_transfer.c.id).where(transfer_doubtful).limit(CARDS_AT_ONCE + 1)
        )
        if len(waiting.all()) <= CARDS_AT_ONCE:
            told = [notice.doubtful_transfer(operator, stored.id) for operator in sorted(self._operators)]
            enqueue(connection, told, now)

    def _settle_for(
        self, connection: Connection, stored: ReadTransfer, invoice_id: int, operator_id: int, now: datetime
    ) -> int:
        """Credit a doubtful transfer to this invoice, or take back what it reverses; return the payer.

        Raises ShopError("button_old") if the invoice is in another currency, or has nothing to take back.
        """
        row = connection.execute(select(invoice).where(invoice.c.id == invoice_id)).first()
        if row is None or row.currency != stored.transfer.currency:
            raise ShopError("button_old")
        if not stored.transfer.is_reversal:
            self._credit(connection, stored, invoice_id, now, by=operator_id)
            return int(row.person_id)
        same = and_(
            bank_transfer.c.invoice_id == invoice_id,
            bank_transfer.c.state == TransferState.CREDITED,
            bank_transfer.c.amount_minor == stored.transfer.amount_minor,
        )
        had = connection.execute(selected().where(same).order_by(bank_transfer.c.id.desc()).limit(1)).first()
        if had is None:
            raise ShopError("button_old")
        self._take_back(connection, stored, transfer_of(had), now, by=operator_id)
        return int(row.person_id)

    def _credit(
        self,
        connection: Connection,
        stored: ReadTransfer,
        invoice_id: int,
        now: datetime,
        *,
        by: int | None = None,
    ) -> None:
        """Credit what came, under the transfer's own number: once, whoever decides."""
        asked = invoice_of(connection.execute(select(invoice).where(invoice.c.id == invoice_id)).one())
        paid = Paid(
            way=asked.way,
            charge_id=stored.charge_id,
            person_id=asked.person_id,
            payload=asked.payload,
            currency=stored.transfer.currency,
            amount_minor=stored.transfer.amount_minor,
            in_parts=True,  # less and more than was asked count as they are
        )
        if self._crediting.credit(connection, paid, now) is Credited.BEFORE:  # worth nothing in the shop
            _move(connection, stored, TransferState.NOBODYS, now, by=by)
            return
        _move(connection, stored, TransferState.CREDITED, now, by=by, invoice_id=invoice_id)
        self._pair(connection, stored.id, now)

    def _pair(self, connection: Connection, number: int, now: datetime) -> None:
        """End the doubts that were about the money which is credited now: another source told of it, too."""
        credited = find_transfer(connection, number)
        if credited is None:
            return
        others = list_around(connection, credited, ())
        for other in others:
            if other.state is not TransferState.DOUBTFUL:
                continue
            before = told_before(
                other.transfer, [credited, *(each for each in others if each.id != other.id)]
            )
            if before is not None and before.id == number:
                _move(connection, other, TransferState.TOLD_BEFORE, now, same_as=number)
                enqueue(connection, refreshed_cards(connection, other.subject), now)
                return

    def _take_back(
        self,
        connection: Connection,
        reversal: ReadTransfer,
        back: ReadTransfer,
        now: datetime,
        *,
        by: int | None = None,
    ) -> None:
        """Book that the bank took a transfer back: out of the wallet as far as that goes, if it had it."""
        if back.state is TransferState.TOLD_BEFORE and back.same_as is not None:
            back = find_transfer(connection, back.same_as) or back
        if back.state is TransferState.CREDITED:
            self._crediting.was_returned(connection, back.way, back.charge_id, now)
        _move(connection, back, TransferState.TAKEN_BACK, now, invoice_id=back.invoice_id)
        enqueue(connection, refreshed_cards(connection, back.subject), now)
        _move(connection, reversal, TransferState.TOOK_BACK, now, by=by, same_as=back.id)


def _move(
    connection: Connection,
    stored: ReadTransfer,
    state: TransferState,
    now: datetime,
    *,
    by: int | None = None,
    **values: object,
) -> None:
    moving = update(bank_transfer).where(bank_transfer.c.id == stored.id)
    connection.execute(moving.values(state=state, decided_by=by, changed_at=now, **values))
