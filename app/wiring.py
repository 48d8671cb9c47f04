"""Build the whole kiosk from its settings; read `Parts` from top to bottom."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Coroutine, Sequence
from datetime import timedelta
from typing import Any

from app.messaging import Messaging
from app.transports import Transports, application_over
from app.workers import workers_of
from handlers.context import PanelDesk, Rules, Services
from jobs.alert_watch import AlertWatch
from jobs.catalogue import CatalogueSync
from jobs.erasing import ErasingWork
from jobs.gifts import GiftsWork
from jobs.held_lists import HeldLists
from jobs.invitations import InvitationsWork
from jobs.late_orders import LateWatch
from jobs.measuring import Measuring
from jobs.new_orders import NewOrdersWork
from jobs.opening import OpeningWork
from jobs.panel_queue import PanelQueue
from jobs.periodic import PeriodicWork
from jobs.quality import QualityWatch
from jobs.reconciler import Reconciler
from jobs.schedule import LATE, SOON, PeriodicTask, Scheduler, table
from jobs.service_news import NewsWatch
from jobs.shared_cards import SharedCardsWork
from jobs.start_times import StartTimes
from jobs.timekeeper import Timekeeper
from jobs.worker import Worker
from live_settings import InForce
from locales import Catalogues
from locales.search_words import search_words
from messaging.alerts import OperatorAlerts
from messaging.stars import StarsAtTelegram
from panel.client import PanelClient
from payments.base import Ports
from payments.desk import PaymentDesk
from settings import Settings
from shop.catalogue.late import news_within
from shop.catalogue.storefront import Storefront
from shop.clock import Clock, SteadyClock
from shop.errors import PanelUnreachable
from shop.identity import Identity, panel_name
from shop.ledger.wallet_change import ChangeLimits
from shop.live_values import LiveValue
from shop.maintenance import Gate
from shop.ordering.order_numbers import OrderNumbers
from shop.ordering.paid import Guard
from shop.person import Access, Now
from shop.pricing.board import Pricing
from shop.pricing.costing import Costing
from shop.pricing.quotes import parts_per_million
from shop.reconciliation.decide import PROBE, WIDE_PROBE
from shop.replies import ItemError, StatusReport
from shop.tickets.desk import Desk
from shop.wakeups import Wakeups
from storage.alerts.store import Alerts
from storage.alerts.watching import Watching
from storage.audit import Audit
from storage.catalogue.heard import HeardTexts
from storage.catalogue.overcharges import Overcharges
from storage.catalogue.price_rules import PriceRules
from storage.catalogue.rate_moves import RateMoves
from storage.catalogue.store import CatalogueStore
from storage.core.database import Database
from storage.desk.acts import Acts
from storage.desk.cards import StaffCards
from storage.desk.door import Door
from storage.desk.figures import DeskFigures
from storage.desk.live_values import LiveValues
from storage.desk.maintenance import MaintenanceStore
from storage.desk.order_watch import OrderWatch
from storage.desk.questions import DeskQuestions
from storage.desk.staff import StaffStore
from storage.desk.waiting import WaitingForStaff
from storage.erasing.store import Erasures
from storage.growth.coupons import Coupons
from storage.growth.gifts import Gifts
from storage.growth.invitations import Invitations
from storage.growth.questions import GrowthQuestions
from storage.ledger.checkouts import Checkouts
from storage.ledger.payments import Payments
from storage.ledger.stars_list import StarsList
from storage.ledger.statements import Statements
from storage.ledger.store import Ledger
from storage.ledger.topups import Topups
from storage.ledger.wallet_changes import WalletChanges
from storage.messages.broadcasts import Broadcasts
from storage.messages.inbox import Inbox
from storage.messages.open_cases import OpenCases
from storage.messages.outbox import Outbox
from storage.messages.turn_start import TurnStarts
from storage.orders.at_desk import DeskOrders
from storage.orders.drafts import Drafts
from storage.orders.endings import Endings
from storage.orders.late import LateOrders
from storage.orders.lists import Lists
from storage.orders.mass import MassOrders
from storage.orders.measured import EndedOrders
from storage.orders.paid import PaidOrders
from storage.orders.presets import Presets
from storage.orders.quality import Qualities
from storage.orders.queue import OrderQueue
from storage.orders.ratings import Ratings
from storage.orders.requests import Requests
from storage.orders.reserving import Selling
from storage.orders.scheduled import ScheduledOrders
from storage.orders.searches import OrderSearches
from storage.orders.shared_cards import SharedCards
from storage.orders.store import Orders
from storage.people.bot_texts import BotTexts
from storage.people.directory import Directory
from storage.people.favourites import Favourites
from storage.people.identity import Identities
from storage.people.notes import Notes
from storage.people.service_news import ServiceNews
from storage.people.store import People
from storage.reconciliation.resolutions import Resolutions
from storage.reconciliation.store import CaseStore
from storage.reconciliation.surroundings import SurroundingsStore
from storage.stores import Stores
from storage.tickets.desk import DeskRecords
from storage.tickets.store import Tickets
from storage.tidying import Tidying
from storage.transfer.exports import Exports
from storage.transfer.imports import Imports
from storage.waits import Waits


def stores_of(
    settings: Settings,
    numbers: OrderNumbers | None = None,
    operators: Collection[int] | None = None,
    now: Callable[[], Settings] | None = None,
) -> Stores:
    """Return the stores on these settings' database, which stays closed for now.

    `numbers` numbers the orders; without them the database counts. `operators` are those of each moment, the
    settings' own without them; `now` returns the settings of each moment, these without it.
    """
    now = now or (lambda: settings)
    database = Database(settings.database_url)
    operators = settings.admin_ids if operators is None else operators
    credit_micro, ledger = settings.credit_micro, Ledger(database)
    today = identity_of(settings)
    panel, bot_id = today.panel, today.bot_id
    offered_as = f"{settings.access}:{settings.currency}"
    selling = Selling(panel, offered_as, credit_micro, numbers)
    paid_orders = PaidOrders(selling)
    return Stores(
        acts=Acts(database),
        alerts=Alerts(database),
        database=database,
        audit=Audit(database, ledger),
        bot_texts=BotTexts(database),
        broadcasts=Broadcasts(database),
        checkouts=Checkouts(database, operators=operators),
        desk=DeskRecords(database),
        desk_orders=DeskOrders(database),
        door=Door(database),
        desk_questions=DeskQuestions(database),
        figures=DeskFigures(database, panel=panel),
        order_watch=OrderWatch(database, operators=operators),
        staff_cards=StaffCards(database),
        waiting=WaitingForStaff(database, panel=panel),
        directory=Directory(database),
        coupons=Coupons(database),
        drafts=Drafts(database, offered_as=offered_as),
        ended=EndedOrders(database, panel=panel),
        exports=Exports(database),
        favourites=Favourites(database),
        gifts=Gifts(database),
        growth_questions=GrowthQuestions(database),
        heard=HeardTexts(database, panel=panel),
        identities=Identities(database, today),
        imports=Imports(database),
        inbox=Inbox(database, bot_id=bot_id),
        invitations=Invitations(database, rules=lambda: now().invites, operators=operators, bot_id=bot_id),
        cases=CaseStore(database, panel=panel, operators=operators),
        late=LateOrders(database, panel=panel),
        scheduled=ScheduledOrders(database, panel=panel),
        live_values=LiveValues(database),
        lists=Lists(database, bot_id=bot_id),
        maintenance=MaintenanceStore(database),
        mass_orders=MassOrders(database, selling),
        notes=Notes(database),
        open_cases=OpenCases(database, operators=operators),
        order_searches=OrderSearches(database),
        orders=Orders(
            database,
            panel=panel,
            operators=operators,
            credit_micro=credit_micro,
            offered_as=offered_as,
            numbers=numbers,
        ),
        queue=OrderQueue(database, panel=panel, operators=operators, credit_micro=credit_micro),
        qualities=Qualities(database, panel=panel),
        rate_moves=RateMoves(database, panel=panel),
        ratings=Ratings(database, panel=panel),
        surroundings=SurroundingsStore(database, panel=panel),
        resolutions=Resolutions(database, panel=panel, operators=operators, credit_micro=credit_micro),
        endings=Endings(database, panel=panel, operators=operators, credit_micro=credit_micro),
        outbox=Outbox(database),
        overcharges=Overcharges(database, panel=panel),
        paid_orders=paid_orders,
        payments=Payments(
            database,
            operators=operators,
            credit_micro=credit_micro,
            bot_id=bot_id,
            paid_orders=paid_orders,
        ),
        erasures=Erasures(database, operators=operators),
        people=People(database),
        presets=Presets(database),
        price_rules=PriceRules(database, usual_ppm=parts_per_million(settings.markup_percent)),
        requests=Requests(database, panel=panel),
        catalogue=CatalogueStore(database, panel=panel),
        service_news=ServiceNews(database),
        shared_cards=SharedCards(database),
        staff=StaffStore(database),
        stars_list=StarsList(database, bot_id=bot_id),
        statements=Statements(database),
        tickets=Tickets(database, bot_id=bot_id),
        tidying=Tidying(database),
        ledger=ledger,
        turn_starts=TurnStarts(database),
        topups=Topups(database, operators=operators, paid_orders=paid_orders),
        waits=Waits(database),
        wallet_changes=WalletChanges(database, operators=operators),
        watching=Watching(database, panel=panel),
    )


def access_of(settings: Settings) -> Access:
    """Return who may do what by these settings alone."""
    return Access(owners=settings.admin_ids, allowed=settings.allowed_ids, open=settings.access == "shop")


def identity_of(settings: Settings) -> Identity:
    """Return the bot, panel account, access and currency that these settings name."""
    panel = panel_name(settings.panel_url, settings.key)
    return Identity(panel, settings.bot_id, settings.access, settings.currency)


LOOK_UP_SECONDS = 10
"""A person waits for the answer; panels take one or two seconds."""


def looking_up(panel: PanelClient) -> Callable[[str], Awaitable[StatusReport | ItemError | None]]:
    """See handlers.context.PanelDesk."""

    async def look_up(panel_order_id: str) -> StatusReport | ItemError | None:
        try:
            async with asyncio.timeout(LOOK_UP_SECONDS):
                return (await panel.status([panel_order_id])).get(panel_order_id)
        except TimeoutError:
            raise PanelUnreachable("the panel takes too long to answer") from None

    return look_up


class Parts:
    """The parts of one kiosk, each built from those above it. Building opens and calls nothing.

    `numbers` numbers the orders; without them the database counts, as stories like it.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        clock: Clock,
        transports: Transports,
        numbers: OrderNumbers | None = None,
    ) -> None:
        self.settings = settings
        self.clock = clock = SteadyClock(clock)

        # The settings in force, who may do what, and stored state.
        self.live = live = InForce(settings, self._list_live_values)
        self.remarked: frozenset[str] = frozenset()
        self.access = access_of(settings)
        self.gate = Gate()
        operators = Now(lambda: self.access.operators)
        self.stores = stores = stores_of(settings, numbers, operators, lambda: live.now)

        # The panel and Telegram.
        self.panel = panel = PanelClient(
            settings.panel_url,
            settings.key,
            settings.panel_profile,
            clock,
            transport=transports.panel,
            limits=transports.panel_limits,
            proxy=settings.way_to_panel,
            calls=settings.panel_calls,
        )
        self.transports = transports
        self.application = application_over(transports, settings, clock)

        # Wake-ups between parts, and alerts to the operators.
        self.wakeups = wakeups = Wakeups()
        self.alerts = alerts = OperatorAlerts(stores.outbox, stores.alerts, operators, clock, wakeups)

        # Catalogue and prices.
        self.storefront = Storefront(search_words())
        self.measuring = Measuring(
            stores.ended, stores.ratings, stores.requests, storefront=self.storefront, clock=clock
        )
        self.pricing = Pricing(
            currency=settings.currency,
            from_wallets=settings.access == "shop",
            steps=settings.steps,
            clock=clock,
        )
        self.catalogue = CatalogueSync(
            panel=panel,
            clock=clock,
            storefront=self.storefront,
            board=self.pricing,
            price_rules=stores.price_rules,
            store=stores.catalogue,
            overcharges=stores.overcharges,
            alerts=alerts,
        )

        # How people pay.
        ports = Ports(
            clock=clock,
            stars=StarsAtTelegram(self.application.bot, clock=clock, tell=alerts.tell),
            stars_records=stores.stars_list,
            unpaid=stores.payments.list_unpaid,
        )
        self.payments = PaymentDesk(
            settings.ways(), stores.payments, ports, clock=clock, arrived=wakeups.paid
        )

        # Messaging, and the handlers it calls.
        self.desk_setting = settings.operators_chat
        self.desk = Desk(Now(lambda: self.access.staff), self.desk_setting)
        self.rules = self.rules_of(settings)
        self.services = self._services()
        costs = Costing(
            self.pricing,
            self.storefront,
            lambda: panel.profile.comment_separators,
            lambda: self.rules.coupon_loss_ppm,
        )
        stores.paid_orders.refuses = Guard(self.services.access, self.pricing, costs)
        self.messaging = Messaging(self.application, self.services, settings, transports, alerts)

        # Background work.
        self.shared_cards = SharedCardsWork(stores.shared_cards, clock, wakeups.outbox)
        self.erasing = ErasingWork(stores.erasures, clock)
        self.invitations = InvitationsWork(stores.invitations, clock, wakeups.outbox)
        self.new_orders = NewOrdersWork(stores.order_watch, clock, wakeups.outbox)
        self.gifts = GiftsWork(stores.gifts, clock, wakeups.outbox)
        self.late_watch = LateWatch(
            stores.late,
            alerts,
            self.storefront.measured,
            clock,
            lambda: news_within(timedelta(seconds=live.now.sweep_seconds)),
            wakeups.outbox,
        )
        self.alert_watch = AlertWatch(
            stores=stores.alerts,
            watching=stores.watching,
            catalogue=stores.catalogue,
            alerts=alerts,
            desk=self.desk,
            breaker=panel.breaker,
            clock=clock,
            ports=ports,
            bot_id=settings.bot_id,
            trouble=lambda: self.catalogue.trouble,
            space=lambda: transports.space(settings.database_url),
            wake_outbox=wakeups.outbox,
        )
        self.quality_watch = QualityWatch(
            qualities=stores.qualities,
            storefront=self.storefront,
            board=self.pricing,
            clock=clock,
            follow_stops=self.catalogue.follow_stops,
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
            panel=panel,
            clock=clock,
            catalogue=self.catalogue,
            stores=stores,
            alerts=alerts,
            wake_outbox=wakeups.outbox,
            everybody=lambda: self.access.everybody,
        )
        self.panel_queue = PanelQueue(
            panel=panel,
            orders=stores.orders,
            queue=stores.queue,
            requests=stores.requests,
            outbox=stores.outbox,
            clock=clock,
            wakeups=wakeups,
            refresh_account=self.catalogue.refresh,
            costs=costs,
            cannot_price=lambda: self.pricing.closed is not None,
            unrefilled=self.storefront.unrefilled,
        )
        self.reconciler = Reconciler(
            panel=panel,
            cases=stores.cases,
            surroundings=stores.surroundings,
            resolutions=stores.resolutions,
            follower=stores.orders,
            clock=clock,
            probes=lambda: {"no": 0, "auto": PROBE, "yes": WIDE_PROBE}[live.now.panel_probe],
            shared=settings.panel_account == "shared",
            unknown_hours=lambda: live.now.unknown_hours,
            settled=wakeups.case_settled,
        )
        self.timekeeper = Timekeeper(clock, stores.waits, alerts, wake=wakeups.case_settled)
        self.start_times = StartTimes(stores.scheduled, clock, wakeups, self.gate)
        self.opening = OpeningWork(stores.maintenance, clock, wakeups.outbox)
        self.held_lists = HeldLists(stores.lists, clock, wakeups)

        # The loops, each woken through `wakeups`.
        self.workers = workers_of(self)
        self.schedule: Scheduler | None = None

    def scheduler(self) -> Scheduler:
        """Return the scheduler of the periodic work; it starts ticking at once."""
        queue = self.application.job_queue
        assert queue is not None  # noqa: S101 - the job-queue extra is in the lock; tells mypy
        lines = table(
            self.catalogue,
            self.periodic,
            self.measuring,
            self.shared_cards,
            self.late_watch,
            erasing=self.erasing,
            sweep_seconds=self.live.now.sweep_seconds,
            balance_seconds=60 if self.panel.by_reference else 300,
            check_updates=self.messaging.receiving.check,
            payments=self.payments,
        )
        menus = PeriodicTask("menus", 60, self.messaging.menus.update, first=SOON)
        profile = PeriodicTask("profile", 60, self.messaging.profile.update, first=SOON)
        own = (
            PeriodicTask("service news", 60, self.news_watch.look, first=120),
            PeriodicTask("invitations", 60, self.invitations.reward),
            PeriodicTask("new orders", 10, self.new_orders.tell),
            PeriodicTask("gifts", 60, self.gifts.expire),
            PeriodicTask("opening", 60, self.opening.tell),
            PeriodicTask("quality", 60, self.quality_watch.look, first=90),
            PeriodicTask("alerts", 60, self.alert_watch.look, first=30),
            PeriodicTask("stars list", 86_400, self.alert_watch.compare_stars, first=900),
        )
        return Scheduler(queue, (*lines, menus, profile, *own), self.clock, tell=self.alerts.failing)

    def loops(self, scheduler: Scheduler) -> dict[str, Callable[[], Coroutine[Any, Any, None]]]:
        """Return every loop that runs until the kiosk stops, by name. None of them ends by itself."""
        return {
            "receiving": self.messaging.receiving.run,
            "turns": self.messaging.turns.run,
            "outbox": self.messaging.outbox_worker.run,
            **{name: worker.run for name, worker in self.workers.items()},
            "database": self.stores.database.watch,
            "keep up": Worker("keep up", scheduler.keep_up, clock=self.clock, idle=LATE).run,
        }

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
            gate=self.gate,
            coupon_loss_ppm=parts_per_million(now.coupon_loss),
        )

    def _services(self) -> Services:
        """Return the services that handlers use."""
        settings, panel = self.settings, self.panel
        return Services(
            clock=self.clock,
            access=self.access,
            catalogues=Catalogues(steps=settings.steps),
            storefront=self.storefront,
            board=self.pricing,
            stores=self.stores,
            rules_now=lambda: self.rules,
            panel=PanelDesk(
                breaker=panel.breaker,
                lexicon=panel.lexicon,
                look_up=looking_up(panel),
                left_out=lambda: {**panel.left_out, **self.storefront.unsold},
                follow_stops=self.catalogue.follow_stops,
                comment_separators=lambda: panel.profile.comment_separators,
            ),
            payments=self.payments,
            wakeups=self.wakeups,
        )
