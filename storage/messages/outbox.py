"""The outbox: every message to a person, until it is delivered."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, delete, not_, or_, select, update

from shop.acts import BROADCAST, subject_of
from shop.alert_cases import CARD as ALERT_CARD
from shop.alerts import News, conditions_in, notices_in
from shop.broadcast import LETTER
from shop.digest import DIGEST, GATHERED, MOST, entry_of, is_worth_one, payload_of
from shop.notice import LOOK, LOOK_CARD, Notice, NoticeState, Priority
from shop.tickets.notices import EDITED_AT_CUSTOMER, EDITED_AT_DESK, HEAD, NOT_CHANGED, TOPIC
from storage.alerts.rows import begin_all, remember_card
from storage.core.columns import fixed
from storage.core.database import Database
from storage.core.prepared import Prepared, among, given, numbers, one_of
from storage.core.units import reads, writes, writes_until_done
from storage.desk.cards import remember_arrived, remember_case, remember_receipt, remember_transfer
from storage.desk.door_cards import remember_door_card
from storage.messages.broadcast_rows import stands_in
from storage.messages.tables import outbox, outbox_pending
from storage.orders.mass_tables import mass_order
from storage.orders.tables import orders, shared_card
from storage.reconciliation.rows import remember_told
from storage.tickets.places import remember_place

REPEATABLE = frozenset(
    {
        ALERT_CARD,
        "card",
        "door",
        "gift_card",
        "invoice_card",
        "mass_card",
        "progress",
        "review",
        "shared",
        "staff_card",
        "unsure",
        LOOK,
        LOOK_CARD,
        TOPIC,
        HEAD,
        EDITED_AT_DESK,
        EDITED_AT_CUSTOMER,
        NOT_CHANGED,
    }
)
"""Kinds that show a current state: enqueued again, they are due again."""


LOSES_ITS_PLACE = 2
"""After this many failed tries a message no longer holds back its chat's later ones."""


_other = outbox.alias("other")
# Not EXISTS, which PostgreSQL turns into a join of all waiting rows; this looks up one row at a time.
_oldest = (
    select(_other.c.id)
    .where(_other.c.state == fixed(NoticeState.PENDING), _other.c.chat_id == outbox.c.chat_id)
    .where(_other.c.lane == given("lane"))
    .where(or_(_other.c.attempts < LOSES_ITS_PLACE, _other.c.not_before <= given("now")))
    .order_by(_other.c.id)
    .limit(1)
    .scalar_subquery()
)
_DUE = Prepared(
    select(outbox)
    .where(outbox_pending, outbox.c.lane == given("lane"), outbox.c.not_before <= given("now"))
    .where(not_(among(outbox.c.chat_id, "busy")), outbox.c.id == _oldest)
    .order_by(outbox.c.id)
    .limit(given("room"))
)
"""This query runs all the time, so it is built once."""


@dataclass(frozen=True, slots=True)
class OutboxMessage:
    """A message that is due. `key` is its notice's `dedupe_key`.

    `sent_as` are the ids, with commas between them, of the message that this one deletes.
    """

    id: int
    priority: Priority
    chat_id: int
    kind: str
    payload: dict[str, Any]
    revision: int
    attempts: int
    broadcast_id: int | None
    key: str = ""
    sent_as: str = ""


def enqueue(connection: Connection, news: Sequence[News], now: datetime) -> None:
    """Write notices and begin alerts in the caller's transaction; a `dedupe_key` is written only once."""
    for adding, values in owed(notices_in(news), now):
        adding.run(connection, **values)
    begin_all(connection, conditions_in(news), now)


def owed(notices: Sequence[Notice], now: datetime) -> list[tuple[Prepared, dict[str, Any]]]:
    """Return the statements that write these notices, each with its values."""
    return [
        (
            _OWE_AGAIN if notice.kind in REPEATABLE else _OWE_ONCE,
            {
                "dedupe_key": notice.dedupe_key,
                "lane": int(notice.priority),
                "chat_id": notice.person_id,
                "kind": notice.kind,
                "payload": notice.payload,
                "state": NoticeState.PENDING,
                "not_before": now,
                "created_at": now,
            },
        )
        for notice in notices
    ]


def _owing_again(insert: Any) -> Any:
    adding = insert(outbox)
    new = adding.excluded
    again = {
        "state": new.state,
        "revision": outbox.c.revision + 1,
        "attempts": 0,
        "not_before": new.not_before,
        "finished_at": None,
        "payload": new.payload,
    }
    return adding.on_conflict_do_update(index_elements=["dedupe_key"], set_=again)


