"""Who locks several rows locks them in one order: on a server, else each may wait for the other.

The server ends one of them then, and it is tried again, but only so often; see storage/core/on_server.
"""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Connection, delete, event, select, text, update

from shop import notice
from shop.alert_cases import card_notice
from shop.alerts import AlertKind, Condition, subject_at
from shop.ledger.journals import Account, AccountKind, JournalEntry, JournalKind, between
from shop.ledger.topup import STARS, Invoice, Paid
from shop.ledger.wallet_change import WantedChange
from shop.notice import Priority
from shop.ordering.order import OrderState
from shop.ordering.place import AttemptOutcome
from shop.ordering.request import RequestKind
from shop.ordering.status_tracking import follow
from shop.preferences import Wish
from shop.replies import PanelState, StatusReport, Unknown
from storage.alerts.store import Alerts
from storage.alerts.tables import alert
from storage.core.trouble import is_deadlock
from storage.erasing.store import Erasures
from storage.growth.gifts import Gifts
from storage.ledger.bank_rows import one_at_a_time
from storage.ledger.conversions import Conversions, convert_leftovers
from storage.ledger.store import balance_of, book, lock_held
from storage.ledger.tables import journal
from storage.ledger.wallet_changes import WalletChanges
from storage.messages import letters
from storage.messages.outbox import enqueue
from storage.messages.tables import broadcast, outbox
from storage.orders.late import LateOrders
from storage.orders.tables import attempt, confirm, draft, orders, request
from storage.orders.unpaid import hold_unsent
from storage.people.tables import person
from storage.reconciliation.tables import inquiry
from storage.transfer.imports import Imports
from storage.waits import Waits
from tests.contracts.storage.stores import ANN, BOB, NOON, OLGA, PANEL, StoresUnderTest
from tests.contracts.storage.test_broadcasts import EVERYBODY, composed, started
from tests.contracts.storage.test_growth import pays
from tests.contracts.storage.test_requests import asked
from tests.contracts.storage.test_transfer import asked as imported
from tests.contracts.storage.test_transfer import cem

WAITING = text("SELECT count(*) FROM pg_locks WHERE NOT granted")

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


@pytest.fixture
def deadlocks(stores: StoresUnderTest) -> list[Any]:
    """What the server ends from now on because of a deadlock."""
    ended: list[Any] = []

    def note(context: Any) -> None:
        if is_deadlock(context.sqlalchemy_exception):
            ended.append(context.statement)

    event.listen(stores.database.engines[0], "handle_error", note)
    return ended


def until_waiting(connection: Connection, count: int) -> None:
    """Return when so many wait for locks."""
    while connection.scalar(WAITING) != count:
        pass


Step = Callable[[Connection], object]


async def crossed(stores: StoresUnderTest, first: Step, other: Coroutine[Any, Any, Any], then: Step) -> Any:
    """Do `other` between the two steps of one unit, as far as it comes; return what came of it."""
    is_half = asyncio.Event()

    def unit(connection: Connection) -> None:
        first(connection)
        is_half.set()
        until_waiting(connection, 1)
        then(connection)

    async with asyncio.timeout(20):
        doing = asyncio.create_task(stores.database.write(unit))
        await is_half.wait()
        ended = await other
        await doing
    return ended


class Undone(Exception):
    """Ends a unit without a trace."""


def ends_the_draft(connection: Connection) -> None:
    """What is done as a card is confirmed: the order refers to its person, and ends the draft."""
    refers = select(person.c.id).where(person.c.id == ANN).with_for_update(read=True, key_share=True)
    connection.execute(refers)
    connection.execute(delete(draft).where(draft.c.person_id == ANN))


