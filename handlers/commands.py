"""Which messages are commands: those that whoever sends them has typed.

A forwarded message, or one that another bot has written for its sender, holds somebody else's words. An
operator who passes on a customer's "/prices default 0" has ordered nothing.
"""

from telegram import Message, MessageOriginUser
from telegram.ext import filters


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


SLASH = _Slash()
"""What begins like a command. Only an answer in free words, like a comment, may begin so."""

COMMAND = SLASH & filters.COMMAND
"""What Telegram marks as a command, too: not "/ 5", nor a text that begins with a command shown as code."""
