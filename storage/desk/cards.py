"""Cards that stand with staff and are edited later: where each is, so that it can say what became of it.

A subject is like an act's, `receipt:12`. One message shows one subject; many may show the same. Whatever
edits a message outside its person's turn sees here whether it still shows that.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, delete, select

from shop import notice
from shop.acts import CASE, RECEIPT, subject_of
from shop.ledger.read_transfer import TRANSFER, TransferState
from shop.ledger.topup import TopupState
from shop.notice import Notice, Priority
from storage.core.database import Database
from storage.core.rows import insert_into
from storage.core.units import reads, writes
from storage.desk.tables import staff_card
from storage.ledger.bank_tables import bank_transfer
from storage.ledger.tables import topup
from storage.messages.tables import outbox, outbox_pending
from storage.reconciliation.tables import case_unsettled, inquiry
from storage.tickets.tables import ticket_place


def remember_card(
    connection: Connection,
    subject: str,
    chat_id: int,
    message_id: int,
    now: datetime,
    *,
    of_queue: bool = False,
) -> None:
    """Note that this message shows this subject from now on."""
    values = {"subject": subject, "of_queue": of_queue, "shown_at": now}
    adding = insert_into(connection, staff_card).values(chat_id=chat_id, message_id=message_id, **values)
    connection.execute(adding.on_conflict_do_update(index_elements=["chat_id", "message_id"], set_=values))


def remember_arrived(
    connection: Connection, subject: str, chat_id: int, message_id: int, now: datetime
) -> None:
    """Note that a card of this subject has arrived. Tapped before, it shows what was noted since."""
    values = {"subject": subject, "of_queue": False, "shown_at": now}
    adding = insert_into(connection, staff_card).values(chat_id=chat_id, message_id=message_id, **values)
    connection.execute(adding.on_conflict_do_nothing(index_elements=["chat_id", "message_id"]))


def find_subject(connection: Connection, chat_id: int, message_id: int) -> str:
    """Return what this message shows; empty for one that nothing edits later."""
    here = (staff_card.c.chat_id == chat_id, staff_card.c.message_id == message_id)
    return connection.execute(select(staff_card.c.subject).where(*here)).scalar() or ""


def refreshed_cards(connection: Connection, subject: str) -> list[Notice]:
    """Return the notices that have every card of this subject say how it stands.

    To be asked for after the change, in its transaction, which must hold the subject's row: a card that is
    delivered meanwhile waits for that row, and then sees the change.
    """
    found = select(staff_card.c.chat_id, staff_card.c.message_id).where(staff_card.c.subject == subject)
    places = sorted((row.chat_id, row.message_id) for row in connection.execute(found))
    return [notice.staff_card(chat_id, message_id, subject) for chat_id, message_id in places]


def remember_receipt(
    connection: Connection, number: int, chat_id: int, message_id: int, now: datetime
) -> list[Notice]:
    """Note where a receipt was delivered; return what its card is owed if it was decided on the way."""
    own = select(topup.c.state == TopupState.WAITING).where(topup.c.id == number)
    return _remembered(connection, own, subject_of(RECEIPT, number), (chat_id, message_id), now)


def remember_transfer(
    connection: Connection, number: int, chat_id: int, message_id: int, now: datetime
) -> list[Notice]:
    """Note where a doubtful transfer's card stands; return what it is owed if that was decided meanwhile."""
    own = select(bank_transfer.c.state == TransferState.DOUBTFUL).where(bank_transfer.c.id == number)
    return _remembered(connection, own, subject_of(TRANSFER, number), (chat_id, message_id), now)


def remember_case(
    connection: Connection, order_id: int, chat_id: int, message_id: int, now: datetime
) -> list[Notice]:
    """Note where an undecided order's card stands; return what it is owed if that was decided meanwhile."""
    own = select(case_unsettled).where(inquiry.c.order_id == order_id)
    return _remembered(connection, own, subject_of(CASE, order_id), (chat_id, message_id), now)


def forget_cards_of(connection: Connection, subject: str) -> None:
    """Forget where cards of this subject stand: none of them is edited any more."""
    connection.execute(delete(staff_card).where(staff_card.c.subject == subject))


def _remembered(
    connection: Connection, is_open: Select[Any], subject: str, place: tuple[int, int], now: datetime
) -> list[Notice]:
    """Note where a card was delivered, holding its subject's row; `is_open` selects if it still asks."""
    waits = connection.execute(is_open.with_for_update()).scalar()
    remember_arrived(connection, subject, *place, now)
    return [] if waits else [notice.staff_card(*place, subject)]


class StaffCards:
    """Reads and writes `staff_card`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @writes
    def stands(
        self,
        connection: Connection,
        subject: str,
        chat_id: int,
        message_id: int,
        now: datetime,
        *,
        of_queue: bool = False,
    ) -> None:
        """Note that this message shows this subject from now on."""
        remember_card(connection, subject, chat_id, message_id, now, of_queue=of_queue)

    @reads
    def find_subject(self, connection: Connection, chat_id: int, message_id: int) -> str:
        """Return what this message shows; empty for one that nothing edits later."""
        return find_subject(connection, chat_id, message_id)

    @reads
    def find_former(self, connection: Connection, chat_id: int, message_id: int) -> str | None:
        """Return what this message showed so far; empty for what nothing edits later, None if not known.

        While a notice to this chat is on its way, the message may be its card, tapped before it was noted.
        """
        here = (staff_card.c.chat_id == chat_id, staff_card.c.message_id == message_id)
        subject: str | None = connection.execute(select(staff_card.c.subject).where(*here)).scalar()
        if subject is not None:
            return subject
        waits = (outbox_pending, outbox.c.chat_id == chat_id, outbox.c.lane == int(Priority.NOTICE))
        is_awaited = connection.execute(select(outbox.c.id).where(*waits).limit(1)).first() is not None
        return None if is_awaited else ""

    @reads
    def find_place(self, connection: Connection, subject: str, chat_id: int) -> int | None:
        """Return the newest message in this chat that shows this subject; None if none does."""
        here = (staff_card.c.subject == subject, staff_card.c.chat_id == chat_id)
        newest = select(staff_card.c.message_id).where(*here).order_by(staff_card.c.message_id.desc())
        return connection.execute(newest.limit(1)).scalar()

    @reads
    def is_of_queue(self, connection: Connection, subject: str, chat_id: int, message_id: int) -> bool:
        """Return True if this message shows this subject and was opened out of the queue."""
        here = and_(staff_card.c.chat_id == chat_id, staff_card.c.message_id == message_id)
        found = select(staff_card.c.message_id).where(
            here, staff_card.c.subject == subject, staff_card.c.of_queue
        )
        return connection.execute(found).first() is not None

    @writes
    def leaves(self, connection: Connection, chat_id: int, message_id: int) -> None:
        """Note that this message shows something else now: nothing is to be written over it."""
        here = and_(staff_card.c.chat_id == chat_id, staff_card.c.message_id == message_id)
        left = connection.execute(delete(staff_card).where(here).returning(staff_card.c.of_queue)).scalar()
        if left:  # a reply to it is no answer to a ticket any more
            at = (ticket_place.c.chat_id == chat_id, ticket_place.c.message_id == message_id)
            connection.execute(delete(ticket_place).where(*at))