async def test_somebodys_first_orders_at_once(stores: StoresUnderTest, deadlocks: list[Any]) -> None:
    """Held money has no account when the second one begins to wait, and has one for the third."""
    await stores.given(ANN, 30)
    held = Account(AccountKind.HELD, ANN, "USD")
    first, second, third = (
        JournalEntry(f"first:{n}", JournalKind.RESERVE, between(stores.wallet(ANN), held, 10))
        for n in range(3)
    )
    is_open = asyncio.Event()

    def opens(connection: Connection) -> None:
        book(connection, first, NOON)
        is_open.set()
        until_waiting(connection, 1)

    def keeps_the_second_from_its_key(connection: Connection) -> None:
        row = {"key": second.key, "kind": second.kind, "created_at": NOON}
        connection.execute(journal.insert().values(**row))
        until_waiting(connection, 2)
        raise Undone

    async with asyncio.timeout(20):
        doing: list[Coroutine[Any, Any, Any]] = [stores.database.write(keeps_the_second_from_its_key)]
        doing.append(stores.database.write(opens))
        begun = [asyncio.ensure_future(one) for one in doing]
        await is_open.wait()
        begun.append(asyncio.ensure_future(stores.booked(second)))
        await begun[1]
        await stores.database.read(lambda connection: until_waiting(connection, 1))
        begun.append(asyncio.ensure_future(stores.booked(third)))
        ended = await asyncio.gather(*begun, return_exceptions=True)
    assert isinstance(ended[0], Undone)
    assert ended[2:] == [[True], [True]]
    assert await stores.ledger.balance(held) == 30
    assert deadlocks == []


async def test_a_return_before_somebodys_first_order(stores: StoresUnderTest) -> None:
    """It holds what orders hold, though there is none yet: else one would have it before the wallet."""
    await stores.given(ANN, 30)
    held = Account(AccountKind.HELD, ANN, "USD")
    first = JournalEntry("first", JournalKind.RESERVE, between(stores.wallet(ANN), held, 10))
    holds = asyncio.Event()

    def goes_back(connection: Connection) -> None:
        hold_unsent(connection, stores.wallet(ANN))
        holds.set()
        until_waiting(connection, 1)

    async with asyncio.timeout(20):
        going_back = asyncio.create_task(stores.database.write(goes_back))
        await holds.wait()
        assert await stores.booked(first) == [True]
        await going_back


async def test_gifts_that_nobody_took(stores: StoresUnderTest, deadlocks: list[Any]) -> None:
    """Each goes back by itself: whoever takes another gift has the accounts of two people, in their order."""
    gifts = Gifts(stores.database)
    for person_id, made_at in ((BOB, NOON), (ANN, NOON + timedelta(minutes=1))):
        await pays(stores, person_id, f"charge {person_id}")
        offered = await gifts.offer(person_id, 1_000_000, "USD", made_at)
        await gifts.make(person_id, offered.id, made_at)
    ended = await crossed(
        stores,
        lambda connection: balance_of(connection, stores.wallet(ANN), locks=True),
        gifts.expire(NOON + timedelta(days=999)),
        lambda connection: balance_of(connection, stores.wallet(BOB), locks=True),
    )
    assert (ended, deadlocks) == (2, [])
    assert await stores.broken() == set()


async def test_sales_with_and_without_a_discount(stores: StoresUnderTest, deadlocks: list[Any]) -> None:
    """An order that cost something books its sale, then its discount; a free one books its discount alone."""
    sales, coupon = (Account(kind, None, "USD") for kind in (AccountKind.SALES, AccountKind.COUPON))
    await stores.given(ANN, 10)
    sold = JournalEntry("sold", JournalKind.CAPTURE, between(stores.wallet(ANN), sales, 1))
    usual, its_own, free = (
        JournalEntry(f"discount {n}", JournalKind.DISCOUNT, between(coupon, sales, 1)) for n in range(3)
    )
    await stores.booked(usual)
    await crossed(
        stores,
        lambda connection: book(connection, sold, NOON),
        stores.booked(free),
        lambda connection: book(connection, its_own, NOON),
    )
    assert deadlocks == []


async def test_an_orders_end_and_the_answer_to_its_cancel(
    stores: StoresUnderTest, deadlocks: list[Any]
) -> None:
    order = await asked(stores, RequestKind.CANCEL)
    await stores.break_by_hand("UPDATE request SET state = 'requested'")
    ended = follow(order, StatusReport(PanelState.CANCELED, "Canceled"), NOON)
    await crossed(
        stores,
        lambda connection: connection.execute(
            update(request).where(request.c.order_id == order.id).values(text="asked")
        ),
        stores.swept.apply([ended]),
        lambda connection: enqueue(connection, [notice.card(order.id, ANN)], NOON),
    )
    assert deadlocks == []
    assert [row.state for row in await stores.all(select(request))] == ["done"]


