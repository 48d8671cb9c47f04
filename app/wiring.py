"""Build the whole kiosk from its settings; read `CoreParts`, then `Parts`, from top to bottom."""

from pathlib import Path

from app.core_parts import CoreParts
from app.messaging import Messaging
from app.paying import Gateways
from app.suppliers import SupplierParts
from app.transports import Transports
from handlers.context import Rules, Services, Suppliers
from jobs.alert_watch import AlertWatch
from jobs.backup_chat import BackupChat
from jobs.backups import BackupWork
from jobs.catalogue import CatalogueSync
from jobs.checking import Checking
from jobs.erasing import ErasingWork
from jobs.fallbacks import FallbackWork
from jobs.gateway_watch import GatewayWatch
from jobs.gifts import GiftsWork
from jobs.held_lists import HeldLists
from jobs.invitations import InvitationsWork
from jobs.memberships import MembershipsWork
from jobs.new_orders import NewOrdersWork
from jobs.opening import OpeningWork
from jobs.orphans import OrphanWatch
from jobs.periodic import PeriodicWork
from jobs.quality import QualityWatch
from jobs.service_news import NewsWatch
from jobs.shared_cards import SharedCardsWork
from jobs.standstill import StandstillWatch
from jobs.timekeeper import Timekeeper
from locales import Catalogues
from messaging.stars import StarsAtTelegram
from payments.base import Ports
from payments.desk import PaymentDesk
from payments.memberships import MembershipDesk
from settings import Settings
from shop.clock import LeaseClock
from shop.ledger.wallet_change import ChangeLimits
from shop.membership.membership import DueRenewal
from shop.ordering.order_numbers import NumbersOfMany, OrderNumbers
from shop.ordering.paid import Guard
from shop.person import MAY_ORDER, Now
from shop.pricing.quotes import parts_per_million
from shop.tickets.desk import Desk


