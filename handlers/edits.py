"""Somebody edits a message: its copies follow if it stands in a ticket.

Whoever edits what they compose for everybody is told that it stays. Any other edit means nothing.
"""

from telegram import Message

from handlers.context import Services
from handlers.media import said_in
from shop.person import MAY_ORDER, STAFF


async def edited(message: Message, update_id: int, services: Services) -> None:
    """Have the copies of a ticket's message say what it says now; who may not write here changes nothing."""
    author = message.from_user
    if author is None or message.sender_chat is not None:
        return
    role = services.access.role_of(author.id)
    said = said_in(message, author.id)
    if said is None or role not in MAY_ORDER:
        return
    now = services.clock.now()
    is_answered = await services.stores.tickets.edit(
        said, services.rules.desk.places, now, is_staff=role in STAFF, update_id=update_id
    )
    if (
        not is_answered
        and author.id in services.access.operators
        and message.chat.type == message.chat.PRIVATE
    ):
        is_answered = await services.stores.broadcasts.edited(
            author.id, message.message_id, written_at=message.date, now=now
        )
    if is_answered:
        services.wakeups.outbox()
