"""Deleting a person's data: nothing they wrote is left anywhere, and the books are as they were."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Text, cast, insert, select

from shop.alerts import AlertKind, of_order
from shop.catalogue.service_news import Told, Weighed
from shop.erasure import Obstacle
from shop.growth.invitations import InviteRules
from shop.growth.typed_coupons import read_coupon
from shop.ledger.journals import Account, AccountKind
from shop.ledger.topup import STARS, Invoice, Paid
from shop.ledger.transfers import Transfer
from shop.ledger.wallet_change import WantedChange
from shop.notice import person_asks
from shop.ordering.draft import Draft
from shop.ordering.order_list import OrderFilter
from shop.ordering.presets import PresetItem
from shop.ordering.request import RequestKind, RequestState
from shop.person import Person, Standing
from shop.reconciliation.orphans import FoundBy, Judgement, Looks, Sure
from shop.replies import ListedOrder, Refusal, Rejected
from shop.tickets.ticket import About, Asked, Said
from shop.transfer.people_lines import PersonRow
from storage.alerts.store import Alerts
from storage.core.columns import Json, Words
from storage.core.database import Database
from storage.desk.door_cards import remember_door_card
from storage.desk.maintenance import MaintenanceStore
from storage.desk.staff import StaffStore
from storage.erasing.registry import REGISTRY
from storage.erasing.steps import ORDERS_AT_ONCE
from storage.erasing.store import Erasures
from storage.growth.coupons import Coupons
from storage.growth.invitations import Invitations
from storage.growth.questions import Asks, GrowthQuestions
from storage.ledger.bank_transfers import Transfers
from storage.ledger.payments import Payments
from storage.ledger.statements import Statements
from storage.ledger.wallet_changes import WalletChanges
from storage.messages.inbox import Arrival
from storage.orders.presets import Presets
from storage.orders.ratings import Ratings
from storage.orders.searches import OrderSearches
from storage.orders.shared_cards import SharedCards
from storage.orders.tables import orders
from storage.orphans.store import Orphans
from storage.people.favourites import Favourites
from storage.people.notes import Notes
from storage.people.service_news import ServiceNews
from storage.tables import metadata
from storage.transfer.imports import Imports
from tests.contracts.storage.stores import ANN, BOB, MINUTE, NOON, OLGA, PANEL, StoresUnderTest

SECRET = "zanzibar"
LINK = f"https://www.instagram.com/{SECRET}/"
LATER = NOON + 30 * MINUTE


@pytest.fixture
def erasures(stores: StoresUnderTest) -> Erasures:
    """The store under test, beside the others."""
    return Erasures(stores.database, operators=frozenset({OLGA}))


async def completed(stores: StoresUnderTest, panel_id: str, person_id: int = ANN, **terms: Any) -> int:
    """Return the number of an order that has ended well."""
    order = await stores.placed(panel_id, person_id, link=LINK, **terms)
    await stores.break_by_hand(
        f"UPDATE orders SET state = 'completed', finished_at = changed_at, remains = 0 WHERE id = {order.id}"  # noqa: S608 - a number
    )
    return order.id


async def lives(stores: StoresUnderTest, person_id: int, seq: int) -> None:
    """Leave words behind in every table that takes any."""
    database = stores.database
    await stores.people.seen(Person(person_id, f"Ann {SECRET}", "ru", f"ann_{SECRET}"), NOON)
    await stores.people.choose_language(person_id, "ru", "ru")
    await stores.people.accept_terms(person_id, "f00d", NOON)
    first = await completed(
        stores, f"9{seq}", person_id, fields={"comments": [f"so {SECRET}"], "runs": 2, "username": SECRET}
    )
    await stores.requests.ask(await stores.order(first), RequestKind.REFILL, NOON)
    claimed = await stores.requests.claim(NOON)
    assert claimed is not None
    await stores.requests.answered(
        *claimed, state=RequestState.REJECTED, text=f"no refill of {LINK}", refill_id=None, now=NOON
    )
    refused = Rejected(Refusal.LINK, f"bad link {LINK}", excerpt=f'{{"error": "bad link {LINK}"}}')
    await stores.settled(refused, person_id, link=LINK)
    await Ratings(database, panel=PANEL).rate(first, owner=person_id, stars=4, now=NOON)
    orphans = Orphans(database)
    await orphans.keep(PANEL, [ListedOrder(f"o{seq}", link=LINK)], FoundBy.LIST, NOON)
    [newest, *_] = await orphans.list_undecided(PANEL)
    await orphans.judged(PANEL, {newest.id: Judgement(Looks.OURS, first, Sure.SURE)}, NOON)
    await _stands_at_the_desk(database, stores, person_id, seq, first)
    await SharedCards(database).share(SECRET + str(seq), order_id=first, owner=person_id, now=NOON)
    await Favourites(database).keep(person_id, SECRET, NOON)
    await OrderSearches(database).answer(person_id, SECRET, seq, NOON)
    await stores.receipted(person_id, 5_000_000, {"text": f"paid by {SECRET}"}, seq)
    [waiting] = [one for one in await stores.topups.list_waiting(limit=9) if one.person_id == person_id]
    await stores.topups.decide(waiting.id, approve=False, operator_id=OLGA, now=NOON)
    await stores.drafts.save(Draft.new(person_id), NOON)
    await stores.inbox.take_in(
        [
            Arrival(seq, person_id, f'{{"text": "{SECRET}"}}'),
            Arrival(seq + 1, person_id, f'{{"a": "{SECRET}"}}'),
        ],
        NOON,
    )
    asked = Asked(None, None, About.SHOP)
    written = Said(
        person_id,
        person_id,
        seq,
        "photo",
        f"look: {SECRET}",
        SECRET,
        f"album-{SECRET}",
        f"<b>look</b>: {SECRET}",
    )
    await stores.tickets.write(asked, written, [OLGA], NOON)
    await ServiceNews(database).start(person_id, NOON)
    await ServiceNews(database).note(
        person_id, Weighed((Told(SECRET, SECRET, "USD", 1),), (), ()), now=NOON, next_at=NOON
    )
    await stores.tickets.ask(person_id, asked, NOON)
    stray = Paid("stars", f"stx{seq}", person_id, "nobody's invoice", STARS, 77, payer=SECRET)
    await Payments(database, operators=frozenset({OLGA})).paid(stray, NOON)
    transfers = Transfers(database, Payments(database, operators=frozenset({OLGA})), operators=())
    bill = Invoice(f"b{seq}", person_id, "bank", "USD", 500, 5_000_000, "USD", NOON + 60 * MINUTE)
    own = (await transfers.offer(bill, NOON)).invoice
    words = f"{own.gateway_id} from {SECRET}"
    told = Transfer(f"n{seq}", own.amount_minor, "USD", NOON, words, "BANK")
    await transfers.take_in("bank", [told], NOON)
    await transfers.decide_next(NOON)
    await GrowthQuestions(database).ask(person_id, Asks.GIFT, NOON)
    invitations = Invitations(database, rules=lambda: InviteRules(1_000, "USD"), operators=frozenset({OLGA}))
    await invitations.code_of(person_id, NOON)
    coupon = read_coupon(["TEN", "10%", "each", "9"], "USD", NOON)
    await Coupons(database).make(coupon, by=OLGA, update_id=1, now=NOON)
    await Coupons(database).enter(person_id, coupon.key, currency="USD", update_id=seq, now=NOON)
    await Presets(database).add(person_id, SECRET, (PresetItem(SECRET, SECRET, 5),), NOON)
    await stores.outbox.enqueue(person_asks({OLGA}, person_id, SECRET, NOON), NOON)


async def _stands_at_the_desk(
    database: Database, stores: StoresUnderTest, person_id: int, seq: int, first: int
) -> None:
    """The same in the tables of the desk; `first` is an order of theirs."""
    await StaffStore(database).stand(person_id, Standing.LET_IN, OLGA, NOON, reason=SECRET)
    closing = MaintenanceStore(database)
    await closing.close(OLGA, NOON)
    await closing.wish(person_id, NOON)
    await stores.break_by_hand("UPDATE maintenance SET closed_at = NULL")  # opening would take the wish
    imports = Imports(database)
    await imports.ask(
        source="oldbot", file_id="f", currency="USD", asked_by=OLGA, message_id=1, update_id=seq, now=NOON
    )
    row = PersonRow(2, person_id, SECRET, SECRET, "en", 1, SECRET, banned=False)
    await imports.stage(1 if person_id == ANN else 2, "oldbot", [row])
    await Alerts(database).begin([of_order(AlertKind.STATUS_ERROR, first, word=f"bad link {SECRET}")], NOON)
    await database.write(lambda connection: remember_door_card(connection, person_id, OLGA, seq, NOON))
    await Notes(database).add(person_id, SECRET, by=OLGA, update_id=seq, now=NOON)
    changes = WalletChanges(database, operators=frozenset({OLGA}))
    await changes.ask(WantedChange(OLGA, seq, person_id, 5, "USD", SECRET), NOON)


async def words_left(stores: StoresUnderTest, word: str) -> set[str]:
    """Return every column in which this word stands, `table.column`."""
    left = set()
    for table in metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, Words | Json):
                said = select(column).where(cast(column, Text).contains(word))
                if await stores.all(said.limit(1)):
                    left.add(f"{table.name}.{column.name}")
    return left


async def rows_left(stores: StoresUnderTest) -> dict[str, int]:
    """Return how many rows Ann has in each table whose rows are to go."""
    going = [table for table in metadata.sorted_tables if REGISTRY[table.name].is_deleted]
    return {
        table.name: len(await stores.all(select(table).where(table.c.person_id == ANN))) for table in going
    }


async def goes_on(erasures: Erasures, person_id: int = ANN) -> int:
    """Do all that is left to do; return in how many steps the orders were done."""
    steps = 1
    while not await erasures.go_on(person_id, LATER):
        steps += 1
    for _ in range(20):
        under_way = [one for one in await erasures.list_under_way() if one.person_id == person_id]
        if not under_way or await erasures.wipe_traces(under_way[0], LATER):
            return steps
    raise AssertionError("traces are left")


async def handled(stores: StoresUnderTest, person_id: int) -> None:
    """Have all updates of theirs handled, one of them set aside."""
    first, *rest = [
        one for one in await stores.inbox.list_waiting(after=0, limit=99) if one.person_id == person_id
    ]
    await stores.inbox.set_aside(first.seq, f"ValueError: {SECRET}", NOON)
    for one in rest:
        await stores.inbox.done(one.seq, NOON)


async def test_nothing_they_wrote_is_left_and_the_books_are_in_order(
    stores: StoresUnderTest, erasures: Erasures
) -> None:
    await lives(stores, ANN, 1000)
    await handled(stores, ANN)
    before = await words_left(stores, SECRET)
    emptied = {f"{name}.{column}" for name, rule in REGISTRY.items() for column in rule.emptied}
    assert before - emptied == {
        "favourite.service_id",
        "import_row.level",
        "import_row.name",
        "import_row.username",
        "order_search.words",
        "person_note.text",
        "preset.items",
        "preset.name",
        "shared_card.inline_message_id",
        "told_service.name",
        "told_service.service_id",
    }
    assert emptied - before == {
        "person.language", "person.chosen_language", "person.accepted_terms",
        "person.notices", "person.zone", "person.question",
        "orders.link_key", "outbox.error",
    } - before, "this test has words in every other column that is emptied"  # fmt: skip
    assert all(count for name, count in (await rows_left(stores)).items() if name != "erasure")
    assert await erasures.begin(ANN, LATER) is None
    await goes_on(erasures)
    assert await words_left(stores, SECRET) == set()
    assert not any((await rows_left(stores)).values())
    assert await stores.broken(LATER) == set()
    assert await erasures.list_under_way() == []


async def test_they_are_as_a_stranger_and_others_keep_all(
    stores: StoresUnderTest, erasures: Erasures
) -> None:
    await lives(stores, ANN, 1000)
    await lives(stores, BOB, 2000)
    await handled(stores, ANN)
    mine = (await stores.orders.list_latest(ANN, limit=9))[0]
    await erasures.begin(ANN, LATER)
    assert (await stores.people.find(ANN)).is_erasing  # type: ignore[union-attr]  # Ann is known
    assert await stores.orders.list_latest(ANN, limit=9) == [], "hidden at once, before any step"
    await goes_on(erasures)
    found = await stores.people.find(ANN)
    assert found == Person(ANN, str(ANN), "en", reachable=False)
    assert await stores.orders.find(mine.id, owner=ANN) is None
    assert await stores.orders.list_services(ANN) == []
    assert await stores.orders.list_links(ANN, limit=9) == []
    page = await stores.orders.list_page(ANN, OrderFilter.ALL, size=7)
    assert list(page.orders) == []
    assert await stores.drafts.find(ANN) is None
    wallet = await Statements(stores.database).get_wallet(ANN, "USD", limit=9)
    assert wallet.lines == ()
    assert len(await stores.orders.list_latest(BOB, limit=9)) == 2
    assert "orders.terms" in await words_left(stores, SECRET), "Bob's"
    assert (await Statements(stores.database).get_wallet(BOB, "USD", limit=9)).lines
    await stores.people.seen(Person(ANN, "Anna", "en"), LATER)
    again = await stores.placed("77", link="https://www.instagram.com/new/")
    assert [one.id for one in await stores.orders.list_latest(ANN, limit=9)] == [again.id]
    assert await stores.broken(LATER) == set()


async def test_an_order_under_way_a_receipt_and_money_stand_in_the_way(
    stores: StoresUnderTest, erasures: Erasures
) -> None:
    await stores.given(ANN, 7_000_000)
    order = await stores.reserved(price_micro=2_000_000)
    await stores.receipted(ANN, 5_000_000, {"text": "paid"}, 5)
    matters = await erasures.open_matters(ANN)
    assert (matters.orders, matters.payments, matters.money) == (1, 1, ((5_000_000, "USD"),))
    assert await erasures.begin(ANN, LATER, given_up=matters.money_mark) is Obstacle.ORDERS
    await stores.orders.withdraw(order.id, owner=ANN, now=NOON)
    assert await erasures.begin(ANN, LATER) is Obstacle.PAYMENT
    [waiting] = await stores.topups.list_waiting(limit=9)
    await stores.topups.decide(waiting.id, approve=False, operator_id=OLGA, now=NOON)
    assert await erasures.begin(ANN, LATER) is Obstacle.MONEY
    stale = (await erasures.open_matters(ANN)).money_mark
    await stores.given(ANN, 1)
    assert await erasures.begin(ANN, LATER, given_up=stale) is Obstacle.MONEY, "not this money"
    assert await stores.ledger.balance(stores.wallet(ANN)) == 7_000_001
    mark = (await erasures.open_matters(ANN)).money_mark
    assert await erasures.begin(ANN, LATER, given_up=mark) is None
    assert await stores.ledger.balance(stores.wallet(ANN)) == 0
    assert await stores.ledger.balance(Account(AccountKind.FORFEITED, None, "USD")) == 7_000_001
    await goes_on(erasures)
    assert await erasures.begin(ANN, LATER, given_up=mark) is None, "twice is no error, and takes nothing"
    assert await stores.ledger.balance(Account(AccountKind.FORFEITED, None, "USD")) == 7_000_001
    await goes_on(erasures)
    assert await stores.broken(LATER) == set()


async def test_money_that_comes_later_is_theirs(stores: StoresUnderTest, erasures: Erasures) -> None:
    await completed(stores, "1")
    await erasures.begin(ANN, LATER)
    await stores.given(ANN, 3_000_000)
    await goes_on(erasures)
    wallet = await Statements(stores.database).get_wallet(ANN, "USD", limit=9)
    assert [line.amount_micro for line in wallet.lines] == [3_000_000]
    assert await stores.broken(LATER) == set()


async def test_a_long_book_goes_in_bounded_steps_that_go_on_after_any_of_them(
    stores: StoresUnderTest, erasures: Erasures
) -> None:
    for n in range(3):
        await completed(stores, str(n))
    [template] = await stores.all(select(orders).order_by(orders.c.id).limit(1))
    many = range(1000, 1000 + 2 * ORDERS_AT_ONCE)
    copy = dict(template._mapping)
    await stores.database.write(
        lambda connection: connection.execute(
            insert(orders),
            [{**copy, "id": n, "confirm_token": f"t{n}", "panel_order_id": f"p{n}"} for n in many],
        )
    )
    await erasures.begin(ANN, LATER)
    assert not await erasures.go_on(ANN, LATER)
    fresh = Erasures(stores.database, operators=frozenset({OLGA}))  # another process
    assert (await fresh.list_under_way())[0].is_cleared is False
    assert await goes_on(fresh) == 2
    assert await words_left(stores, SECRET) == set()


async def test_an_update_that_waits_is_emptied_when_it_was_handled(
    stores: StoresUnderTest, erasures: Erasures
) -> None:
    await stores.inbox.take_in([Arrival(7, ANN, f'{{"text": "{SECRET}"}}')], NOON)
    await erasures.begin(ANN, LATER)
    await erasures.go_on(ANN, LATER)
    [one] = await erasures.list_under_way()
    assert not await erasures.wipe_traces(one, LATER)
    assert await words_left(stores, SECRET) == {"inbox.raw"}
    [row] = await stores.inbox.list_waiting(after=0, limit=9)
    await stores.inbox.done(row.seq, LATER)
    await stores.inbox.take_in([Arrival(8, ANN, '{"text": "since then"}')], LATER + timedelta(seconds=1))
    await goes_on(erasures)
    assert await words_left(stores, SECRET) == set()
    assert await words_left(stores, "since then") == {"inbox.raw"}


async def test_updates_about_money_stay_whole(stores: StoresUnderTest, erasures: Erasures) -> None:
    paid = f'{{"message": {{"text": "{SECRET}", "successful_payment": {{"currency": "XTR"}}}}}}'
    await stores.inbox.take_in([Arrival(7, ANN, paid)], NOON)
    [row] = await stores.inbox.list_waiting(after=0, limit=9)
    await stores.inbox.done(row.seq, NOON)
    await erasures.begin(ANN, LATER)
    await goes_on(erasures)
    assert await words_left(stores, SECRET) == {"inbox.raw"}
