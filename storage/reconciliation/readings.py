"""Readings of the panel account: compare each with the one before and the cost of our orders between.

Every function here works inside the caller's transaction.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, and_, func, select, update

from shop.ordering.order import AT_WORK, OrderState
from shop.ordering.place import AttemptOutcome
from shop.reconciliation.attempts import Attempt, spent_between
from shop.reconciliation.case import Resolution
from shop.reconciliation.decide import WATCHED_FOR
from shop.reconciliation.readings import (
    DECIMALS,
    UNSEEN_FOR,
    Habits,
    Reading,
    compared,
    grain_of,
    is_as_reckoned,
    is_shared,
    slack_of,
)
from storage.catalogue.tables import panel_account
from storage.core.prepared import Prepared, among, given, numbers
from storage.orders.spread import SPREADING
from storage.orders.tables import attempt, orders
from storage.reconciliation.tables import case_unsettled, inquiry

LAST_ATTEMPTS = 50
"""Between two readings there are few attempts, because each attempt begins with one."""

FEW_ATTEMPTS = 4
"""So many tell enough nearly always; only then are LAST_ATTEMPTS read."""

MANY_ATTEMPTS = 1_000
"""So many may lie between two readings where orders need no balance."""

RUNNING_ASKED = 200
"""How many orders are summed at most."""


def note_reading(connection: Connection, panel: str, reading: Reading) -> None:
    """Store this reading, and what it shows of the panel's habits and of money that is not ours.

    Money that left without an order of ours adds up until the operators are told.
    """
    values: dict[str, object] = {
        "balance_micro": reading.micro,
        "balance_decimals": reading.decimals,
        "balance_asked_at": reading.asked_at,
        "balance_at": reading.at,
        "trouble": None,
        "trouble_at": None,
    }
    if reading.currency:
        values["currency"] = reading.currency
    earlier, habits, _ = last_reading(connection, panel)
    values["as_reckoned"] = False
    if earlier and earlier.currency and reading.currency not in {None, earlier.currency}:
        # Figures of two currencies say nothing of each other, and what is unseen or untold is of the old one.
        earlier = None
        values |= {"unseen_micro": 0, "unseen_at": None, "strange_micro": 0}
    # An answer that a later one overtook is about a moment already known.
    if earlier is not None and reading.asked_at >= earlier.at:
        newest, has_more = _attempts_since(connection, panel, earlier)
        spent = spent_between(newest, earlier, reading, has_more=has_more)
        strange, since = compared(earlier, reading, spent, habits)
        values["as_reckoned"] = is_as_reckoned(earlier, reading, spent, since)
        if strange:
            strange = max(0, strange - _in_cases(connection, panel, reading.at))
        if strange:
            strange = max(0, strange - _charged_while_running(connection, panel, strange))
        values |= {name: getattr(since, name) for name in _HABITS}
        if strange:
            values |= {"shared_at": reading.at, "shared_micro": strange}
            values["strange_micro"] = _untold(connection, panel) + strange
            _watch(
                connection, panel, strange, slack_of(grain_of(earlier.decimals, reading.decimals), 1), reading
            )
    _noting(tuple(values)).run(connection, panel=panel, **values)


def _attempts_since(connection: Connection, panel: str, earlier: Reading) -> tuple[list[Attempt], bool]:
    """Return the attempts since this balance, newest first, and whether there may be more.

    One that began before it is enough where an account has one attempt after the other. Of those that go by
    reference many are in flight at once, and their account's balance is read once a minute.
    """
    newest = newest_attempts(connection, panel, FEW_ATTEMPTS)
    if any(one.by_reference for one in newest):
        newest = newest_attempts(connection, panel, MANY_ATTEMPTS)
        return newest, len(newest) == MANY_ATTEMPTS
    if len(newest) < FEW_ATTEMPTS or newest[-1].started_at >= earlier.asked_at:
        newest = newest_attempts(connection, panel, LAST_ATTEMPTS)
    return newest, len(newest) == LAST_ATTEMPTS


@cache
def _noting(columns: tuple[str, ...]) -> Prepared:
    """Return what writes these columns of a panel's account."""

    def upsert(insert: Any) -> Any:
        adding = insert(panel_account)
        values = {name: adding.excluded[name] for name in columns}
        return adding.on_conflict_do_update(index_elements=["panel"], set_=values)

    return Prepared(upsert, columns=("panel", *columns))


_NEWEST = Prepared(select(attempt).order_by(attempt.c.id.desc()).limit(given("count")))
_NAMED = Prepared(
    select(
        *(orders.c.id, orders.c.panel, orders.c.state, orders.c.panel_order_id),
        *(orders.c.cost_micro, orders.c.terms, orders.c.by_reference),
    ).where(among(orders.c.id, "ids"))
)
_ACCOUNT = Prepared(select(panel_account).where(panel_account.c.panel == given("panel")))


