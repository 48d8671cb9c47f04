"""The orders' store against a model: in any order of events, nothing is sent twice or lost.

    pytest tests/stateful --hypothesis-profile=long

The model knows the right state of each order. Hypothesis looks for a
sequence of taps, answers, reports and crashes after which rows and model differ.
"""

import asyncio
import shutil
import tempfile
from collections.abc import Coroutine
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
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

from shop.errors import ShopError
from shop.ordering.order import (
    FINISHED,
    FROM_PANEL,
    QUOTE_HOLDS,
    RESERVED_FOR,
    RUNNING,
    WAITING,
    Order,
    OrderState,
)
from shop.ordering.place import Claimed, settlement_of
from shop.ordering.refilling import ask_refill
from shop.ordering.refills_and_cancels import ask_cancel
from shop.ordering.request import RequestState
from shop.ordering.start_times import MISSED_AFTER
from shop.ordering.status_tracking import follow
from shop.replies import (
    Accepted,
    AddOutcome,
    ItemError,
    NotSent,
    PanelState,
    Refusal,
    Rejected,
    StatusReport,
    Unknown,
)
from storage.core.database import Database
from storage.orders.rank import BEFORE_ANY, rank_of_next
from storage.orders.scheduled import ScheduledOrders
from storage.waits import Waits
from tests.contracts.storage.stores import ANN, BOB, NOON, OLGA, PANEL, StoresUnderTest

T = TypeVar("T")

PEOPLE = some.sampled_from((ANN, BOB))
LINKS = some.sampled_from(("https://www.instagram.com/ann/", "https://www.instagram.com/bob/"))
MISSED = {"submitting-is-fresh", "sending-is-fresh", "inquiry-is-fresh"}
"""Panel calls and cases may last as long as Hypothesis likes."""

SUBSCRIPTION: dict[str, Any] = {
    "quantity": 10,
    "fields": {"posts": 10},
    "asks_quantity": False,
    "per_post_micro": 7,
    "price_micro": 70,
}
"""Terms of a subscription that is paid beforehand."""

ANSWERS = some.one_of(
    some.builds(Accepted, some.sampled_from(("new", "new", "new", "taken", "let go"))),
    some.builds(Rejected, some.sampled_from(Refusal), some.just("no")),
    some.builds(NotSent, some.just("refused"), some.sampled_from((None, 30.0))),
    some.builds(Unknown, some.just("timed out")),
)
REPORTS = some.one_of(
    some.builds(
        StatusReport,
        some.none() | some.sampled_from(PanelState),
        some.sampled_from(("Word", "Other word")),
        remains=some.none() | some.integers(-1, 6_000_000_000),
        start_count=some.none() | some.integers(0, 10**12),
        posts=some.none() | some.integers(0, 12),
    ),
    some.builds(ItemError, some.just("Incorrect order ID")),
)


@dataclass
class Card:
    """A confirm card that was shown, and the order it made."""

    person_id: int
    link: str
    expires_at: datetime
    starts_at: datetime | None = None
    ended: bool = False
    order_id: int | None = None


@dataclass
class Expected:
    """The right state of an order.

    It had the panel's id `former_id` until the panel gave that to another order; `given_id` is one that it
    was given itself though another order had it.
    """

    card: Card
    state: OrderState
    waits_since: datetime
    not_before: datetime
    rank: int = BEFORE_ANY
    starts_at: datetime | None = None
    panel_id: str | None = None
    former_id: str | None = None
    given_id: str | None = None
    asked: bool = False


ANSWERED = tuple(state for state in RequestState if state not in {RequestState.ASKING, RequestState.SENDING})


