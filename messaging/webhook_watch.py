"""The webhook as Telegram has it: set at the start, looked at now and then, set again when it is gone."""

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from telegram.error import InvalidToken, RetryAfter, TelegramError

from messaging.patience import Patience, Tell, tell_nobody
from messaging.receiving import CannotBeCalled
from messaging.webhook_address import host_of
from messaging.wire import Telegram
from shop.clock import Clock

log = logging.getLogger("kiosk.webhook")


class Watch:
    """Keeps Telegram calling `url` with `secret`."""

    def __init__(
        self,
        wire: Telegram,
        *,
        url: str,
        secret: str,
        clock: Clock,
        fetch: Callable[[], Awaitable[None]],
        tell: Tell = tell_nobody,
    ) -> None:
        """`fetch` brings what waits at Telegram into the inbox, in order."""
        self._patience = Patience("getWebhookInfo", clock=clock, tell=tell)
        self._wire = wire
        self._fetch = fetch
        self._url = url
        self._secret = secret
        self._clock = clock
        self._heard: datetime | None = None

    async def begin(self) -> None:
        """Set the webhook. Raises TelegramError, and CannotBeCalled where there is no such thing.

        It is removed first. While nobody answered, Telegram's waits have grown
        to two minutes, and setting the same webhook again would not end them. What
        waits is fetched in between: called, Telegram would send a person's messages
        and taps side by side, and a tap on Confirm might overtake the /cancel before it.
        """
        # Complaints of an earlier time are no news; Telegram tells them in whole seconds.
        self._heard = self._clock.now() - timedelta(seconds=1)
        await self._wire.end_webhook()
        await self._fetch()
        await self._set()

    async def look(self) -> None:
        """Set the webhook again if it is not ours any more, and log what Telegram complains of.

        Asked to wait, it does, and looks again then. Raises InvalidToken for a token that
        Telegram refuses by now, asked twice.
        """
        if await self._patience.must_wait():
            return
        try:
            info = await self._wire.webhook()
            if info.url != self._url:
                whom = host_of(info.url) if info.url else "nobody"
                log.warning("Telegram calls %s instead of this kiosk; the webhook is set again.", whom)
                await self._set()
        except RetryAfter as error:
            self._patience.asked_to_wait(error)
            return
        except TelegramError as error:
            if isinstance(error, InvalidToken) and await self._wire.is_refused():
                raise
            log.warning("Telegram does not tell of the webhook (%s).", error)
            return
        self._patience.is_heard()
        self._tell(info.last_error_message, info.last_error_date)

    async def _set(self) -> None:
        try:
            await self._wire.set_webhook(url=self._url, secret=self._secret)
        except InvalidToken:  # the token is good, as getMe has shown: this server has no such method
            message = "This Bot API server knows no webhooks. Leave WEBHOOK_URL empty."
            raise CannotBeCalled(message) from None

    def _tell(self, complaint: str | None, when: datetime | None) -> None:
        """Each complaint once, however often it is looked at."""
        if not complaint or when is None or (self._heard is not None and when <= self._heard):
            return
        self._heard = when
        log.warning("Telegram could not deliver an update: %s. It will try again.", complaint)
