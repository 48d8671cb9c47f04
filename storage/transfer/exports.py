"""Exports that wait, and the pages of what they hold.

Each page is one short reading by key, so an export of any size holds no transaction open. The book only
grows: what stood in it when the export began is there to its end. Orders and people may change while they
are read; each line is true at the moment it was read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, delete, func, select, tuple_, update

from shop.acts import EXPORT, Act, Did, subject_of
from shop.ledger.journals import PERSONAL, AccountKind
from shop.money import amount_text
from shop.person import Standing
from shop.transfer.cells import Cell, Micro
from shop.transfer.export import PAGE, Export, ExportKind, FileForm, Span
from storage.catalogue.tables import person_level
from storage.core.database import Database
from storage.core.rows import insert_into
from storage.core.units import reads, writes
from storage.desk.acts import note_act
from storage.desk.cards import remember_card
from storage.desk.tables import standing
from storage.ledger.tables import account, journal, posting
from storage.orders.tables import orders
from storage.people.tables import person
from storage.transfer.tables import export

Key = tuple[int, int]
"""Where a page ends: an order's or a person's number, or a journal's and its line."""

REMEMBERED = timedelta(days=1)
"""How long an export is known after its end: a tap that is handled again must not make it again."""

START: Key = (-(2**62), 0)


@dataclass(frozen=True, slots=True)
class Cut:
    """Which lines are wanted: those behind `after`, up to the row of number `upto`, at most `limit`."""

    wanted: Export
    currency: str
    after: Key
    upto: int
    limit: int = PAGE


