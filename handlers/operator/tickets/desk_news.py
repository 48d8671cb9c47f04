"""What Telegram tells of the operators' group itself: it has moved, or the bot is in it or out of it."""

from telegram import ChatMember, Update

from handlers.context import Services
from messaging.desk_trouble import DeskTrouble

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
    if member is None:
        return False
    if member.new_chat_member.status in _OUT:
        await trouble.is_away("the bot is not in it any more")
    else:
        services.rules.desk.is_away, services.rules.desk.is_forum = False, None
    services.wakeups.outbox()
    return True
