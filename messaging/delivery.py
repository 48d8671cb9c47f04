"""What a failed call tells of whether Telegram has done what was asked."""

from telegram.error import InvalidToken, NetworkError, RetryAfter, TelegramError, TimedOut


class NeverSent(NetworkError):
    """The call never reached Telegram: it may be made again without any risk."""


class NeverSentInTime(TimedOut, NeverSent):
    """The same, because no connection could be had in time."""


class OutcomeUnknown(NetworkError):
    """An answer came, and it does not tell whether Telegram has done what was asked.

    It may be a page of whatever lies between, or Telegram's own trouble. Each further
    try may be done once more, so the tries are few and the pauses between them grow.
    """


class TokenRefused(InvalidToken):
    """Telegram itself says that it knows no such token, and has done nothing.

    PTB raises InvalidToken for an unknown method as well; this is raised for the token only.
    """


def certainly_not_sent(error: TelegramError) -> bool:
    """Whether Telegram has done nothing for sure: trying again is then no repetition."""
    return isinstance(error, NeverSent | RetryAfter | TokenRefused)
