"""Which messages are commands: those that whoever sends them has typed.

A forwarded message, or one that another bot has written for its sender, holds somebody else's words. An
operator who passes on a customer's "/prices default 0" has ordered nothing.
"""

import re
from typing import Any

from telegram import Message, MessageOriginUser, Update
from telegram.ext import CommandHandler, filters

from handlers.context import Context

_NAME = re.compile(r"/(\w{1,32})(?:@(\w+))?", re.ASCII)


def typed_command(message: Message | None) -> str:
    """Return the text of a message that begins with a slash and is its sender's own; else an empty one."""
    text = message.text if message is not None else None
    if message is None or not text or not text.startswith("/") or _is_passed_on(message):
        return ""
    return text


def _is_passed_on(message: Message) -> bool:
    """Return True for words that are not their sender's: forwarded, or put in by a bot."""
    origin, sender = message.forward_origin, message.from_user
    if isinstance(origin, MessageOriginUser) and sender is not None and origin.sender_user.id == sender.id:
        return False  # their own words of another day
    return origin is not None or message.via_bot is not None


class _Slash(filters.MessageFilter):
    """What begins like a command, see `typed_command`."""

    def filter(self, message: Message) -> bool:
        return bool(typed_command(message))


class _Marked(filters.MessageFilter):
    """What Telegram marks as a command, also below another mark: PTB's filter looks at the first one."""

    def filter(self, message: Message) -> bool:
        return bool(typed_command(message)) and _length_of_mark(message) > 0


SLASH = _Slash()
"""What begins like a command. Only an answer in free words, like a comment, may begin so."""

COMMAND = _Marked()
"""What Telegram marks as a command, too: not "/ 5", nor a text that begins with a command shown as code."""


def named_in(message: Message | None) -> tuple[str, str]:
    """Return a command's name and the bot that it is for, in small letters; empty where there is none."""
    text = typed_command(message)
    if message is None or not text:
        return "", ""
    length = _length_of_mark(message)
    found = _NAME.fullmatch(text[:length] if length else text.split(maxsplit=1)[0])
    return (found[1].lower(), (found[2] or "").lower()) if found is not None else ("", "")


def _length_of_mark(message: Message) -> int:
    """Return how much of the text Telegram marks as a command that it begins with; 0 if there is none."""
    marks = (one for one in message.entities if one.offset == 0 and one.type == one.BOT_COMMAND)
    return next((one.length for one in marks), 0)


class TypedCommand(CommandHandler[Context, Any]):
    """A command, however its sender has formatted it.

    PTB takes what Telegram marks as a command, if no other mark stands before that one: neither a line in
    bold nor one that was copied as code.
    """

    def check_update(self, update: object) -> Any:
        """Return the command's arguments and what the filters found, if it is this command; else None."""
        if not isinstance(update, Update) or (message := update.message) is None:
            return None
        name, bot = named_in(message)
        if name not in self.commands:
            return None
        if bot not in {"", message.get_bot().username.lower()}:
            return None
        args = (message.text or "").split()[1:]
        fits = self._check_correct_args(args) and self.filters.check_update(update)
        return (args, fits) if fits else None
