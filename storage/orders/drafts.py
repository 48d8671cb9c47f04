"""Drafts, one per person, and the one-time tokens of their confirm cards."""

from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, literal, select, update

from shop.ordering.draft import LEFT, PLATFORM, Browse, Draft, Left
from shop.ordering.half_filled import staying
from shop.ordering.pasting import PATIENCE, Pasted
from shop.ordering.terms import Terms
from storage.core.columns import Words
from storage.core.database import Database
from storage.core.prepared import Prepared, given
from storage.core.units import reads, writes
from storage.orders.tables import confirm, draft
from storage.people.tables import person


@dataclass(frozen=True, slots=True)
class ConfirmCard:
    """A token bound to a person and a draft, valid once and until `expires_at`."""

    token: str
    terms: Terms
    expires_at: datetime


class Drafts:
    """Reads and writes `draft` and `confirm`.

    `offered_as` names the way of selling; cards made under another one do not count.
    """

    def __init__(self, database: Database, *, offered_as: str = "") -> None:
        self._database = database
        self._offered_as = offered_as

    @reads
    def find(self, connection: Connection, person_id: int) -> Draft | None:
        """Return the draft that this person is filling in; None if there is none."""
        return find_draft(connection, person_id)

    @reads
    def find_card(self, connection: Connection, draft_id: str) -> ConfirmCard | None:
        """Return the draft's unused confirm card; None if there is none."""
        row = _UNUSED_CARD.first(connection, draft=draft_id, offered=self._offered_as)
        return ConfirmCard(row.token, Terms.read(row.terms), row.expires_at) if row else None

    @writes
    def save(
        self, connection: Connection, changed: Draft, now: datetime, card: ConfirmCard | None = None
    ) -> None:
        """Store the draft in place of the person's earlier one; earlier confirm cards end.

        A list that may go on is due a moment from now.
        """
        hold_person(connection, changed.person_id)
        _end_cards(connection, changed.person_id)
        _save(connection, changed, now)
        if card is not None:
            _ADD_CARD.run(
                connection,
                token=card.token,
                person_id=changed.person_id,
                draft_id=changed.id,
                terms=asdict(card.terms),
                created_at=now,
                expires_at=card.expires_at,
                offered_as=self._offered_as,
            )

    @writes
    def shown(self, connection: Connection, draft_id: str, message_id: int | None) -> None:
        """Note that this message now shows the draft's question; buttons elsewhere are old.

        None: no message does any more, for another order's card took its place.
        """
        _SHOWN.run(connection, draft=draft_id, message=message_id)

    @writes
    def drop(self, connection: Connection, person_id: int, now: datetime) -> Draft | None:
        """End the person's draft and its confirm cards; return what stays of it. See `end_draft`."""
        hold_person(connection, person_id)
        _end_cards(connection, person_id)
        return end_draft(connection, person_id, now)


DRAFT = "draft"
OPEN = select(literal(DRAFT, Words()).label("asks")).where(draft.c.person_id == given("person"))
"""A row if this person is filling in a draft: part of what a turn begins with."""

_DRAFT = Prepared(select(draft).where(draft.c.person_id == given("person")))
_COLUMNS = (
    "id",
    "question",
    "data",
    "list_due_at",
    "card_message_id",
    "answered_by",
    "updated_at",
    "person_id",
)


def _saving(insert: Any) -> Any:
    adding = insert(draft)
    values = {name: adding.excluded[name] for name in _COLUMNS if name != "person_id"}
    return adding.on_conflict_do_update(index_elements=["person_id"], set_=values)


_SAVE = Prepared(_saving, columns=_COLUMNS)
_SHOWN = Prepared(update(draft).where(draft.c.id == given("draft")).values(card_message_id=given("message")))
_HOLD_PERSON = Prepared(
    select(person.c.id).where(person.c.id == given("person")).with_for_update(key_share=True)
)
"""Beside rows that refer to the person: Confirm adds its order while it has the card, which waits here."""