async def test_a_broadcast_that_is_stopped_when_held_letters_are_due(
    stores: StoresUnderTest, deadlocks: list[Any]
) -> None:
    number = await started(stores)
    this = update(broadcast).where(broadcast.c.id == number)
    await stores.database.write(lambda connection: letters.hold(connection, number))
    await stores.database.write(lambda connection: connection.execute(this.values(held_until=NOON)))
    released = await crossed(
        stores,
        lambda connection: connection.execute(this.values(state="stopped")),
        stores.broadcasts.release_held(NOON),
        lambda connection: letters.stop(connection, number, NOON),
    )
    assert (released, deadlocks) == (0, [])


CALLS_OFF: dict[str, Callable[[StoresUnderTest], Coroutine[Any, Any, Any]]] = {
    "turns the news off": lambda stores: stores.people.choose_shop_news(BOB, NOON, wanted=False),
    "blocks the bot": lambda stores: stores.people.unreachable(BOB, NOON),
    "is forgotten": lambda stores: Erasures(stores.database, operators=()).begin(BOB, NOON),
}
"""What ends all letters that wait for somebody."""


@pytest.mark.parametrize("somebody", CALLS_OFF)
async def test_letters_of_somebody_end_while_those_of_two_broadcasts_are_released(
    stores: StoresUnderTest, deadlocks: list[Any], somebody: str
) -> None:
    """The later one began first, so its letters are the older ones."""
    first, second = await composed(stores), await composed(stores, operator=BOB)
    for number, operator in ((second, BOB), (first, OLGA)):
        assert await stores.broadcasts.start(number, operator, EVERYBODY, NOON)
        await stores.database.write(partial(letters.hold, broadcast_id=number))
    await crossed(
        stores,
        lambda connection: letters.release(connection, first, NOON),
        CALLS_OFF[somebody](stores),
        lambda connection: letters.release(connection, second, NOON),
    )
    assert deadlocks == []
    tallies = [await stores.broadcasts.tally(number) for number in (first, second)]
    assert [one.stopped + one.blocked for one in tallies] == [1, 1]


async def test_operators_are_asked_about_an_order_that_is_decided(
    stores: StoresUnderTest, deadlocks: list[Any]
) -> None:
    order = await stores.settled(Unknown("timed out"))

    def decides(connection: Connection) -> None:
        connection.execute(update(orders).where(orders.c.id == order.id).values(changed_at=NOON))
        enqueue(connection, [notice.card(order.id, ANN)], NOON)

    await crossed(
        stores,
        decides,
        stores.resolutions.ask(order.id, "moved", NOON + timedelta(hours=24), NOON),
        lambda connection: connection.execute(
            update(inquiry).where(inquiry.c.order_id == order.id).values(settled_at=NOON)
        ),
    )
    assert deadlocks == []


async def test_a_card_is_confirmed_while_its_draft_is_dropped(
    stores: StoresUnderTest, deadlocks: list[Any]
) -> None:
    token = await stores.offered(ANN)

    await crossed(
        stores,
        lambda connection: connection.execute(
            select(confirm.c.token).where(confirm.c.token == token).with_for_update()
        ),
        stores.drafts.drop(ANN, NOON),
        ends_the_draft,
    )
    assert deadlocks == []


async def test_a_broadcast_is_stopped_while_its_letters_arrive(
    stores: StoresUnderTest, deadlocks: list[Any]
) -> None:
    """They arrive as Telegram answers, and many are noted at once."""
    number = await started(stores)
    first, *others = await stores.messages(Priority.BROADCAST)
    is_held = asyncio.Event()

    def holds_the_first(connection: Connection) -> None:
        connection.execute(select(outbox.c.id).where(outbox.c.id == first.id).with_for_update())
        is_held.set()
        until_waiting(connection, 2)

    async with asyncio.timeout(20):
        doing: list[asyncio.Task[Any]] = [asyncio.create_task(stores.database.write(holds_the_first))]
        await is_held.wait()
        doing.append(asyncio.create_task(stores.broadcasts.stop(number, OLGA, NOON)))
        await stores.database.read(lambda connection: until_waiting(connection, 1))
        arrived = [(one, 500 + one.id) for one in (*others, first)]
        doing.append(asyncio.create_task(stores.outbox.sent(arrived, NOON)))
        await asyncio.gather(*doing)
    assert deadlocks == []
    assert (await stores.broadcasts.tally(number)).sent == len(arrived)


