"""The audit: rows written by the stores have no finding; each promise broken by hand has its own."""

from collections.abc import AsyncIterator
from dataclasses import replace
from functools import partial

import pytest
from sqlalchemy import Connection, text

from shop.catalogue.service_news import Told, Weighed
from shop.growth.invitations import InviteRules
from shop.growth.typed_coupons import read_coupon
from shop.ledger.merchant import MerchantCall, MerchantFacts, Step, Verdict
from shop.ledger.topup import STARS, Invoice, Paid
from shop.ledger.transfers import Transfer
from shop.ordering.order import Order
from shop.ordering.place import settlement_of
from shop.ordering.request import RequestKind
from shop.ordering.status_tracking import follow
from shop.preferences import Wish
from shop.replies import Accepted, NotSent, PanelState, Refusal, Rejected, StatusReport
from shop.tickets.ticket import About, Asked, Said, Voice
from storage.audit import audit
from storage.core.async_engines import for_migrating
from storage.core.database import Database, DatabaseTrouble
from storage.counting import WHOLE, Scope
from storage.growth.coupons import Coupons
from storage.growth.gifts import Gifts
from storage.growth.invitations import Invitations
from storage.growth.tables import invitation
from storage.invariants import invariants
from storage.ledger.bank_transfers import Transfers
from storage.ledger.merchants import Merchants
from storage.ledger.payments import Payments
from storage.ledger.tables import APPEND_ONLY
from storage.ledger.topups import Topups
from storage.people.service_news import ServiceNews
from storage.upgrade import upgrade
from tests import audited
from tests.contracts.storage.stores import ANN, BOB, MINUTE, NOON, OLGA, StoresUnderTest


async def reported(stores: StoresUnderTest, order: Order, state: PanelState, remains: int) -> None:
    report = StatusReport(state, state.value, remains=remains)
    await stores.swept.apply([follow(order, report, NOON + MINUTE)])


async def fill(stores: StoresUnderTest) -> None:
    """Make rows of every kind."""
    retried = await stores.settled(NotSent("refused"))
    again = await stores.queue.claim(NOON + MINUTE)
    assert again is not None
    await stores.queue.settle(again, settlement_of(Accepted("1"), attempt=2, now=NOON), NOON)
    await reported(stores, await stores.order(retried.id), PanelState.PARTIAL, 7)
    await reported(stores, await stores.placed("2", BOB), PanelState.COMPLETED, 0)
    await give_coupons(stores)
    working = await stores.placed("3", coupon="TEN", discount_micro=10)
    await stores.requests.ask(working, RequestKind.CANCEL, NOON)
    await stores.requests.claim(NOON)
    await stores.requests.ask(working, RequestKind.REFILL, NOON)
    await stores.settled(Rejected(Refusal.LINK, "no such link"))
    await stores.undecided()
    await stores.resolutions.adopt((await stores.undecided()).id, "4", NOON, by=OLGA)
    await stores.resolutions.void((await stores.undecided()).id, NOON)
    await stores.orders.withdraw((await stores.reserved()).id, owner=ANN, now=NOON)
    await stores.reserved(now=NOON - 60 * MINUTE)
    await stores.orders.give_up_waiting(NOON)
    for order in await stores.massed(count=2):
        await stores.orders.withdraw(order.id, owner=ANN, now=NOON)
    await stores.listed(OLGA)
    await stores.in_flight(BOB)
    await stores.reserved(BOB)
    await stores.offered(ANN)
    await stores.offered(BOB)
    await pay(stores)
    await stores.people.ask(BOB, Wish.ZONE, NOON)
    news = ServiceNews(stores.database)
    await news.start(ANN, NOON)
    await news.note(ANN, Weighed((Told("77", "Followers", "USD", 1),), (), ()), now=NOON, next_at=NOON)
    await ask(stores)
    await invite(stores)
    await give(stores)
    for end in (None, stores.broadcasts.stop):
        number = await stores.broadcasts.ask(OLGA, NOON)
        await stores.broadcasts.compose(number, "sendMessage", {"text": "hi"}, number)
        await stores.broadcasts.start(number, OLGA, [ANN, BOB], NOON)
        if end is not None:
            await end(number, OLGA, NOON)