class OrderBook(RuleBasedStateMachine):
    """Two people, one panel account, one operator; time passes only by a rule."""

    template: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="kiosk-machine-"))
        self.file = Path(shutil.copy(self.template, self.folder / "kiosk.db"))
        self.runner = asyncio.Runner()
        self.now = NOON
        self.cards: dict[str, Card] = {}
        self.orders: dict[int, Expected] = {}
        self.served: dict[int, int] = {}
        self.in_flight: Claimed | None = None
        self.settled: list[Claimed] = []
        self.given_up: set[int] = set()
        self.seen: list[Order] = []
        self.start()

    def run(self, doing: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(doing)

    def start(self) -> None:
        self.stores = StoresUnderTest(Database(f"sqlite+aiosqlite:///{self.file}"))
        self.run(self.stores.open())

    def teardown(self) -> None:
        """Every run ends with an audit."""
        try:
            self.the_operator_audits()
        finally:
            self.run(self.stores.database.close())
            self.runner.close()
            shutil.rmtree(self.folder)

    def lets_go(self, panel_id: str, new: int) -> None:
        """Have the ended order of this id let go of it; one under way keeps it."""
        for number, one in self.orders.items():
            if one.panel_id == panel_id and one.state in FINISHED and number != new:
                one.panel_id, one.former_id = None, panel_id

    def has_back(self, new: int, *, but: str = "") -> None:
        """Have the last order that let go for this one its id again, if no other has it by now."""
        given = self.orders[new].given_id
        if given in {None, but} or any(one.panel_id == given for one in self.orders.values()):
            return
        former = [number for number, one in self.orders.items() if one.former_id == given]
        if former:
            last = self.orders[max(former)]
            last.panel_id, last.former_id = given, None

    def move(self, order_id: int, state: OrderState) -> None:
        """Move the model's order on; it may never leave an end that the panel knows nothing about."""
        expected = self.orders[order_id]
        assert expected.state not in {OrderState.VOIDED, OrderState.REJECTED}
        expected.state = state

    @rule(seconds=some.sampled_from((1, 20, 300, 1900)))
    def time_passes(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @rule(by=some.sampled_from((3600, 60, -60, -3600)))
    def the_clock_is_set(self, by: int) -> None:
        """What waits moves with it; a start at a time of its own does not."""
        step = timedelta(seconds=by)
        self.run(Waits(self.stores.database).move(step, self.now))
        self.now += step
        for card in self.cards.values():
            card.expires_at += step
        for one in self.orders.values():
            if one.state is OrderState.RESERVED and one.starts_at is None:
                one.not_before += step
                one.waits_since += step

    @rule(
        person=PEOPLE,
        link=LINKS,
        ahead=some.none() | some.sampled_from((1, 300, 1900, 30_000)),
        kind=some.sampled_from(({}, SUBSCRIPTION)),
    )
    def is_shown_a_card(self, person: int, link: str, ahead: int | None, kind: dict[str, Any]) -> None:
        for card in self.cards.values():
            card.ended |= card.person_id == person
        token = f"card-{len(self.cards) + 1}"
        starts = None if ahead is None else int((self.now + timedelta(seconds=ahead)).timestamp())
        terms = {"link": link, "starts": starts, **kind}
        self.run(self.stores.offered(person, now=self.now, token=token, **terms))
        starts_at = None if starts is None else datetime.fromtimestamp(starts, UTC)
        self.cards[token] = Card(person, link, self.now + QUOTE_HOLDS, starts_at)

    @precondition(lambda self: self.cards)
    @rule(data=some.data(), person=PEOPLE, acknowledged=some.booleans(), taps=some.integers(1, 3))
    def taps_confirm(self, data: some.DataObject, person: int, acknowledged: bool, taps: int) -> None:
        token = data.draw(some.sampled_from(sorted(self.cards)))
        expected = self.what_confirming_does(self.cards[token], person, acknowledged=acknowledged)
        outcomes = self.run(self.tap(token, person, acknowledged=acknowledged, taps=taps))
        if isinstance(expected, str):
            assert [str(one) for one in outcomes] == [expected] * taps
            return
        made = {one.id for one in outcomes if isinstance(one, Order)}
        assert made == {expected or max(made)}
        [number] = made
        if expected is None:
            assert number not in self.orders
            self.cards[token].order_id = number
            card = self.cards[token]
            made_now = Expected(card, OrderState.RESERVED, self.now, self.now)
            if card.starts_at is not None and card.starts_at > self.now:
                made_now.starts_at = card.starts_at
            else:
                made_now.rank = self.rank_of_next(person)
            self.orders[number] = made_now

    def rank_of_next(self, person: int) -> int:
        """Return the place of an order of this person's that enters the queue now."""
        own = (one for one in self.orders.values() if one.card.person_id == person and one.state in WAITING)
        waiting = max((one.rank for one in own), default=None)
        return rank_of_next(waiting, self.served.get(person), max(self.served.values(), default=None))

    @rule()
    def starts_come(self) -> None:
        """Each order enters the queue once, at its moment, unless that was missed."""
        store = ScheduledOrders(self.stores.database, panel=PANEL)
        due = [
            number
            for number, one in sorted(self.orders.items())
            if one.state is OrderState.RESERVED
            and one.starts_at is not None
            and self.now - MISSED_AFTER < one.starts_at <= self.now
        ]
        found = self.run(store.list_due(self.now))
        assert sorted(found) == due
        assert self.run(store.enter_queue([*found, *found], self.now)) == len(due)
        assert self.run(store.enter_queue(found, self.now)) == 0
        for number in due:
            one = self.orders[number]
            one.rank = self.rank_of_next(one.card.person_id)
            one.starts_at, one.waits_since, one.not_before = None, self.now, self.now

    async def tap(
        self, token: str, person: int, *, acknowledged: bool, taps: int
    ) -> list[Order | BaseException]:
        reserve = self.stores.orders.reserve
        return await asyncio.gather(
            *(
                reserve(token=token, person_id=person, acknowledged=acknowledged, now=self.now)
                for _ in range(taps)
            ),
            return_exceptions=True,
        )

    def what_confirming_does(self, card: Card, person: int, *, acknowledged: bool) -> str | int | None:
        """Return the refusal's key, the existing order, or None for a new one."""
        if card.person_id != person:
            return "button_old"
        if card.order_id is not None:
            return card.order_id
        if card.ended:
            return "button_old"
        if card.expires_at <= self.now:
            return "quote_expired"
        twins = (
            one
            for one in self.orders.values()
            if (one.card.person_id, one.card.link) == (person, card.link) and one.state in RUNNING
        )
        return "twin_running" if not acknowledged and any(twins) else None

    @rule()
    def the_queue_claims(self) -> None:
        waiting = [
            number
            for number, one in self.orders.items()
            if one.state is OrderState.RESERVED and one.starts_at is None and one.not_before <= self.now
        ]
        claimed = self.run(self.stores.queue.claim(self.now))
        if self.in_flight is not None or not waiting or self.looking:
            assert claimed is None
            return
        assert claimed is not None
        first = min(waiting, key=lambda number: (self.orders[number].rank, number))
        assert claimed.order.id == first
        rank, person = self.orders[first].rank, self.orders[first].card.person_id
        self.served[person] = max(rank, self.served.get(person, rank))
        self.in_flight = claimed
        self.move(claimed.order.id, OrderState.SUBMITTING)

    @property
    def looking(self) -> bool:
        """Return True while an order is being looked into, so that no other is submitted."""
        return any(one.state is OrderState.UNKNOWN and not one.asked for one in self.orders.values())

    @precondition(lambda self: self.orders)
    @rule(data=some.data(), by=some.none() | some.just(OLGA))
    def a_case_moves(self, data: some.DataObject, by: int | None) -> None:
        """A decision is made once, and only about an order of unknown fate."""
        number = self.draw_order(data)
        expected, resolutions = self.orders[number], self.stores.resolutions
        unknown = expected.state is OrderState.UNKNOWN
        match data.draw(some.sampled_from(("ask", "adopt", "void"))):
            case "ask":
                asked = self.run(resolutions.ask(number, "moved", self.now, self.now))
                assert asked is (unknown and not expected.asked)
                expected.asked |= asked
            case "adopt":
                self.is_adopted(number, data.draw(some.sampled_from((expected.given_id, None))), by, unknown)
            case _:
                assert self.run(resolutions.void(number, self.now, by=by)) is unknown
                if unknown:
                    self.has_back(number)
                    self.move(number, OrderState.VOIDED)

    def is_adopted(self, number: int, panel_id: str | None, by: int | None, unknown: bool) -> None:
        """Adopt it as its own id, or as one that the panel gave it; refused if that is of one under way."""
        panel_id = panel_id or f"id-{number}"
        holders = [one for one in self.orders.values() if one.panel_id == panel_id]
        adopting = self.stores.resolutions.adopt(number, panel_id, self.now, by=by)
        if unknown and any(one.state not in FINISHED for one in holders):
            with pytest.raises(ShopError, match="id_taken"):
                self.run(adopting)
            return
        assert self.run(adopting) is unknown
        if unknown:
            self.has_back(number, but=panel_id)
            self.lets_go(panel_id, number)
            self.orders[number].panel_id = panel_id
            self.move(number, OrderState.PENDING)

    @precondition(lambda self: self.in_flight)
    @rule(answer=ANSWERS)
    def the_panel_answers(self, answer: AddOutcome) -> None:
        claimed = self.in_flight
        assert claimed is not None
        taken = sorted(one.panel_id for one in self.orders.values() if one.panel_id)
        let_go = sorted(one.former_id for one in self.orders.values() if one.former_id)
        expected = self.orders[claimed.order.id]
        if isinstance(answer, Accepted):
            of_others = {"taken": taken, "let go": let_go}.get(answer.panel_order_id)
            answer = Accepted(of_others[0] if of_others else f"id-{claimed.order.id}")
        settlement = settlement_of(answer, attempt=claimed.n, now=self.now)
        state = OrderState.UNKNOWN if settlement.panel_order_id in taken else settlement.state
        self.run(self.stores.queue.settle(claimed, settlement, self.now))
        self.move(claimed.order.id, state)
        if settlement.panel_order_id in taken:
            expected.given_id = settlement.panel_order_id
            self.lets_go(settlement.panel_order_id or "", claimed.order.id)
        if state is OrderState.PENDING:
            expected.panel_id = settlement.panel_order_id
        expected.not_before = settlement.not_before or expected.not_before
        self.in_flight = None
        self.settled.append(claimed)

    @precondition(lambda self: self.settled)
    @rule(data=some.data(), answer=ANSWERS)
    def an_answer_comes_again(self, data: some.DataObject, answer: AddOutcome) -> None:
        claimed = data.draw(some.sampled_from(self.settled))
        expected = self.orders[claimed.order.id]
        if isinstance(answer, Accepted):
            answer = Accepted(f"id-{claimed.order.id}")
        settlement = settlement_of(answer, attempt=claimed.n, now=self.now)
        self.run(self.stores.queue.settle(claimed, settlement, self.now))
        if (
            isinstance(answer, Accepted)
            and claimed.attempt_id in self.given_up
            and expected.state is OrderState.UNKNOWN
        ):
            self.given_up.remove(claimed.attempt_id)
            expected.panel_id = answer.panel_order_id
            self.move(claimed.order.id, OrderState.PENDING)

    @rule()
    def the_process_dies_and_starts_again(self) -> None:
        self.run(self.stores.database.close())
        self.start()
        lost = self.run(self.stores.queue.recover(self.now))
        self.run(self.stores.requests.recover(self.now))
        assert lost == (self.in_flight is not None)
        if self.in_flight is not None:
            self.move(self.in_flight.order.id, OrderState.UNKNOWN)
            self.settled.append(self.in_flight)
            self.given_up.add(self.in_flight.attempt_id)
            self.in_flight = None

    @rule()
    def the_panel_is_not_asked(self) -> None:
        self.run(self.stores.queue.hold(self.now))

    @rule(data=some.data())
    def the_sweep_reports(self, data: some.DataObject) -> None:
        """What was read before, maybe long before: it may have moved since."""
        fresh = self.run(self.stores.swept.find_due(self.run(self.stores.swept.to_ask(self.now))))
        at_work = {number for number, one in self.orders.items() if one.state in set(FROM_PANEL.values())}
        assert {order.id for order in fresh} <= at_work
        reported = data.draw(some.sampled_from([fresh, self.seen]))
        changes = [follow(order, data.draw(REPORTS), self.now) for order in reported]
        self.run(self.stores.swept.apply(changes))
        for change in changes:
            expected = self.orders[change.before.id]
            as_asked = (change.before.state, change.before.panel_order_id)
            if (expected.state, expected.panel_id) == as_asked:
                self.move(change.after.id, change.after.state)
        self.seen = fresh

    @precondition(lambda self: self.orders)
    @rule(data=some.data(), person=PEOPLE)
    def wishes_to_cancel(self, data: some.DataObject, person: int) -> None:
        order = self.run(self.stores.orders.find(self.draw_order(data), owner=person))
        if order is None:
            return
        waiting = order.state is OrderState.RESERVED
        assert self.wish(ask_cancel(self.stores.requests, self.stores.orders, order, self.now)) is waiting
        if waiting:
            self.move(order.id, OrderState.VOIDED)

    @precondition(lambda self: self.orders)
    @rule(data=some.data())
    def wishes_a_refill(self, data: some.DataObject) -> None:
        order = self.run(self.stores.order(self.draw_order(data)))
        self.wish(ask_refill(self.stores.requests, order, self.now))

    @precondition(lambda self: self.orders)
    @rule(data=some.data(), person=PEOPLE)
    def withdraws(self, data: some.DataObject, person: int) -> None:
        number = self.draw_order(data)
        expected = self.orders[number]
        may = expected.state is OrderState.RESERVED and expected.card.person_id == person
        assert self.run(self.stores.orders.withdraw(number, owner=person, now=self.now)) is may
        if may:
            self.move(number, OrderState.VOIDED)

    def draw_order(self, data: some.DataObject) -> int:
        return data.draw(some.sampled_from(sorted(self.orders)))

    def wish(self, asking: Coroutine[Any, Any, bool | None]) -> bool:
        """Return True if the request withdrew the order at once; a refusal is an answer too."""
        try:
            return bool(self.run(asking))
        except ShopError:
            return False

    @rule(state=some.sampled_from((*ANSWERED, "not asked", "lost")))
    def a_wish_is_put_to_the_panel(self, state: str) -> None:
        claimed = self.run(self.stores.requests.claim(self.now))
        if claimed is None or state == "lost":
            return
        request, order = claimed
        assert order.panel_order_id is not None
        if state == "not asked":
            self.run(self.stores.requests.put_off(request, order, None, self.now))
            return
        answered = self.stores.requests.answered(
            request, order, state=RequestState(state), text="", refill_id="R", now=self.now
        )
        self.run(answered)

    @rule()
    def silent_wishes_end(self) -> None:
        self.run(self.stores.requests.end_silent(self.now - timedelta(hours=1), self.now))

    @rule()
    def who_waited_too_long_is_given_back(self) -> None:
        late = [
            number
            for number, one in self.orders.items()
            if one.state is OrderState.RESERVED and self.is_too_late(one)
        ]
        assert self.run(self.stores.orders.give_up_waiting(self.now)) == len(late)
        for number in late:
            self.move(number, OrderState.VOIDED)

    def is_too_late(self, one: Expected) -> bool:
        """Whether it has waited too long in the queue, or its own start was missed."""
        if one.starts_at is None:
            return one.waits_since + RESERVED_FOR <= self.now
        return one.starts_at <= self.now - MISSED_AFTER

    @rule(how=some.sampled_from(("sent", "failed", "blocked")))
    def letters_go_out(self, how: str) -> None:
        for message in self.run(self.stores.messages(now=self.now)):
            if how == "sent":
                self.run(self.stores.outbox.sent([(message, message.id)], self.now))
            elif how == "failed":
                self.run(self.stores.outbox.failed(message, "no", self.now))
            else:
                self.run(self.stores.people.unreachable(message.chat_id, self.now))

    @invariant()
    def every_order_stands_where_it_must(self) -> None:
        stand = {
            order.id: (order.state, order.panel_order_id, order.former_number)
            for order in self.run(self.everybodys())
        }
        assert stand == {
            number: (one.state, one.panel_id, one.former_id) for number, one in self.orders.items()
        }

    async def everybodys(self) -> list[Order]:
        return [
            order
            for person in (ANN, BOB)
            for order in await self.stores.orders.list_latest(person, limit=1000)
        ]

    @rule()
    def the_operator_audits(self) -> None:
        assert self.run(self.stores.broken(self.now)) <= MISSED


SHORT = settings(
    max_examples=12,
    stateful_step_count=30,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # see test_ledger.py
)


@pytest.mark.slow
def test_the_order_book_agrees_with_the_model(empty_database: Path) -> None:
    OrderBook.template = empty_database
    long = settings.get_current_profile_name() == "long"
    run_state_machine_as_test(OrderBook, settings=settings() if long else SHORT)
