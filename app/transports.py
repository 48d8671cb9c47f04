"""The connections that leave the process, and PTB's application built on them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import cast

import httpx
from telegram.ext import Application, ContextTypes
from telegram.request import BaseRequest

from handlers.context import App, Context
from messaging.credit_window import CreditWindow
from messaging.rate_limit import PacedLimiter
from messaging.transport import Judged, TelegramRequest
from panel.client import TimeLimits
from settings import Settings
from shop.clock import Clock
from shop.observed import Observed
from storage.core.space import Space, space_of


@dataclass
class Transports:
    """The connections to Telegram and the panel, and the disk's room; tests pass the playground's."""

    telegram: BaseRequest
    polling: BaseRequest
    checkout: BaseRequest
    panel: httpx.AsyncBaseTransport | None = None
    further_panels: Mapping[str, httpx.AsyncBaseTransport] = field(default_factory=dict)
    gateways: httpx.AsyncBaseTransport | None = None
    panel_limits: TimeLimits | None = None
    space: Callable[[str], Space | None] = space_of

    def __post_init__(self) -> None:
        """Wrap every transport to Telegram so that answers from others, such as proxies, are told apart."""
        self.telegram, self.polling, self.checkout = map(
            _judged, (self.telegram, self.polling, self.checkout)
        )

    @classmethod
    def real(cls, panel_limits: TimeLimits | None = None, *, proxy: str = "") -> "Transports":
        """Return transports over sockets; Telegram's go through `proxy` if there is one."""
        return cls(
            telegram=TelegramRequest(proxy=proxy),
            polling=TelegramRequest(connections=2, proxy=proxy),
            checkout=TelegramRequest(connections=64, proxy=proxy),
            panel_limits=panel_limits,
        )

    def panel_of(self, supplier: str) -> httpx.AsyncBaseTransport | None:
        """Return the connections to this supplier; empty is the one of PANEL_URL. None: the client's own."""
        return self.further_panels.get(supplier) if supplier else self.panel

    async def shutdown(self) -> None:
        """Close the connections to Telegram; PTB leaves them open if it could not greet Telegram."""
        for request in (self.telegram, self.polling, self.checkout):
            await request.shutdown()


def _judged(carrier: BaseRequest) -> BaseRequest:
    return carrier if isinstance(carrier, TelegramRequest) else Judged(carrier)


def application_over(transports: Transports, settings: Settings, clock: Clock, observed: Observed) -> App:
    """Return PTB's application, without its own polling and without state kept only in memory."""
    calls, files = settings.telegram_urls
    application = (
        Application.builder()
        .token(settings.token)
        .base_url(calls)
        .base_file_url(files)
        .request(transports.telegram)
        .get_updates_request(transports.polling)
        .rate_limiter(PacedLimiter(CreditWindow(clock), clock, observed=observed))
        .context_types(ContextTypes(context=Context))
        .updater(None)
        .build()
    )
    return cast("App", application)  # PTB's builder cannot tell the JobQueue's context type