async def ask(stores: StoresUnderTest) -> None:
    """A customer asks, and an operator answers."""
    asked = Asked(None, None, About.SHOP)
    ticket = await stores.tickets.write(asked, Said(ANN, ANN, 1, "text", "Hello?"), [OLGA], NOON)
    answer = Said(OLGA, OLGA, 1, "text", "Yes?")
    await stores.tickets.answer(ticket.id, answer, Voice.OPERATOR, places=[OLGA], now=NOON)


async def give_coupons(stores: StoresUnderTest) -> None:
    """Have Ann use a coupon for her wallet, and keep another ready for her next order."""
    coupons = Coupons(stores.database)
    for number, words in enumerate(("FIVE 5 uses 9", "TEN 10%")):
        new = read_coupon(words.split(), "USD", NOON)
        await coupons.make(new, by=OLGA, update_id=number, now=NOON)
        await coupons.enter(ANN, new.key, currency="USD", update_id=number, now=NOON)


async def invite(stores: StoresUnderTest) -> None:
    """Have Ann invite Bob, who pays and is served."""
    rules = InviteRules(1_000, "USD")
    invitations = Invitations(stores.database, rules=lambda: rules, operators=frozenset({OLGA}))
    await invitations.code_of(ANN, NOON)
    await stores.add_rows(
        invitation,
        {"invited_id": BOB, "inviter_id": ANN, "state": "waiting", "invited_at": NOON},
    )
    assert await invitations.reward(BOB, NOON)


async def give(stores: StoresUnderTest) -> None:
    """Have Olga pay and give twice; Bob takes one of the gifts."""
    gifts, payments = Gifts(stores.database), Payments(stores.database, operators=frozenset({OLGA}))
    bill = Invoice("olgas", OLGA, "stars", STARS, 77, 1_001_000, "USD", NOON + 60 * MINUTE)
    await payments.offer(bill, NOON)
    await payments.paid(Paid("stars", "stx3", OLGA, "olgas", STARS, 77), NOON)
    tokens = []
    for _ in range(2):
        offered = await gifts.offer(OLGA, 400_000, "USD", NOON)
        tokens.append((await gifts.make(OLGA, offered.id, NOON)).token)
    await gifts.take(BOB, tokens[0], NOON)


def _always(verdict: Verdict, _facts: MerchantFacts) -> Verdict:
    return verdict


async def transfer(stores: StoresUnderTest, payments: Payments) -> None:
    """Credit a bank transfer and take back another; a third is nobody's."""
    transfers = Transfers(stores.database, payments, operators=frozenset({OLGA}))
    bills = [
        await transfers.offer(
            Invoice(f"b{number}", ANN, "bank", "USD", 500, 5_000_000, "USD", NOON + 60 * MINUTE), NOON
        )
        for number in range(2)
    ]
    told = [
        Transfer(f"n{place}", one.invoice.amount_minor, "USD", NOON, one.invoice.gateway_id, "BANK")
        for place, one in enumerate(bills)
    ]
    back = replace(told[1], id="back", text="", is_reversal=True, reverses=told[1].id)
    await transfers.take_in("bank", [*told, replace(told[0], id="other", amount_minor=9, text="")], NOON)
    await transfers.take_in("bank", [back], NOON)
    while await transfers.decide_next(NOON):
        continue


