"""Whether what was sent can have reached Telegram, as far as the error tells."""

import re

from telegram.error import NetworkError, RetryAfter, TelegramError

from mail.transport import NeverSent

_GATEWAY = re.compile(r"\(50[234]\)")  # how python-telegram-bot words an answer that is not Telegram's own


def never_reached(error: TelegramError) -> bool:
    """Whether Telegram has done nothing for sure: trying again is then no repetition."""
    if isinstance(error, NeverSent | RetryAfter):
        return True
    return isinstance(error, NetworkError) and _GATEWAY.search(str(error)) is not None
