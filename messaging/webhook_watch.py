"""The webhook at Telegram: set it at the start, check it now and then, set it again when it is gone."""

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

    trouble = ""
    """What the last look found to be in the way of updates, as a sentence of ours; empty for nothing."""

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
        """`fetch` moves the updates that wait at Telegram into the inbox, in order."""
        self._patience = Patience("getWebhookInfo", clock=clock, tell=tell)
        self._wire = wire
        self._fetch = fetch
        self._url = url
        self._secret = secret
        self._clock = clock
        self._last_complaint_at: datetime | None = None

    async def begin(self) -> None:
        """Set the webhook. Raises TelegramError, and CannotBeCalled if the server has no webhooks.

        Remove the old one first: while nobody answered, Telegram's pauses grew to two
        minutes, and setting the same webhook again would not reset them. Fetch waiting
        updates in between: through the webhook, Telegram would send a person's messages
        and taps in parallel, and a tap on Confirm might overtake the /cancel before it.
        """
        # Earlier complaints are no news; Telegram dates them in whole seconds.
        self._last_complaint_at = self._clock.now() - timedelta(seconds=1)
        await self._wire.end_webhook()
        await self._fetch()
        await self._set()

    async def check(self) -> None:
        """Set the webhook again if it is no longer ours, and log what Telegram complains of.

        Skip the check while Telegram asks to wait. Raises InvalidToken if Telegram now
        refuses the token, asked twice.
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
            log.warning("Telegram does not say how the webhook stands (%s).", error)
            self.trouble = "Telegram does not say how the webhook stands."
            return
        self._patience.is_heard()
        is_news = self._tell(info.last_error_message, info.last_error_date)
        self.trouble = "Telegram could not deliver an update." if is_news else ""

    async def _set(self) -> None:
        try:
            await self._wire.set_webhook(url=self._url, secret=self._secret)
        except InvalidToken:  # the token is good, as getMe has shown: this server has no such method
            message = "This Bot API server knows no webhooks. Leave WEBHOOK_URL empty."
            raise CannotBeCalled(message) from None

    def _tell(self, complaint: str | None, when: datetime | None) -> bool:
        """Log each complaint once, however often Telegram repeats it; return False for no new one."""
        if (
            not complaint
            or when is None
            or (self._last_complaint_at is not None and when <= self._last_complaint_at)
        ):
            return False
        self._last_complaint_at = when
        log.warning("Telegram could not deliver an update: %s. It will try again.", complaint)
        return True
