"""Begin and end alerts, inside the transaction that makes their condition true or untrue."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, func, select, update

from shop.acts import ALERT, subject_of
from shop.alert_cases import FLAPS_WITHIN, HEAP, OF_AN_ORDER, AlertState, is_same_case
from shop.alerts import AlertKind, Condition, Facts, order_subject
from storage.alerts.tables import alert, alert_card, alert_closed, alert_open
from storage.core.prepared import Prepared, given, one_of, padded
from storage.core.rows import insert_into, number_from
from storage.desk.cards import remember_arrived

_OPEN = Prepared(
    select(alert.c.id, alert.c.facts).where(
        alert.c.kind == given("kind"), alert.c.subject == given("subject"), alert_open
    )
)
_LAST = Prepared(
    select(alert.c.id, alert.c.closed_at, alert.c.muted_until)
    .where(alert.c.kind == given("kind"), alert.c.subject == given("subject"), alert_closed)
    .order_by(alert.c.id.desc())
    .limit(1)
)


def hold(connection: Connection, which: ColumnElement[bool]) -> None:
    """Lock these alerts, as whoever changes several does: by number, and those of heaps behind the rest."""
    found = select(alert.c.id).where(which).order_by(alert.c.subject == HEAP, alert.c.id)
    connection.execute(found.with_for_update(key_share=True)).all()


def open_facts(connection: Connection, kind: AlertKind, subject: str) -> Facts:
    """Return the facts of this alert; none if it is not open."""
    row = _OPEN.first(connection, kind=kind, subject=subject)
    return {} if row is None else dict(row.facts)


def begin_all(connection: Connection, conditions: Iterable[Condition], now: datetime) -> None:
    """Begin each of these; see `begin`."""
    several = tuple(conditions)
    if len(several) > 1:
        hold(connection, and_(alert_open, alert.c.kind.in_({one.kind for one in several})))
    for one in several:
        begin(connection, one, now)


def begin(connection: Connection, so: Condition, now: datetime) -> None:
    """Open an alert for this condition, or note on the open one that it holds, with its present facts."""
    key = {"kind": so.kind, "subject": so.subject}
    row = _OPEN.first(connection, **key)
    if row is not None:
        _note(connection, row.id, so, now, is_new=row.facts != dict(so.facts))
        return
    last = _LAST.first(connection, **key)
    if last is not None and is_same_case(last.closed_at, now) and _reopen(connection, last.id, so, now):
        return
    is_muted = last is not None and last.muted_until is not None and last.muted_until > now
    muted_until = last.muted_until if is_muted else None
    adding = insert_into(connection, alert).values(
        **key,
        state=AlertState.OPEN,
        facts=dict(so.facts),
        opened_at=now,
        changed_at=now,
        signaled_at=now,
        due_at=muted_until or now,
        muted_until=muted_until,
    )
    # Another transaction may have opened it in this moment: then that alert is this one.
    connection.execute(
        adding.on_conflict_do_nothing(index_elements=["kind", "subject"], index_where=alert_open)
    )


def _note(connection: Connection, alert_id: int, so: Condition, now: datetime, *, is_new: bool) -> None:
    values: dict[str, object] = {"signaled_at": now}
    if is_new or so.rings:
        values |= {**_changed(now), "facts": dict(so.facts)}
    if so.rings:
        values |= {"is_anew": True}
    this = and_(alert.c.id == alert_id, alert_open)
    heaps = connection.execute(update(alert).where(this).values(values).returning(alert.c.heap_id)).scalars()
    _touch_heaps(connection, heaps.all(), now)


def _reopen(connection: Connection, alert_id: int, so: Condition, now: datetime) -> bool:
    """Open this alert again; return False unless it was closed so lately that this is the same case."""
    again = {
        **_changed(now),
        "state": AlertState.OPEN,
        "facts": dict(so.facts),
        "times": alert.c.times + 1,
        "closed_at": None,
        "signaled_at": now,
        "is_anew": so.rings,
    }
    this = and_(alert.c.id == alert_id, alert_closed, alert.c.closed_at >= now - FLAPS_WITHIN)
    row = connection.execute(update(alert).where(this).values(again).returning(alert.c.heap_id)).first()
    if row is not None and row.heap_id is not None:  # its heap may be over, and another one open
        join_heap(connection, alert_id, so.kind, now)
    return row is not None


def join_heap(connection: Connection, alert_id: int, kind: AlertKind, now: datetime) -> None:
    """Have this alert stand on the card that further ones of its kind share."""
    heap_id = heap_for(connection, kind, now)
    joining = update(alert).where(alert.c.id == alert_id)
    connection.execute(joining.values(heap_id=heap_id, due_at=None, is_anew=False))
    _touch_heaps(connection, [heap_id], now)


def end(connection: Connection, kind: AlertKind, subject: str, now: datetime) -> bool:
    """Close this alert: its condition is over. Return False if it was not open."""
    return end_where(connection, and_(alert.c.kind == kind, alert.c.subject == subject), now) > 0


def end_where(connection: Connection, which: ColumnElement[bool], now: datetime) -> int:
    """Close the open alerts of these; return how many. A heap is over when all of its alerts are."""
    over = {**_changed(now), "state": AlertState.CLOSED, "closed_at": now, "is_anew": False}
    closing = update(alert).where(which, alert_open).values(over).returning(alert.c.heap_id)
    rows = connection.execute(closing).all()
    heaps = sorted({row.heap_id for row in rows if row.heap_id is not None})
    _touch_heaps(connection, heaps, now)
    for heap in heaps:
        if members_open(connection, heap) == 0:
            end_where(connection, alert.c.id == heap, now)
    return len(rows)


def touch(connection: Connection, kind: AlertKind, subject: str, now: datetime) -> None:
    """Have the card of this alert drawn anew: what its words are taken from has changed."""
    this = and_(alert.c.kind == kind, alert.c.subject == subject, alert_open)
    connection.execute(update(alert).where(this).values(_changed(now)))


def is_over(before: datetime) -> ColumnElement[bool]:
    """Return the condition for alerts that were over before then, for tidying."""
    return and_(alert_closed, alert.c.closed_at < before)


def members_open(connection: Connection, heap_id: int) -> int:
    """Return how many alerts of this heap are open."""
    mine = and_(alert.c.heap_id == heap_id, alert_open)
    return number_from(connection, select(func.count()).where(mine))


def heap_for(connection: Connection, kind: AlertKind, now: datetime) -> int:
    """Return the open alert that stands for further ones of this kind; open one if there is none."""
    begin(connection, Condition(kind, HEAP), now)
    mine = and_(alert.c.kind == kind, alert.c.subject == HEAP, alert_open)
    return number_from(connection, select(alert.c.id).where(mine))


def forget_words(connection: Connection, order_ids: Sequence[int]) -> None:
    """Take the panel's words, which may quote a link, out of the alerts about these orders."""
    subjects = [order_subject(number) for number in order_ids]
    for state in (alert_open, alert_closed):
        about = and_(state, alert.c.kind.in_(sorted(OF_AN_ORDER)), alert.c.subject.in_(padded(subjects)))
        for row in connection.execute(select(alert.c.id, alert.c.facts).where(about)).all():
            wordless = {**row.facts, "word": ""}
            connection.execute(update(alert).where(alert.c.id == row.id).values(facts=wordless))


def remember_card(
    connection: Connection, payload: Mapping[str, int], chat_id: int, message_id: int, now: datetime
) -> None:
    """Store which message shows the alert in this chat."""
    remember_arrived(connection, subject_of(ALERT, payload["alert_id"]), chat_id, message_id, now)
    here = and_(alert_card.c.alert_id == payload["alert_id"], alert_card.c.chat_id == chat_id)
    connection.execute(update(alert_card).where(here).values(message_id=message_id))


def _touch_heaps(connection: Connection, heaps: Iterable[int | None], now: datetime) -> None:
    known = sorted({one for one in heaps if one is not None})
    if known:
        connection.execute(update(alert).where(one_of(alert.c.id, known)).values(_changed(now)))


def _changed(now: datetime) -> dict[str, object]:
    return {"revision": alert.c.revision + 1, "changed_at": now, "due_at": now}