_OWED = ("dedupe_key", "lane", "chat_id", "kind", "payload", "state", "not_before", "created_at")
_OWE_AGAIN = Prepared(_owing_again, columns=_OWED)
_OWE_ONCE = Prepared(
    lambda insert: insert(outbox).on_conflict_do_nothing(index_elements=["dedupe_key"]), columns=_OWED
)


_DELIVERED = (
    update(outbox)
    .where(outbox.c.id == given("id"), outbox.c.revision == given("revision"))
    .where(outbox.c.state.in_((fixed(NoticeState.PENDING), fixed(NoticeState.STOPPED))))
    .values(state=NoticeState.SENT, finished_at=given("now"), error=None)
)
_SENT = Prepared(_DELIVERED)
# A message that counts as delivered although its broadcast was paused meanwhile is held no more.
_LETTER_SENT = Prepared(_DELIVERED.values(sent_as=given("sent_as"), lane=int(Priority.BROADCAST)))

Ids = int | tuple[int, ...] | None
"""The id under which a message arrived, or those of an album."""


def is_pending(connection: Connection, notice: Notice) -> bool:
    """Return True if this notice waits for delivery; it may be on its way."""
    same = select(outbox.c.id).where(outbox.c.dedupe_key == notice.dedupe_key, outbox_pending)
    return connection.execute(same).first() is not None


class Outbox:
    """Reads and writes the `outbox` table.

    A delivery's result is written until the database takes it: if lost, the message would be sent again.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    @writes
    def enqueue(self, connection: Connection, news: Sequence[News], now: datetime) -> None:
        """Write these notices, and begin these alerts."""
        enqueue(connection, news, now)

    @reads
    def list_due(
        self,
        connection: Connection,
        priority: Priority,
        now: datetime,
        *,
        limit: int,
        busy: Collection[int] = (),
    ) -> list[OutboxMessage]:
        """Return the messages that may go now: the oldest of each chat that is not `busy`, in order.

        A message that waits holds back its chat's later ones, so that people read them in order. A
        message that keeps failing holds back no others.
        """
        rows = _DUE.all(connection, lane=int(priority), now=now, busy=numbers(busy), room=limit)
        return [message_of(row) for row in rows]

    async def gather(self, message: OutboxMessage, now: datetime) -> OutboxMessage:
        """Return the message to send: this one, or a digest in its place if much waits for its person.

        A digest takes this message's place, and what else it has taken is not sent by itself any more. What
        may have reached Telegram before is left alone. Its chat must have no message under way.
        """
        if message.kind not in GATHERED or message.attempts or not await self._is_much(message):
            return message
        return await self._gather(message, now)

    @reads
    def _is_much(self, connection: Connection, message: OutboxMessage) -> bool:
        return is_worth_one(entry_of(row.kind, row.payload) for row in _gathered(connection, message))

    @writes
    def _gather(self, connection: Connection, message: OutboxMessage, now: datetime) -> OutboxMessage:
        rows = _gathered(connection, message)
        entries = [entry_of(row.kind, row.payload) for row in rows]
        if message.id not in {row.id for row in rows} or not is_worth_one(entries):
            return message
        digest = replace(message, kind=DIGEST, payload=payload_of(entries), revision=message.revision + 1)
        values = {"kind": DIGEST, "payload": digest.payload, "revision": digest.revision}
        connection.execute(update(outbox).where(outbox.c.id == message.id).values(values))
        others = [row.id for row in rows if row.id != message.id]
        over = update(outbox).where(one_of(outbox.c.id, others), outbox_pending)
        connection.execute(over.values(state=NoticeState.STOPPED, finished_at=now))
        return digest

    @writes_until_done
    def sent(
        self, connection: Connection, delivered: Sequence[tuple[OutboxMessage, Ids]], now: datetime
    ) -> None:
        """Mark these messages as delivered, unless enqueued again meanwhile; store their ids in the chat.

        A message on its way when its broadcast was stopped counts as delivered, too.
        """
        # Letters by their numbers, as who stops a broadcast changes them all; and a message's subject is
        # locked first, as where orders change: so that there is no deadlock.
        delivered = sorted(delivered, key=lambda one: one[0].id)
        for message, arrived in delivered:
            if isinstance(arrived, int):
                _remember_message(connection, message, arrived, now)
        done = [
            (message.kind == LETTER, {"id": message.id, "revision": message.revision, "now": now}, arrived)
            for message, arrived in delivered
        ]
        _LETTER_SENT.many(
            connection, [{**row, "sent_as": _named(arrived)} for is_letter, row, arrived in done if is_letter]
        )
        _SENT.many(connection, [row for is_letter, row, _ in done if not is_letter])

    @writes_until_done
    def later(
        self,
        connection: Connection,
        message: OutboxMessage,
        not_before: datetime,
        error: str,
        *,
        counts: bool,
    ) -> None:
        """Try again from `not_before`; `counts` if the message's own attempt failed."""
        attempts = message.attempts + (1 if counts else 0)
        connection.execute(
            update(outbox)
            .where(outbox.c.id == message.id)
            .values(not_before=not_before, attempts=attempts, error=error[:300])
        )

    @writes_until_done
    def failed(self, connection: Connection, message: OutboxMessage, error: str, now: datetime) -> None:
        """Mark the message as undeliverable, unless it was enqueued again meanwhile.

        A card in another chat that Telegram does not let us edit is forgotten.
        """
        if message.kind == "shared":
            gone = shared_card.c.inline_message_id == message.payload["inline_message_id"]
            connection.execute(delete(shared_card).where(gone))
        connection.execute(
            update(outbox)
            .where(_in_hand(message))
            .values(state=NoticeState.FAILED, finished_at=now, error=error[:300])
        )

    @writes_until_done
    def moved(self, connection: Connection, old_chat_id: int, new_chat_id: int) -> None:
        """Move messages to the chat's new id (a group became a supergroup)."""
        connection.execute(
            update(outbox).where(outbox.c.chat_id == old_chat_id, outbox_pending).values(chat_id=new_chat_id)
        )