class Parts(CoreParts):
    """The parts of one kiosk, each built from those above it. Building opens and calls nothing.

    `numbers` numbers the orders; without them the database counts, as stories like it.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        clock: LeaseClock,
        transports: Transports,
        numbers: OrderNumbers | NumbersOfMany | None = None,
    ) -> None:
        super().__init__(settings, clock=clock, transports=transports, numbers=numbers)
        self.suppliers = self._suppliers()
        self._make_paying()
        self._make_messaging()

        # What works by itself; `loops` has it woken.
        self._make_service()
        self._make_watches()
        self._make_supplier_watches()
        self._make_upkeep()

    def _suppliers(self) -> tuple[SupplierParts, ...]:
        """Return the suppliers, PANEL_URL's first."""
        panels = tuple(self.stores.panels.values())
        return tuple(
            SupplierParts(
                self,
                account,
                stores,
                self.pricing.add_panel(stores.supplier.panel) if place else self.pricing.main,
            )
            for place, (account, stores) in enumerate(zip(self.settings.accounts, panels, strict=True))
        )

    def _make_paying(self) -> None:
        """Make how people pay."""
        settings, clock, stores, wakeups = self.settings, self.clock, self.stores, self.wakeups
        self.ports = ports = Ports(
            clock=clock,
            stars=StarsAtTelegram(self.application.bot, clock=clock, tell=self.alerts.tell),
            stars_records=stores.stars_list,
            unpaid=stores.payments.list_unpaid,
            followed=stores.payments.list_followed,
            followed_from=stores.payments.followed_from,
        )
        self.gateways = Gateways(settings, clock, self.transports.gateways)
        self.memberships = MembershipsWork(
            stores.memberships,
            MembershipDesk(stores.memberships, ports.stars, self.pricing, clock),
            self._is_worth,
            clock,
            wakeups.outbox,
        )
        self.payments = PaymentDesk(
            settings.ways(self.gateways.ways),
            stores.payments,
            ports,
            clock=clock,
            arrived=wakeups.paid,
            memberships=self.memberships.desk,
            is_still=lambda: self.stillness.is_on,
        )
        self.gateways.connect(
            self.payments, stores.payments, stores.merchants, stores.transfers, wakeups.paid
        )

    def _make_messaging(self) -> None:
        """Make what faces Telegram, and the handlers that it calls."""
        settings = self.settings
        self.desk_setting = settings.operators_chat
        self.desk = Desk(Now(lambda: self.access.staff), self.desk_setting)
        self.rules = self.rules_of(settings)
        self.services = self._services()
        self.stores.paid_orders.refuses = Guard(self.services.access, self.pricing, self._costs)
        self.messaging = Messaging(
            self.application,
            self.services,
            settings,
            self.transports,
            self.alerts,
            took=self.observed.turns.took,
            stillness=self.stillness,
            place=self.place,
        )

    def _make_service(self) -> None:
        """Make what works by itself for customers."""
        clock, stores, wakeups, alerts = self.clock, self.stores, self.wakeups, self.alerts
        self.shared_cards = SharedCardsWork(stores.shared_cards, clock, wakeups.outbox)
        self.erasing = ErasingWork(stores.erasures, clock)
        self.invitations = InvitationsWork(stores.invitations, clock, wakeups.outbox)
        self.fallbacks = FallbackWork(
            stores.service_routes,
            stores.routes,
            costs=self.costs_of_placed,
            takes=self._takes_orders,
            loss_ppm=lambda: self.rules.fallback_loss_ppm,
            alerts=alerts,
            clock=clock,
            wakeups=wakeups,
        )
        self.gifts = GiftsWork(stores.gifts, clock, wakeups.outbox)
        self.news_watch = NewsWatch(
            news=stores.service_news,
            favourites=stores.favourites,
            orders=stores.orders,
            storefront=self.storefront,
            board=self.pricing,
            access=self.services.access,
            clock=clock,
            wake_outbox=wakeups.outbox,
        )
        self.checking = Checking(
            accounts={parts.supplier.panel: parts.asked() for parts in self.suppliers},
            orders=stores.orders,
            outbox=stores.outbox,
            clock=clock,
            wakeups=wakeups,
        )

    def _make_watches(self) -> None:
        """Make what works by itself for operators."""
        settings, clock, stores = self.settings, self.clock, self.stores
        wakeups, alerts, transports = self.wakeups, self.alerts, self.transports
        self.new_orders = NewOrdersWork(stores.order_watch, clock, wakeups.outbox)
        self.alert_watch = AlertWatch(
            stores=stores.alerts,
            watching=stores.watching,
            panels=tuple(parts.watch for parts in self.suppliers),
            alerts=alerts,
            desk=self.desk,
            clock=clock,
            ports=self.ports,
            bot_id=settings.bot_id,
            space=lambda: transports.space(settings.database_url),
            wake_outbox=wakeups.outbox,
            backup_every_hours=settings.backup_every_hours,
        )
        self.gateway_watch = GatewayWatch(
            ways=self.payments.ways,
            book=stores.payments,
            stores=stores.alerts,
            alerts=alerts,
            clock=clock,
        )
        self.periodic = PeriodicWork(
            clock=clock,
            stores=stores,
            alerts=alerts,
            wake_outbox=wakeups.outbox,
            everybody=lambda: self.access.everybody,
            unknown_hours=lambda: self.live.now.unknown_hours,
        )

    def _make_supplier_watches(self) -> None:
        """Make what watches how well suppliers deliver, and what else their accounts hold."""
        clock, stores, live, wakeups = self.clock, self.stores, self.live, self.wakeups
        self.quality_watch = QualityWatch(
            qualities=stores.qualities,
            storefront=self.storefront,
            board=self.pricing,
            clock=clock,
            follow_stops=self._follow_stops,
            panels=tuple(stores.panels),
            wake_alerts=wakeups.alerts,
        )
        self.orphan_watch = OrphanWatch(
            panels={parts.supplier.panel: parts.panel for parts in self.suppliers},
            orphans=stores.orphans,
            looks=stores.orphan_looks,
            clock=clock,
            shared=frozenset(parts.supplier.panel for parts in self.suppliers if parts.reconciler.shared),
            probes=lambda: live.now.panel_probe != "no",
            told=wakeups.outbox,
        )

    def _make_upkeep(self) -> None:
        """Make what keeps the kiosk itself in order."""
        settings, clock, stores = self.settings, self.clock, self.stores
        wakeups, alerts = self.wakeups, self.alerts
        self.standstill_watch = StandstillWatch(
            stillness=self.stillness,
            rows=stores.standstills,
            ports=self.ports,
            star_rows=lambda before: stores.watching.count_star_payments(settings.bot_id, before),
            ways=lambda: tuple(self.payments.ways),
            book=stores.payments,
            panels=self.orphan_watch.panels,
            orphans=self.orphan_watch,
            alerts=alerts,
            clock=clock,
            lifted=self._after_standstill,
        )
        self.backups = BackupWork(
            alerts=stores.alerts,
            clock=clock,
            url=settings.database_url,
            folder=settings.backup_folder,
            keep=settings.backup_keep,
            every_hours=settings.backup_every_hours,
            passphrase=settings.backup_key.get_secret_value(),
            failing=alerts.failing,
        )
        self.backup_chat = BackupChat(
            is_wanted=settings.backup_chat == "yes",
            folder=Path(settings.backup_folder),
            desk=self.desk,
            alerts=alerts,
            clock=clock,
            bot=self.application.bot,
        )
        self.timekeeper = Timekeeper(clock, stores.waits, alerts, wake=wakeups.case_settled)
        self.opening = OpeningWork(stores.maintenance, alerts, clock, wakeups.outbox)
        self.held_lists = HeldLists(stores.lists, clock, wakeups)

    @property
    def main(self) -> SupplierParts:
        """The supplier of PANEL_URL."""
        return self.suppliers[0]

    @property
    def catalogue(self) -> CatalogueSync:
        """The sync of PANEL_URL's catalogue."""
        return self.main.catalogue

    async def _after_standstill(self) -> None:
        """Have everything work again: an owner has gone on after a restore."""
        self.gate.state = await self.stores.maintenance.state()
        self.wakeups.panel()
        self.wakeups.outbox()

    async def _follow_stops(self) -> None:
        for parts in self.suppliers:
            await parts.catalogue.follow_stops()

    def _is_worth(self, due: DueRenewal) -> bool:
        """Return True if a membership is still offered, gives lower prices, and its person may order."""
        is_lower = self.pricing.prices.levels.get(due.level, 0) < 0
        may_order = self.access.role_of(due.person_id) in MAY_ORDER
        return bool(self.rules.membership.stars) and is_lower and may_order

    def _takes_orders(self, panel: str) -> bool:
        """Return True if this panel account takes orders now, as far as is known."""
        parts = next((parts for parts in self.suppliers if parts.supplier.panel == panel), None)
        return parts is not None and parts.panel.breaker.state == "closed" and parts.prices.closed is None

    def rules_of(self, now: Settings) -> Rules:
        """Return what handlers go by under these settings."""
        return Rules(
            tariff=self.payments.ways.tariff,
            credit_micro=now.credit_micro,
            changes=ChangeLimits(now.credit_ask_micro, now.credit_second_micro),
            unknown_hours=now.unknown_hours,
            words=now.own_words,
            desk=self.desk,
            live=self.live,
            invites=now.invites,
            membership=now.membership,
            gate=self.gate,
            coupon_loss_ppm=parts_per_million(now.coupon_loss),
            fallback_loss_ppm=parts_per_million(now.fallback_loss),
        )

    def _services(self) -> Services:
        """Return the services that handlers use."""
        settings = self.settings
        return Services(
            clock=self.clock,
            access=self.access,
            catalogues=Catalogues(steps=settings.steps, now=self.clock.now),
            storefront=self.storefront,
            board=self.pricing,
            stores=self.stores,
            rules_now=lambda: self.rules,
            suppliers=Suppliers(
                {parts.supplier.panel: parts.desk() for parts in self.suppliers},
                find=self.assortment.find,
                cost_at=lambda order, target: self.fallbacks.cost_at(order, target),  # noqa: PLW0108 - made below
                follow_decisions=self.assortment.follow_decisions,
                reach=self.assortment.reach,
            ),
            payments=self.payments,
            wakeups=self.wakeups,
        )
