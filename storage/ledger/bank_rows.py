"""Rows of bank transfers, and of the invoices that they may be for."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, func, select, text

from shop.ledger.matching import AROUND, is_unlike_others
from shop.ledger.matching_facts import Candidate, Doubt, Expected, Sign
from shop.ledger.read_transfer import LONGEST_TEXT, ReadTransfer, TransferState
from shop.ledger.topup import coins_paid
from shop.ledger.transfers import Transfer
from storage.core.columns import fixed
from storage.core.prepared import padded
from storage.core.rows import insert_into
from storage.ledger.bank_tables import bank_transfer, transfer_undecided
from storage.ledger.tables import invoice


def one_at_a_time(connection: Connection) -> None:
    """Have transactions that decide about transfers, or make amounts unique, wait for each other.

    Each must see what the other has decided: two notifications of the same money, two people asked for the
    same amount. On SQLite all writing transactions wait for each other anyway.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("LOCK TABLE bank_transfer IN SHARE ROW EXCLUSIVE MODE"))


def selected() -> Select[Any]:
    """Select transfers."""
    return select(bank_transfer)


def list_around(
    connection: Connection, stored: ReadTransfer, invoices: Collection[int]
) -> list[ReadTransfer]:
    """Return the other transfers that matter to this one: of its money, its id, or these invoices."""
    table, told = bank_transfer, stored.transfer
    same = and_(table.c.currency == told.currency, table.c.amount_minor == told.amount_minor)
    ids = [told.id] if told.reverses is None else [told.id, told.reverses]
    matters = (
        and_(same, table.c.at.between(told.at - AROUND, told.at + AROUND)),
        and_(same, transfer_undecided),
        table.c.source_id.in_(padded(ids)),
        table.c.reverses == told.id,
    )
    # One statement for each: no index serves them all.
    each = [selected().where(table.c.way == stored.way, which) for which in matters]
    each += [selected().where(table.c.invoice_id == number) for number in sorted(invoices)]
    found = {row.id: row for statement in each for row in connection.execute(statement)}
    return [transfer_of(found[number]) for number in sorted(found) if number != stored.id]


def expected_of(
    connection: Connection, way: str, since: datetime, references: Sequence[str]
) -> list[Expected]:
    """Return the invoices of this way whose end is not before `since`, paid or not, and those named."""
    open_still = select(invoice).where(invoice.c.way == way, invoice.c.expires_at > since)
    rows = {row.id: row for row in connection.execute(open_still)}
    for reference in references:
        named = and_(invoice.c.way == way, invoice.c.gateway_id == reference)
        newest = select(func.max(invoice.c.id)).where(named, invoice.c.gateway_id != fixed(""))
        found = select(invoice).where(invoice.c.id == newest.scalar_subquery())
        rows |= {row.id: row for row in connection.execute(found)}
    return [
        Expected(
            topup_id=row.id,
            person_id=row.person_id,
            amount_minor=row.amount_minor,
            currency=row.currency,
            reference=row.gateway_id,
            asked_at=row.created_at,
            ends_at=row.expires_at,
            is_unique=is_unlike_others(row.amount_minor, coins_paid(row.currency)),
        )
        for _, row in sorted(rows.items())
    ]


def written_candidates(candidates: Iterable[Candidate]) -> list[list[Any]]:
    """Return candidates as a row keeps them."""
    return [[each.topup_id, [str(sign) for sign in each.signs]] for each in candidates]


def transfer_of(row: Row[tuple[Any, ...]]) -> ReadTransfer:
    """Return the transfer of this row."""
    told = Transfer(
        id=row.source_id,
        amount_minor=row.amount_minor,
        currency=row.currency,
        at=row.at,
        text=row.text,
        sender=row.sender,
        is_reversal=row.is_reversal,
        reverses=row.reverses,
    )
    return ReadTransfer(
        id=row.id,
        way=row.way,
        transfer=told,
        state=TransferState(row.state),
        invoice_id=row.invoice_id,
        same_as=row.same_as,
        doubt=Doubt(row.doubt) if row.doubt else None,
        candidates=tuple(
            Candidate(number, tuple(Sign(sign) for sign in signs)) for number, signs in row.candidates or ()
        ),
        decided_by=row.decided_by,
        changed_at=row.changed_at,
    )


def add_transfer(connection: Connection, way: str, transfer: Transfer, now: datetime) -> int | None:
    """Store a transfer to be decided about; return its number, None if it is stored already."""
    if transfer.no_number is not None and _is_known_by(connection, way, transfer, transfer.no_number):
        return None
    adding = insert_into(connection, bank_transfer).values(
        way=way,
        source_id=transfer.id,
        amount_minor=transfer.amount_minor,
        currency=transfer.currency,
        at=transfer.at,
        text=transfer.text[:LONGEST_TEXT],
        sender=transfer.sender,
        is_reversal=transfer.is_reversal,
        reverses=transfer.reverses,
        state=TransferState.READ,
        created_at=now,
        changed_at=now,
    )
    once = ["way", "source_id", "amount_minor", "currency", "is_reversal"]
    added = adding.on_conflict_do_nothing(index_elements=once).returning(bank_transfer.c.id)
    number = connection.execute(added).scalar()
    if number is None and "@" not in transfer.id:
        same = and_(bank_transfer.c.way == way, bank_transfer.c.source_id == transfer.id)
        came = connection.execute(select(bank_transfer.c.at).where(same).limit(1)).scalar()
        if came is not None and abs(came - transfer.at) > AROUND:  # banks begin their numbers anew
            return add_transfer(
                connection, way, replace(transfer, id=f"{transfer.id}@{transfer.at:%Y-%m-%d}"), now
            )
    return None if number is None else int(number)


def _is_known_by(connection: Connection, way: str, transfer: Transfer, former_id: str) -> bool:
    """Return True if an earlier version stored this transfer under what it took for its number."""
    of_that_day = f"{former_id}@{transfer.at:%Y-%m-%d}"
    same = select(bank_transfer.c.id).where(
        bank_transfer.c.way == way,
        bank_transfer.c.source_id.in_([former_id, of_that_day]),
        bank_transfer.c.amount_minor == transfer.amount_minor,
        bank_transfer.c.currency == transfer.currency,
        bank_transfer.c.is_reversal == transfer.is_reversal,
        bank_transfer.c.at == transfer.at,
    )
    return connection.execute(same.limit(1)).first() is not None


def find_transfer(connection: Connection, number: int) -> ReadTransfer | None:
    """Return the transfer of this number; None if there is none."""
    row = connection.execute(selected().where(bank_transfer.c.id == number)).first()
    return transfer_of(row) if row is not None else None
