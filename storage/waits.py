"""Keep the waits in rows right when the clock is set and while the kiosk is off.

A wait is stored as a moment. When the clock is set, that moment means another time, so it moves with the
clock. While the kiosk is off nobody can act, so deadlines move by that time.
"""

from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    Connection,
    Interval,
    Table,
    and_,
    delete,
    func,
    literal,
    select,
    type_coerce,
    update,
)

from shop import notice
from shop.ledger.topup import FOLLOWED
from shop.ordering.order import RESERVED_FOR
from shop.reconciliation.case import CaseState
from storage.alerts.tables import alert, alert_closed, alert_due, alert_open
from storage.catalogue.tables import panel_account
from storage.core.columns import Moment, fixed
from storage.core.database import Database
from storage.core.tables import heartbeat, pause
from storage.core.units import reads, writes
from storage.desk.tables import desk_question
from storage.growth.tables import gift, gift_open, growth_question
from storage.ledger.tables import (
    audited,
    checkout,
    invoice,
    payment_return,
    return_open,
    topup,
    topup_asking,
    wallet_change,
    wallet_change_open,
)
from storage.messages.outbox import enqueue
from storage.messages.tables import outbox, outbox_held, outbox_pending
from storage.orders.mass_tables import mass_order, mass_unused
from storage.orders.tables import (
    attempt,
    confirm,
    confirm_unused,
    draft,
    order_at_work,
    order_in_line,
    order_search,
    orders,
    request,
)
from storage.orders.tables import request_under_way as request_waits
from storage.orphans.tables import orphan, orphan_look
from storage.people.tables import person, person_asked, person_wants_news, told_service
from storage.reconciliation.tables import case_to_decide, case_unsettled, inquiry
from storage.tickets.tables import ticket_asked

TO_DECIDE_AT_LEAST = timedelta(hours=1)
"""How long an operator has at least after a start, whatever the deadline was."""

NOTED_FROM = timedelta(hours=1)
"""Shorter pauses are not noted: of the days in which payments are looked for they take next to nothing."""

LONGEST_WAIT = timedelta(hours=25)
"""The kiosk writes no longer wait, except operators' deadlines: a retried message waits a day."""

_UNSETTLED_ORDER = attempt.c.order_id.in_(select(inquiry.c.order_id).where(case_unsettled))
_OPEN = and_(case_unsettled, inquiry.c.state == fixed(CaseState.OPEN))

# Held messages wait for a time of day by people's own clocks, which no computer's clock moves.
_DUE_SOON = and_(outbox_pending, ~outbox_held)

# The rows under way, and each of their moments that is compared with now: in the order in which others lock
# them, who pay for an order, save a draft, confirm it, send it, hear of it, and owe a notice of that.
_UNDER_WAY: tuple[tuple[Table, ColumnElement[bool] | None, tuple[str, ...]], ...] = (
    (topup, topup_asking, ("changed_at",)),
    (checkout, checkout.c.told_at.is_(None), ("agreed_at",)),
    (payment_return, return_open, ("asked_at", "unanswered_at")),
    (wallet_change, wallet_change_open, ("asked_at", "changed_at")),
    (person, person_asked, ("question_at",)),
    (person, person_wants_news, ("news_at", "news_told_at")),
    (confirm, confirm_unused, ("expires_at",)),
    (mass_order, mass_unused, ("expires_at",)),
    (draft, draft.c.list_due_at.is_not(None), ("list_due_at",)),
    (orders, order_in_line, ("not_before", "give_up_at")),
    (orders, orders.c.ask_at.is_not(None), ("ask_at", "checked_at", "heard_at", "refund_held_at")),
    (orders, order_at_work, ("placed_at", "begun_at")),
    (attempt, _UNSETTLED_ORDER, ("started_at", "finished_at", "balance_before_at")),
    (inquiry, case_unsettled, ("opened_at", "due_at", "soon_at", "first_at", "second_at", "third_at")),
    (request, request_waits, ("not_before", "changed_at", "checked_at")),
    (gift, gift_open, ("expires_at",)),
    (outbox, _DUE_SOON, ("not_before",)),
    (alert, alert_open, ("opened_at", "signaled_at", "due_at", "rung_at", "muted_until")),
    (alert, and_(alert_closed, alert_due), ("due_at",)),
    (desk_question, desk_question.c.answered_by.is_(None), ("asked_at",)),
    (told_service, told_service.c.differs_at.is_not(None), ("differs_at",)),
    (order_search, order_search.c.words.is_(None), ("asked_at",)),
    (ticket_asked, ticket_asked.c.ended_by.is_(None), ("asked_at",)),
    (growth_question, growth_question.c.answered_by.is_(None), ("asked_at",)),
    (audited, None, ("at", "whole_at")),
    (pause, None, ("until",)),
    (orphan, orphan.c.shown_at.is_(None), ("found_at",)),
    (orphan_look, None, ("due_at", "lists_since")),
    (panel_account, None, ("balance_at", "balance_asked_at", "catalogue_at", "trouble_at")),
    (panel_account, None, ("shared_at", "unseen_at", "late_at", "strange_told_at")),
)
_CLAMPED: tuple[tuple[Table, ColumnElement[bool], str], ...] = (
    (orders, order_in_line, "not_before"),
    (request, request_waits, "not_before"),
    (outbox, _DUE_SOON, "not_before"),
    (alert, alert_due, "due_at"),
    (inquiry, _OPEN, "due_at"),
    (person, person_wants_news, "news_at"),
)
MOVED = frozenset(
    {f"{table.name}.{name}" for table, _, names in _UNDER_WAY for name in names} | {"invoice.expires_at"}
)
"""Every `table.column` that moves with the clock."""


