"""Where the cards of alerts are to stand, and what is owed to these chats."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Connection, Row, and_, delete, or_, select, update

from shop.alert_cases import ALONE, CARD, HEAP, PAST, AlertState, card_notice, past_notice
from shop.alerts import ONE_BY_ONE, AlertKind
from shop.notice import Notice, Priority
from storage.alerts.rows import hold, join_heap
from storage.alerts.tables import (
    alert,
    alert_card,
    alert_due,
    alert_open,
)
from storage.core.prepared import one_of
from storage.core.rows import insert_into
from storage.messages.outbox import enqueue
from storage.messages.tables import outbox, outbox_pending

AlertRow = Row[tuple[object, ...]]


def list_due(connection: Connection, now: datetime, *, limit: int) -> Sequence[AlertRow]:
    """Return the alerts whose cards must be brought up to date, the longest due first."""
    waiting = (
        select(alert)
        .where(alert_due, alert.c.due_at <= now)
        .order_by(alert.c.due_at, alert.c.id)
        .limit(limit)
    )
    return connection.execute(waiting).all()


def hold_with_heaps(connection: Connection, rows: Sequence[AlertRow]) -> None:
    """Lock these alerts and the cards that further ones of their kinds share, before any cards."""
    heaps = and_(alert_open, alert.c.subject == HEAP, alert.c.kind.in_({row.kind for row in rows}))
    hold(connection, or_(one_of(alert.c.id, [row.id for row in rows]), heaps))


def place_cards(connection: Connection, row: AlertRow, places: Sequence[int], now: datetime) -> None:
    """Owe this alert's card to each place that is to show it, and an edit to each that does."""
    found = connection.execute(select(alert_card).where(alert_card.c.alert_id == row.id)).all()
    is_open, kind = row.state == AlertState.OPEN, AlertKind(row.kind)
    if row.heap_id is not None or (is_open and not found and _shares(connection, row, kind)):
        if row.heap_id is None:
            join_heap(connection, row.id, kind, now)
        else:
            _noted(connection, row, {})
        return
    if is_open and not found and row.muted_until is not None and row.muted_until > now:
        connection.execute(update(alert).where(alert.c.id == row.id).values(due_at=row.muted_until))
        return
    is_calm = row.muted_until is None or row.muted_until <= now
    anew = found if is_open and row.is_anew and is_calm else []
    added = sorted(set(places) - {one.chat_id for one in found}) if is_open else []
    if added:
        cards = [{"alert_id": row.id, "chat_id": chat} for chat in added]
        connection.execute(insert_into(connection, alert_card).on_conflict_do_nothing(), cards)
    if anew:
        connection.execute(update(alert_card).where(alert_card.c.alert_id == row.id).values(message_id=None))
    enqueue(connection, [*_past(row.id, anew), *_cards(row.id, found, added)], now)
    _noted(connection, row, {"rung_at": now} if added or anew else {})


def _shares(connection: Connection, row: AlertRow, kind: AlertKind) -> bool:
    """Return True if so many of its kind have cards that this one shares a card with the rest."""
    if kind not in ONE_BY_ONE or row.subject == HEAP:
        return False
    alike = (alert_open, alert.c.kind == kind, alert.c.subject != HEAP)
    others = select(alert.c.id).where(*alike, alert.c.id != row.id, alert.c.heap_id.is_(None))
    with_cards = others.where(alert.c.rung_at.is_not(None)).limit(ALONE)
    return len(connection.execute(with_cards).all()) == ALONE


def _past(alert_id: int, cards: Iterable[AlertRow]) -> list[Notice]:
    return [past_notice(alert_id, one.chat_id, one.message_id) for one in cards if one.message_id is not None]


def _cards(alert_id: int, found: Iterable[AlertRow], added: Iterable[int]) -> list[Notice]:
    return [card_notice(alert_id, chat) for chat in (*(one.chat_id for one in found), *added)]


def _noted(connection: Connection, row: AlertRow, values: dict[str, object]) -> None:
    """Note that the cards of this revision are owed; a newer one is due still."""
    same = and_(alert.c.id == row.id, alert.c.revision == row.revision)
    connection.execute(update(alert).where(same).values(due_at=None, is_anew=False, **values))


def forget_chat(connection: Connection, chat_id: int) -> None:
    """Forget the cards of open alerts in this chat, and drop what is owed of alerts there."""
    still = select(alert.c.id).where(alert_open)
    connection.execute(
        delete(alert_card).where(alert_card.c.chat_id == chat_id, alert_card.c.alert_id.in_(still))
    )
    owed = and_(outbox_pending, outbox.c.chat_id == chat_id, outbox.c.lane == int(Priority.NOTICE))
    connection.execute(delete(outbox).where(owed, outbox.c.kind.in_((CARD, PAST))))
