"""What the kiosk keeps, on its settings' database: every store, and who the kiosk is."""

from collections.abc import Callable, Collection
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
from storage.stores import PanelStores, Stores
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
    now = now or (lambda: settings)
    shared_as = token_hex(8) if settings.is_shared else ""  # no process ever has another one's
    database = Database(settings.database_url, took=took, shared_as=shared_as)
    standing = place(database)
    operators = settings.admin_ids if operators is None else operators
    credit_micro, ledger = settings.credit_micro, Ledger(database)
    today, suppliers = identity_of(settings), suppliers_of(settings)
    panel, bot_id = today.panel, today.bot_id
    offered_as = f"{settings.access}:{settings.currency}"
    accounts = frozenset(one.panel for one in suppliers)
    selling = Selling(
        panel,
        offered_as,
        credit_micro,
        numbers,
        accounts - {today.panel},
        loss_ppm=lambda: parts_per_million(now().fallback_loss),
    )
    panels = {
        one.panel: panel_stores_of(
            database, one, settings, others=accounts - {one.panel}, selling=selling, operators=operators
        )
        for one in suppliers
    }
    main = panels[panel]
    paid_orders = PaidOrders(selling)
    payments = Payments(
        database, operators=operators, credit_micro=credit_micro, bot_id=bot_id, paid_orders=paid_orders
    )
    return Stores(
        panels=panels,
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
        figures=main.figures,
        statistics=Statistics(database),
        order_watch=OrderWatch(database, operators=operators),
        staff_cards=StaffCards(database),
        waiting=WaitingForStaff(database, panels=list(panels)),
        directory=Directory(database),
        bundles=Bundles(database),
        coupons=Coupons(database),
        curating=Curating(database),
        drafts=Drafts(database, offered_as=offered_as),
        ended=main.ended,
        exports=Exports(database),
        favourites=Favourites(database),
        gifts=Gifts(database),
        growth_questions=GrowthQuestions(database),
        heard=main.heard,
        hiding_rules=HidingRules(database),
        identities=Identities(database, today),
        imports=Imports(database),
        inbox=_inbox(database, bot_id, standing),
        invitations=Invitations(database, rules=lambda: now().invites, operators=operators, bot_id=bot_id),
        cases=main.cases,
        late=main.late,
        scheduled=main.scheduled,
        live_values=LiveValues(database),
        lists=Lists(database, bot_id=bot_id),
        maintenance=MaintenanceStore(database),
        standstills=Standstills(database),
        mass_orders=MassOrders(database, selling),
        memberships=Memberships(database, payments),
        monitored=Monitored(
            database, bot_id=bot_id, suppliers={one.panel: one.name or FIRST_PANEL for one in suppliers}
        ),
        notes=Notes(database),
        open_cases=OpenCases(database, operators=operators),
        order_searches=OrderSearches(database),
        orders=main.orders,
        queue=main.queue,
        qualities=Qualities(database, panel=panel),
        rate_moves=RateMoves(database, panel=panel),
        ratings=main.ratings,
        surroundings=main.surroundings,
        sync_reports=SyncReports(database),
        resolutions=main.resolutions,
        endings=main.endings,
        orphan_looks=OrphanLooks(database),
        orphans=Orphans(database),
        outbox=Outbox(database),
        own_things=OwnThings(database, here=accounts),
        overcharges=main.overcharges,
        paid_orders=paid_orders,
        merchants=Merchants(database, payments.crediting),
        payments=payments,
        erasures=Erasures(database, operators=operators),
        people=People(database),
        presets=Presets(database),
        price_rules=PriceRules(database, usual_ppm=parts_per_million(settings.markup_percent)),
        requests=main.requests,
        catalogue=main.catalogue,
        service_news=ServiceNews(database),
        routes=selling.routes,
        service_routes=ServiceRoutes(database),
        shared_cards=SharedCards(database),
        staff=StaffStore(database),
        stars_list=StarsList(database, bot_id=bot_id),
        statements=Statements(database),
        tickets=Tickets(database, bot_id=bot_id),
        tidying=Tidying(database),
        ledger=ledger,
        turn_starts=TurnStarts(database),
        transfers=Transfers(database, payments, operators=operators),
        topups=Topups(database, operators=operators, paid_orders=paid_orders),
        waits=Waits(database),
        wallet_changes=WalletChanges(database, operators=operators),
        watching=main.watching,
    )


def _inbox(database: Database, bot_id: int, place: Place) -> Inbox:
    if not isinstance(place, SharedPlace):
        return Inbox(database, bot_id=bot_id)
    return SharedInbox(database, bot_id=bot_id, me=place.id, leads=lambda: place.leads)


def panel_stores_of(
    database: Database,
    supplier: Supplier,
    settings: Settings,
    *,
    others: frozenset[str],
    selling: Selling,
    operators: Collection[int],
) -> PanelStores:
    """Return the stores of one supplier; `others` are the panel accounts of the rest."""
    panel, credit_micro = supplier.panel, settings.credit_micro
    return PanelStores(
        supplier=supplier,
        cases=CaseStore(database, panel=panel, operators=operators, supplier=supplier.name),
        catalogue=CatalogueStore(database, supplier=supplier, others=others),
        ended=EndedOrders(database, panel=panel),
        endings=Endings(database, panel=panel, operators=operators, credit_micro=credit_micro),
        figures=DeskFigures(database, panel=panel),
        heard=HeardTexts(database, panel=panel),
        late=LateOrders(database, panel=panel, supplier=supplier.name),
        orders=Orders(
            database,
            panel=panel,
            operators=operators,
            selling=selling,
            others=others,
            supplier=supplier.name,
        ),
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
        watching=Watching(database, panel=panel),
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
