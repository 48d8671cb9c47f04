"""Alerts as operators see them: which are open, their cards, who looks after them."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, or_, select, update

from shop.acts import ALERT, Act, Did, subject_of
from shop.alert_cases import HEAP, LEFT, MUTED_FOR, RINGS_AGAIN, Alert, AlertState, difference, has_lapsed
from shop.alerts import LASTS, OF_A_PANEL, AlertKind, Condition, Facts, is_about
from shop.ledger.mismatch import settled_by_hand
from storage.alerts.cards import AlertRow, forget_chat, hold_with_heaps, list_due, place_cards
from storage.alerts.rows import begin_all, end, end_where, hold
from storage.alerts.tables import (
    alert,
    alert_card,
    alert_closed,
    alert_due,
    alert_in_heap,
    alert_open,
    backup_beat,
)
from storage.core.database import Database
from storage.core.prepared import one_of
from storage.core.rows import insert_into
from storage.core.units import reads, writes
from storage.desk.acts import note_act
from storage.desk.cards import find_subject
from storage.people.tables import person

PLACED_AT_ONCE = 20
"""Alerts whose cards are brought up to date in one unit."""

OPEN_AT_MOST = 500
"""Alerts looked at in one unit; further ones have their turn in the next."""

NAMED = 20
"""How many alerts of a heap its card names."""


class Alerts:
    """Reads and writes `alert` and `alert_card`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @reads
    def list_open(self, connection: Connection, limit: int) -> list[Alert]:
        """Return the open alerts that have a card of their own, the oldest first."""
        return _list(connection, alert_open, alert.c.heap_id.is_(None), limit=limit)

    @reads
    def list_of(self, connection: Connection, kinds: Collection[AlertKind]) -> list[Alert]:
        """Return the open alerts of these kinds, on cards of their own or not."""
        return _list(connection, alert_open, alert.c.kind.in_(sorted(kinds)), limit=OPEN_AT_MOST)

    @reads
    def last_facts(self, connection: Connection, kind: AlertKind, subject: str) -> Facts:
        """Return the facts of this alert, or of the last one that is over; none if there never was any."""
        for state in (alert_open, alert_closed):
            this = select(alert.c.facts).where(alert.c.kind == kind, alert.c.subject == subject, state)
            row = connection.execute(this.order_by(alert.c.id.desc()).limit(1)).first()
            if row is not None:
                return dict(row.facts)
        return {}

    @reads
    def find(self, connection: Connection, alert_id: int) -> Alert | None:
        """Return the alert with this number; None if there is none."""
        found = _list(connection, alert.c.id == alert_id, limit=1)
        return found[0] if found else None

    @reads
    def find_place(self, connection: Connection, alert_id: int, chat_id: int) -> int | None:
        """Return the message of the alert's card in this chat; None before it is delivered.

        None, too, once that message shows something else.
        """
        here = and_(alert_card.c.alert_id == alert_id, alert_card.c.chat_id == chat_id)
        number: int | None = connection.execute(select(alert_card.c.message_id).where(here)).scalar()
        if number is None or find_subject(connection, chat_id, number) != subject_of(ALERT, alert_id):
            return None
        return number

    @reads
    def list_heap(self, connection: Connection, heap_id: int) -> tuple[list[Alert], int, int]:
        """Return the first open alerts of a heap, how many are open, and how many are over."""
        mine = and_(alert_in_heap, alert.c.heap_id == heap_id)
        states = connection.execute(select(alert.c.state).where(mine)).scalars().all()
        still = states.count(AlertState.OPEN)
        shown = _list(connection, mine, alert_open, limit=NAMED)
        return shown, still, len(states) - still

    @writes
    def begin(self, connection: Connection, conditions: Sequence[Condition], now: datetime) -> None:
        """Open an alert for each of these, or note on the open one that it holds."""
        begin_all(connection, conditions, now)

    @writes
    def end(self, connection: Connection, kind: AlertKind, subject: str, now: datetime) -> bool:
        """Close this alert; return False if it was not open."""
        return end(connection, kind, subject, now)

    async def settle(
        self, kinds: Collection[AlertKind], so_now: Sequence[Condition], now: datetime, *, supplier: str = ""
    ) -> bool:
        """Have the open alerts of these kinds be those of the conditions; return True if any changed.

        Alerts about suppliers other than this one stay as they are.
        """
        known = [one for one in await self.list_of(kinds) if is_about(one.subject, supplier)]
        differs = difference(known, so_now)
        if differs.is_none:
            return False
        await self._settle(kinds, differs.begin, [one.id for one in differs.end], now)
        return True

    @writes
    def _settle(
        self,
        connection: Connection,
        kinds: Collection[AlertKind],
        begun: Sequence[Condition],
        over: Sequence[int],
        now: datetime,
    ) -> None:
        hold(connection, and_(alert_open, alert.c.kind.in_(sorted(kinds))))
        begin_all(connection, begun, now)
        end_where(connection, one_of(alert.c.id, over), now)

    @writes
    def end_of_others(self, connection: Connection, suppliers: Collection[str], now: datetime) -> int:
        """Close what is open about suppliers of other names than these; return how many.

        Nothing watches over them any more, so nothing would ever say that it is over.
        """
        of_a_panel = and_(alert_open, alert.c.kind.in_(sorted(OF_A_PANEL)))
        hold(connection, of_a_panel)
        further = select(alert.c.id, alert.c.subject, alert.c.facts).where(of_a_panel)
        rows = [
            row
            for row in connection.execute(further).all()
            if not any(is_about(row.subject, one) for one in suppliers)
        ]
        for row in rows:
            connection.execute(update(alert).where(alert.c.id == row.id).values(facts={**row.facts, LEFT: 1}))
        return end_where(connection, one_of(alert.c.id, [row.id for row in rows]), now)

    async def end_lapsed(self, now: datetime) -> bool:
        """Close what has not happened again for as long as its kind lasts; return True if anything was."""
        over = await self._list_lapsed(now)
        return await self._end_lapsed(over, now) if over else False

    @reads
    def _list_lapsed(self, connection: Connection, now: datetime) -> list[tuple[int, datetime]]:
        found = select(alert.c.id, alert.c.kind, alert.c.signaled_at).where(
            alert_open, alert.c.kind.in_(sorted(LASTS)), alert.c.subject != HEAP
        )
        rows = connection.execute(found.limit(OPEN_AT_MOST)).all()
        return [
            (row.id, row.signaled_at) for row in rows if has_lapsed(row.signaled_at, AlertKind(row.kind), now)
        ]

    @writes
    def _end_lapsed(
        self, connection: Connection, over: Sequence[tuple[int, datetime]], now: datetime
    ) -> bool:
        hold(connection, alert.c.id.in_([number for number, _ in over]))
        as_read = [and_(alert.c.id == number, alert.c.signaled_at == at) for number, at in over]
        return end_where(connection, or_(*as_read), now) > 0

    # Cards

    async def is_due(self, now: datetime) -> bool:
        """Return True if a card must be brought up to date."""
        return bool(await self._list_due(now, limit=1))

    @reads
    def _list_due(self, connection: Connection, now: datetime, *, limit: int) -> list[int]:
        return [row.id for row in list_due(connection, now, limit=limit)]

    @writes
    def place_due(self, connection: Connection, places: Sequence[int], now: datetime) -> int:
        """Owe their cards to these chats for some alerts that are due; return how many alerts were."""
        rows = list_due(connection, now, limit=PLACED_AT_ONCE)
        hold_with_heaps(connection, rows)
        for row in rows:
            place_cards(connection, row, places, now)
        return len(rows)

    @writes
    def spread(self, connection: Connection, places: Sequence[int], now: datetime) -> int:
        """Have open alerts shown where they are to be and are not: operators and their group change."""
        late: set[int] = set()
        for place in places:
            here = (
                select(alert_card.c.alert_id)
                .where(alert_card.c.alert_id == alert.c.id, alert_card.c.chat_id == place)
                .exists()
            )
            calm = or_(alert.c.muted_until.is_(None), alert.c.muted_until <= now)
            missing = select(alert.c.id).where(alert_open, alert.c.heap_id.is_(None), ~alert_due, calm, ~here)
            late |= set(connection.execute(missing.order_by(alert.c.id).limit(OPEN_AT_MOST)).scalars())
        if late:
            these = one_of(alert.c.id, late)
            hold(connection, these)
            connection.execute(update(alert).where(these).values(due_at=now))
        return len(late)

    @writes
    def ring_again(self, connection: Connection, now: datetime) -> int:
        """Send the cards anew of open alerts that nobody looks after since a day; return how many."""
        waits = and_(
            alert_open,
            alert.c.seen_by.is_(None),
            or_(alert.c.muted_until.is_(None), alert.c.muted_until <= now),
            alert.c.rung_at <= now - RINGS_AGAIN,
        )
        hold(connection, waits)
        return connection.execute(update(alert).where(waits).values(is_anew=True, due_at=now)).rowcount

    @writes
    def leave(self, connection: Connection, chat_id: int, now: datetime) -> None:
        """The bot cannot write to this chat, or it moved: open alerts are shown where they belong now."""
        hold(connection, alert_open)
        forget_chat(connection, chat_id)
        again = and_(alert_open, alert.c.heap_id.is_(None))
        connection.execute(update(alert).where(again).values(due_at=now))

    # What operators do

    @writes
    def look_after(self, connection: Connection, alert_id: int, by: int, now: datetime) -> bool:
        """Note that this operator looks after it; False if it is over, or somebody does already."""
        free = and_(alert.c.id == alert_id, alert_open, alert.c.seen_by.is_(None))
        return _act(connection, free, now, Act(by, Did.ALERT_SEEN), seen_by=by)

    @writes
    def mute(self, connection: Connection, alert_id: int, by: int, now: datetime) -> bool:
        """Have it make nobody's phone ring for a day; False if it is over, or muted already."""
        loud = or_(alert.c.muted_until.is_(None), alert.c.muted_until <= now)
        this = and_(alert.c.id == alert_id, alert_open, loud)
        return _act(connection, this, now, Act(by, Did.ALERT_MUTED), muted_until=now + MUTED_FOR)

    @writes
    def unmute(self, connection: Connection, alert_id: int, by: int, now: datetime) -> bool:
        """Let it ring again; False if it does."""
        this = and_(alert.c.id == alert_id, alert_open, alert.c.muted_until > now)
        return _act(connection, this, now, Act(by, Did.ALERT_UNMUTED), muted_until=None)

    @writes
    def settle_by_hand(self, connection: Connection, alert_id: int, by: int, now: datetime) -> bool:
        """Close this alert about a gateway: somebody has booked what differs; False if it is over."""
        this = and_(alert.c.id == alert_id, alert_open, alert.c.kind == AlertKind.GATEWAY_MISMATCH)
        row = connection.execute(select(alert.c.facts).where(this).with_for_update()).first()
        if row is None:
            return False
        over = {"state": AlertState.CLOSED, "closed_at": now, "is_anew": False}
        facts = settled_by_hand(row.facts, now)
        return _act(connection, this, now, Act(by, Did.ALERT_SETTLED), facts=facts, **over)

    # Backups

    @writes
    def backup_made(self, connection: Connection, at: datetime) -> None:
        """Note when the last backup was made: whoever makes backups is told when they stop."""
        adding = insert_into(connection, backup_beat).values(id=1, made_at=at)
        connection.execute(adding.on_conflict_do_update(index_elements=["id"], set_={"made_at": at}))

    @reads
    def last_backup(self, connection: Connection) -> datetime | None:
        """Return when the last backup was made; None if none ever was."""
        found: datetime | None = connection.execute(select(backup_beat.c.made_at)).scalar()
        return found


