"""The stores under test: all of them on one database, with shortcuts to common starting points.

Ids are as large as Telegram's get, and amounts as large as money gets: both
beyond 32 bits, so every test here shows that the columns hold them.
"""

import itertools
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, Table, TextClause, func, select, text

from shop.alert_cases import Alert
from shop.ledger.journals import Account, AccountKind, JournalEntry, granting
from shop.ledger.receipt import Topup
from shop.notice import Priority
from shop.ordering.draft import CONFIRM, MASS, Draft
from shop.ordering.mass_lines import TypedLine
from shop.ordering.mass_list import MassList
from shop.ordering.mass_quote import MassQuote
from shop.ordering.order import QUOTE_HOLDS, Order, OrderState
from shop.ordering.order_numbers import OrderNumbers
from shop.ordering.paid import Wish
from shop.ordering.place import Claimed, settlement_of
from shop.ordering.terms import Terms
from shop.person import Person
from shop.replies import Accepted, AddOutcome, Unknown
from shop.suppliers import Supplier
from storage.alerts.store import Alerts
from storage.audit import audit
from storage.catalogue.price_rules import PriceRules
from storage.catalogue.store import CatalogueStore
from storage.core.database import Database
from storage.core.units import reads, writes
from storage.ledger.payments import Payments
from storage.ledger.store import Ledger, book
from storage.ledger.topups import Topups
from storage.messages.broadcasts import Broadcasts
from storage.messages.inbox import Inbox
from storage.messages.outbox import Outbox, OutboxMessage, message_of
from storage.messages.tables import outbox
from storage.orders.drafts import ConfirmCard, Drafts
from storage.orders.mass import MassOrders
from storage.orders.paid import PaidOrders
from storage.orders.queue import OrderQueue
from storage.orders.requests import Requests
from storage.orders.reserving import Selling
from storage.orders.store import Orders
from storage.orders.sweeping import SweptOrders
from storage.orders.tables import orders
from storage.people.store import People
from storage.reconciliation.resolutions import Resolutions
from storage.reconciliation.store import CaseStore
from storage.reconciliation.surroundings import SurroundingsStore
from storage.tickets.store import Tickets

PANEL = "main"
BOT = 7_000_000_001
ANN, BOB, OLGA = 7_000_000_101, 7_000_000_102, 7_000_000_900
NOON = datetime(2026, 3, 1, 12, 0, 0, 250_000, tzinfo=UTC)
MINUTE = timedelta(minutes=1)

TERMS = Terms(
    service_id="77",
    service_name="Followers",
    link="https://www.instagram.com/ann/",
    quantity=5_000_000_000,
    fields={},
    asks_quantity=True,
    price_micro=123_456_789_012,
    currency="USD",
)


