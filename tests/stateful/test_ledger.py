"""The ledger against a plain model, in a shop where nobody has credit, on both databases.

    pytest tests/stateful --hypothesis-profile=long

The model is a few dicts of numbers. Hypothesis looks for a sequence of
payments, orders, answers, reports, crashes and halts, some of them at once,
after which a balance is not the model's or an invariant does not hold.
"""

import asyncio
import shutil
import tempfile
from collections import Counter
from collections.abc import Coroutine
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as some
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select, text

from shop.growth.coupons import Entered
from shop.growth.gifts import MOST_OPEN, Gift, GiftState
from shop.growth.typed_coupons import read_coupon
from shop.ledger.journals import FundsShort, JournalEntry, granting, withdrawing
from shop.ledger.payment import Credited
from shop.ledger.topup import STARS, Invoice, Paid
from shop.ordering.order import AT_WORK, FINISHED, FROM_PANEL, RESERVED_FOR, Order, OrderState
from shop.ordering.place import Claimed, settlement_of
from shop.ordering.status_tracking import follow
from shop.pricing.quotes import DEAREST
from shop.replies import Accepted, AddOutcome, NotSent, PanelState, Refusal, Rejected, StatusReport, Unknown
from storage.core.database import Database
from storage.growth.coupons import Coupons
from storage.growth.gifts import Gifts
from storage.ledger.payments import Payments
from storage.ledger.tables import account
from storage.orders.tables import orders
from storage.tables import metadata
from storage.upgrade import upgrade
from tests.contracts.storage.postgres import PostgresServer
from tests.contracts.storage.stores import ANN, BOB, NOON, OLGA, StoresUnderTest

T = TypeVar("T")

EMPTIED = ", ".join(table.name for table in metadata.sorted_tables)
MISSED = {"submitting-is-fresh", "inquiry-is-fresh"}
"""Panel calls and cases may last as long as Hypothesis likes."""

PEOPLE = some.sampled_from((ANN, BOB))
AMOUNTS = some.sampled_from((1, 700, 1_000_000, 1_000_001, 5_000_000_000))
PRICES = some.sampled_from((0, 1, 333, 1_000_001, 2_500_000_000))
QUANTITY = 1000
USES = 3
"""Orders in all that the coupon takes something off."""

NUMBERS = some.integers(1, 6)
"""Few, so that the same payment and the same form come again."""

FURTHER = 1_000
"""Numbers of payments from here on are each used once."""

ANSWERS = some.sampled_from(
    (
        Accepted("new"),
        Accepted("new"),
        Accepted("new"),
        Rejected(Refusal.LINK, "no"),
        NotSent("refused"),
        Unknown("timed out"),
    )
)
STATES = some.sampled_from((*PanelState, None))
REMAINS = some.none() | some.integers(-1, QUANTITY + 1) | some.just(5_000_000)


@dataclass
class Offer:
    """What the model knows about an order."""

    person: int
    number: int
    """It is the how manieth order of all."""
    price: int
    created_at: datetime
    state: OrderState = OrderState.RESERVED
    refunded: int = 0
    asked: bool = False
    discount: int = 0

    @property
    def is_looked_into(self) -> bool:
        """True while the order's fate is unknown and no operator was asked: nothing else is sent."""
        return self.state is OrderState.UNKNOWN and not self.asked

    @property
    def is_undecided(self) -> bool:
        """True while its price must be held."""
        return self.state in {OrderState.RESERVED, OrderState.SUBMITTING, OrderState.UNKNOWN}


@dataclass
class Present:
    """What the model knows about a gift that was made."""

    giver: int
    amount: int
    token: str
    taker: int | None = None
    is_open: bool = True


@dataclass
class Loss:
    """What the model knows about a payment that went back once it was spent."""

    person: int
    orders: int
    """How many orders there were then."""
    micro: int
    """What of it is not made good."""