class Exports:
    """Reads and writes `export`, and reads what is exported."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @writes
    def ask(self, connection: Connection, wanted: Export, update_id: int, now: datetime) -> None:
        """Have the worker make this file, and note who wanted it; the same update again changes nothing."""
        connection.execute(delete(export).where(export.c.ended_at < now - REMEMBERED))
        values = {
            "kind": wanted.kind,
            "form": wanted.form,
            "span": wanted.span,
            "since": wanted.since,
            "until": wanted.until,
            "asked_by": wanted.asked_by,
            "message_id": wanted.message_id,
            "update_id": update_id,
            "created_at": now,
        }
        adding = insert_into(connection, export).values(values).on_conflict_do_nothing()
        number = connection.execute(adding.returning(export.c.id)).scalar()
        if number is None:
            return
        subject = subject_of(EXPORT, number)
        remember_card(connection, subject, wanted.asked_by, wanted.message_id, now)
        details = {"kind": str(wanted.kind), "span": str(wanted.span), "form": str(wanted.form)}
        note_act(connection, Act(wanted.asked_by, Did.EXPORTED, subject=subject, details=details), now)

    @writes
    def begin_next(self, connection: Connection) -> Export | None:
        """Return the export that has waited longest, and count this try; None if none waits."""
        row = connection.execute(
            select(export).where(export.c.ended_at.is_(None)).order_by(export.c.id).limit(1)
        ).first()
        if row is None:
            return None
        connection.execute(update(export).where(export.c.id == row.id).values(tries=row.tries + 1))
        return Export(
            row.id,
            ExportKind(row.kind),
            FileForm(row.form),
            Span(row.span),
            row.since,
            row.until,
            row.asked_by,
            row.message_id,
            row.tries,
        )

    @writes
    def end(self, connection: Connection, number: int, now: datetime) -> None:
        """Note that this export was sent, or cannot be made."""
        connection.execute(update(export).where(export.c.id == number).values(ended_at=now))

    @reads
    def last_key(self, connection: Connection, kind: ExportKind) -> int:
        """Return the number of the newest row now: what comes later is not in this export."""
        column = {
            ExportKind.ORDERS: orders.c.id,
            ExportKind.PEOPLE: person.c.id,
            ExportKind.BOOK: journal.c.id,
        }[kind]
        return int(connection.execute(select(func.max(column))).scalar() or 0)

    @reads
    def page(self, connection: Connection, cut: Cut) -> tuple[list[Sequence[Cell]], Key | None]:
        """Return the lines of the next rows that are of the span, and the key they end with; None at the end.

        Whatever the span is, a page reads `cut.limit` rows and no more: a question for a rare row may go
        through everything there is.
        """
        read = {
            ExportKind.ORDERS: _orders,
            ExportKind.PEOPLE: _people,
            ExportKind.BOOK: _book,
        }[cut.wanted.kind]
        return read(connection, cut)


def _is_within(made_at: datetime, wanted: Export) -> bool:
    since, until = wanted.since, wanted.until
    return (since is None or made_at >= since) and (until is None or made_at < until)


_TOLD_OF_ORDERS = (
    *("id", "created_at", "person_id", "service_id", "terms", "quantity", "state", "price_micro", "currency"),
    *("discount_micro", "refunded_micro", "cost_here_micro", "charge_here_micro", "panel_order_id"),
    *("former_number", "start_count", "remains", "placed_at", "finished_at"),
)


def _orders(connection: Connection, cut: Cut) -> tuple[list[Sequence[Cell]], Key | None]:
    which = and_(orders.c.id > cut.after[0], orders.c.id <= cut.upto)
    told = (orders.c[name] for name in _TOLD_OF_ORDERS)
    rows = connection.execute(select(*told).where(which).order_by(orders.c.id).limit(cut.limit)).all()
    if not rows:
        return [], None
    return [_order_line(row) for row in rows if _is_within(row.created_at, cut.wanted)], (rows[-1].id, 0)


def _order_line(row: Any) -> Sequence[Cell]:
    terms = row.terms or {}
    return (
        row.id,
        row.created_at,
        row.person_id,
        row.service_id,
        str(terms.get("service_name", "")),
        str(terms.get("link", "")),
        row.quantity,
        row.state,
        Micro(row.price_micro),
        row.currency,
        Micro(row.discount_micro),
        Micro(row.refunded_micro),
        Micro(row.cost_here_micro) if row.cost_here_micro else None,  # 0: a subscription's posts cost, not it
        None if row.charge_here_micro is None else Micro(row.charge_here_micro),
        row.panel_order_id or row.former_number,
        row.start_count,
        row.remains,
        row.placed_at,
        row.finished_at,
    )


def _people(connection: Connection, cut: Cut) -> tuple[list[Sequence[Cell]], Key | None]:
    which = and_(person.c.id > cut.after[0], person.c.id <= cut.upto)
    columns = (
        *(person.c.id, person.c.name, person.c.username, person.c.language, person.c.reachable),
        *(person.c.created_at, person.c.seen_at, person_level.c.level, standing.c.state),
    )
    joined = person.outerjoin(person_level, person_level.c.person_id == person.c.id)
    joined = joined.outerjoin(standing, standing.c.person_id == person.c.id)
    found = select(*columns).select_from(joined).where(which).order_by(person.c.id).limit(cut.limit)
    rows = connection.execute(found).all()
    if not rows:
        return [], None
    money = _money(connection, rows[0].id, rows[-1].id)
    lines = [
        _person_line(row, money.get(row.id, {}), cut.currency)
        for row in rows
        if _is_within(row.created_at, cut.wanted)
    ]
    return lines, (rows[-1].id, 0)


def _money(connection: Connection, first: int, last: int) -> dict[int, dict[tuple[str, str], int]]:
    """Return what the people of these numbers have: by person, then by currency and kind of account."""
    personal = account.c.kind.in_(PERSONAL)
    theirs = account.c.owner_id.between(first, last)
    found = select(account).where(theirs, personal, account.c.balance_micro != 0)
    money: dict[int, dict[tuple[str, str], int]] = {}
    for row in connection.execute(found).all():
        money.setdefault(row.owner_id, {})[row.currency, row.kind] = row.balance_micro
    return money


def _person_line(row: Any, money: dict[tuple[str, str], int], currency: str) -> Sequence[Cell]:
    shown = {(currency, AccountKind.WALLET), (currency, AccountKind.HELD)}
    others = sorted((*place, micro) for place, micro in money.items() if place not in shown)
    return (
        row.id,
        row.name,
        row.username,
        row.language,
        Micro(money.get((currency, AccountKind.WALLET), 0)),
        currency,
        row.level,
        "yes" if row.state == Standing.BANNED else "no",
        Micro(money.get((currency, AccountKind.HELD), 0)),
        "; ".join(f"{amount_text(micro)} {code} {kind}" for code, kind, micro in others),
        "yes" if row.reachable else "no",
        row.created_at,
        row.seen_at,
    )


def _book(connection: Connection, cut: Cut) -> tuple[list[Sequence[Cell]], Key | None]:
    place = tuple_(posting.c.journal_id, posting.c.seq)
    which = and_(
        posting.c.journal_id >= cut.after[0],
        posting.c.journal_id <= cut.upto,
        place > tuple_(*cut.after),
    )
    columns = (
        *(posting.c.journal_id, posting.c.seq, posting.c.amount_micro, posting.c.balance_micro),
        *(journal.c.created_at, journal.c.kind, journal.c.key, journal.c.order_id, journal.c.actor_id),
        *(journal.c.reason, account.c.kind.label("account"), account.c.owner_id, account.c.currency),
    )
    joined = posting.join(journal, journal.c.id == posting.c.journal_id)
    joined = joined.join(account, account.c.id == posting.c.account_id)
    found = select(*columns).select_from(joined).where(which)
    rows = connection.execute(found.order_by(posting.c.journal_id, posting.c.seq).limit(cut.limit)).all()
    if not rows:
        return [], None
    lines = [_posting_line(row) for row in rows if _is_within(row.created_at, cut.wanted)]
    return lines, (rows[-1].journal_id, rows[-1].seq)


def _posting_line(row: Any) -> Sequence[Cell]:
    return (
        row.journal_id,
        row.seq,
        row.created_at,
        row.kind,
        row.key,
        row.order_id,
        row.actor_id,
        row.reason,
        row.account,
        row.owner_id,
        row.currency,
        Micro(row.amount_micro),
        Micro(row.balance_micro),
    )