async def pay(stores: StoresUnderTest) -> None:
    """Make a payment for an invoice, an unexplained one, and two receipts of which one is accepted."""
    payments, topups = (
        Payments(stores.database, operators=frozenset({OLGA})),
        Topups(stores.database, operators=frozenset({OLGA})),
    )
    bill = Invoice("payload", ANN, "stars", STARS, 77, 1_001_000, "USD", NOON + 60 * MINUTE)
    await payments.offer(bill, NOON)
    for charge, payload in (("stx1", "payload"), ("stx2", "who knows")):
        await payments.paid(Paid("stars", charge, ANN, payload, STARS, 77), NOON)
    merchants = Merchants(stores.database, payments.crediting)
    for number, steps in enumerate(
        ((Step.CREATE, Step.PERFORM), (Step.CREATE, Step.PERFORM, Step.GIVE_BACK))
    ):
        bill = Invoice(f"m{number}", OLGA, "payme", "USD", 77, 770_000, "USD", NOON + 60 * MINUTE)
        await payments.offer(replace(bill, gateway_id=str(number)), NOON)
        for step in steps:
            call, verdict = MerchantCall("payme", f"t{number}", str(number), NOON), Verdict(step)
            await merchants.settle(call, partial(_always, verdict), NOON)
    await transfer(stores, payments)
    for person in (BOB, ANN):
        asked = await stores.receipted(person, 5_000_000, {"text": "paid"}, 1)
    await topups.decide(asked.id - 1, OLGA, approve=True, now=NOON)


@pytest.fixture
async def full(stores: StoresUnderTest) -> StoresUnderTest:
    """Stores with rows of every kind."""
    await fill(stores)
    return stores


@pytest.fixture
async def own(bare_url: str) -> AsyncIterator[StoresUnderTest]:
    """The same in a separate database, whose schema may be changed."""
    await upgrade(bare_url)
    stores = StoresUnderTest(Database(bare_url))
    await stores.open()
    await fill(stores)
    yield stores
    await stores.database.close()


BREACHES = {
    "attempts-kept": "DELETE FROM attempt WHERE outcome = 'not_sent'",
    "accepted-is-placed": "UPDATE attempt SET outcome = 'not_sent' WHERE outcome = 'accepted'",
    "rejected-has-answer": "UPDATE attempt SET outcome = 'not_sent' WHERE outcome = 'rejected'",
    "unknown-has-attempt": "UPDATE attempt SET outcome = 'not_sent' WHERE outcome = 'unknown'",
    "submitting-is-open": "UPDATE attempt SET outcome = 'not_sent' WHERE outcome = 'open'",
    "unknown-has-inquiry": "DELETE FROM inquiry WHERE state = 'human'",
    "inquiry-is-fresh": (
        "UPDATE inquiry SET state = 'open', opened_at = '2026-03-01 11:44:00' WHERE state = 'human'"
    ),
    "verdict-is-kept": (
        "INSERT INTO inquiry (order_id, panel, state, opened_at, due_at, verdict) "
        "SELECT id, panel, 'settled', created_at, created_at, 'adopted' FROM orders WHERE state = 'rejected'"
    ),
    "placed-has-id": "UPDATE orders SET placed_at = NULL WHERE panel_order_id = '3'",
    "finished-is-dated": "UPDATE orders SET finished_at = NULL WHERE state = 'rejected'",
    "at-work-is-asked": "UPDATE orders SET ask_at = NULL WHERE state = 'pending'",
    "former-number-of-ended": "UPDATE orders SET former_number = '9' WHERE state = 'pending'",
    "waits-for-one-thing": "UPDATE orders SET give_up_at = NULL WHERE state = 'reserved'",
    "remains-in-range": "UPDATE orders SET remains = quantity + 1 WHERE panel_order_id = '1'",
    "request-of-placed": "UPDATE request SET order_id = (SELECT id FROM orders WHERE state = 'reserved')",
    "submitting-is-fresh": "UPDATE orders SET changed_at = '2026-03-01 11:54:00' WHERE state = 'submitting'",
    "sending-is-fresh": "UPDATE request SET changed_at = '2026-03-01 11:54:00' WHERE state = 'sending'",
    "token-once": "UPDATE confirm SET used_at = created_at WHERE used_at IS NULL",
    "order-has-token": "DELETE FROM confirm WHERE token = 'token-1'",
    "order-as-confirmed": "UPDATE orders SET service_id = '78' WHERE panel_order_id = '3'",
    "mass-made-all": "UPDATE mass_order SET made = made + 1 WHERE used_at IS NOT NULL",
    "bundle-shares-add-up": "UPDATE mass_order SET bundle_id = 1, price_micro = 1 WHERE used_at IS NOT NULL",
    "mass-orders-own": (
        "UPDATE mass_order SET person_id = (SELECT max(id) FROM person) WHERE used_at IS NOT NULL"
    ),
    "button-has-draft": "UPDATE confirm SET draft_id = 'another' WHERE used_at IS NULL",
    "card-owed": "DELETE FROM outbox WHERE dedupe_key = 'card:1'",
    "end-told": "DELETE FROM outbox WHERE dedupe_key LIKE 'finished:%:rejected:once'",
    "broadcast-to-all": "UPDATE broadcast SET total = total + 1 WHERE state = 'sending'",
    "question-own": "UPDATE ticket SET person_id = person_id + 1",
    "answer-owed": "DELETE FROM outbox WHERE dedupe_key LIKE 'ticket_out:%'",
    "broadcast-over": "UPDATE outbox SET state = 'pending' WHERE state = 'stopped'",
    "news-wanted": "UPDATE person SET news_at = NULL",
    "erasure-goes-on": (
        f"INSERT INTO erasure (person_id, asked_at) VALUES ({ANN}, '2026-02-28 11:59:00')"  # noqa: S608 - a number
    ),
    "erased-has-no-link": "UPDATE person SET erased_to = (SELECT max(id) FROM orders)",
}
"""Statements by hand that break one promise each, and nothing else."""