async def test_a_late_answer_beside_the_start_of_the_next_leader(
    stores: StoresUnderTest, deadlocks: list[Any]
) -> None:
    """The answer of who led before is stored beside the fence: the attempt, then its order."""
    claimed = await stores.in_flight()
    late = {"outcome": AttemptOutcome.ACCEPTED, "finished_at": NOON}
    placed = {"state": OrderState.PENDING, "panel_order_id": "7", "placed_at": NOON, "ask_at": NOON}
    recovered = await crossed(
        stores,
        lambda connection: connection.execute(
            update(attempt).where(attempt.c.id == claimed.attempt_id).values(late)
        ),
        stores.queue.recover(NOON),
        lambda connection: connection.execute(
            update(orders).where(orders.c.id == claimed.order.id).values(placed)
        ),
    )
    assert (recovered, deadlocks) == (0, [])


async def due_backwards(stores: StoresUnderTest) -> tuple[Alerts, list[int]]:
    """Have two alerts with cards, the newer of which is due first; return their numbers."""
    alerts = Alerts(stores.database)
    await alerts.begin([Condition(AlertKind.PANEL_DOWN), Condition(AlertKind.BACKUP_OLD)], NOON)
    await alerts.place_due([OLGA], NOON)
    for minute, kind in enumerate((AlertKind.BACKUP_OLD, AlertKind.PANEL_DOWN), start=1):
        await alerts.begin([Condition(kind, facts={"word": "more"})], NOON + timedelta(minutes=minute))
    return alerts, [one.id for one in await alerts.list_open(9)]


async def test_a_chat_is_left_while_its_cards_are_drawn_anew(
    stores: StoresUnderTest, deadlocks: list[Any]
) -> None:
    alerts, (first, second) = await due_backwards(stores)
    this = update(alert).where(alert.c.id == first)
    await crossed(
        stores,
        lambda connection: connection.execute(this.values(due_at=None)),
        alerts.leave(OLGA, NOON),
        lambda connection: enqueue(connection, [card_notice(second, OLGA)], NOON),
    )
    assert deadlocks == []


async def test_cards_of_several_alerts_are_drawn_anew_while_all_alerts_change(
    stores: StoresUnderTest, deadlocks: list[Any]
) -> None:
    """Whoever changes several goes by their numbers, whichever of them is due first."""
    alerts, (first, second) = await due_backwards(stores)
    lower, higher = (update(alert).where(alert.c.id == one).values(due_at=None) for one in (first, second))
    await crossed(
        stores,
        lambda connection: connection.execute(lower),
        alerts.place_due([OLGA], NOON + timedelta(minutes=3)),
        lambda connection: connection.execute(higher),
    )
    assert deadlocks == []


async def test_alerts_of_a_supplier_that_left_end_while_they_change(
    stores: StoresUnderTest, deadlocks: list[Any]
) -> None:
    alerts = Alerts(stores.database)
    kinds = (AlertKind.PANEL_DOWN, AlertKind.BALANCE_LOW)
    for kind in kinds:
        await alerts.begin([Condition(kind, subject_at("fast"))], NOON)
    for kind in reversed(kinds):  # whose rows are found in this order
        await alerts.begin([Condition(kind, subject_at("fast"), {"word": "more"})], NOON)
    first, second = sorted(one.id for one in await alerts.list_open(9))
    lower, higher = (update(alert).where(alert.c.id == one).values(due_at=None) for one in (first, second))
    ended = await crossed(
        stores,
        lambda connection: connection.execute(lower),
        alerts.end_of_others({""}, NOON),
        lambda connection: connection.execute(higher),
    )
    assert (ended, deadlocks) == (2, [])


async def test_requests_end_by_themselves_while_reports_end_them(
    stores: StoresUnderTest, deadlocks: list[Any]
) -> None:
    """Each ends by itself: a sweep has the requests of several orders, in the order of its reports."""
    made = [await asked(stores, RequestKind.CANCEL, panel_id) for panel_id in ("1", "2")]
    await stores.break_by_hand("UPDATE request SET state = 'unclear'")
    first, second = (update(request).where(request.c.order_id == one.id) for one in made)
    ended = await crossed(
        stores,
        lambda connection: connection.execute(second.values(text="asked")),
        stores.requests.end_silent(NOON + timedelta(hours=1), NOON),
        lambda connection: connection.execute(first.values(text="asked")),
    )
    assert (ended, deadlocks) == (2, [])