class Ledger(RuleBasedStateMachine):
    """Two customers, one operator, one panel. Time passes when the queue claims."""

    url: str
    template: Path | None = None

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="kiosk-machine-"))
        self.runner = asyncio.Runner()
        self.now = NOON
        self.balances: Counter[tuple[str, int | None]] = Counter()
        self.orders: dict[int, Offer] = {}
        self.keys: set[str] = set()
        self.invoices: list[Invoice] = []
        self.charges: dict[int, Invoice] = {}
        self.gone: set[int] = set()
        self.losses: list[Loss] = []
        self.in_flight: Claimed | None = None
        self.seen: dict[int, Order] = {}
        self.is_halted = False
        self.cards = 0
        self.given: Counter[int] = Counter()
        self.presents: dict[int, Present] = {}
        self.opened = self.url
        if self.template is not None:
            self.opened = f"sqlite+aiosqlite:///{shutil.copy(self.template, self.folder / 'kiosk.db')}"
        else:
            self.run(self.emptied())
        self.start()
        ten = read_coupon(["TEN", "10%", "uses", str(USES), "each", str(USES)], "USD", NOON)
        self.run(self.coupons.make(ten, by=OLGA, update_id=1, now=NOON))

    def run(self, doing: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(doing)

    async def emptied(self) -> None:
        database = Database(self.url)
        emptying = text(f"TRUNCATE {EMPTIED} RESTART IDENTITY CASCADE")
        await database.write(lambda connection: connection.execute(emptying))
        await database.close()

    def start(self) -> None:
        self.stores = StoresUnderTest(Database(self.opened), credit_micro=0)
        self.payments = Payments(self.stores.database, operators=frozenset({OLGA}))
        self.coupons, self.gifts = Coupons(self.stores.database), Gifts(self.stores.database)
        self.run(self.stores.open())

    def teardown(self) -> None:
        """Every run ends with an audit."""
        try:
            assert self.run(self.stores.broken(self.now)) <= MISSED
        finally:
            self.run(self.stores.database.close())
            self.runner.close()
            shutil.rmtree(self.folder)

    # The model's own arithmetic.

    def move(self, giver: tuple[str, int | None], taker: tuple[str, int | None], amount: int) -> None:
        self.balances[giver] -= amount
        self.balances[taker] += amount

    def has(self, person: int) -> int:
        return self.balances["wallet", person]

    def end(self, order: Offer, state: OrderState) -> None:
        """End an order under way: its held price is captured or given back."""
        order.state = state
        if state is OrderState.PENDING:
            self.move(("held", order.person), ("revenue:sales", None), order.price)
            self.move(("expense:coupon", None), ("revenue:sales", None), order.discount)
        elif state in {OrderState.REJECTED, OrderState.VOIDED}:
            self.move(("held", order.person), ("wallet", order.person), order.price)
            self.makes_good(order, order.price)

    def makes_good(self, order: Offer, micro: int) -> None:
        """Take out of what came back with this order what was lost since it was made, the oldest first."""
        for loss in self.losses_since(order):
            good = min(micro, loss.micro)
            loss.micro -= good
            micro -= good
            self.move(("wallet", order.person), ("expense:writeoff", None), good)

    def losses_since(self, order: Offer) -> list[Loss]:
        """Return what its person's returns since the order was made have cost the shop."""
        return [one for one in self.losses if one.person == order.person and one.orders >= order.number]

    # Money from outside.

    @rule(person=PEOPLE, amount=AMOUNTS)
    def is_billed(self, person: int, amount: int) -> None:
        until = self.now + timedelta(days=1)
        bill = Invoice(f"bill-{len(self.invoices)}", person, "stars", STARS, 7, amount, "USD", until)
        [ended] = self.run(self.at_once([self.payments.offer(bill, self.now)]))
        assert (ended and str(ended)) == ("money_stopped" if self.is_halted else None)
        if not self.is_halted:
            self.invoices.append(bill)

    @precondition(lambda self: self.invoices)
    @rule(data=some.data(), charge=NUMBERS, times=some.integers(1, 3))
    def money_comes_in(self, data: some.DataObject, charge: int, times: int) -> None:
        """A charge is credited once, with its invoice's amount; an invoice as often as it is paid."""
        self.comes_in(data.draw(some.sampled_from(self.invoices)), charge, times)

    def comes_in(self, bill: Invoice, charge: int, times: int) -> None:
        paid = Paid("stars", str(charge), bill.person_id, bill.payload, STARS, bill.amount_minor)
        ended = self.run(self.at_once([self.payments.paid(paid, self.now) for _ in range(times)]))
        is_new = charge not in self.charges
        assert Counter(ended) == +Counter({Credited.NOW: int(is_new), Credited.BEFORE: times - is_new})
        if is_new:
            self.charges[charge] = bill
            self.move(("clearing:stars", None), ("wallet", bill.person_id), bill.credit_micro)

    @precondition(lambda self: self.charges)
    @rule(data=some.data(), times=some.integers(1, 3))
    def money_goes_back(self, data: some.DataObject, times: int) -> None:
        """A payment goes back once: out of the wallet, with gifts that wait, and else at the shop's loss."""
        self.goes_back(data.draw(some.sampled_from(sorted(self.charges))), times)

    @precondition(lambda self: not self.is_halted)
    @rule(person=PEOPLE, amount=AMOUNTS, withdraws=some.booleans())
    def orders_with_what_goes_back(self, person: int, amount: int, *, withdraws: bool) -> None:
        """Somebody pays, orders for all they have, has the payment back, and perhaps the order, too."""
        self.is_billed(person, amount)
        charge = self.cards + FURTHER
        self.comes_in(self.invoices[-1], charge, 1)
        self.confirms(person, min(self.has(person), DEAREST), 1, coupon=False)
        self.now += timedelta(seconds=1)
        self.goes_back(charge, 1)
        if withdraws:
            number = max(self.orders)
            waits = self.orders[number].state is OrderState.RESERVED
            assert self.run(self.stores.orders.withdraw(number, owner=person, now=self.now)) is waits
            if waits:
                self.end(self.orders[number], OrderState.VOIDED)

    def goes_back(self, charge: int, times: int) -> None:
        returning = [self.payments.was_returned("stars", str(charge), self.now) for _ in range(times)]
        assert self.run(self.at_once(returning)) == [None] * times
        if charge in self.gone:
            return
        self.gone.add(charge)
        person, micro = self.charges[charge].person_id, self.charges[charge].credit_micro
        for present in self.presents.values():
            if present.is_open and present.giver == person:
                self.back(present)
        taken = min(self.has(person), micro)
        self.losses.append(Loss(person, len(self.orders), micro - taken))
        self.move(("wallet", person), ("clearing:stars", None), taken)
        self.move(("expense:writeoff", None), ("clearing:stars", None), micro - taken)
        self.withdraws_unpaid(person, micro - taken)

    def withdraws_unpaid(self, person: int, lost: int) -> None:
        """Orders that were not sent yet make the loss good, the newest first."""
        for number in sorted(self.orders, reverse=True):
            order = self.orders[number]
            is_unsent = order.person == person and order.state is OrderState.RESERVED
            if lost > 0 and is_unsent and order.price:
                lost -= order.price
                self.end(order, OrderState.VOIDED)

    @rule(person=PEOPLE, amount=AMOUNTS, form=NUMBERS, times=some.integers(1, 3))
    def the_operator_gives(self, person: int, amount: int, form: int, times: int) -> None:
        wallet = self.stores.wallet(person)
        if self.booked_once(granting(str(form), wallet, amount, actor_id=OLGA, reason="r"), times):
            self.move(("expense:promo", None), ("wallet", person), amount)
            self.given[person] += amount

    @rule(person=PEOPLE, amount=AMOUNTS, form=NUMBERS, times=some.integers(1, 3))
    def the_operator_takes(self, person: int, amount: int, form: int, times: int) -> None:
        taking = withdrawing(str(form), self.stores.wallet(person), amount, actor_id=OLGA, reason="r")
        if taking.key not in self.keys and amount > self.has(person):
            ended = self.run(self.at_once([self.stores.booked(taking) for _ in range(times)]))
            assert {type(one) for one in ended} == {FundsShort}
        elif self.booked_once(taking, times):
            self.move(("wallet", person), ("expense:promo", None), amount)

    def booked_once(self, entry: JournalEntry, times: int) -> bool:
        """Book the same entry several times at once; if it is new, exactly one call has booked it."""
        ended = self.run(self.at_once([self.stores.booked(entry) for _ in range(times)]))
        is_new = entry.key not in self.keys
        assert sorted(map(str, ended)) == sorted(["[False]"] * (times - is_new) + ["[True]"] * is_new)
        self.keys.add(entry.key)
        return is_new

    async def at_once(self, doing: list[Coroutine[Any, Any, Any]]) -> list[Any]:
        return await asyncio.gather(*doing, return_exceptions=True)

    @rule(spender=PEOPLE, amount=AMOUNTS, others=some.integers(2, 12), came=AMOUNTS)
    def many_spend_at_once(self, spender: int, amount: int, others: int, came: int) -> None:
        """Spend as often as the wallet allows, while money comes in for the other person."""
        other = BOB if spender == ANN else ANN
        self.cards += 1
        spending = [
            withdrawing(f"{self.cards}-{n}", self.stores.wallet(spender), amount, actor_id=OLGA, reason="r")
            for n in range(others)
        ]
        wallet = self.stores.wallet(other)
        coming = granting(f"at once {self.cards}", wallet, came, actor_id=OLGA, reason="r")
        ended = self.run(self.at_once([self.stores.booked(one) for one in (*spending, coming, coming)]))
        afforded = min(others, self.has(spender) // amount)
        assert ended[:others].count([True]) == afforded
        assert {type(one) for one in ended[:others] if one != [True]} <= {FundsShort}
        assert sorted(ended[others:]) == [[False], [True]]
        self.move(("wallet", spender), ("expense:promo", None), afforded * amount)
        self.move(("expense:promo", None), ("wallet", other), came)
        self.given[other] += came

    # Gifts.

    @rule(person=PEOPLE, amount=AMOUNTS, taps=some.integers(1, 3))
    def gives(self, person: int, amount: int, taps: int) -> None:
        offered = self.run(self.gifts.offer(person, amount, "USD", self.now))
        making = [self.gifts.make(person, offered.id, self.now) for _ in range(taps)]
        ended = self.run(self.at_once(making))
        waiting = sum(one.is_open and one.giver == person for one in self.presents.values())
        refusal = (
            "money_stopped"
            if self.is_halted
            else "gift_too_much"
            if amount > max(0, self.has(person) - self.given[person])
            else "gift_too_many"
            if waiting >= MOST_OPEN
            else None
        )
        if refusal is not None:
            assert [str(one) for one in ended] == [refusal] * taps
            return
        assert {one.state for one in ended} == {GiftState.OPEN}
        self.presents[offered.id] = Present(person, amount, offered.token)
        self.move(("wallet", person), ("gift", person), amount)

    @precondition(lambda self: self.presents)
    @rule(data=some.data(), people=some.lists(PEOPLE, min_size=1, max_size=4))
    def take_a_gift_at_once(self, data: some.DataObject, people: list[int]) -> None:
        """One of them has it, and gets the same answer again; its giver is shown what has become of it."""
        present = self.presents[data.draw(some.sampled_from(sorted(self.presents)))]
        taking = [self.gifts.take(person, present.token, self.now) for person in people]
        ended = self.run(self.at_once(taking))
        others = [person for person in people if person != present.giver]
        if present.is_open and others and not self.is_halted:
            [taker] = {one.taker_id for one in ended if isinstance(one, Gift)}
            assert taker in others
            present.taker, present.is_open = taker, False
            self.move(("gift", present.giver), ("wallet", taker), present.amount)
            self.given[taker] += present.amount
        for person, one in zip(people, ended, strict=True):
            has_it = isinstance(one, Gift) and one.taker_id == person
            assert has_it is (present.taker == person), (one, present)
            assert has_it or not isinstance(one, Gift) or person == present.giver, (one, present)

    @precondition(lambda self: self.presents)
    @rule(data=some.data(), times=some.integers(1, 2))
    def takes_a_gift_back(self, data: some.DataObject, times: int) -> None:
        number = data.draw(some.sampled_from(sorted(self.presents)))
        present = self.presents[number]
        canceling = [self.gifts.cancel(present.giver, number, self.now) for _ in range(times)]
        ended = self.run(self.at_once(canceling))
        if present.is_open and self.is_halted:
            assert [str(one) for one in ended] == ["money_stopped"] * times
        elif present.is_open:
            self.back(present)

    @rule()
    def gifts_expire(self) -> None:
        late = [one for one in self.presents.values() if one.is_open and not self.is_halted]
        assert self.run(self.gifts.expire(self.now + timedelta(days=999))) == len(late)
        for present in late:
            self.back(present)

    def back(self, present: Present) -> None:
        present.is_open = False
        self.move(("gift", present.giver), ("wallet", present.giver), present.amount)

    # Orders.

    def enters_coupon(self, person: int) -> bool:
        """Type the coupon; return whether it is ready, as the model expects."""
        entering = self.coupons.enter(person, "ten", currency="USD", update_id=2, now=self.now)
        [ended] = self.run(self.at_once([entering]))
        used = sum(
            one.discount > 0 and one.state not in {OrderState.REJECTED, OrderState.VOIDED}
            for one in self.orders.values()
        )
        if self.is_halted or used >= USES:
            assert str(ended) in {"money_stopped", "coupon_used_up", "coupon_used_before"}
            return False
        assert ended[0] is Entered.READY
        return True

    @rule(person=PEOPLE, price=PRICES, taps=some.integers(1, 3), coupon=some.booleans())
    def confirms(self, person: int, price: int, taps: int, coupon: bool) -> None:
        self.cards += 1
        terms: dict[str, Any] = {"price_micro": price, "quantity": QUANTITY}
        discount = price if coupon and price and self.enters_coupon(person) else 0
        if discount:
            terms |= {"coupon": "TEN", "discount_micro": discount}
        token = self.run(
            self.stores.offered(person, now=self.now, token=f"card-{self.cards}", **terms),
        )
        reserve = self.stores.orders.reserve
        ended = self.run(
            self.at_once(
                [reserve(token=token, person_id=person, acknowledged=True, now=self.now) for _ in range(taps)]
            )
        )
        if self.is_halted:
            assert [str(one) for one in ended] == ["money_stopped"] * taps
        elif price > self.has(person):
            assert {(type(one), one.missing_micro) for one in ended} == {
                (FundsShort, price - self.has(person))
            }
        else:
            [number] = {one.id for one in ended}
            assert number not in self.orders
            self.orders[number] = Offer(person, len(self.orders) + 1, price, self.now, discount=discount)
            self.move(("wallet", person), ("held", person), price)

    @rule()
    def the_queue_claims(self) -> None:
        self.now += timedelta(minutes=10)
        waiting = [number for number, one in self.orders.items() if one.state is OrderState.RESERVED]
        claimed = self.run(self.stores.queue.claim(self.now))
        looking = any(one.is_looked_into for one in self.orders.values())
        if self.is_halted or self.in_flight is not None or looking or not waiting:
            assert claimed is None
            return
        assert claimed is not None
        # People take turns (storage/orders/rank.py); of one person the oldest goes first.
        same = [number for number in waiting if self.orders[number].person == claimed.order.person_id]
        assert claimed.order.id == min(same)
        self.in_flight = claimed
        self.orders[claimed.order.id].state = OrderState.SUBMITTING

    @precondition(lambda self: self.in_flight)
    @rule(answer=ANSWERS, times=some.integers(1, 2))
    def the_panel_answers(self, answer: AddOutcome, times: int) -> None:
        """Even while money movements are paused, what has happened is booked."""
        claimed = self.in_flight
        assert claimed is not None
        if isinstance(answer, Accepted):
            answer = Accepted(f"id-{claimed.order.id}")
        settlement = settlement_of(answer, attempt=claimed.n, now=self.now)
        settling = [self.stores.queue.settle(claimed, settlement, self.now) for _ in range(times)]
        assert self.run(self.at_once(settling)) == [None] * times
        order, state = self.orders[claimed.order.id], settlement.state
        is_unsent = state is OrderState.RESERVED and order.price
        is_unpaid = is_unsent and any(one.micro for one in self.losses_since(order))
        self.end(order, OrderState.VOIDED if is_unpaid else state)
        self.in_flight = None

    @precondition(lambda self: any(one.state is OrderState.UNKNOWN for one in self.orders.values()))
    @rule(data=some.data(), verdict=some.sampled_from(("ask", "adopt", "void")), times=some.integers(1, 2))
    def a_case_moves(self, data: some.DataObject, verdict: str, times: int) -> None:
        """The case is decided once; while money movements are paused, only the question goes out."""
        lost = [number for number, one in self.orders.items() if one.state is OrderState.UNKNOWN]
        number, resolutions = data.draw(some.sampled_from(lost)), self.stores.resolutions
        order, now = self.orders[number], self.now
        if verdict == "ask":
            ended = self.run(self.at_once([resolutions.ask(number, "moved", now, now) for _ in range(times)]))
            assert sorted(ended) == [False] * (times - (not order.asked)) + [True] * (not order.asked)
            order.asked = True
            return
        deciding = [
            resolutions.adopt(number, f"id-{number}", now)
            if verdict == "adopt"
            else resolutions.void(number, now)
            for _ in range(times)
        ]
        ended = self.run(self.at_once(deciding))
        if self.is_halted:
            assert [str(one) for one in ended] == ["money_stopped"] * times
            return
        assert sorted(ended) == [False] * (times - 1) + [True]
        self.end(order, OrderState.PENDING if verdict == "adopt" else OrderState.VOIDED)

    @rule()
    def the_process_dies_and_starts_again(self) -> None:
        self.run(self.stores.database.close())
        self.start()
        assert self.run(self.stores.queue.recover(self.now)) == (self.in_flight is not None)
        if self.in_flight is not None:
            self.orders[self.in_flight.order.id].state = OrderState.UNKNOWN
            self.in_flight = None

    @precondition(lambda self: self.orders)
    @rule(data=some.data(), person=PEOPLE, times=some.integers(1, 3))
    def withdraws(self, data: some.DataObject, person: int, times: int) -> None:
        number = data.draw(some.sampled_from(sorted(self.orders)))
        order = self.orders[number]
        asking = [self.stores.orders.withdraw(number, owner=person, now=self.now) for _ in range(times)]
        ended = self.run(self.at_once(asking))
        if self.is_halted:
            assert {str(one) for one in ended} == {"money_stopped"}
            return
        may = order.state is OrderState.RESERVED and order.person == person
        assert sorted(ended) == [False] * (times - may) + [True] * may
        if may:
            self.end(order, OrderState.VOIDED)

    @rule()
    def who_waited_too_long_is_given_back(self) -> None:
        late = [
            one
            for one in self.orders.values()
            if one.state is OrderState.RESERVED
            and one.created_at + RESERVED_FOR <= self.now
            and not self.is_halted
        ]
        assert self.run(self.stores.orders.give_up_waiting(self.now)) == len(late)
        for order in late:
            self.end(order, OrderState.VOIDED)

    @precondition(lambda self: any(one.state in AT_WORK | FINISHED for one in self.orders.values()))
    @rule(data=some.data(), state=STATES, remains=REMAINS, times=some.integers(1, 3), stale=some.booleans())
    def the_panel_reports(
        self, data: some.DataObject, state: PanelState | None, remains: int | None, times: int, stale: bool
    ) -> None:
        """Report once or several times at once, on an order as it is or as it was read earlier."""
        there = [
            number
            for number, one in self.orders.items()
            if one.state in AT_WORK | {OrderState.COMPLETED, OrderState.PARTIAL, OrderState.CANCELED}
        ]
        if not there:
            return
        number = data.draw(some.sampled_from(there))
        fresh = self.run(self.stores.order(number))
        known = self.seen.get(number, fresh) if stale else fresh
        self.seen[number] = fresh
        change = follow(known, StatusReport(state, "Word", remains=remains, charge=None), self.now)
        ended = self.run(self.at_once([self.stores.swept.apply([change]) for _ in range(times)]))
        assert ended == [None] * times
        order = self.orders[number]
        if (known.state, known.refunded_micro) == (order.state, order.refunded):
            self.believe(order, state, remains)

    def believe(self, order: Offer, state: PanelState | None, remains: int | None) -> None:
        """Apply a report to the model: the total given back never shrinks."""
        if state is None or state is PanelState.FAILED:
            return
        level = 0
        if FROM_PANEL[state] is OrderState.CANCELED:
            level = order.price
        elif FROM_PANEL[state] is OrderState.PARTIAL and remains is not None and 0 <= remains <= QUANTITY:
            level = order.price * remains // QUANTITY
        more = max(0, level - order.refunded)
        if more and self.is_halted:
            return
        order.state = FROM_PANEL[state]
        undone = -(order.refunded * order.discount // max(1, order.price))
        order.refunded += more
        undone += order.refunded * order.discount // max(1, order.price)
        self.move(("revenue:sales", None), ("wallet", order.person), more)
        self.move(("revenue:sales", None), ("expense:coupon", None), undone)
        self.makes_good(order, more)

    # The operator.

    @rule()
    def money_is_stopped(self) -> None:
        assert self.run(self.stores.ledger.stop("a test", self.now)) is not self.is_halted
        self.is_halted = True

    @precondition(lambda self: self.is_halted)
    @rule()
    def money_goes_on(self) -> None:
        assert self.run(self.stores.ledger.go_on(self.now))
        self.is_halted = False

    # Must hold after every step.

    @invariant()
    def every_balance_is_the_models(self) -> None:
        rows = self.run(self.stores.all(select(account)))
        found = {(row.kind, row.owner_id): row.balance_micro for row in rows if row.balance_micro}
        assert found == {which: micro for which, micro in self.balances.items() if micro}
        assert sum(self.balances.values()) == 0
        for person in (ANN, BOB):
            held = sum(one.price for one in self.orders.values() if one.person == person and one.is_undecided)
            assert self.balances["held", person] == held
            assert self.has(person) >= 0

    @invariant()
    def every_order_stands_where_it_must(self) -> None:
        rows = self.run(self.stores.all(select(orders.c.id, orders.c.state, orders.c.refunded_micro)))
        stand = {row.id: (row.state, row.refunded_micro) for row in rows}
        assert stand == {number: (one.state, one.refunded) for number, one in self.orders.items()}


SHORT = settings(
    max_examples=10,
    stateful_step_count=30,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
"""Not shrunk, which takes five minutes with a database in each step; the long profile does it."""


def check() -> None:
    """Run for as long as the profile says."""
    long = settings.get_current_profile_name() == "long"
    run_state_machine_as_test(Ledger, settings=settings() if long else SHORT)


def test_the_ledger_agrees_with_the_model_on_sqlite(empty_database: Path) -> None:
    Ledger.url, Ledger.template = "", empty_database
    check()


@pytest.mark.slow
def test_the_ledger_agrees_with_the_model_on_postgresql(postgres_server: PostgresServer) -> None:
    postgres_server.create("ledger")
    Ledger.url, Ledger.template = postgres_server.url("ledger"), None
    asyncio.run(upgrade(Ledger.url))
    check()