@dataclass
class StoresUnderTest:
    """One kiosk's stores. Ann and Bob are customers, Olga is the operator."""

    database: Database
    credit_micro: int | None = None
    panel: str = PANEL
    numbers: OrderNumbers | None = None
    _numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    def __post_init__(self) -> None:
        self._database = self.database
        self.people = People(self.database)
        self.drafts = Drafts(self.database)
        operators, credit_micro, panel = frozenset({OLGA}), self.credit_micro, self.panel
        self.orders = Orders(self.database, panel=panel, credit_micro=credit_micro, numbers=self.numbers)
        self.swept = SweptOrders(self.database, panel=panel, operators=operators, credit_micro=credit_micro)
        self.queue = OrderQueue(self.database, panel=panel, operators=operators, credit_micro=credit_micro)
        self.resolutions = Resolutions(
            self.database, panel=panel, operators=operators, credit_micro=credit_micro
        )
        self.cases = CaseStore(self.database, panel=panel, operators=operators)
        self.surroundings = SurroundingsStore(self.database, panel=panel)
        self.ledger = Ledger(self.database)
        self.paid_orders = PaidOrders(Selling(panel, credit_micro=credit_micro, numbers=self.numbers))
        self.payments = Payments(self.database, operators=operators, paid_orders=self.paid_orders)
        self.topups = Topups(self.database, operators=operators, paid_orders=self.paid_orders)
        self.prices = PriceRules(self.database, usual_ppm=125_000)
        self.mass_orders = MassOrders(
            self.database, Selling(panel, credit_micro=credit_micro, numbers=self.numbers)
        )
        self.requests = Requests(self.database)
        self.inbox = Inbox(self.database, bot_id=BOT)
        self.outbox = Outbox(self.database)
        self.tickets = Tickets(self.database, bot_id=BOT)
        self.broadcasts = Broadcasts(self.database)
        self.catalogue = CatalogueStore(self.database, supplier=Supplier(PANEL))

    async def open(self) -> None:
        """Open the database and add the three people."""
        await self.database.open()
        for number, name in ((ANN, "Ann"), (BOB, "Bob"), (OLGA, "Olga")):
            await self.people.seen(Person(number, name, "en"), NOON)

    async def offered(
        self, person_id: int = ANN, *, now: datetime = NOON, token: str = "", **terms: Any
    ) -> str:
        """Give a person a confirm card; return its token."""
        token = token or f"token-{next(self._numbers)}"
        new = replace(Draft.new(person_id), question=CONFIRM)
        card = ConfirmCard(token, replace(TERMS, **terms), now + QUOTE_HOLDS)
        await self.drafts.save(new, now, card)
        return token

    async def listed(
        self, person_id: int = ANN, *, count: int = 3, now: datetime = NOON, **terms: Any
    ) -> str:
        """Give a person a mass order of so many lines to confirm; return its quote's token."""
        number = next(self._numbers)
        draft = replace(Draft.new(person_id), question=MASS)
        links = [f"https://www.instagram.com/p/{number}x{n}/" for n in range(count)]
        quoted = tuple(replace(TERMS, **{"link": link, **terms}) for link in links)
        lines = tuple(TypedLine("77", link, "5000000000") for link in links)
        await self.drafts.save(draft, now)
        quote = MassQuote(f"mass-{number}", quoted, now + QUOTE_HOLDS)
        await self.mass_orders.save(MassList(draft.id, person_id, lines), quote, now)
        return quote.token

    async def massed(self, person_id: int = ANN, *, count: int = 3, now: datetime = NOON) -> list[Order]:
        """Make a confirmed mass order of so many lines; return its orders."""
        token = await self.listed(person_id, count=count, now=now)
        mass_id = await self.mass_orders.reserve(token=token, person_id=person_id, now=now)
        return list((await self.mass_orders.find_ordered(mass_id, person_id)).orders)

    async def reserved(self, person_id: int = ANN, *, now: datetime = NOON, **terms: Any) -> Order:
        """Make a confirmed order that is not submitted yet."""
        token = await self.offered(person_id, now=now, **terms)
        return await self.orders.reserve(token=token, person_id=person_id, acknowledged=True, now=now)

    async def in_flight(self, person_id: int = ANN, *, now: datetime = NOON, **terms: Any) -> Claimed:
        """Make an order with an attempt under way."""
        order = await self.reserved(person_id, now=now, **terms)
        claimed = await self.queue.claim(now)
        assert claimed is not None
        assert claimed.order.id == order.id
        return claimed

    async def settled(
        self, outcome: AddOutcome, person_id: int = ANN, *, now: datetime = NOON, **terms: Any
    ) -> Order:
        """Make an order whose attempt the panel answered with this."""
        claimed = await self.in_flight(person_id, now=now, **terms)
        await self.queue.settle(claimed, settlement_of(outcome, attempt=claimed.n, now=now), now)
        return await self.order(claimed.order.id)

    async def placed(
        self, panel_id: str, person_id: int = ANN, *, now: datetime = NOON, **terms: Any
    ) -> Order:
        """Make an order that the panel has."""
        return await self.settled(Accepted(panel_id), person_id, now=now, **terms)

    async def undecided(self, person_id: int = ANN, *, now: datetime = NOON, **terms: Any) -> Order:
        """Make an order whose answer was lost and that the operators have to decide about."""
        order = await self.settled(Unknown("timed out"), person_id, now=now, **terms)
        await self.resolutions.ask(order.id, "moved", now + timedelta(hours=24), now)
        return order

    async def order(self, order_id: int) -> Order:
        """Return the order as it is now."""
        found = await self.orders.find(order_id, owner=None)
        assert found is not None
        return found

    @writes
    def booked(self, connection: Connection, /, *journals: JournalEntry, now: datetime = NOON) -> list[bool]:
        """Book these journals in one unit; return which of them were new."""
        return [book(connection, one, now, credit_micro=self.credit_micro) for one in journals]

    async def given(self, person_id: int, amount_micro: int) -> None:
        """Credit this person as the operator."""
        form = str(next(self._numbers))
        entry = granting(form, self.wallet(person_id), amount_micro, actor_id=OLGA, reason="a gift")
        await self.booked(entry)

    async def receipted(
        self,
        person_id: int,
        amount_micro: int,
        receipt: dict[str, Any],
        update_id: int,
        wish: Wish | None = None,
    ) -> Topup:
        """Have a person pay this by hand and hand this receipt in; return it as it was before."""
        told = await self.topups.ask(person_id, "manual", "USD", NOON, amount_micro=amount_micro, wish=wish)
        asked = await self.topups.has_paid(person_id, told.id, NOON)
        await self.topups.receipt_given(asked, receipt, update_id, NOON)
        return await self.topups.hand_in(person_id, asked.id, NOON)

    def wallet(self, person_id: int) -> Account:
        """Return a person's wallet in the tests' currency."""
        return Account(AccountKind.WALLET, person_id, TERMS.currency)

    async def messages(
        self, priority: Priority = Priority.NOTICE, now: datetime = NOON
    ) -> list[OutboxMessage]:
        """Return the messages that may be sent now."""
        due = (outbox.c.state == "pending") & (outbox.c.lane == int(priority)) & (outbox.c.not_before <= now)
        return [message_of(row) for row in await self.all(select(outbox).where(due).order_by(outbox.c.id))]

    async def message(self, kind: str, chat_id: int = ANN, now: datetime = NOON) -> OutboxMessage:
        """Return the one due message of this kind."""
        [only] = [one for one in await self.messages(now=now) if (one.kind, one.chat_id) == (kind, chat_id)]
        return only

    async def wrong(self) -> list[Alert]:
        """Return what is wrong: the open alerts."""
        return await Alerts(self.database).list_open(50)

    @reads
    def all(self, connection: Connection, query: Select[Any] | TextClause) -> list[Any]:
        """Return rows, read without a store."""
        return list(connection.execute(query).all())

    async def states(self) -> dict[str, int]:
        """Return the number of orders in each state."""
        counted = select(orders.c.state, func.count()).group_by(orders.c.state)
        return {OrderState(state): number for state, number in await self.all(counted)}

    @writes
    def add_rows(self, connection: Connection, table: Table, *rows: dict[str, Any]) -> None:
        """Add rows that a store would add in another way."""
        connection.execute(table.insert(), list(rows))

    @writes
    def break_by_hand(self, connection: Connection, /, *statements: str) -> None:
        """Run a statement that no store would run."""
        for statement in statements:
            connection.execute(text(statement))

    async def broken(self, now: datetime = NOON) -> set[str]:
        """Return the broken invariants."""
        return {finding.id for finding in await audit(self.database, now) if not finding.ok}
