"""Somebody edits a message: its copies follow if it stands in a ticket. Any other edit means nothing."""

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
    is_changed = await services.stores.tickets.edit(
        said,
        services.rules.desk.places,
        services.clock.now(),
        is_staff=role in STAFF,
        update_id=update_id,
    )
    if is_changed:
        services.wakeups.outbox()
