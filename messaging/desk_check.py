"""Can the operators' group be used for tickets? What `doctor` asks Telegram, and what is to be done."""

from typing import Any

from telegram import Bot, Chat, ChatFullInfo, ChatMember
from telegram.error import BadRequest, ChatMigrated, Forbidden

READ_ITS_NUMBER = "Add the bot to the group and send /tickets there: it tells the group's number."


class DeskFails(Exception):
    """The operators' group cannot be used; the text says what to do."""


async def check_desk(bot: Bot, chat_id: int) -> str:
    """Describe how tickets come to this group. Raises DeskFails, and TelegramError if nobody answers."""
    try:
        chat = await bot.get_chat(chat_id)
        member = await bot.get_chat_member(chat_id, bot.id)
    except ChatMigrated as moved:
        raise DeskFails(f"it is a supergroup now: set OPERATORS_CHAT={moved.new_chat_id}") from None
    except Forbidden:
        raise DeskFails(f"the bot was thrown out of {chat_id}. {READ_ITS_NUMBER}") from None
    except BadRequest as error:
        raise DeskFails(f"Telegram knows no such chat of the bot ({error}). {READ_ITS_NUMBER}") from None
    if chat.type not in {Chat.GROUP, Chat.SUPERGROUP}:
        raise DeskFails(f"{chat_id} is a {chat.type}, not a group. {READ_ITS_NUMBER}")
    if not _may_write(member):
        raise DeskFails(f"the bot may not write in “{chat.title}”. Take it in, or lift its restrictions.")
    sees_all = bool(bot.bot.can_read_all_group_messages)  # BotFather's privacy mode is off
    return f"“{chat.title}”, {_how(chat, member, sees_all=sees_all)}"


def _may_write(member: ChatMember) -> bool:
    if member.status == ChatMember.RESTRICTED:
        restricted: Any = member
        return bool(restricted.is_member and restricted.can_send_messages)
    return member.status not in {ChatMember.BANNED, ChatMember.LEFT}


def _how(chat: ChatFullInfo, member: ChatMember, *, sees_all: bool) -> str:
    """Say how tickets are told apart there."""
    is_admin = member.status in {ChatMember.ADMINISTRATOR, ChatMember.OWNER}
    if not chat.is_forum:
        how = "tickets are answered by replies (with Topics switched on, each has a topic of its own)"
        return how if is_admin or sees_all else f"{how}; of other messages the bot sees commands only"
    rights: Any = member
    if is_admin and (member.status == ChatMember.OWNER or rights.can_manage_topics):
        return "a topic for each ticket"
    return "it has topics, but the bot may not make any: make it an admin who may manage topics"