def habits_of(connection: Connection, panel: str) -> Habits:
    """Return how this panel's balance has followed our orders."""
    return last_reading(connection, panel)[1]


_HABITS = ("prompt_run", "unseen_micro", "unseen_at", "late_at")


def is_used_by_others(connection: Connection, panel: str, now: datetime) -> bool:
    """Return True if money that is not ours has lately left this panel's account."""
    row = _ACCOUNT.first(connection, panel=panel)
    return row is not None and is_shared(row.shared_at, now)


def last_reading(connection: Connection, panel: str) -> tuple[Reading | None, Habits, bool]:
    """Return the last balance, how this panel's balance follows our orders, and if it was as reckoned."""
    row = _ACCOUNT.first(connection, panel=panel)
    if row is None:
        return None, Habits(), False
    habits = Habits(row.prompt_run, row.unseen_micro, row.unseen_at, row.late_at)
    if row.balance_micro is None or row.balance_asked_at is None:
        return None, habits, False
    decimals = DECIMALS if row.balance_decimals is None else row.balance_decimals
    reading = Reading(row.balance_micro, row.balance_asked_at, row.balance_at, row.currency, decimals)
    return reading, habits, bool(row.as_reckoned)


def _untold(connection: Connection, panel: str) -> int:
    known = select(panel_account.c.strange_micro).where(panel_account.c.panel == panel)
    return int(connection.execute(known).scalar() or 0)


def _watch(connection: Connection, panel: str, strange: int, slack: int, reading: Reading) -> None:
    """If exactly the cost of a voided order has left the account, note that it may have been charged."""
    lately = and_(
        inquiry.c.panel == panel,
        inquiry.c.verdict == Resolution.VOIDED,
        inquiry.c.decided_by.is_(None),
        inquiry.c.charged_at.is_(None),
        inquiry.c.settled_at > reading.at - WATCHED_FOR,
    )
    found = select(inquiry.c.order_id, orders.c.cost_micro).join(orders, orders.c.id == inquiry.c.order_id)
    rows = connection.execute(found.where(lately).order_by(inquiry.c.order_id)).all()
    for row in rows:
        if abs((row.cost_micro or 0) - strange) <= slack:
            noting = update(inquiry).where(inquiry.c.order_id == row.order_id)
            connection.execute(noting.values(charged_at=reading.at))
            return


def newest_attempts(connection: Connection, panel: str, limit: int) -> list[Attempt]:
    """Return those of the newest attempts that are at this panel account, newest first."""
    return at_panel(connection, panel, _NEWEST.all(connection, count=limit))


def at_panel(connection: Connection, panel: str, rows: Sequence[Any]) -> list[Attempt]:
    """Return those of these attempts (rows) whose order is at this panel account, in the same order.

    Orders are read by id alone: with a join or a panel condition, SQLite would misjudge their number and
    scan the whole table.
    """
    named = _NAMED.all(connection, ids=numbers({row.order_id for row in rows}))
    ours = {row.id: row for row in named if row.panel == panel}
    return [
        Attempt(
            outcome=AttemptOutcome(row.outcome),
            started_at=row.started_at,
            finished_at=row.finished_at,
            order_id=of.id,
            state=OrderState(of.state),
            panel_order_id=of.panel_order_id,
            cost_micro=of.cost_micro,
            terms=of.terms,
            by_reference=of.by_reference,
        )
        for row in rows
        if (of := ours.get(row.order_id)) is not None
    ]


def _in_cases(connection: Connection, panel: str, now: datetime) -> int:
    """Return what orders whose answer was lost may have cost, whenever the panel charges it."""
    adopted = and_(inquiry.c.verdict == Resolution.ADOPTED, inquiry.c.settled_at > now - UNSEEN_FOR)
    costs = select(orders.c.cost_micro).join(inquiry, inquiry.c.order_id == orders.c.id)
    total = 0
    for which in (case_unsettled, adopted):  # each by its own index
        found = costs.where(inquiry.c.panel == panel, which).limit(RUNNING_ASKED)
        total += sum((row.cost_micro or 0) for row in connection.execute(found).all())
    return total


def _charged_while_running(connection: Connection, panel: str, strange: int) -> int:
    """Return how much of `strange` the panel may have charged for our running orders.

    Panels charge a subscription for each new post and some charge a drip-feed for each run.
    """
    running = and_(orders.c.panel == panel, orders.c.state.in_(AT_WORK))
    runs, per_post = SPREADING
    by_posts = func.coalesce(per_post, "0") != "0"
    found = select(orders.c.cost_micro, *SPREADING).where(running, by_posts | runs.is_not(None))
    rows = connection.execute(found.limit(RUNNING_ASKED)).all()
    if len(rows) == RUNNING_ASKED or any(int(row.per_post_micro or 0) for row in rows):
        return strange
    return sum((row.cost_micro or 0) for row in rows)
