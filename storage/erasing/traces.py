"""Traces of a person's messages: found in reads, which may scan while others write, then emptied."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Text, and_, cast, delete, false, or_, select, update

from shop.notice import NoticeState
from shop.updates import UpdateState
from storage.core.columns import fixed
from storage.core.prepared import one_of
from storage.messages.asides import tells_of_money
from storage.messages.tables import inbox, outbox

EMPTY_UPDATE = "{}"
"""What is left of an update: its number, so that it is not handled again."""

AT_ONCE = 1_000


def find_updates(connection: Connection, person_id: int, until: datetime) -> list[int]:
    """Return updates of theirs, received up to `until`, that still have words; none of money."""
    has_words = or_(inbox.c.raw != EMPTY_UPDATE, inbox.c.error.is_not(None))
    theirs = and_(inbox.c.person_id == person_id, inbox.c.received_at <= until, has_words, ~tells_of_money)
    return list(connection.execute(select(inbox.c.seq).where(theirs).limit(AT_ONCE)).scalars())


def empty_updates(connection: Connection, found: Iterable[int]) -> int:
    """Empty those of these that were handled, delete those set aside; return how many still wait."""
    ids = list(found)
    these = one_of(inbox.c.seq, ids)
    connection.execute(delete(inbox).where(these, inbox.c.state == fixed(UpdateState.ASIDE)))
    emptied = {"raw": EMPTY_UPDATE, "error": None}
    connection.execute(update(inbox).where(these, inbox.c.state == fixed(UpdateState.DONE)).values(emptied))
    waiting = select(inbox.c.seq).where(these, inbox.c.state == fixed(UpdateState.WAITING))
    return len(connection.execute(waiting).all())


def find_letters(
    connection: Connection, person_id: int, until: datetime, operators: Iterable[int]
) -> list[int]:
    """Return letters to them, and alerts to operators about them, that still have something in them."""
    has_words = or_(cast(outbox.c.payload, Text) != "{}", outbox.c.error.is_not(None))
    theirs = and_(outbox.c.chat_id == person_id, outbox.c.state != fixed(NoticeState.PENDING))
    asked = or_(false(), *(_alerts_about(person_id, operator) for operator in operators))
    which = and_(or_(theirs, asked), outbox.c.created_at <= until, has_words)
    return list(connection.execute(select(outbox.c.id).where(which).limit(AT_ONCE)).scalars())


def _alerts_about(person_id: int, operator: int) -> ColumnElement[bool]:
    """Return the condition for alerts that this person asks for somebody: they have the name."""
    begins = f"alert:{operator}:asks:{person_id}:"
    return and_(outbox.c.dedupe_key >= begins, outbox.c.dedupe_key < begins[:-1] + ";")


def empty_letters(connection: Connection, found: Iterable[int], now: datetime) -> None:
    """Empty these; one that waits is not sent."""
    these = one_of(outbox.c.id, found)
    waits = and_(these, outbox.c.state == fixed(NoticeState.PENDING))
    connection.execute(update(outbox).where(waits).values(state=NoticeState.STOPPED, finished_at=now))
    connection.execute(update(outbox).where(these).values(payload={}, error=None))
