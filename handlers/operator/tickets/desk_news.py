"""What Telegram tells of the operators' group itself: it has moved, or the bot is in it or out of it."""

from telegram import ChatMember, Message, Update
from telegram.ext import filters

from handlers.context import Services
from handlers.tickets.finding import place_of
from messaging.desk_trouble import DeskTrouble
from shop.tickets.notices import nameless

_OUT = frozenset({ChatMember.BANNED, ChatMember.LEFT})


async def noted(update: Update, services: Services, trouble: DeskTrouble) -> bool:
    """Do what news of the operators' group asks for, whoever caused it; return False for anything else."""
    chat = update.effective_chat
    if services.rules.desk.chat is None or chat is None or chat.id != services.rules.desk.chat:
        return False
    message, member = update.message, update.my_chat_member
    if message is not None and message.migrate_to_chat_id is not None:
        await trouble.moved(message.migrate_to_chat_id)
        services.wakeups.outbox()
        return True
    if message is not None and message.sender_chat is not None:
        if not filters.StatusUpdate.ALL.check_update(update):  # a topic that is closed was sent to nobody
            await _is_nameless(message, services)
        return True
    if member is None:
        return False
    if member.new_chat_member.status in _OUT:
        await trouble.is_away("the bot is not in it any more")
    else:
        await trouble.is_back()
    services.wakeups.outbox()
    return True


async def _is_nameless(message: Message, services: Services) -> None:
    """Say of a message to a customer, written in the group's own name, that it goes nowhere."""
    found = await place_of(message, services)
    if found is not None:
        told = nameless(found.ticket.id, message.chat_id, message.message_id)
        await services.stores.outbox.enqueue([told], services.clock.now())
        services.wakeups.outbox()
