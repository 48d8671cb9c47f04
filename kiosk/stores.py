"""The stores, as the settings want them."""

from settings import Settings
from shop.identity import Identity, panel_name
from shop.pricing import parts_per_million
from storage.audit import Books
from storage.catalogue.heard import HeardTexts
from storage.catalogue.overcharges import Overcharges
from storage.catalogue.price_rules import PriceRules
from storage.catalogue.store import Shelf
from storage.core.database import Database
from storage.ledger.checkouts import Checkouts
from storage.ledger.payments import Payments
from storage.ledger.stars_list import StarsList
from storage.ledger.statements import Statements
from storage.ledger.store import Till
from storage.ledger.topups import Topups
from storage.messages.broadcasts import Broadcasts
from storage.messages.inbox import Inbox
from storage.messages.open_cases import OpenCases
from storage.messages.outbox import Outbox
from storage.orders.drafts import Drafts
from storage.orders.endings import Endings
from storage.orders.lists import Lists
from storage.orders.queue import HandingBook
from storage.orders.requests import Requests
from storage.orders.store import Orders
from storage.people.identity import Identities
from storage.people.store import People
from storage.reconciliation.store import Inquiries
from storage.reconciliation.surroundings import Around
from storage.reconciliation.verdicts import Verdicts
from storage.stores import Stores
from storage.tidying import Tidying
from storage.waits import Waits


def stores_of(settings: Settings) -> Stores:
    """On the database of these settings, which is not opened by this."""
    database, operators = Database(settings.database_url), settings.admin_ids
    credit_micro, till = settings.credit_micro, Till(database)
    today = identity_of(settings)
    panel, bot_id = today.panel, today.bot_id
    offered_as = f"{settings.access}:{settings.currency}"
    return Stores(
        database=database,
        books=Books(database, till),
        broadcasts=Broadcasts(database),
        checkouts=Checkouts(database, operators=operators),
        drafts=Drafts(database, offered_as=offered_as),
        heard=HeardTexts(database, panel=panel),
        identities=Identities(database, today),
        inbox=Inbox(database, bot_id=bot_id),
        inquiries=Inquiries(database, panel=panel, operators=operators),
        lists=Lists(database, bot_id=bot_id),
        open_cases=OpenCases(database, operators=operators),
        orders=Orders(
            database, panel=panel, operators=operators, credit_micro=credit_micro, offered_as=offered_as
        ),
        queue=HandingBook(database, panel=panel, operators=operators, credit_micro=credit_micro),
        surroundings=Around(database, panel=panel),
        verdicts=Verdicts(database, panel=panel, operators=operators, credit_micro=credit_micro),
        endings=Endings(database, panel=panel, operators=operators, credit_micro=credit_micro),
        outbox=Outbox(database),
        overcharges=Overcharges(database, panel=panel),
        payments=Payments(database, operators=operators, credit_micro=credit_micro, bot_id=bot_id),
        people=People(database),
        price_rules=PriceRules(database, usual_ppm=parts_per_million(settings.markup_percent)),
        requests=Requests(database, panel=panel),
        shelf=Shelf(database, panel=panel),
        stars_list=StarsList(database, bot_id=bot_id),
        statements=Statements(database),
        tidying=Tidying(database),
        till=till,
        topups=Topups(database, operators=operators),
        waits=Waits(database),
    )


def identity_of(settings: Settings) -> Identity:
    """Which bot, panel account, access and currency these settings name."""
    panel = panel_name(settings.panel_url, settings.key)
    return Identity(panel, settings.bot_id, settings.access, settings.currency)
