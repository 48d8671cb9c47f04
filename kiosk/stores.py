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
from storage.inbox import Inbox
from storage.inquiries import Inquiries
from storage.ledger import Till
from storage.open_cases import OpenCases
from storage.outbox import Outbox
from storage.payments import Payments
from storage.people import People
from storage.price_rules import PriceRules
from storage.requests import Requests
from storage.statements import Statements
from storage.tidying import Tidying
from storage.topups import Topups

PANEL = "main"
"""The one panel account of today; the rows name it, so that a second one can come."""


@dataclass(frozen=True, slots=True)
class Stores:
    """A kiosk's stores, and the database they share."""

    database: Database
    books: Books
    broadcasts: Broadcasts
    drafts: Drafts
    inbox: Inbox
    inquiries: Inquiries
    open_cases: OpenCases
    orders: HandingBook
    outbox: Outbox
    payments: Payments
    people: People
    price_rules: PriceRules
    requests: Requests
    shelf: Shelf
    statements: Statements
    tidying: Tidying
    till: Till
    topups: Topups

    @classmethod
    def of(cls, settings: Settings) -> "Stores":
        """On the database of these settings, which is not opened by this."""
        database, operators = Database(settings.database_url), settings.admin_ids
        credit_micro, till = settings.credit_micro, Till(database)
        return cls(
            database=database,
            books=Books(database, till),
            broadcasts=Broadcasts(database),
            drafts=Drafts(database),
            inbox=Inbox(database, bot_id=int(settings.token.partition(":")[0])),
            inquiries=Inquiries(database, panel=PANEL, operators=operators),
            open_cases=OpenCases(database, operators=operators),
            orders=HandingBook(database, panel=PANEL, operators=operators, credit_micro=credit_micro),
            outbox=Outbox(database),
            payments=Payments(database, operators=operators, credit_micro=credit_micro),
            people=People(database),
            price_rules=PriceRules(database, usual_ppm=parts_per_million(settings.markup_percent)),
            requests=Requests(database),
            shelf=Shelf(database, panel=PANEL),
            statements=Statements(database),
            tidying=Tidying(database),
            till=till,
            topups=Topups(database, operators=operators),
        )