_GATHERED = Prepared(
    select(outbox.c.id, outbox.c.kind, outbox.c.payload)
    .where(outbox_pending, outbox.c.chat_id == given("chat"), outbox.c.lane == given("lane"))
    .where(outbox.c.kind.in_([fixed(kind) for kind in sorted(GATHERED)]), outbox.c.attempts == 0)
    .order_by(outbox.c.id)
    .limit(MOST)
)


def _gathered(connection: Connection, message: OutboxMessage) -> Sequence[Any]:
    """Return what waits for this message's person and has not been tried, oldest first."""
    return _GATHERED.all(connection, chat=message.chat_id, lane=int(message.priority))


def _named(arrived: Ids) -> str | None:
    """Return these ids as their row keeps them."""
    if arrived is None:
        return None
    return str(arrived) if isinstance(arrived, int) else ",".join(map(str, arrived))


def _in_hand(message: OutboxMessage) -> ColumnElement[bool]:
    """Return the condition that the row has not changed since this message was read."""
    same = and_(outbox.c.id == message.id, outbox.c.revision == message.revision)
    return same & outbox.c.state.in_((NoticeState.PENDING, NoticeState.STOPPED))


def _remember_message(connection: Connection, message: OutboxMessage, message_id: int, now: datetime) -> None:
    if message.kind == "card":
        connection.execute(
            update(orders)
            .where(orders.c.id == message.payload["order_id"])
            .values(card_message_id=message_id)
        )
    elif message.kind == "mass_card":
        listing = update(mass_order).where(mass_order.c.id == message.payload["mass_id"])
        connection.execute(listing.values(card_message_id=message_id))
    elif message.kind == "progress":
        number = message.payload["broadcast_id"]
        enqueue(connection, stands_in(connection, number, message_id), now)
        remember_arrived(connection, subject_of(BROADCAST, number), message.chat_id, message_id, now)
    elif message.kind == ALERT_CARD:
        remember_card(connection, message.payload, message.chat_id, message_id, now)
    elif message.kind == "door":
        remember_door_card(connection, message.payload["person_id"], message.chat_id, message_id, now)
    elif message.kind == "review":
        number = message.payload["order_id"]
        remember_told(connection, number, message.chat_id, message_id)
        enqueue(connection, remember_case(connection, number, message.chat_id, message_id, now), now)
    elif message.kind == "receipt":
        number = message.payload["topup_id"]
        enqueue(connection, remember_receipt(connection, number, message.chat_id, message_id, now), now)
    elif message.kind == "transfer":
        number = message.payload["number"]
        enqueue(connection, remember_transfer(connection, number, message.chat_id, message_id, now), now)
    else:
        remember_place(connection, message.kind, message.payload, message.chat_id, message_id)


def message_of(row: Row[tuple[object, ...]]) -> OutboxMessage:
    """Return the message in this row."""
    return OutboxMessage(
        id=row.id,
        priority=Priority(row.lane),
        chat_id=row.chat_id,
        kind=row.kind,
        payload=row.payload,
        revision=row.revision,
        attempts=row.attempts,
        broadcast_id=row.broadcast_id,
        key=row.dedupe_key,
        sent_as=row.sent_as or "",
    )
