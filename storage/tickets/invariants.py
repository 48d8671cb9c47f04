"""What must always be true of tickets."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import String, cast, exists, func, literal, select

from shop.tickets.notices import TO_CUSTOMER
from shop.tickets.ticket import Voice
from storage.counting import Invariant
from storage.messages.tables import outbox
from storage.tickets.tables import ticket, ticket_message

TOLD_LATELY = timedelta(hours=24)
"""How long after an answer its notice is checked. Sent messages are not kept for ever."""


def of_tickets(now: datetime) -> Iterator[Invariant]:
    """Nobody reads what somebody else asks, and every answer reaches its customer."""
    counted = select(func.count()).select_from(ticket_message)
    own = counted.join(ticket, ticket.c.id == ticket_message.c.ticket_id)
    yield Invariant(
        "question-own",
        "what a customer writes is in a ticket of theirs",
        own.where(ticket_message.c.voice == Voice.CUSTOMER, ticket_message.c.author_id != ticket.c.person_id),
        stops=False,
    )
    key = literal(f"{TO_CUSTOMER}:") + cast(ticket_message.c.id, String)
    lately = ticket_message.c.sent_at > now - TOLD_LATELY
    yield Invariant(
        "answer-owed",
        "every answer of an operator has been sent to its customer, or will be",
        counted.where(
            ticket_message.c.voice == Voice.OPERATOR, lately, ~exists().where(outbox.c.dedupe_key == key)
        ),
        stops=False,
    )