async def test_people_are_imported_while_an_invitation_is_rewarded(
    stores: StoresUnderTest, deadlocks: list[Any]
) -> None:
    """Whoever has two wallets locks them by their persons' numbers; a file has people in any order."""
    for person_id in (ANN, BOB):
        await stores.given(person_id, 10)
    number = await imported(stores, cem(2, BOB), cem(3, ANN))
    await crossed(
        stores,
        lambda connection: balance_of(connection, stores.wallet(ANN), locks=True),
        Imports(stores.database).book_some(number, NOON),
        lambda connection: balance_of(connection, stores.wallet(BOB), locks=True),
    )
    assert deadlocks == []


EURO = Account(AccountKind.WALLET, ANN, "EUR")


async def converted(stores: StoresUnderTest, *steps: tuple[str, str]) -> None:
    for giver, taker in steps:
        await Conversions(stores.database).convert(giver, taker, 2 * 10**9, NOON)


async def test_returns_after_the_currency_was_changed_and_changed_back(
    stores: StoresUnderTest, deadlocks: list[Any]
) -> None:
    """One fetches dollars that are euros now, the other euros that are dollars now."""
    payments = await pays(stores, ANN, "dollars")
    await converted(stores, ("USD", "EUR"), ("EUR", "USD"))
    [paid] = await payments.list_latest(ANN, limit=1)
    await crossed(
        stores,
        lambda connection: balance_of(connection, EURO, locks=True),
        payments.returns.begin_return(paid.id, NOON),
        lambda connection: balance_of(connection, stores.wallet(ANN), locks=True),
    )
    assert deadlocks == []


async def test_what_came_back_is_converted_at_a_start_while_payments_are_returned(
    stores: StoresUnderTest, deadlocks: list[Any]
) -> None:
    """Another kiosk starts: it goes over everybody's wallets, by their persons' numbers."""
    for person_id in (BOB, ANN):
        await pays(stores, person_id, f"charge {person_id}")
    await converted(stores, ("USD", "EUR"))
    for person_id in (BOB, ANN):
        await stores.given(person_id, 10)
    wallets = [replace(EURO, owner_id=person_id) for person_id in (ANN, BOB)]
    await crossed(
        stores,
        lambda connection: balance_of(connection, wallets[0], locks=True),
        stores.database.write(lambda connection: convert_leftovers(connection, "EUR", NOON, recorded=True)),
        lambda connection: balance_of(connection, wallets[1], locks=True),
    )
    assert deadlocks == []


async def test_an_order_is_refused_while_a_payment_makes_the_next_one(
    stores: StoresUnderTest, deadlocks: list[Any]
) -> None:
    """The refusal has held money before the wallet; the payment had the wallet before the order's price."""
    claimed = await stores.in_flight(price_micro=10)
    bill = Invoice("bill", ANN, "stars", STARS, 77, 10, "USD", NOON + timedelta(hours=1))
    bill = replace(bill, pays_for=await stores.offered(price_micro=10, link="https://x.y/2"))
    await stores.payments.offer(bill, NOON)
    await crossed(
        stores,
        lambda connection: lock_held(connection, claimed.order.sale.held),
        stores.payments.paid(Paid("stars", "charge", ANN, "bill", STARS, 77), NOON),
        lambda connection: balance_of(connection, stores.wallet(ANN), locks=True),
    )
    assert deadlocks == []
    assert await stores.states() == {OrderState.SUBMITTING: 1, OrderState.RESERVED: 1}


async def test_a_card_is_confirmed_while_its_person_is_forgotten(
    stores: StoresUnderTest, deadlocks: list[Any]
) -> None:
    token = await stores.offered(ANN)

    await crossed(
        stores,
        lambda connection: connection.execute(
            select(confirm.c.token).where(confirm.c.token == token).with_for_update()
        ),
        Erasures(stores.database, operators=()).begin(ANN, NOON),
        ends_the_draft,
    )
    assert deadlocks == []