_END_CARDS = Prepared(
    delete(confirm).where(confirm.c.person_id == given("person"), confirm.c.used_at.is_(None))
)
_UNUSED_CARD = Prepared(
    select(confirm)
    .where(confirm.c.draft_id == given("draft"), confirm.c.used_at.is_(None))
    .where(func.coalesce(confirm.c.offered_as, "") == given("offered"))
    .order_by(confirm.c.created_at.desc())
    .limit(1)
)
_ADD_CARD = Prepared(
    confirm.insert(),
    columns=("token", "person_id", "draft_id", "terms", "created_at", "expires_at", "offered_as"),
)


def hold_person(connection: Connection, person_id: int) -> None:
    """Lock the person until the transaction ends: whoever changes a draft or its card does this first.

    `draft` has two unique keys, and an upsert resolves a conflict on only one. Then come the cards, then the
    draft, as Confirm locks them. A payment that makes the card's order, and a mass order, lock alike.
    """
    _HOLD_PERSON.first(connection, person=person_id)


def find_draft(connection: Connection, person_id: int) -> Draft | None:
    """Return the draft that this person is filling in."""
    row = _DRAFT.first(connection, person=person_id)
    return _draft(row) if row else None


def end_draft(connection: Connection, person_id: int, now: datetime) -> Draft | None:
    """Delete the person's draft in the caller's transaction; return what stays of it, see `staying`."""
    ended = find_draft(connection, person_id)
    kept = staying(ended) if ended is not None else None
    if kept is not None:
        _save(connection, kept, now)
    else:
        connection.execute(delete(draft).where(draft.c.person_id == person_id))
    return kept


def _save(connection: Connection, changed: Draft, now: datetime) -> None:
    """Write the draft. LEFT is written as a first question that rests.

    Kiosks of the release before, which may run beside this one for a minute, do not know that word.
    """
    rests = changed.question == LEFT
    _SAVE.run(
        connection,
        person_id=changed.person_id,
        id=changed.id,
        question=PLATFORM if rests else changed.question,
        data={
            "browse": asdict(changed.browse),
            "service_id": changed.service_id,
            "answers": changed.answers,
            **({"pasted": _pasted_values(changed.pasted)} if changed.pasted else {}),
            **({"hides_preview": True} if changed.hides_preview else {}),
            **({"odd_link": changed.odd_link} if changed.odd_link else {}),
            **({"starts": changed.starts} if changed.starts is not None else {}),
            **({"left": asdict(changed.left)} if changed.left is not None else {}),
            **({"keys": changed.keys} if changed.keys is not None else {}),
            **({"rests": True} if rests else {}),
        },
        list_due_at=now + PATIENCE if changed.pasted else None,
        card_message_id=changed.card_message_id,
        answered_by=changed.answered_by,
        updated_at=now,
    )


def _end_cards(connection: Connection, person_id: int) -> None:
    """Delete unused cards. Used ones stay, so that a second tap finds its order; see storage/tidying.py."""
    _END_CARDS.run(connection, person=person_id)


def _draft(row: Row[tuple[object, ...]]) -> Draft:
    return Draft(
        id=row.id,
        person_id=row.person_id,
        question=LEFT if row.data.get("rests") else row.question,
        browse=Browse(**row.data["browse"]),
        service_id=row.data["service_id"],
        answers=row.data["answers"],
        card_message_id=row.card_message_id,
        answered_by=row.answered_by,
        pasted=_pasted(row.data.get("pasted")),
        keys=row.data.get("keys"),
        hides_preview=row.data.get("hides_preview", False),
        odd_link=row.data.get("odd_link", ""),
        starts=row.data.get("starts"),
        left=Left(**row.data["left"]) if row.data.get("left") else None,
    )


def _pasted_values(pasted: Pasted) -> dict[str, Any]:
    return {**asdict(pasted), "sent_at": int(pasted.sent_at.timestamp())}


def _pasted(values: dict[str, Any] | None) -> Pasted | None:
    if values is None:
        return None
    return Pasted(**{**values, "sent_at": datetime.fromtimestamp(values["sent_at"], UTC)})