UNSEALED = {
    "sqlite": tuple(
        f"DROP TRIGGER {table}_{event}" for table in APPEND_ONLY for event in ("not_updated", "not_deleted")
    ),
    "postgresql": (
        *(f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in APPEND_ONLY),
        "ALTER TABLE account DROP CONSTRAINT ck_account_within_credit",
    ),
}
"""The guards that stop a person with an SQL tool."""

MONEY_BREACHES = {
    "journal-adds-up": "UPDATE posting SET amount_micro = amount_micro + 1 WHERE journal_id = 1 AND seq = 0",
    "journal-has-postings": "DELETE FROM posting WHERE journal_id = 1",
    "book-adds-up": "UPDATE account SET balance_micro = balance_micro + 1 WHERE kind = 'revenue:sales'",
    "balance-is-booked": "UPDATE account SET balance_micro = balance_micro + 1 WHERE kind = 'revenue:sales'",
    "postings-kept": "DELETE FROM posting WHERE journal_id = (SELECT max(journal_id) FROM posting)",
    "running-balance": "UPDATE posting SET balance_micro = 1 WHERE journal_id = 1 AND seq = 0",
    "within-credit": "UPDATE account SET balance_micro = -1 WHERE kind = 'held'",
    "held-is-reserved": "UPDATE orders SET price_micro = price_micro + 1 WHERE state = 'submitting'",
    "reserve-once": "UPDATE journal SET kind = 'gift' WHERE key = 'reserve:1'",
    "capture-once": "UPDATE journal SET kind = 'gift' WHERE kind = 'capture'",
    "void-once": "UPDATE journal SET kind = 'gift' WHERE kind = 'void'",
    "price-is-charged": "UPDATE orders SET price_micro = price_micro + 1 WHERE panel_order_id = '3'",
    "payment-is-booked": "UPDATE journal SET key = key || 'x' WHERE kind IN ('topup', 'suspense')",
    "surcharge-is-booked": "UPDATE payment SET surcharge_micro = surcharge_micro + 1",
    "kept-is-booked": "UPDATE payment SET kept_micro = kept_micro + 1",
    "income-is-paid": "UPDATE payment SET charge_id = charge_id || 'x'",
    "receipt-is-booked": "UPDATE topup SET state = 'approved'",
    "return-is-booked": "UPDATE payment SET state = 'returned' WHERE state = 'credited'",
    "transfer-is-booked": "UPDATE bank_transfer SET state = 'nobodys' WHERE state = 'credited'",
    "membership-is-paid": (
        "INSERT INTO membership (person_id, invoice_id, level, created_at, changed_at) "
        "SELECT person_id, id, 'member', created_at, created_at FROM invoice"
    ),
    "merchant-is-booked": "UPDATE merchant_transaction SET state = 'canceled' WHERE state = 'performed'",
    "discount-has-coupon": "UPDATE coupon_use SET amount_micro = 11 WHERE order_id IS NOT NULL",
    "discount-is-booked": "UPDATE journal SET kind = 'void' WHERE kind = 'discount'",
    "coupon-is-credited": "UPDATE coupon_use SET amount_micro = 11 WHERE order_id IS NULL",
    "credit-has-coupon": "DELETE FROM coupon_use WHERE order_id IS NULL",
    "gift-is-held": "UPDATE gift SET amount_micro = amount_micro + 1 WHERE state = 'open'",
    "gift-is-booked": "UPDATE gift SET state = 'open', taker_id = NULL WHERE state = 'taken'",
    "gift-has-taker": "UPDATE gift SET taker_id = giver_id WHERE state = 'taken'",
    "invitation-is-credited": "UPDATE invitation SET state = 'refused'",
    "reward-has-invitation": "DELETE FROM invitation",
    "refund-is-booked": "UPDATE orders SET refunded_micro = 1 WHERE panel_order_id = '3'",
}
"""The same for money. Breaking one promise breaks others too: the ledger has everything twice."""


