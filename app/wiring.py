"""Build the whole kiosk from its settings; read `Parts` from top to bottom."""

from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from app.memory import EVERY_SECONDS, give_back
from app.messaging import Messaging
from app.paying import Gateways
from app.place import Place, SharedPlace
from app.rereading import Rereading
from app.stores import access_of, kind_of, stores_of
from app.suppliers import SupplierParts
from app.transports import Transports, application_over
from app.workers import workers_of
from handlers.context import Rules, Services, Suppliers
from jobs.alert_watch import AlertWatch
from jobs.assortment import Assortment
from jobs.backup_chat import BackupChat
from jobs.backups import BackupWork
from jobs.catalogue import CatalogueSync
from jobs.checking import Checking
from jobs.curating import Curator
from jobs.erasing import ErasingWork
from jobs.fallbacks import FallbackWork
from jobs.gateway_watch import GatewayWatch
from jobs.gifts import GiftsWork
from jobs.held_lists import HeldLists
from jobs.invitations import InvitationsWork
from jobs.measuring import Measuring
from jobs.memberships import MembershipsWork
from jobs.new_orders import NewOrdersWork
from jobs.opening import OpeningWork
from jobs.orphans import OrphanWatch
from jobs.periodic import PeriodicWork
from jobs.quality import QualityWatch
from jobs.schedule import LATE, SOON, PeriodicTask, Scheduler, supplier_table, table
from jobs.service_news import NewsWatch
from jobs.shared_cards import SharedCardsWork
from jobs.standstill import StandstillWatch
from jobs.timekeeper import Timekeeper
from jobs.worker import Worker
from live_settings import InForce
from locales import Catalogues
from locales.search_words import search_words
from messaging.alerts import OperatorAlerts
from messaging.stars import StarsAtTelegram
from payments.base import Ports
from payments.desk import PaymentDesk
from payments.memberships import MembershipDesk
from settings import Settings
from shop.catalogue.storefront import Storefront
from shop.clock import LeaseClock, SteadyClock
from shop.ledger.wallet_change import ChangeLimits
from shop.live_values import LiveValue
from shop.maintenance import Gate
from shop.membership.membership import Due
from shop.observed import Observed
from shop.ordering.order_numbers import NumbersOfMany, OrderNumbers
from shop.ordering.paid import Guard
from shop.person import MAY_ORDER, Now
from shop.pricing.board import Pricing
from shop.pricing.costing import Costing
from shop.pricing.quotes import parts_per_million
from shop.standstill import Stillness
from shop.tickets.desk import Desk
from shop.wakeups import Wakeups
from storage.core.database import Database
from storage.core.fence import working_behind

Loop = Callable[[], Coroutine[Any, Any, None]]

EVERYWHERE = ("check", "call-backs")
"""The workers whose work is in this process's memory: what somebody has tapped here, who called here."""


