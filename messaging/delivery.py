"""Errors that say if Telegram may have carried out a failed call."""

from telegram.error import InvalidToken, NetworkError, RetryAfter, TelegramError, TimedOut


class NeverSent(NetworkError):
    """The call never reached Telegram, so repeating it is safe."""


class NeverSentInTime(TimedOut, NeverSent):
    """The call never reached Telegram, because no connection was made in time."""


class NotOurs(NeverSent):
    """The call was not made: by now another kiosk may be making it."""


class LetGo(NeverSent):
    """The call was not to be made any more when its turn came: its card shows something else."""


class OutcomeUnknown(NetworkError):
    """An answer came, but Telegram may have carried out the call or not.

    It may be a page of some server in between, or trouble at Telegram itself. Each
    retry may take effect again, so retries are few and the pauses between them grow.
    """


class TokenRefused(InvalidToken):
    """Telegram itself says that the token is unknown, and has done nothing.

    PTB raises InvalidToken for an unknown method as well; this error is for the token only.
    """


def certainly_not_sent(error: TelegramError) -> bool:
    """Return True if Telegram has certainly done nothing, so that a retry repeats nothing."""
    return isinstance(error, NeverSent | RetryAfter | TokenRefused)