async def test_books_with_nothing_in_them_are_in_order(stores: StoresUnderTest) -> None:
    assert await stores.broken() == set()


async def test_books_in_which_everything_has_happened_are_in_order(full: StoresUnderTest) -> None:
    assert await full.broken() == set()
    assert set(await full.states()) == {
        "partial",
        "completed",
        "pending",
        "rejected",
        "unknown",
        "voided",
        "submitting",
        "reserved",
    }


class Undone(Exception):
    """Raised to roll a unit back."""


EVERYTHING_IS_LATE = Scope(0, 0)
"""The scope of an hourly audit when every row is new."""

ONLY_WHOLE = {
    "token-once",
    "panel-id-once",
    "mass-made-all",
    "bundle-shares-add-up",
    "news-wanted",
    "reward-has-invitation",
}


async def broken_after(stores: StoresUnderTest, *breaches: str, scope: Scope = WHOLE) -> set[str]:
    """Return what the audit finds after these statements, which are rolled back.

    What stories look at after each of them has to find as much.
    """
    found: set[str] = set()

    def unit(connection: Connection) -> None:
        for statement in breaches:
            connection.execute(text(statement))
        for one in invariants(NOON, scope):
            if connection.scalar(one.breaches):
                found.add(one.id)
        if connection.dialect.name == "sqlite" and scope.is_whole:
            assert bool(audited.count(connection, NOON)) is bool(found)
        raise Undone

    with pytest.raises(Undone):
        await stores.database.write(unit)
    return found


async def test_a_promise_broken_by_hand_is_found(full: StoresUnderTest, subtests: pytest.Subtests) -> None:
    for invariant, breach in BREACHES.items():
        with subtests.test(invariant):
            assert await broken_after(full, breach) == {invariant}
    assert await full.broken() == set()


async def test_money_moved_by_hand_is_found(full: StoresUnderTest, subtests: pytest.Subtests) -> None:
    database = full.database
    if database.is_sqlite:
        await full.break_by_hand("PRAGMA ignore_check_constraints = ON")
    unsealed = UNSEALED["sqlite" if database.is_sqlite else "postgresql"]
    for invariant, breach in MONEY_BREACHES.items():
        with subtests.test(invariant):
            assert invariant in await broken_after(full, *unsealed, breach)
    assert await full.broken() == set()


