"""Rate limits for calls to Telegram: what goes through the window of credits, and what is tried again."""

from collections.abc import Awaitable, Callable, Coroutine
from functools import partial
from typing import Any

from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError
from telegram.ext import BaseRateLimiter

from messaging.credit_window import Chat, CreditWindow
from messaging.delivery import LetGo, NotOurs
from shop.clock import Clock
from shop.notice import Priority
from shop.observed import Observed

PAID_CREDITS, PAID_SPACING_SECONDS = 1_200, 0.001
"""Paid broadcasts: 1,000 a second. The spacing sets the pace; a call's way there and back is on top."""

SHORT_WAIT_SECONDS = 5.0
RETRIES = 2
_PACED = ("send", "edit", "forward", "copy", "stop")
_OF_AN_ANSWER = "It was a call that writes into a chat."


class PacedLimiter(BaseRateLimiter[Priority]):
    """Sends every call that writes into a chat through the window; other calls pass at once.

    The priority is PERSON unless a call names another in `rate_limit_args`. If
    Telegram asks to wait at most 5 seconds, a person's call is retried, twice at
    most; otherwise, and after that, RetryAfter is raised. An outbox message's call
    is never held here: other messages need its place. All that broadcasts do is
    paced, their deletions too; what is paid for has a faster window of its own,
    since Telegram does not count it with the rest.
    """

    def __init__(
        self,
        window: CreditWindow,
        clock: Clock,
        paid: CreditWindow | None = None,
        *,
        observed: Observed | None = None,
    ) -> None:
        self._observed = observed or Observed()
        self._window = window
        self._paid = paid or CreditWindow(clock, slots=PAID_CREDITS, spacing=PAID_SPACING_SECONDS)
        self._clock = clock
        self.may_send: Callable[[], bool] = lambda: True
        """Asked when the turn of an outbox message comes: by then another kiosk may be sending it."""

    @property
    def window(self) -> CreditWindow:
        """The window of all but paid broadcasts."""
        return self._window

    def in_flight(self, *, paid: bool) -> int:
        """How many sends under way at once use up the window."""
        return (self._paid if paid else self._window).in_flight

    def held_chats(self) -> frozenset[Chat]:
        """Return the chats to which Telegram wants no messages now."""
        return self._window.held_chats() | self._paid.held_chats()

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def process_request(  # noqa: PLR0917 - the parameters are python-telegram-bot's
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: Priority | None,
    ) -> Any:
        """Make the call when its turn comes, and return its result."""
        priority = Priority.PERSON if rate_limit_args is None else rate_limit_args
        return await self.paced(lambda: callback(*args, **kwargs), endpoint, data.get("chat_id"), priority)

    async def paced(
        self,
        call: Callable[[], Awaitable[Any]],
        method: str,
        chat_id: Chat | None,
        priority: Priority,
        *,
        paid: bool = False,
    ) -> Any:
        """Make the call of this method of the Bot API when its turn comes, and return its result.

        Raises TelegramError, NotOurs among them if this kiosk may not send when its turn has come.
        """
        timed = partial(self._timed, call, method, priority)
        writes = method.lower().startswith(_PACED) or priority is Priority.BROADCAST
        if chat_id is None or not writes:
            return await timed()
        try:
            return await self._paced(timed, chat_id, priority, self._paid if paid else self._window)
        except TelegramError as error:
            error.add_note(_OF_AN_ANSWER)
            raise

    async def _timed(self, call: Callable[[], Awaitable[Any]], method: str, priority: Priority) -> Any:
        """Make the call, and note how long Telegram took, without the wait for its turn."""
        if priority is not Priority.PERSON and not self.may_send():
            raise NotOurs("The database has not heard of this kiosk for some seconds, so it sends nothing.")
        began, outcome = self._clock.monotonic(), "silent"
        try:
            answer = await call()
            outcome = "done"
            return answer
        except LetGo:  # Telegram was not asked
            outcome = ""
            raise
        except TelegramError as error:
            outcome = _outcome_of(error)
            raise
        finally:
            if outcome:
                self._observed.telegram_calls.took(self._clock.monotonic() - began, method, outcome)

    async def _paced(
        self, call: Callable[[], Awaitable[Any]], chat_id: Chat, priority: Priority, window: CreditWindow
    ) -> Any:
        for tries_left in reversed(range(RETRIES + 1)):
            try:
                async with window.slot(priority, chat_id):
                    return await call()
            except RetryAfter as error:
                seconds = retry_seconds(error)
                window.told_to_wait(chat_id, seconds)
                if seconds > SHORT_WAIT_SECONDS or not tries_left or priority is not Priority.PERSON:
                    raise
            await self._clock.sleep(seconds)
            self._observed.telegram_retries.add()
        raise AssertionError("the last try returns or raises")


def is_of_an_answer(error: BaseException) -> bool:
    """Return True if a call that writes into a chat raised this: handlers make it last."""
    return _OF_AN_ANSWER in getattr(error, "__notes__", ())


def _outcome_of(error: TelegramError) -> str:
    """Return the outcome as metrics name it. PTB counts BadRequest as a network error."""
    if isinstance(error, RetryAfter):
        return "later"
    is_silent = isinstance(error, NetworkError) and not isinstance(error, BadRequest)
    return "silent" if is_silent else "refused"


def retry_seconds(error: RetryAfter) -> float:
    """Return the seconds Telegram asks to wait, in whichever type the library gives them."""
    wait = error.retry_after
    return float(wait) if isinstance(wait, int) else wait.total_seconds()