def _act(
    connection: Connection, which: ColumnElement[bool], now: datetime, act: Act, **values: object
) -> bool:
    """Change one alert, log the act and have its cards drawn anew; return False if there is none `which`."""
    changed = {**values, "revision": alert.c.revision + 1, "changed_at": now, "due_at": now}
    row = connection.execute(update(alert).where(which).values(changed).returning(alert)).first()
    if row is None:
        return False
    note_act(connection, replace(act, order_id=row.facts.get("order_id"), subject=f"alert:{row.id}"), now)
    return True


def _list(connection: Connection, *which: ColumnElement[bool], limit: int) -> list[Alert]:
    names = alert.outerjoin(person, person.c.id == alert.c.seen_by)
    found = select(alert, person.c.name.label("seen_name")).select_from(names).where(*which)
    return [_alert_of(row) for row in connection.execute(found.order_by(alert.c.id).limit(limit)).all()]


def _alert_of(row: AlertRow) -> Alert:
    return Alert(
        id=row.id,
        kind=AlertKind(row.kind),
        subject=row.subject,
        state=AlertState(row.state),
        facts=row.facts,
        times=row.times,
        opened_at=row.opened_at,
        changed_at=row.changed_at,
        signaled_at=row.signaled_at,
        closed_at=row.closed_at,
        seen_by=row.seen_by,
        seen_name=row.seen_name or "",
        muted_until=row.muted_until,
        heap_id=row.heap_id,
    )
