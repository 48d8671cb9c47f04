"""Which message asks which operator to let somebody in, written when it is delivered."""

from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from shop.acts import DOOR, subject_of
from shop.person import Standing
from storage.core.columns import fixed
from storage.core.rows import insert_into
from storage.desk.cards import find_subject, forget_cards_of, remember_arrived
from storage.desk.tables import door_card, standing


def remember_door_card(
    connection: Connection, person_id: int, chat_id: int, message_id: int, now: datetime
) -> None:
    """Store which message in this chat asks about this person; an earlier one is forgotten."""
    adding = insert_into(connection, door_card).values(
        person_id=person_id, chat_id=chat_id, message_id=message_id
    )
    again = {"message_id": message_id}
    connection.execute(adding.on_conflict_do_update(index_elements=["person_id", "chat_id"], set_=again))
    remember_arrived(connection, subject_of(DOOR, person_id), chat_id, message_id, now)


def find_card(connection: Connection, person_id: int, chat_id: int) -> int | None:
    """Return the message in this chat that asks about this person; None if there is none, or not any more."""
    here = (door_card.c.person_id == person_id, door_card.c.chat_id == chat_id)
    number: int | None = connection.execute(select(door_card.c.message_id).where(*here)).scalar()
    if number is None or find_subject(connection, chat_id, number) != subject_of(DOOR, person_id):
        return None
    return number


def forget_cards(connection: Connection, person_id: int) -> None:
    """Forget all messages about this person: who asks anew gets new ones, which ring."""
    connection.execute(delete(door_card).where(door_card.c.person_id == person_id))
    forget_cards_of(connection, subject_of(DOOR, person_id))


def leave_the_door(connection: Connection, person_id: int) -> None:
    """Take this person's wish to come in back, with the words written about them; decisions stay."""
    asks = (standing.c.person_id == person_id, standing.c.state == fixed(Standing.ASKING))
    connection.execute(delete(standing).where(*asks))
    connection.execute(update(standing).where(standing.c.person_id == person_id).values(reason=""))
    forget_cards(connection, person_id)
