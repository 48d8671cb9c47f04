"""Wire everything that receives from Telegram or sends to it, with the handlers between."""

from functools import partial
from typing import Any

from telegram.error import TelegramError

from app.place import Place, SharedPlace
from app.transports import Transports
from handlers.context import App, Services
from handlers.conversation import order_conversation
from handlers.notices.renderer import Notices
from handlers.routes import install
from handlers.sentences import checkout_words
from handlers.turns import TurnHandler
from handlers.welcome.menu import Menus
from handlers.welcome.profile import BotProfile
from messaging.alerts import OperatorAlerts
from messaging.batching import Batching
from messaging.checkout import Checkout
from messaging.desk_trouble import DeskTrouble
from messaging.inbox import Polling
from messaging.outbox import OutboxWorker
from messaging.paid_letters import PaidLetters
from messaging.patience import Patience, Tell
from messaging.rate_limit import PacedLimiter
from messaging.receiving import Receiving
from messaging.turns import Turns
from messaging.webhook_watch import Watch
from messaging.wire import Telegram
from settings import Settings
from shop.clock import Clock
from shop.observed import Took
from shop.person import Role
from shop.standstill import Stillness
from storage.messages.outbox import OutboxMessage

_AMONG_OTHERS: dict[str, Any] = {"read_every": 1.0, "at_work": 32, "is_shared": True}
"""How turns are given where other kiosks give them, too: rows of a kiosk that is gone are found by looking,
and whoever is busy leaves people to the others."""


class Messaging:
    """Every part that faces Telegram, on one application."""

    def __init__(
        self,
        application: App,
        services: Services,
        settings: Settings,
        transports: Transports,
        alerts: OperatorAlerts,
        *,
        took: Took,
        stillness: Stillness,
        place: Place,
    ) -> None:
        """`took` is told how long turns took."""
        stores, clock, tell = services.stores, services.clock, alerts.tell
        self._settings, self._stores = settings, stores
        application.bot_data["services"] = services
        install(application, order_conversation())
        self.desk_trouble = DeskTrouble(services.rules.desk, stores.desk, stores.alerts, clock, alerts)
        turn_handler = TurnHandler(application, services, self.desk_trouble)
        wire = self.wire = Telegram(application.bot, transports.polling, transports.checkout)
        self.patience = Patience("calls", clock=clock, tell=tell)
        self.menus = Menus(application.bot, services)
        self.profile = BotProfile(application.bot, services)
        self.checkout = Checkout(
            check=partial(_check_checkout, services),
            answer=wire.answer_checkout,
            words=partial(checkout_words, services.catalogues),
            clock=clock,
        )
        self.turns = self._turns(turn_handler, place, clock, took)
        self.polling = self._polling(clock, tell)
        self.receiving: Receiving = self._webhook(wire, clock, tell) if settings.webhook_url else self.polling
        self._paid_letters = PaidLetters(stores.broadcasts, stores.outbox, clock, services.wakeups.outbox)
        limiter = application.bot.rate_limiter
        assert isinstance(limiter, PacedLimiter)  # noqa: S101 - application_over sets it; tells mypy
        notices = Notices(services, lambda: application.bot.username)
        self.outbox_worker = self._outbox_worker(notices, limiter, stillness, clock)
        if isinstance(place, SharedPlace):
            limiter.may_send = place.is_sure
            place.window = limiter.window
            place.window.resize(0)  # until it is this kiosk's turn for a part of what all may send

    def _turns(self, handler: TurnHandler, place: Place, clock: Clock, took: Took) -> Turns:
        """Return what gives each person's updates their turns."""
        return Turns(
            inbox=self._stores.inbox,
            handle=handler.handle,
            apologise=handler.apologise,
            reassure=handler.reassure,
            report_unnoticed=handler.report_unnoticed,
            clock=clock,
            took=took,
            **(_AMONG_OTHERS if place.is_shared else {}),
        )

    def _polling(self, clock: Clock, tell: Tell) -> Polling:
        """Return what polls for updates; a webhook fetches by it what waited before."""
        wire = self.wire
        return Polling(
            fetch=wire.fetch,
            end_webhook=wire.end_webhook,
            inbox=self._stores.inbox,
            clock=clock,
            arrived=self.turns.wake,
            checkout=self.checkout.take,
            is_refused=wire.is_refused,
            webhook_host=wire.webhook_host,
            tell=tell,
        )

    def _outbox_worker(
        self, notices: Notices, limiter: PacedLimiter, stillness: Stillness, clock: Clock
    ) -> OutboxWorker:
        """Return what delivers the outbox."""
        stores, wire = self._stores, self.wire
        return OutboxWorker(
            outbox=stores.outbox,
            render=notices.render,
            send=wire.send,
            unreachable=lambda person_id: stores.people.unreachable(person_id, clock.now()),
            clock=clock,
            held=limiter.held_chats,
            settles=self._settles,
            letters_in_flight=lambda: wire.letters_in_flight,
            sends_letters=lambda: not stillness.is_on,
        )

    async def _settles(self, outgoing: OutboxMessage, error: TelegramError) -> bool:
        """See messaging.outbox.Settles: what a broadcast or the operators' desk has to do with a refusal."""
        return await self._paid_letters.settles(outgoing, error) or await self.desk_trouble.settles(
            outgoing, error
        )

    def _webhook(self, wire: Telegram, clock: Clock, tell: Tell) -> Receiving:
        from messaging.webhook import Place, Webhook  # noqa: PLC0415 - who polls needs none of aiohttp's server

        host, port = self._settings.listening_place
        place = Place(self._settings.webhook_url, host, port, self._settings.secret_of_webhook)
        intake = Batching(inbox=self._stores.inbox, clock=clock, arrived=self.turns.wake)
        fetch = self.polling.fetch_all
        watch = Watch(wire, url=place.url, secret=place.secret, clock=clock, fetch=fetch, tell=tell)
        return Webhook(place, intake=intake, watch=watch, checkout=self.checkout.take)


async def _check_checkout(services: Services, **asked: Any) -> str | None:
    """See messaging.checkout.Check. A banned person pays nothing in; what they have paid is credited."""
    if services.access.role_of(asked["person_id"]) is Role.BANNED:
        return "banned"
    stores, is_offered = services.stores, services.rules.membership.is_on(services.board.prices.levels)
    if not is_offered and await stores.memberships.is_offer(asked["payload"]):
        return "membership_off"
    return await stores.payments.check(now=services.clock.now(), **asked)
