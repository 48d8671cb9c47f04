"""Which ticket a message belongs to, by what it replies to or the topic it stands in."""

from telegram import Message, Update

from handlers.buttons import TICKET, Button
from handlers.commands import typed_command
from handlers.context import Services, Turn
from shop.tickets.ticket import Found


async def ticket_of(turn: Turn, services: Services) -> Found | None:
    """Return the ticket of a reply to one of our messages, or of an operator's words in a topic.

    Other messages ask the database nothing.
    """
    message = turn.update.message
    if message is None or not _may_belong(message, turn, services):
        return None
    return await place_of(message, services)


async def place_of(message: Message, services: Services) -> Found | None:
    """Return the ticket whose message this one replies to, or in whose topic it stands; None if of none."""
    topic = message.message_thread_id if message.is_topic_message else None
    answered = message.reply_to_message
    reply_to = answered.message_id if answered is not None else None
    if reply_to is None and topic is None:
        return None
    return await services.stores.tickets.find_at(message.chat_id, reply_to=reply_to, topic_id=topic)


def _may_belong(message: Message, turn: Turn, services: Services) -> bool:
    if message.chat.type == message.chat.PRIVATE:
        answered = message.reply_to_message
        return answered is not None and answered.from_user is not None and answered.from_user.is_bot
    return turn.serves and message.chat_id == services.rules.desk.chat


def leads_elsewhere(update: Update, *, subject: str = TICKET) -> bool:
    """Return True for what ends a question: a command, or any button that is not of its own subject."""
    if update.callback_query is not None:
        button = Button.read(update.callback_query.data)
        return button is None or button.subject != subject
    return bool(typed_command(update.message))
