"""The start of a turn: read who writes, and what they are in the middle of, in one transaction."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, union_all

from shop.desk_question import DeskQuestion
from shop.ledger.receipt import Topup
from shop.ordering.draft import Draft
from shop.person import Person
from shop.tickets.ticket import WRITING_FOR, Asked
from storage.core.database import Database
from storage.core.prepared import Prepared
from storage.core.units import reads
from storage.desk import questions as desk
from storage.growth import questions
from storage.growth.questions import Asks
from storage.ledger import topup_rows
from storage.messages import broadcast_drafts as broadcasts
from storage.orders import drafts, searches
from storage.orders.drafts import find_draft
from storage.people.store import find_person
from storage.tickets import asking


@dataclass(frozen=True, slots=True)
class TurnStart:
    """What the database knows of a person at the start of their turn.

    `topup` is the open question of a top-up, `composing` the broadcast that waits for an operator's message.
    `seeks_orders`: they are asked for words to find an order by. `asks` is what they write to a person of the
    shop about, `enters` what else they are to type (a coupon, a gift's amount, a service to look for), and
    `desk_asks` what a member of staff is asked at the desk.
    """

    person: Person | None
    draft: Draft | None
    topup: Topup | None
    composing: int | None
    seeks_orders: bool
    asks: Asked | None
    enters: Asks | None = None
    desk_asks: DeskQuestion | None = None


class TurnStarts:
    """Reads the start of a turn."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @reads
    def get(
        self, connection: Connection, person_id: int, update_id: int, now: datetime, *, is_staff: bool
    ) -> TurnStart:
        """Return all of it, as it was at one moment."""
        since, writing_since = now - searches.ASKED_FOR, now - WRITING_FOR
        rows = _OPEN.all(
            connection,
            person=person_id,
            since=since,
            writing_since=writing_since,
            topup_since=now - topup_rows.ASKED_FOR,
            update=update_id,
        )
        asked = {row.asks for row in rows}
        pays, writes = topup_rows.TOPUP in asked, asking.TICKET in asked
        return TurnStart(
            person=find_person(connection, person_id),
            draft=find_draft(connection, person_id) if drafts.DRAFT in asked else None,
            topup=topup_rows.find_asked(connection, person_id, update_id, now) if pays else None,
            composing=broadcasts.find_asked(connection, person_id, update_id, now) if is_staff else None,
            seeks_orders=searches.ORDERS in asked,
            asks=asking.find_asked(connection, person_id, update_id, now) if writes else None,
            enters=next((one for one in Asks if one in asked), None),
            desk_asks=desk.find_asked(connection, person_id, update_id, now) if is_staff else None,
        )


_OPEN = Prepared(union_all(drafts.OPEN, searches.ASKED, questions.ASKED, asking.ASKED, topup_rows.ASKED))
"""What is open: the draft, and all questions that a message may answer. Most people have none of them, so
one statement asks for all, and what is open is read after it."""
