"""Every store of the one database, each made once."""

from collections.abc import Mapping
from dataclasses import dataclass

from shop.catalogue.routes import Routes
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
from storage.ledger.payment_returns import PaymentReturns
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
from storage.tickets.desk import DeskRecords
from storage.tickets.store import Tickets
from storage.tidying import Tidying
from storage.transfer.exports import Exports
from storage.transfer.imports import Imports
from storage.waits import Waits


@dataclass(frozen=True, eq=False, repr=False)
class AtPanel:
    """What is kept of one panel account: what one knows is nothing to the others."""

    cases: CaseStore
    catalogue: CatalogueStore
    ended: EndedOrders
    endings: Endings
    figures: DeskFigures
    heard: HeardTexts
    late: LateOrders
    orders: Orders
    overcharges: Overcharges
    queue: OrderQueue
    ratings: Ratings
    requests: Requests
    resolutions: Resolutions
    scheduled: ScheduledOrders
    surroundings: SurroundingsStore
    swept: SweptOrders
    watching: Watching


@dataclass(frozen=True, eq=False, repr=False)
class PanelStores(AtPanel):
    """The stores of one panel account."""

    supplier: Supplier


@dataclass(frozen=True, eq=False, repr=False)
class OrderStores:
    """Orders before they are made, several at once, and what is known of all of them."""

    drafts: Drafts
    lists: Lists
    mass_orders: MassOrders
    order_searches: OrderSearches
    orphan_looks: OrphanLooks
    orphans: Orphans
    paid_orders: PaidOrders
    presets: Presets
    qualities: Qualities
    shared_cards: SharedCards


@dataclass(frozen=True, eq=False, repr=False)
class CatalogueStores:
    """What is on sale, at which prices, and who delivers it.

    `routes` is what is in force of `service_routes`.
    """

    bundles: Bundles
    curating: Curating
    hiding_rules: HidingRules
    price_rules: PriceRules
    rate_moves: RateMoves
    routes: Routes
    service_routes: ServiceRoutes
    sync_reports: SyncReports


@dataclass(frozen=True, eq=False, repr=False)
class MoneyStores:
    """The ledger with its audit, how people pay, and what they get besides."""

    audit: Audit
    checkouts: Checkouts
    coupons: Coupons
    gifts: Gifts
    growth_questions: GrowthQuestions
    invitations: Invitations
    ledger: Ledger
    memberships: Memberships
    merchants: Merchants
    payment_returns: PaymentReturns
    payments: Payments
    stars_list: StarsList
    statements: Statements
    topups: Topups
    transfers: Transfers
    wallet_changes: WalletChanges


@dataclass(frozen=True, eq=False, repr=False)
class PeopleStores:
    """People and what they chose, and who the kiosk is to them."""

    bot_texts: BotTexts
    directory: Directory
    erasures: Erasures
    favourites: Favourites
    identities: Identities
    notes: Notes
    own_things: OwnThings
    people: People
    service_news: ServiceNews


@dataclass(frozen=True, eq=False, repr=False)
class DeskStores:
    """What the staff sees and decides, and what customers ask them."""

    acts: Acts
    alerts: Alerts
    desk: DeskRecords
    desk_orders: DeskOrders
    desk_questions: DeskQuestions
    door: Door
    live_values: LiveValues
    maintenance: MaintenanceStore
    open_cases: OpenCases
    order_watch: OrderWatch
    staff: StaffStore
    staff_cards: StaffCards
    standstills: Standstills
    statistics: Statistics
    tickets: Tickets
    waiting: WaitingForStaff


@dataclass(frozen=True, eq=False, repr=False)
class MessageStores:
    """What came from Telegram, and what goes there."""

    broadcasts: Broadcasts
    inbox: Inbox
    outbox: Outbox
    turn_starts: TurnStarts


@dataclass(frozen=True, eq=False, repr=False)
class UpkeepStores:
    """What looks at the database as a whole."""

    exports: Exports
    imports: Imports
    monitored: Monitored
    tidying: Tidying
    waits: Waits


@dataclass(frozen=True, eq=False, repr=False)
class Stores(
    AtPanel, OrderStores, CatalogueStores, MoneyStores, PeopleStores, DeskStores, MessageStores, UpkeepStores
):
    """A kiosk's stores, and the database they share.

    `panels` are those of each panel account, by its name in rows; what stands here at a panel is PANEL_URL's.
    """

    database: Database
    panels: Mapping[str, PanelStores]