class Waits:
    """Moves the waits in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @writes
    def beat(self, connection: Connection, now: datetime) -> None:
        """Write a heartbeat: the kiosk is alive."""
        noted = connection.execute(update(heartbeat).values(alive_at=now))
        if noted.rowcount == 0:
            connection.execute(heartbeat.insert().values(id=1, alive_at=now))

    @reads
    def last_beat(self, connection: Connection) -> datetime | None:
        """Return when the kiosk was last alive, by the clock of then; None if it never ran."""
        found: datetime | None = connection.execute(select(heartbeat.c.alive_at)).scalar()
        return found

    @writes
    def move(self, connection: Connection, by: timedelta, now: datetime) -> None:
        """Move every wait by as much as the clock was set, later or sooner.

        `now` is the time by the clock as it was.
        """
        # One that has expired would be good again where the clock is set back to before that.
        earliest = now + min(by, timedelta(0))
        good = update(invoice).where(invoice.c.expires_at > earliest)
        connection.execute(good.values(expires_at=self._moved(invoice.c.expires_at, by)))
        for table, which, names in _UNDER_WAY:
            moving = update(table).values({name: self._moved(table.c[name], by) for name in names})
            connection.execute(moving if which is None else moving.where(which))
        _note_pause(connection, now, by)  # one that was set ahead left out a time, in which nobody asked
        # In the same transaction: a process that dies now must not move them again at its next start.
        connection.execute(update(heartbeat).values(alive_at=now + by))

    @writes
    def wake_too_late(self, connection: Connection, now: datetime) -> None:
        """End at once every wait longer than any can be: a wrong clock wrote it."""
        for table, which, name in _CLAMPED:
            late = table.c[name] > now + LONGEST_WAIT
            connection.execute(update(table).where(which, late).values({name: now}))
        late = and_(order_in_line, orders.c.give_up_at > now + LONGEST_WAIT)
        connection.execute(update(orders).where(late).values(give_up_at=now + RESERVED_FOR))

    @writes
    def was_off(self, connection: Connection, off: timedelta, now: datetime) -> None:
        """Extend deadlines by the time `off`, and to where operators can still meet them.

        The cards that name an operator's deadline are owed anew.
        """
        connection.execute(update(pause).values(until=self._moved(pause.c.until, off)))
        _note_pause(connection, now - off, off)
        waiting = update(orders).where(order_in_line)
        connection.execute(waiting.values(give_up_at=self._moved(orders.c.give_up_at, off)))
        deciding = update(inquiry).where(case_to_decide)
        connection.execute(deciding.values(due_at=self._moved(inquiry.c.due_at, off)))
        soon = and_(case_to_decide, inquiry.c.due_at < now + TO_DECIDE_AT_LEAST)
        connection.execute(update(inquiry).where(soon).values(due_at=now + TO_DECIDE_AT_LEAST))
        undecided = select(orders.c.id, orders.c.person_id).join(inquiry, inquiry.c.order_id == orders.c.id)
        cards = [
            notice.card(row.id, row.person_id) for row in connection.execute(undecided.where(case_to_decide))
        ]
        enqueue(connection, cards, now)

    def _moved(self, column: ColumnElement[datetime], by: timedelta) -> ColumnElement[datetime]:
        """Return this moment moved by so much."""
        if not self._database.is_sqlite:
            return type_coerce(column.op("+")(literal(by, Interval())), Moment)
        # SQLite stores moments as text with six decimals of a second; strftime writes three.
        later = func.strftime("%Y-%m-%d %H:%M:%f", column, f"{by.total_seconds():+.3f} seconds")
        return type_coerce(later.op("||")("000"), Moment)


def _note_pause(connection: Connection, since: datetime, length: timedelta) -> None:
    """Keep a pause for as long as payments of before it are looked for, see storage/ledger/followed."""
    until = since + length
    connection.execute(delete(pause).where(pause.c.until <= until - FOLLOWED))
    if length >= NOTED_FROM:
        connection.execute(pause.insert().values(since=since, until=until))
