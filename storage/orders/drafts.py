"""Drafts, one a person, and the one-time tokens of their confirm cards."""

from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, select, update

from shop.ordering.draft import Browse, Draft
from shop.ordering.order import Terms
from shop.ordering.pasting import PATIENCE, Pasted
from storage.core.database import Database
from storage.core.rows import insert_into
from storage.core.units import reads, writes
from storage.orders.tables import confirm, draft
from storage.people.tables import person


@dataclass(frozen=True, slots=True)
class ConfirmCard:
    """A token bound to a person and a draft, good once and until `expires_at`."""

    token: str
    terms: Terms
    expires_at: datetime


class Drafts:
    """Reads and writes `draft` and `confirm`.

    `offered_as` names the way of selling; cards made under another one are as good as gone.
    """

    def __init__(self, database: Database, *, offered_as: str = "") -> None:
        self._database = database
        self._offered_as = offered_as

    @reads
    def find(self, connection: Connection, person_id: int) -> Draft | None:
        """The draft this person is filling in."""
        row = connection.execute(select(draft).where(draft.c.person_id == person_id)).first()
        return _draft(row) if row else None

    @reads
    def find_card(self, connection: Connection, draft_id: str) -> ConfirmCard | None:
        """The unused confirm card of a draft."""
        found = select(confirm).where(confirm.c.draft_id == draft_id, confirm.c.used_at.is_(None))
        found = found.where(func.coalesce(confirm.c.offered_as, "") == self._offered_as)
        row = connection.execute(found.order_by(confirm.c.created_at.desc())).first()
        return ConfirmCard(row.token, Terms.read(row.terms), row.expires_at) if row else None

    @writes
    def save(
        self, connection: Connection, changed: Draft, now: datetime, card: ConfirmCard | None = None
    ) -> None:
        """Store the draft, in place of any other of this person; older confirm cards end.

        A list that may go on is due a moment from now.
        """
        _hold(connection, changed.person_id)
        values = {
            "id": changed.id,
            "question": changed.question,
            "data": {
                "browse": asdict(changed.browse),
                "service_id": changed.service_id,
                "answers": changed.answers,
                **({"pasted": _pasted_values(changed.pasted)} if changed.pasted else {}),
            },
            "list_due_at": now + PATIENCE if changed.pasted else None,
            "card_message_id": changed.card_message_id,
            "answered_by": changed.answered_by,
            "updated_at": now,
        }
        adding = insert_into(connection, draft).values(person_id=changed.person_id, **values)
        connection.execute(adding.on_conflict_do_update(index_elements=["person_id"], set_=values))
        _end_cards(connection, changed.person_id)
        if card is not None:
            connection.execute(
                confirm.insert().values(
                    token=card.token,
                    person_id=changed.person_id,
                    draft_id=changed.id,
                    terms=asdict(card.terms),
                    created_at=now,
                    expires_at=card.expires_at,
                    offered_as=self._offered_as,
                )
            )

    @writes
    def shown(self, connection: Connection, draft_id: str, message_id: int) -> None:
        """The draft's question stands in this message now; buttons elsewhere are old."""
        connection.execute(update(draft).where(draft.c.id == draft_id).values(card_message_id=message_id))

    @writes
    def drop(self, connection: Connection, person_id: int) -> None:
        """Throw the person's draft away, with its confirm cards."""
        connection.execute(delete(draft).where(draft.c.person_id == person_id))
        _end_cards(connection, person_id)


def _hold(connection: Connection, person_id: int) -> None:
    """One save of a person at a time: `draft` has two keys, and an upsert settles only one of them."""
    connection.execute(select(person.c.id).where(person.c.id == person_id).with_for_update())


def _end_cards(connection: Connection, person_id: int) -> None:
    """A used card stays, so that a second tap finds its order; see storage/tidying.py for how long."""
    connection.execute(delete(confirm).where(confirm.c.person_id == person_id, confirm.c.used_at.is_(None)))


def _draft(row: Row[tuple[object, ...]]) -> Draft:
    return Draft(
        id=row.id,
        person_id=row.person_id,
        question=row.question,
        browse=Browse(**row.data["browse"]),
        service_id=row.data["service_id"],
        answers=row.data["answers"],
        card_message_id=row.card_message_id,
        answered_by=row.answered_by,
        pasted=_pasted(row.data.get("pasted")),
    )


def _pasted_values(pasted: Pasted) -> dict[str, Any]:
    return {**asdict(pasted), "sent_at": int(pasted.sent_at.timestamp())}


def _pasted(values: dict[str, Any] | None) -> Pasted | None:
    if values is None:
        return None
    return Pasted(**{**values, "sent_at": datetime.fromtimestamp(values["sent_at"], UTC)})
