"""What the kiosk keeps, on its settings' database: every store, and who the kiosk is."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from secrets import token_hex

from app.place import Place, SharedPlace
from settings import Settings
from shop.identity import FIRST_PANEL, Identity, host_of, panel_name
from shop.observed import Took, took_nothing
from shop.ordering.order_numbers import NumbersOfMany, OrderNumbers
from shop.person import Access
from shop.pricing.quotes import parts_per_million
from shop.replicas import Kind
from shop.suppliers import Supplier
from storage.alerts.store import Alerts
from storage.alerts.watching import Watching
from storage.audit import Audit
from storage.bundles.store import Bundles
from storage.catalogue.curating import Curating
from storage.catalogue.heard import HeardTexts
from storage.catalogue.hiding_rules import HidingRules
from storage.catalogue.overcharges import Overcharges
from storage.catalogue.price_rules import PriceRules
from storage.catalogue.rate_moves import RateMoves
from storage.catalogue.routes import ServiceRoutes
from storage.catalogue.store import CatalogueStore
from storage.catalogue.sync_reports import SyncReports
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
from storage.desk.standstill import Standstills
from storage.desk.statistics import Statistics
from storage.desk.waiting import WaitingForStaff
from storage.erasing.store import Erasures
from storage.growth.coupons import Coupons
from storage.growth.gifts import Gifts
from storage.growth.invitations import Invitations
from storage.growth.questions import GrowthQuestions
from storage.ledger.bank_transfers import Transfers
from storage.ledger.checkouts import Checkouts
from storage.ledger.merchants import Merchants
from storage.ledger.payments import Payments
from storage.ledger.stars_list import StarsList
from storage.ledger.statements import Statements
from storage.ledger.store import Ledger
from storage.ledger.topups import Topups
from storage.ledger.wallet_changes import WalletChanges
from storage.membership.store import Memberships
from storage.messages.broadcasts import Broadcasts
from storage.messages.inbox import Inbox
from storage.messages.open_cases import OpenCases
from storage.messages.outbox import Outbox
from storage.messages.shared_inbox import SharedInbox
from storage.messages.turn_start import TurnStarts
from storage.monitored import Monitored
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
from storage.orders.sweeping import SweptOrders
from storage.orphans.looks import OrphanLooks
from storage.orphans.store import Orphans
from storage.people.bot_texts import BotTexts
from storage.people.directory import Directory
from storage.people.favourites import Favourites
from storage.people.identity import Identities
from storage.people.notes import Notes
from storage.people.own_things import OwnThings
from storage.people.service_news import ServiceNews
from storage.people.store import People
from storage.reconciliation.resolutions import Resolutions
from storage.reconciliation.store import CaseStore
from storage.reconciliation.surroundings import SurroundingsStore
from storage.stores import (
    CatalogueStores,
    DeskStores,
    MessageStores,
    MoneyStores,
    OrderStores,
    PanelStores,
    PeopleStores,
    Stores,
    UpkeepStores,
)
from storage.tickets.desk import DeskRecords
from storage.tickets.store import Tickets
from storage.tidying import Tidying
from storage.transfer.exports import Exports
from storage.transfer.imports import Imports
from storage.upgrade import HEAD
from storage.waits import Waits


def stores_of(
    settings: Settings,
    numbers: OrderNumbers | NumbersOfMany | None = None,
    operators: Collection[int] | None = None,
    now: Callable[[], Settings] | None = None,
    *,
    took: Took = took_nothing,
    place: Callable[[Database], Place] = lambda _: Place(),
) -> Stores:
    """Return the stores on these settings' database, which stays closed for now.

    `numbers` numbers the orders; without them the database counts. `operators` are those of each moment, the
    settings' own without them; `now` returns the settings of each moment, these without it. `took` is told
    how long each unit of the database took. `place` is the kiosk's among others on this database.
    """
    shared_as = token_hex(8) if settings.is_shared else ""  # no process ever has another one's
    database = Database(settings.database_url, took=took, shared_as=shared_as)
    ground = _Ground(
        database=database,
        place=place(database),
        settings=settings,
        now=now or (lambda: settings),
        operators=settings.admin_ids if operators is None else operators,
        today=identity_of(settings),
        suppliers=suppliers_of(settings),
    )
    selling = _selling(ground, numbers)
    panels = {one.panel: _at_panel(ground, one, selling) for one in ground.suppliers}
    main, paid_orders = panels[ground.today.panel], PaidOrders(selling)
    of_main = {name: store for name, store in vars(main).items() if name != "supplier"}
    return Stores(
        database=database,
        panels=panels,
        **of_main,
        **vars(_of_orders(ground, selling, paid_orders)),
        **vars(_of_the_catalogue(ground, selling)),
        **vars(_of_money(ground, paid_orders)),
        **vars(_of_people(ground)),
        **vars(_of_the_desk(ground)),
        **vars(_of_messages(ground)),
        **vars(_for_upkeep(ground)),
    )


@dataclass(frozen=True)
class _Ground:
    """What stores stand on: the database, whose they are, and the settings they go by."""

    database: Database
    place: Place
    settings: Settings
    now: Callable[[], Settings]
    operators: Collection[int]
    today: Identity
    suppliers: tuple[Supplier, ...]

    def others(self, panel: str) -> frozenset[str]:
        """Return the panel accounts of the other suppliers."""
        return frozenset(one.panel for one in self.suppliers) - {panel}


def _selling(ground: _Ground, numbers: OrderNumbers | NumbersOfMany | None) -> Selling:
    panel, now = ground.today.panel, ground.now
    return Selling(
        panel,
        _offered_as(ground.settings),
        ground.settings.credit_micro,
        numbers,
        ground.others(panel),
        loss_ppm=lambda: parts_per_million(now().fallback_loss),
    )


def _offered_as(settings: Settings) -> str:
    return f"{settings.access}:{settings.currency}"


def _at_panel(ground: _Ground, supplier: Supplier, selling: Selling) -> PanelStores:
    """Return the stores of one supplier."""
    database, operators = ground.database, ground.operators
    panel, credit_micro = supplier.panel, ground.settings.credit_micro
    others = ground.others(panel)
    return PanelStores(
        supplier=supplier,
        cases=CaseStore(database, panel=panel, operators=operators, supplier=supplier.name),
        catalogue=CatalogueStore(database, supplier=supplier, others=others),
        ended=EndedOrders(database, panel=panel),
        endings=Endings(database, panel=panel, operators=operators, credit_micro=credit_micro),
        figures=DeskFigures(database, panel=panel),
        heard=HeardTexts(database, panel=panel),
        late=LateOrders(database, panel=panel, supplier=supplier.name),
        orders=Orders(database, panel=panel, selling=selling, others=others),
        overcharges=Overcharges(database, panel=panel),
        queue=OrderQueue(
            database,
            panel=panel,
            operators=operators,
            credit_micro=credit_micro,
            supplier=supplier.name,
            routes=selling.routes,
        ),
        ratings=Ratings(database, panel=panel),
        requests=Requests(database, panel=panel, others=others),
        resolutions=Resolutions(database, panel=panel, operators=operators, credit_micro=credit_micro),
        scheduled=ScheduledOrders(database, panel=panel),
        surroundings=SurroundingsStore(database, panel=panel),
        swept=SweptOrders(
            database, panel=panel, operators=operators, credit_micro=credit_micro, supplier=supplier.name
        ),
        watching=Watching(database, panel=panel),
    )


def _of_orders(ground: _Ground, selling: Selling, paid_orders: PaidOrders) -> OrderStores:
    database = ground.database
    return OrderStores(
        drafts=Drafts(database, offered_as=_offered_as(ground.settings)),
        lists=Lists(database, bot_id=ground.today.bot_id),
        mass_orders=MassOrders(database, selling),
        order_searches=OrderSearches(database),
        orphan_looks=OrphanLooks(database),
        orphans=Orphans(database),
        paid_orders=paid_orders,
        presets=Presets(database),
        qualities=Qualities(database, panel=ground.today.panel),
        shared_cards=SharedCards(database),
    )


def _of_the_catalogue(ground: _Ground, selling: Selling) -> CatalogueStores:
    database = ground.database
    return CatalogueStores(
        bundles=Bundles(database),
        curating=Curating(database),
        hiding_rules=HidingRules(database),
        price_rules=PriceRules(database, usual_ppm=parts_per_million(ground.settings.markup_percent)),
        rate_moves=RateMoves(database, panel=ground.today.panel),
        routes=selling.routes,
        service_routes=ServiceRoutes(database),
        sync_reports=SyncReports(database),
    )


def _of_money(ground: _Ground, paid_orders: PaidOrders) -> MoneyStores:
    database, operators, bot_id, now = ground.database, ground.operators, ground.today.bot_id, ground.now
    credit_micro, ledger = ground.settings.credit_micro, Ledger(database)
    payments = Payments(
        database, operators=operators, credit_micro=credit_micro, bot_id=bot_id, paid_orders=paid_orders
    )
    return MoneyStores(
        audit=Audit(database, ledger),
        checkouts=Checkouts(database, operators=operators),
        coupons=Coupons(database),
        gifts=Gifts(database),
        growth_questions=GrowthQuestions(database),
        invitations=Invitations(database, rules=lambda: now().invites, operators=operators, bot_id=bot_id),
        ledger=ledger,
        memberships=Memberships(database, payments),
        merchants=Merchants(database, payments.crediting),
        payment_returns=payments.returns,
        payments=payments,
        stars_list=StarsList(database, bot_id=bot_id),
        statements=Statements(database),
        topups=Topups(database, operators=operators, paid_orders=paid_orders),
        transfers=Transfers(database, payments, operators=operators),
        wallet_changes=WalletChanges(database, operators=operators),
    )


def _of_people(ground: _Ground) -> PeopleStores:
    database = ground.database
    return PeopleStores(
        bot_texts=BotTexts(database),
        directory=Directory(database),
        erasures=Erasures(database, operators=ground.operators),
        favourites=Favourites(database),
        identities=Identities(database, ground.today),
        notes=Notes(database),
        own_things=OwnThings(database, here=frozenset(one.panel for one in ground.suppliers)),
        people=People(database),
        service_news=ServiceNews(database),
    )


def _of_the_desk(ground: _Ground) -> DeskStores:
    database, operators = ground.database, ground.operators
    return DeskStores(
        acts=Acts(database),
        alerts=Alerts(database),
        desk=DeskRecords(database),
        desk_orders=DeskOrders(database),
        desk_questions=DeskQuestions(database),
        door=Door(database),
        live_values=LiveValues(database),
        maintenance=MaintenanceStore(database),
        open_cases=OpenCases(database, operators=operators),
        order_watch=OrderWatch(database, operators=operators),
        staff=StaffStore(database),
        staff_cards=StaffCards(database),
        standstills=Standstills(database),
        statistics=Statistics(database),
        tickets=Tickets(database, bot_id=ground.today.bot_id),
        waiting=WaitingForStaff(database, panels=[one.panel for one in ground.suppliers]),
    )


def _of_messages(ground: _Ground) -> MessageStores:
    return MessageStores(
        broadcasts=Broadcasts(ground.database),
        inbox=_inbox(ground.database, ground.today.bot_id, ground.place),
        outbox=Outbox(ground.database),
        turn_starts=TurnStarts(ground.database),
    )


def _inbox(database: Database, bot_id: int, place: Place) -> Inbox:
    if not isinstance(place, SharedPlace):
        return Inbox(database, bot_id=bot_id)
    return SharedInbox(database, bot_id=bot_id, me=place.id, leads=lambda: place.leads)


def _for_upkeep(ground: _Ground) -> UpkeepStores:
    database, bot_id = ground.database, ground.today.bot_id
    suppliers = {one.panel: one.name or FIRST_PANEL for one in ground.suppliers}
    return UpkeepStores(
        exports=Exports(database),
        imports=Imports(database),
        monitored=Monitored(database, bot_id=bot_id, suppliers=suppliers),
        tidying=Tidying(database),
        waits=Waits(database),
    )


def suppliers_of(settings: Settings) -> tuple[Supplier, ...]:
    """Return the panel accounts of these settings, PANEL_URL's first."""
    return tuple(
        Supplier(panel_name(one.url, one.key.get_secret_value()), one.name, host_of(one.url), place)
        for place, one in enumerate(settings.accounts)
    )


def access_of(settings: Settings) -> Access:
    """Return who may do what by these settings alone."""
    return Access(owners=settings.admin_ids, allowed=settings.allowed_ids, open=settings.access == "shop")


def identity_of(settings: Settings) -> Identity:
    """Return the bot, panel account, access and currency that these settings name."""
    panel = panel_name(settings.panel_url, settings.key)
    return Identity(panel, settings.bot_id, settings.access, settings.currency)


def kind_of(settings: Settings) -> Kind:
    """Return what all kiosks on a database have to have in common."""
    panels = " ".join(one.panel for one in suppliers_of(settings))
    return Kind(HEAD, settings.bot_id, f"{settings.access} {settings.currency} {panels}")