async def test_the_audit_of_what_is_new_finds_the_same(
    full: StoresUnderTest, subtests: pytest.Subtests
) -> None:
    database = full.database
    if database.is_sqlite:
        await full.break_by_hand("PRAGMA ignore_check_constraints = ON")
    unsealed = UNSEALED["sqlite" if database.is_sqlite else "postgresql"]
    for invariant, breach in (BREACHES | MONEY_BREACHES).items():
        with subtests.test(invariant):
            found = await broken_after(full, *unsealed, breach, scope=EVERYTHING_IS_LATE)
            # By the balances, a deleted posting looks like one that never existed.
            assert {invariant} - ONLY_WHOLE <= found


async def test_two_attempts_that_may_have_been_sent_are_found(own: StoresUnderTest) -> None:
    """The database refuses them while it has its index."""
    columns = "order_id, n, outcome, started_at"
    second = "SELECT order_id, n + 1, outcome, started_at FROM attempt WHERE outcome = 'accepted' AND n = 2"
    await alter(own, "DROP INDEX uq_attempt_once", f"INSERT INTO attempt ({columns}) {second}")
    assert await own.broken() == {"attempt-once"}


async def test_a_panels_id_at_two_orders_is_found(own: StoresUnderTest) -> None:
    """The same for its constraint; on SQLite that is part of the table, which is rebuilt without it."""
    loosen: tuple[str, ...] = ("ALTER TABLE orders DROP CONSTRAINT uq_orders_panel_panel_order_id",)
    if own.database.is_sqlite:
        loosen = (
            "CREATE TABLE loose AS SELECT * FROM orders",
            "DROP TABLE orders",
            "ALTER TABLE loose RENAME TO orders",
            "CREATE UNIQUE INDEX other_tables_refer_to_it ON orders (id)",
        )
    await alter(own, *loosen, "UPDATE orders SET panel_order_id = '1' WHERE panel_order_id = '2'")
    assert await own.broken() == {"panel-id-once"}


async def alter(stores: StoresUnderTest, *statements: str) -> None:
    engine = for_migrating(stores.database.url)
    async with engine.begin() as connection:
        for statement in statements:
            await connection.execute(text(statement))
    await engine.dispose()


async def test_an_order_that_is_not_what_was_confirmed_is_found(
    full: StoresUnderTest, subtests: pytest.Subtests
) -> None:
    json = "" if full.database.is_sqlite else "::json"
    changes = (
        f"person_id = {BOB}",
        "service_id = '78'",
        f"terms = replace(CAST(terms AS TEXT), 'instagram', 'evil'){json}",
    )
    for change in changes:
        with subtests.test(change):
            breach = f"UPDATE orders SET {change} WHERE confirm_token = 'token-1'"  # noqa: S608 - from above
            assert await broken_after(full, breach) == {"order-as-confirmed"}


async def test_an_order_at_another_price_than_confirmed_is_found(full: StoresUnderTest) -> None:
    breach = "UPDATE orders SET price_micro = price_micro + 1 WHERE panel_order_id = '3'"
    assert await broken_after(full, breach) == {"order-as-confirmed", "price-is-charged"}


async def test_every_promise_is_put_to_the_test() -> None:
    tested = {*BREACHES, *MONEY_BREACHES, "attempt-once", "panel-id-once"}
    assert {one.id for one in invariants(NOON)} == tested


async def test_a_finding_says_what_was_promised_and_how_often_it_is_broken(full: StoresUnderTest) -> None:
    await full.break_by_hand(BREACHES["accepted-is-placed"])
    [found] = [one for one in await audit(full.database, NOON) if not one.ok]
    assert (found.id, found.breaches) == ("accepted-is-placed", 4)
    assert found.promise == "exactly the orders at the panel have an accepted attempt"


async def test_the_audit_changes_nothing(full: StoresUnderTest) -> None:
    before = [await full.order(number) for number in range(1, 10)], await full.messages()
    await full.broken()
    assert ([await full.order(number) for number in range(1, 10)], await full.messages()) == before


async def test_a_database_without_tables_is_told_as_that(bare_url: str) -> None:
    database = Database(bare_url)
    with pytest.raises(DatabaseTrouble, match="no database yet" if database.is_missing else "no tables"):
        await audit(database, NOON)
    assert database.is_missing is database.is_sqlite
    await database.close()
