"""All that is kept in the one database, each store made once."""

from dataclasses import dataclass

from settings import Settings
from shop.pricing import parts_per_million
from storage.attempts import HandingBook
from storage.audit import Books
from storage.broadcasts import Broadcasts
from storage.catalogue import Shelf
from storage.database import Database
from storage.drafts import Drafts
from storage.endings import Endings
from storage.heard import HeardTexts
from storage.inbox import Inbox
from storage.inquiries import Inquiries
from storage.ledger import Till
from storage.outbox import Outbox
from storage.overcharges import Overcharges
from storage.payments import Payments
from storage.people import People
from storage.price_rules import PriceRules
from storage.requests import Requests
from storage.statements import Statements
from storage.topups import Topups
from storage.waits import Waits

PANEL = "main"
"""The one panel account of today; the rows name it, so that a second one can come."""


@dataclass(frozen=True, slots=True)
class Stores:
    """A kiosk's stores, and the database they share."""

    database: Database
    books: Books
    broadcasts: Broadcasts
    drafts: Drafts
    heard: HeardTexts
    endings: Endings
    inbox: Inbox
    inquiries: Inquiries
    orders: HandingBook
    outbox: Outbox
    overcharges: Overcharges
    payments: Payments
    people: People
    price_rules: PriceRules
    requests: Requests
    shelf: Shelf
    statements: Statements
    till: Till
    topups: Topups
    waits: Waits

    @classmethod
    def of(cls, settings: Settings) -> "Stores":
        """On the database of these settings, which is not opened by this."""
        database, operators = Database(settings.database_url), settings.admin_ids
        credit_micro, till = settings.credit_micro, Till(database)
        offered_as = f"{settings.access}:{settings.currency}"
        return cls(
            database=database,
            books=Books(database, till),
            broadcasts=Broadcasts(database),
            drafts=Drafts(database, offered_as=offered_as),
            heard=HeardTexts(database, panel=PANEL),
            inbox=Inbox(database, bot_id=int(settings.token.partition(":")[0])),
            inquiries=Inquiries(database, panel=PANEL, operators=operators),
            orders=HandingBook(
                database, panel=PANEL, operators=operators, credit_micro=credit_micro, offered_as=offered_as
            ),
            endings=Endings(database, panel=PANEL, operators=operators, credit_micro=credit_micro),
            outbox=Outbox(database),
            overcharges=Overcharges(database, panel=PANEL),
            payments=Payments(database, operators=operators, credit_micro=credit_micro),
            people=People(database),
            price_rules=PriceRules(database, usual_ppm=parts_per_million(settings.markup_percent)),
            requests=Requests(database),
            shelf=Shelf(database, panel=PANEL),
            statements=Statements(database),
            till=till,
            topups=Topups(database, operators=operators),
            waits=Waits(database),
        )