@pytest.mark.parametrize("row", ["payment", "wallet_change"])
async def test_money_moves_while_its_person_is_forgotten(
    stores: StoresUnderTest, deadlocks: list[Any], row: str
) -> None:
    """Who books a return or a change has its row before the wallet."""
    await pays(stores, ANN, "charge")
    await stores.break_by_hand("UPDATE payment SET payer = 'somebody'")
    wanted = WantedChange(OLGA, 1, ANN, 5, "USD", "a gift")
    await WalletChanges(stores.database, operators=(OLGA,)).ask(wanted, NOON)
    erasures = Erasures(stores.database, operators=())
    given_up = (await erasures.open_matters(ANN)).money_mark
    await crossed(
        stores,
        lambda connection: connection.execute(text(f"SELECT FROM {row} FOR UPDATE")),
        erasures.begin(ANN, NOON, given_up=given_up),
        lambda connection: balance_of(connection, stores.wallet(ANN), locks=True),
    )
    assert deadlocks == []


async def test_a_transfer_pays_for_an_order_while_its_person_is_forgotten(
    stores: StoresUnderTest, deadlocks: list[Any]
) -> None:
    """What their bank wrote goes, too; whoever decides about a transfer has the table of these first."""
    await crossed(
        stores,
        one_at_a_time,
        Erasures(stores.database, operators=()).begin(ANN, NOON),
        lambda connection: connection.execute(
            select(person.c.id).where(person.c.id == ANN).with_for_update(key_share=True)
        ),
    )
    assert deadlocks == []


async def test_the_clock_is_set_while_a_draft_is_saved(stores: StoresUnderTest, deadlocks: list[Any]) -> None:
    await stores.offered(ANN)
    await stores.people.ask(ANN, Wish.ZONE, NOON)
    await crossed(
        stores,
        lambda connection: connection.execute(
            select(person.c.id).where(person.c.id == ANN).with_for_update(key_share=True)
        ),
        Waits(stores.database).move(timedelta(hours=1), NOON),
        lambda connection: connection.execute(delete(confirm).where(confirm.c.person_id == ANN)),
    )
    assert deadlocks == []


async def test_all_in_line_are_held_while_payments_go_back(
    stores: StoresUnderTest, deadlocks: list[Any]
) -> None:
    """A return locks its person's orders by their numbers; the line has them by rank."""
    made = [await stores.reserved(link=f"https://x.y/{n}") for n in range(2)]
    await stores.database.write(
        lambda connection: connection.execute(update(orders).values(rank=-orders.c.id))
    )
    first, second = (
        select(orders.c.id).where(orders.c.id == one.id).with_for_update(key_share=True) for one in made
    )
    await crossed(
        stores,
        lambda connection: connection.execute(first),
        stores.queue.hold(NOON),
        lambda connection: connection.execute(second),
    )
    assert deadlocks == []


async def test_orders_are_late_while_reports_on_them_come(
    stores: StoresUnderTest, deadlocks: list[Any]
) -> None:
    """A sweep has them in the order of its reports, so nobody who has several may wait for it."""
    made = [await stores.placed(str(n), link=f"https://x.y/{n}") for n in range(2)]
    first, second = (update(orders).where(orders.c.id == one.id).values(changed_at=NOON) for one in made)
    late = LateOrders(stores.database, panel=PANEL)
    has_one = asyncio.Event()
    told = select(orders.c.id).where(orders.c.late_told_at.is_not(None))

    def sweeps(connection: Connection) -> None:
        connection.execute(second)
        has_one.set()
        while not connection.execute(told).all():
            pass
        connection.execute(first)

    async with asyncio.timeout(20):
        sweeping = asyncio.create_task(stores.database.write(sweeps))
        await has_one.wait()
        assert await late.tell([one.id for one in made], NOON) == 1
        await sweeping
    assert deadlocks == []
    assert await late.tell([one.id for one in made], NOON) == 1


async def test_an_order_is_voided_while_another_of_its_person_is_adopted(
    stores: StoresUnderTest, deadlocks: list[Any]
) -> None:
    """Many of these alerts share a card, which each that is over draws anew: before the money moves."""
    order = await stores.undecided()
    await crossed(
        stores,
        lambda connection: connection.execute(update(alert).values(due_at=None)),
        stores.resolutions.void(order.id, NOON),
        lambda connection: lock_held(connection, order.sale.held),
    )
    assert deadlocks == []
    assert await stores.states() == {OrderState.VOIDED: 1}