class Parts:
    """The parts of one kiosk, each built from those above it. Building opens and calls nothing.

    `numbers` numbers the orders; without them the database counts, as stories like it.
    """

    place: Place = Place()

    def __init__(
        self,
        settings: Settings,
        *,
        clock: LeaseClock,
        transports: Transports,
        numbers: OrderNumbers | NumbersOfMany | None = None,
    ) -> None:
        self.settings, self.observed = settings, Observed()
        self.clock = clock = SteadyClock(clock)

        # The settings in force, who may do what, and stored state.
        self.live = live = InForce(settings, self._list_live_values)
        self.remarked: frozenset[str] = frozenset()
        self.access = access_of(settings)
        self.gate = Gate()
        self.stillness = Stillness()
        operators = Now(lambda: self.access.operators)
        self.stores = stores = stores_of(
            settings,
            numbers,
            operators,
            lambda: live.now,
            took=self.observed.units.took,
            place=self._placed,
        )

        # Telegram.
        self.transports = transports
        self.application = application_over(transports, settings, clock, self.observed)

        # Wake-ups between parts, and alerts to the operators.
        self.wakeups = wakeups = Wakeups()
        self.alerts = alerts = OperatorAlerts(stores.outbox, stores.alerts, operators, clock, wakeups)

        # Catalogue and prices.
        self.storefront = Storefront(search_words())
        panels = tuple(stores.panels.values())
        self.measuring = Measuring(panels, storefront=self.storefront, clock=clock)
        from_wallets = settings.access == "shop"
        self.pricing = Pricing(
            currency=settings.currency, from_wallets=from_wallets, steps=settings.steps, clock=clock
        )
        self.assortment = Assortment(
            self.storefront,
            tuple(stores.panels),
            curator=Curator(stores.curating),
            alerts=alerts,
            from_wallets=from_wallets,
        )
        costs = Costing(
            self.pricing,
            self.storefront,
            lambda panel: self.services.cuts_at(panel),  # noqa: PLW0108 - services are made below
            lambda: self.rules.coupon_loss_ppm,
        )
        self.costs_of_placed = replace(costs, of_placed=True)

        # The suppliers, PANEL_URL's first.
        self.suppliers = tuple(
            SupplierParts(
                self, account, one, self.pricing.add_panel(one.supplier.panel) if place else self.pricing.main
            )
            for place, (account, one) in enumerate(zip(settings.accounts, panels, strict=True))
        )

        # How people pay.
        ports = Ports(
            clock=clock,
            stars=StarsAtTelegram(self.application.bot, clock=clock, tell=alerts.tell),
            stars_records=stores.stars_list,
            unpaid=stores.payments.list_unpaid,
            followed=stores.payments.list_followed,
        )
        self.gateways = Gateways(settings, clock, transports.gateways)
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

        # Messaging, and the handlers it calls.
        self.desk_setting = settings.operators_chat
        self.desk = Desk(Now(lambda: self.access.staff), self.desk_setting)
        self.rules = self.rules_of(settings)
        self.services = self._services()
        stores.paid_orders.refuses = Guard(self.services.access, self.pricing, costs)
        self.messaging = Messaging(
            self.application,
            self.services,
            settings,
            transports,
            alerts,
            took=self.observed.turns.took,
            stillness=self.stillness,
            place=self.place,
        )

        # Background work.
        self._make_watches(ports)
        self._make_upkeep(ports)

        # The loops, each woken through `wakeups`.
        self.workers = workers_of(self)
        self._memory = Worker("memory", give_back, clock=self.clock, idle=EVERY_SECONDS)
        self.schedule: Scheduler | None = None

    def _make_watches(self, ports: Ports) -> None:
        """Make what works by itself for customers and operators."""
        settings, clock, stores, live = self.settings, self.clock, self.stores, self.live
        wakeups, alerts, transports = self.wakeups, self.alerts, self.transports
        self.shared_cards = SharedCardsWork(stores.shared_cards, clock, wakeups.outbox)
        self.erasing = ErasingWork(stores.erasures, clock)
        self.invitations = InvitationsWork(stores.invitations, clock, wakeups.outbox)
        self.new_orders = NewOrdersWork(stores.order_watch, clock, wakeups.outbox)
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
        self.alert_watch = AlertWatch(
            stores=stores.alerts,
            watching=stores.watching,
            panels=tuple(one.watch for one in self.suppliers),
            alerts=alerts,
            desk=self.desk,
            clock=clock,
            ports=ports,
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
        self.quality_watch = QualityWatch(
            qualities=stores.qualities,
            storefront=self.storefront,
            board=self.pricing,
            clock=clock,
            follow_stops=self._follow_stops,
            panels=tuple(stores.panels),
            wake_alerts=wakeups.alerts,
        )
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
        self.periodic = PeriodicWork(
            clock=clock,
            stores=stores,
            alerts=alerts,
            wake_outbox=wakeups.outbox,
            everybody=lambda: self.access.everybody,
        )
        self.checking = Checking(
            accounts={one.supplier.panel: one.asked() for one in self.suppliers},
            orders=stores.orders,
            outbox=stores.outbox,
            clock=clock,
            wakeups=wakeups,
        )
        self.orphan_watch = OrphanWatch(
            panels={one.supplier.panel: one.panel for one in self.suppliers},
            orphans=stores.orphans,
            looks=stores.orphan_looks,
            clock=clock,
            shared=frozenset(one.supplier.panel for one in self.suppliers if one.reconciler.shared),
            probes=lambda: live.now.panel_probe != "no",
            told=wakeups.outbox,
        )

    def _make_upkeep(self, ports: Ports) -> None:
        """Make what keeps the kiosk itself in order."""
        settings, clock, stores = self.settings, self.clock, self.stores
        wakeups, alerts = self.wakeups, self.alerts
        self.standstill_watch = StandstillWatch(
            stillness=self.stillness,
            rows=stores.standstills,
            ports=ports,
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
        self.opening = OpeningWork(stores.maintenance, clock, wakeups.outbox)
        self.held_lists = HeldLists(stores.lists, clock, wakeups)

    def _placed(self, database: Database) -> Place:
        """Take a place on this database: among others, if the settings say so."""
        if self.settings.is_shared:
            kind = kind_of(self.settings)
            self.place = SharedPlace(self.settings.database_url, database.shared_as, kind, self.clock)
        return self.place

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
        for one in self.suppliers:
            await one.catalogue.follow_stops()

    def scheduler(self) -> Scheduler:
        """Return the scheduler of the periodic work; it starts ticking at once."""
        queue = self.application.job_queue
        assert queue is not None  # noqa: S101 - the job-queue extra is in the lock; tells mypy
        at_suppliers = tuple(
            line
            for one in self.suppliers
            for line in supplier_table(
                one.supplier.name,
                one.catalogue,
                one.work,
                one.late_watch,
                sweep_seconds=self.live.now.sweep_seconds,
                balance_seconds=one.balance_seconds,
            )
        )
        lines = table(
            self.periodic,
            self.measuring,
            self.shared_cards,
            erasing=self.erasing,
            check_updates=self.messaging.receiving.check,
            payments=self.payments,
        )
        menus = PeriodicTask("menus", 60, self.messaging.menus.update, first=SOON)
        profile = PeriodicTask("profile", 60, self.messaging.profile.update, first=SOON)
        own = (
            PeriodicTask("service news", 60, self.news_watch.look, first=120),
            PeriodicTask("invitations", 60, self.invitations.reward),
            PeriodicTask("new orders", 10, self.new_orders.tell),
            PeriodicTask("fallbacks", 15, self.fallbacks.look),
            PeriodicTask("gifts", 60, self.gifts.expire),
            PeriodicTask("memberships", 60, self.memberships.look, first=SOON),
            PeriodicTask("opening", 60, self.opening.tell),
            PeriodicTask("quality", 60, self.quality_watch.look, first=90),
            # By then orders that were on their way at the end have their numbers, or are looked for.
            PeriodicTask("orphans", 20, self.orphan_watch.look, first=300),
            PeriodicTask("alerts", 60, self.alert_watch.look, first=30),
            PeriodicTask("standstill", 600, self.standstill_watch.compare, first=2),
            PeriodicTask("backups", 300, self.backups.look, first=240),
            PeriodicTask("backup chat", 60, self.backup_chat.look, first=270),
            PeriodicTask("stars list", 86_400, self.alert_watch.compare_stars, first=900),
            PeriodicTask("gateways compared", 86_400, self.gateway_watch.compare, first=1200),
        )
        all_lines = (*at_suppliers, *lines, menus, profile, *own)
        if isinstance(self.place, SharedPlace):
            lead = self.place.lead
            all_lines = tuple(replace(one, run=working_behind(lead, one.run)) for one in all_lines)
        return Scheduler(
            queue,
            all_lines,
            self.clock,
            tell=self.alerts.failing,
            is_still=lambda: self.stillness.is_on,
        )

    def loops(self, scheduler: Scheduler) -> dict[str, Loop]:
        """Return every loop that runs until the kiosk stops, by name. None of them ends by itself."""
        return {
            "receiving": self.messaging.receiving.run,
            "turns": self.messaging.turns.run,
            "outbox": self.messaging.outbox_worker.run,
            **{name: worker.run for name, worker in self.workers.items()},
            "database": self.stores.database.watch,
            "memory": self._memory.run,
            "keep up": Worker("keep up", scheduler.keep_up, clock=self.clock, idle=LATE).run,
        }

    def shared_loops(self, place: SharedPlace, rereading: Rereading) -> dict[str, Loop]:
        """Return the loops that run in each of several kiosks."""
        receives = {"receiving": self.messaging.receiving.run} if self.settings.webhook_url else {}
        everywhere = {name: self.workers[name].run for name in EVERYWHERE if name in self.workers}
        return {
            **receives,
            "turns": working_behind(place.presence, self.messaging.turns.run),
            **{name: working_behind(place.presence, run) for name, run in everywhere.items()},
            "database": self.stores.database.watch,
            "memory": self._memory.run,
            "place": place.run,
            "rereading": rereading.run,
            "bell": rereading.ring,
        }

    def leaders_loops(self, scheduler: Scheduler) -> dict[str, Loop]:
        """Return the loops that run only in the one that leads."""
        everywhere = {"turns", "database", "memory", *EVERYWHERE}
        if self.settings.webhook_url:
            everywhere.add("receiving")
        return {name: run for name, run in self.loops(scheduler).items() if name not in everywhere}

    def _is_worth(self, due: Due) -> bool:
        """Return True if a membership is still offered, gives lower prices, and its person may order."""
        is_lower = self.pricing.prices.levels.get(due.level, 0) < 0
        may_order = self.access.role_of(due.person_id) in MAY_ORDER
        return bool(self.rules.membership.stars) and is_lower and may_order

    def _takes_orders(self, panel: str) -> bool:
        """Return True if this panel account takes orders now, as far as is known."""
        one = next((one for one in self.suppliers if one.supplier.panel == panel), None)
        return one is not None and one.panel.breaker.state == "closed" and one.prices.closed is None

    async def _list_live_values(self) -> Sequence[LiveValue]:
        return await self.stores.live_values.list_all()

    def rules_of(self, now: Settings) -> Rules:
        """Return what handlers go by under these settings."""
        return Rules(
            tariff=self.payments.ways.tariff,
            credit_micro=now.credit_micro,
            changes=ChangeLimits(now.credit_ask_micro, now.credit_second_micro),
            unknown_hours=now.unknown_hours,
            account_is_shared=now.panel_account == "shared",
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
            catalogues=Catalogues(steps=settings.steps),
            storefront=self.storefront,
            board=self.pricing,
            stores=self.stores,
            rules_now=lambda: self.rules,
            suppliers=Suppliers(
                {one.supplier.panel: one.desk() for one in self.suppliers},
                find=self.assortment.find,
                cost_at=lambda order, target: self.fallbacks.cost_at(order, target),  # noqa: PLW0108 - made below
                follow_decisions=self.assortment.follow_decisions,
                reach=self.assortment.reach,
            ),
            payments=self.payments,
            wakeups=self.wakeups,
        )
