"""The parts of one kiosk that all others stand on: settings in force, what is kept, what is on sale."""

from collections.abc import Sequence
from dataclasses import replace

from app.place import Place, SharedPlace
from app.stores import access_of, kind_of, stores_of
from app.transports import Transports, application_over
from handlers.context import Rules, Services
from jobs.assortment import Assortment
from jobs.curating import Curator
from jobs.measuring import Measuring
from locales.search_words import search_words
from messaging.alerts import OperatorAlerts
from settings import Settings
from settings.live import InForce
from shop.catalogue.storefront import Storefront
from shop.clock import LeaseClock, SteadyClock
from shop.live_values import LiveValue
from shop.maintenance import Gate
from shop.observed import Observed
from shop.ordering.order_numbers import NumbersOfMany, OrderNumbers
from shop.person import Now
from shop.pricing.board import Pricing
from shop.pricing.costing import Costing
from shop.standstill import Stillness
from shop.wakeups import Wakeups
from storage.core.database import Database


class CoreParts:
    """What the parts of suppliers, of Telegram and of the work are built from.

    `numbers` numbers the orders; without them the database counts, as stories like it. `services` and
    `rules` are made by `Parts`, of what is here.
    """

    place: Place = Place()
    services: Services
    rules: Rules

    def __init__(
        self,
        settings: Settings,
        *,
        clock: LeaseClock,
        transports: Transports,
        numbers: OrderNumbers | NumbersOfMany | None = None,
    ) -> None:
        self.settings, self.observed = settings, Observed()
        self.clock = SteadyClock(clock)
        self.transports = transports
        self._make_state(numbers)
        self.application = application_over(transports, settings, self.clock, self.observed)
        self.wakeups = Wakeups()
        self.alerts = OperatorAlerts(
            self.stores.outbox, self.stores.alerts, self._operators, self.clock, self.wakeups
        )
        self._make_storefront()

    def _make_state(self, numbers: OrderNumbers | NumbersOfMany | None) -> None:
        """Make the settings in force, who may do what, and stored state."""
        self.live = live = InForce(self.settings, self._list_live_values)
        self.remarked: frozenset[str] = frozenset()
        self.access = access_of(self.settings)
        self.gate = Gate()
        self.stillness = Stillness()
        self._operators = Now(lambda: self.access.operators)
        self.stores = stores_of(
            self.settings,
            numbers,
            self._operators,
            lambda: live.now,
            took=self.observed.units.took,
            place=self._placed,
        )

    def _make_storefront(self) -> None:
        """Make what is on sale, and its prices."""
        settings, clock, stores = self.settings, self.clock, self.stores
        self.storefront = Storefront(search_words())
        self.measuring = Measuring(tuple(stores.panels.values()), storefront=self.storefront, clock=clock)
        from_wallets = settings.access == "shop"
        self.pricing = Pricing(
            currency=settings.currency, from_wallets=from_wallets, steps=settings.steps, clock=clock
        )
        self.assortment = Assortment(
            self.storefront,
            tuple(stores.panels),
            curator=Curator(stores.curating),
            alerts=self.alerts,
            from_wallets=from_wallets,
        )
        self._costs = Costing(
            self.pricing,
            self.storefront,
            lambda panel: self.services.cuts_at(panel),  # noqa: PLW0108 - `Parts` makes them
            lambda: self.rules.coupon_loss_ppm,
        )
        self.costs_of_placed = replace(self._costs, of_placed=True)

    def _placed(self, database: Database) -> Place:
        """Take a place on this database: among others, if the settings say so."""
        if self.settings.is_shared:
            kind = kind_of(self.settings)
            self.place = SharedPlace(self.settings.database_url, database.shared_as, kind, self.clock)
        return self.place

    async def _list_live_values(self) -> Sequence[LiveValue]:
        return await self.stores.live_values.list_all()
