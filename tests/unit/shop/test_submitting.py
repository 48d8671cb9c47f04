"""Submitting an order: at most once to the panel, with the balance where it tells, and never at a loss."""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from shop.catalogue.services import Service
from shop.catalogue.unrefilled import Unrefilled
from shop.errors import PanelElsewhere, PanelError, PanelGarbled, PanelRefused, PanelUnreachable, ShopError
from shop.ordering.order import Order, OrderState, Request, RequestKind, RequestState, Terms
from shop.ordering.place import (
    BalanceNeeded,
    Claimed,
    Costs,
    Due,
    GivenBack,
    Settlement,
    balance_now,
    settlement_of,
    submit_next,
)
from shop.ordering.refills_and_cancels import (
    LONGEST_WAIT,
    NO_NEWS,
    SHORTEST_WAIT,
    TRIED_FOR,
    ask_cancel,
    end_without_news,
    follow_refills,
    next_try,
    put_next,
)
from shop.ordering.sweeping import IDS_A_CALL
from shop.pricing.costing import Cost, Unsent
from shop.reconciliation.readings import Reading
from shop.replies import (
    Accepted,
    AddOutcome,
    AddRequest,
    Balance,
    ItemError,
    NotAsked,
    RefillRefusal,
    RefillReport,
    RefillState,
    Refused,
    Requested,
    RequestOutcome,
    StatusReport,
    Unclear,
    Unknown,
)

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
TERMS = Terms("77", "Likes", "https://instagram.com/p/a", 1000, {}, 900_000, "USD", asks_quantity=True)
ORDER = Order(5, 7, "main", TERMS, OrderState.RESERVED, NOON, NOON, panel_order_id="23501")
CLAIMED = Claimed(ORDER, 31, 2)
REFERENCE = "kiosk-5-20260101120000000000"


class Clock:
    """Moves on by a second with each look at it."""

    def __init__(self) -> None:
        self.looks = 0

    def now(self) -> datetime:
        self.looks += 1
        return NOON + timedelta(seconds=self.looks)

    def monotonic(self) -> float:
        return float(self.looks)

    async def sleep(self, seconds: float) -> None:
        raise AssertionError(seconds)


@dataclass
class Panel:
    """Answers with what it is told to, and notes what it was asked."""

    named_by: str = ""
    by_reference: bool = False
    money: Balance | PanelError = field(default_factory=lambda: Balance(Decimal("12.50"), "USD"))
    outcome: AddOutcome = field(default_factory=lambda: Accepted("23501"))
    request: RequestOutcome = field(default_factory=lambda: Requested("r-1", "soon"))
    reports: dict[str, RefillReport | ItemError] = field(default_factory=dict)
    asked: list[object] = field(default_factory=list)

    async def services(self) -> list[Service]:
        raise AssertionError

    async def add(self, request: AddRequest) -> AddOutcome:
        self.asked.append(request)
        return self.outcome

    async def status(self, order_ids: object) -> dict[str, StatusReport | ItemError]:
        raise AssertionError(order_ids)

    async def balance(self) -> Balance:
        self.asked.append("balance")
        if isinstance(self.money, PanelError):
            raise self.money
        return self.money

    async def refill(self, order_id: str) -> RequestOutcome:
        self.asked.append(("refill", order_id))
        return self.request

    async def refill_status(self, refill_ids: object) -> dict[str, RefillReport | ItemError]:
        self.asked.append(refill_ids)
        return self.reports

    async def cancel(self, order_id: str) -> RequestOutcome:
        self.asked.append(("cancel", order_id))
        return self.request


@dataclass
class Queue:
    """One due order, and all that is written about it."""

    due: Due | None = field(default_factory=lambda: Due(needs_balance=True))
    claimed: list[Claimed | BalanceNeeded | GivenBack | None] = field(default_factory=lambda: [CLAIMED])
    written: list[object] = field(default_factory=list)

    async def is_due(self, now: datetime, *, reference: str = "") -> Due | None:
        self.written.append(("is_due", now, reference))
        return self.due

    async def put_off(self, reason: str, now: datetime, *, alert: str | None = None) -> None:
        self.written.append(("put_off", reason, now, alert))

    async def claim(
        self,
        now: datetime,
        before: Reading | None = None,
        costs: Costs | None = None,
        *,
        named_by: str = "",
        reference: str = "",
        unread: bool = False,
    ) -> Claimed | None:
        assert costs is cost
        self.written.append(("claim", now, before, named_by, reference, unread))
        found = self.claimed.pop(0)
        if isinstance(found, Exception):
            raise found
        return found

    async def settle(self, claimed: Claimed, settlement: Settlement, now: datetime) -> None:
        self.written.append(("settle", claimed, settlement, now))


def cost(terms: Terms) -> Cost | Unsent:
    raise AssertionError(terms)


def at(seconds: int) -> datetime:
    return NOON + timedelta(seconds=seconds)


def submit(queue: Queue, panel: Panel) -> AddOutcome | PanelUnreachable | GivenBack | None:
    return asyncio.run(submit_next(queue, panel=panel, clock=Clock(), costs=cost))


def test_an_order_is_claimed_with_the_balance_sent_once_and_its_answer_settled() -> None:
    queue, panel = Queue(), Panel()
    assert submit(queue, panel) == panel.outcome
    assert panel.asked == ["balance", replace(ORDER.add_request, reference=REFERENCE)]
    assert queue.written == [
        ("is_due", at(1), ""),
        ("claim", at(4), Reading(12_500_000, at(2), at(3), "USD", 2), "", "", False),
        ("settle", CLAIMED, settlement_of(panel.outcome, attempt=2, now=at(5)), at(5)),
    ]


def test_a_lost_answer_is_settled_as_lost() -> None:
    queue, panel = Queue(), Panel(outcome=Unknown("timed out"))
    assert submit(queue, panel) == Unknown("timed out")
    assert queue.written[-1] == ("settle", CLAIMED, settlement_of(panel.outcome, attempt=2, now=at(5)), at(5))


def test_where_the_balance_is_not_needed_it_is_not_read() -> None:
    queue, panel = Queue(due=Due(needs_balance=False)), Panel()
    assert submit(queue, panel) == panel.outcome
    assert "balance" not in panel.asked
    assert queue.written[1] == ("claim", at(2), None, "", "", True)


def test_the_balance_is_read_after_all_if_something_happened_since() -> None:
    queue, panel = Queue(Due(needs_balance=False), [BalanceNeeded(), CLAIMED]), Panel()
    assert submit(queue, panel) == panel.outcome
    assert queue.written[1:3] == [
        ("claim", at(2), None, "", "", True),
        ("claim", at(5), Reading(12_500_000, at(3), at(4), "USD", 2), "", "", False),
    ]


@pytest.mark.parametrize("needs_balance", [True, False])
@pytest.mark.parametrize(("by_reference", "reference"), [(True, "ref"), (False, "")])
def test_a_reference_tells_only_where_the_panel_goes_by_it(
    by_reference: bool, reference: str, needs_balance: bool
) -> None:
    queue, panel = Queue(Due(needs_balance)), Panel("ref", by_reference)
    submit(queue, panel)
    due, claim, _ = queue.written
    assert due == ("is_due", at(1), reference)
    assert isinstance(claim, tuple)
    assert claim[3:5] == ("ref", reference)


def test_nothing_due_asks_the_panel_nothing() -> None:
    queue, panel = Queue(due=None), Panel()
    assert submit(queue, panel) is None
    assert submit(Queue(claimed=[None]), panel) is None
    assert panel.asked == ["balance"]


def test_an_order_at_a_loss_is_given_back_and_not_sent() -> None:
    unsent = GivenBack(ORDER, Unsent.DEARER)
    panel = Panel()
    assert submit(Queue(claimed=[unsent]), panel) is unsent
    assert (unsent.order, unsent.why, str(unsent)) == (ORDER, Unsent.DEARER, "order 5: dearer")
    assert panel.asked == ["balance"]


def test_a_panel_out_of_reach_gets_no_order_and_the_order_waits() -> None:
    gone = PanelUnreachable("timed out")
    queue, panel = Queue(), Panel(money=gone)
    assert submit(queue, panel) is gone
    assert panel.asked == ["balance"]
    assert queue.written[1:] == [("put_off", "timed out", at(3), None)]


@pytest.mark.parametrize(
    "error", [PanelRefused("auth", "bad key"), PanelRefused("maintenance", "later"), PanelElsewhere("moved")]
)
def test_a_panel_that_takes_no_orders_gets_none_and_an_operator_hears_of_it(error: PanelError) -> None:
    queue, panel = Queue(), Panel(money=error)
    outcome = submit(queue, panel)
    assert isinstance(outcome, PanelUnreachable)
    assert str(outcome) == str(error)
    assert panel.asked == ["balance"]
    assert queue.written[1:] == [("put_off", str(error), at(3), "panel_shut")]


@pytest.mark.parametrize("error", [PanelGarbled("<html>"), PanelRefused("other", "no")])
def test_a_panel_that_only_keeps_its_balance_to_itself_gets_the_order(error: PanelError) -> None:
    queue, panel = Queue(), Panel(money=error)
    assert submit(queue, panel) == panel.outcome
    assert queue.written[1] == ("claim", at(3), None, "", "", False)


def test_a_balance_is_of_the_time_between_question_and_answer() -> None:
    reading = asyncio.run(balance_now(Panel(), Clock()))
    assert reading == Reading(12_500_000, at(1), at(2), "USD", 2)


# --- refills and cancellations ------------------------------------------------------------------------------

REFILL = Request(41, 5, RequestKind.REFILL, RequestState.SENDING, NOON, NOON)
CANCEL = replace(REFILL, kind=RequestKind.CANCEL)
NO_REFILLS, OVER = RefillRefusal.SERVICE, RefillRefusal.OVER


@dataclass
class Requests:
    """What was asked for, and all that is written about it."""

    waiting: list[tuple[Request, Order]] = field(default_factory=list)
    believed: set[int] = field(default_factory=set)
    withdraws: bool = False
    written: list[object] = field(default_factory=list)

    async def ask(self, order: Order, kind: RequestKind, now: datetime, *, by: int | None = None) -> None:
        self.written.append(("ask", order, kind, now, by))

    async def claim(self, now: datetime) -> tuple[Request, Order] | None:
        self.written.append(("claim", now))
        return self.waiting[0] if self.waiting else None

    async def put_off(self, asked: Request, order: Order, retry_after: float | None, now: datetime) -> None:
        self.written.append(("put_off", asked, order, retry_after, now))

    async def answered(
        self,
        asked: Request,
        order: Order,
        *,
        state: RequestState,
        text: str,
        refill_id: str | None,
        now: datetime,
        why: RefillRefusal | None = None,
    ) -> None:
        self.written.append(("answered", asked, order, state, text, refill_id, now, why))

    async def refills_to_follow(self, limit: int, now: datetime) -> list[tuple[Request, Order]]:
        self.written.append(("to_follow", limit, now))
        return self.waiting

    async def heard(self, good: object, bad: object) -> set[int]:
        self.written.append(("heard", good, bad))
        return self.believed

    async def withdraw(
        self, order_id: int, *, owner: int | None, now: datetime, by: int | None = None
    ) -> bool:
        self.written.append(("withdraw", order_id, owner, now, by))
        return self.withdraws


@pytest.mark.parametrize(
    ("asked", "outcome", "answer", "why"),
    [
        (REFILL, Requested("r-1", "soon"), (RequestState.REQUESTED, "soon", "r-1"), None),
        (CANCEL, Requested(None, "soon"), (RequestState.REQUESTED, "soon", None), None),
        (REFILL, Refused("no"), (RequestState.REFUSED, "no", None), None),
        (REFILL, Refused("no", why=OVER), (RequestState.REFUSED, "no", None), OVER),
        (REFILL, Refused("what?", unsupported=True), (RequestState.REFUSED, "what?", None), NO_REFILLS),
        (CANCEL, Refused("what?", unsupported=True), (RequestState.REFUSED, "what?", None), None),
        (REFILL, Unclear("lost"), (RequestState.UNCLEAR, "lost", None), None),
    ],
)
def test_a_request_is_sent_once_and_its_answer_stored(
    asked: Request,
    outcome: RequestOutcome,
    answer: tuple[RequestState, str, str | None],
    why: RefillRefusal | None,
) -> None:
    requests, panel, unrefilled = Requests([(asked, ORDER)]), Panel(request=outcome), Unrefilled()
    sent = put_next(requests, panel=panel, clock=Clock(), unrefilled=unrefilled)
    assert asyncio.run(sent)
    assert panel.asked == [(str(asked.kind), "23501")]
    assert requests.written == [("claim", at(1)), ("answered", asked, ORDER, *answer, at(2), why)]
    assert ("77" in unrefilled) is (why is NO_REFILLS)


def test_a_request_that_did_not_get_there_is_put_off_for_as_long_as_the_panel_wants() -> None:
    requests, panel = Requests([(REFILL, ORDER)]), Panel(request=NotAsked("busy", 90.0))
    assert asyncio.run(put_next(requests, panel=panel, clock=Clock()))
    assert requests.written == [("claim", at(1)), ("put_off", REFILL, ORDER, 90.0, at(2))]


def test_without_a_request_nothing_is_asked() -> None:
    panel = Panel()
    assert not asyncio.run(put_next(Requests(), panel=panel, clock=Clock()))
    assert asyncio.run(follow_refills(Requests(), panel=panel, clock=Clock())) == 0
    assert panel.asked == []


def test_refills_end_as_the_panel_reports_and_errors_once_they_are_believed() -> None:
    asked = [
        replace(REFILL, id=n, state=RequestState.REQUESTED, panel_refill_id=f"r-{n}") for n in range(1, 8)
    ]
    orders = [replace(ORDER, id=n) for n in range(1, 8)]
    done, rejected, goes_on = (
        RefillReport(state, "x")
        for state in (RefillState.COMPLETED, RefillState.REJECTED, RefillState.PENDING)
    )
    reports: dict[str, RefillReport | ItemError] = {
        "r-1": done, "r-2": rejected, "r-3": goes_on, "r-4": RefillReport(None, "odd"),
        "r-5": ItemError("gone"), "r-6": ItemError("what?"),
    }  # fmt: skip
    requests = Requests(list(zip(asked, orders, strict=True)), believed={5})
    panel = Panel(reports=reports)
    assert asyncio.run(follow_refills(requests, panel=panel, clock=Clock())) == 3
    assert panel.asked == [[f"r-{n}" for n in range(1, 8)]]
    assert requests.written == [
        ("to_follow", IDS_A_CALL, at(1)),
        ("heard", asked[:4], asked[4:6]),
        ("answered", asked[0], orders[0], RequestState.DONE, "", "r-1", at(2), None),
        ("answered", asked[1], orders[1], RequestState.REJECTED, "", "r-2", at(3), None),
        ("answered", asked[4], orders[4], RequestState.REFUSED, "gone", "r-5", at(4), None),
    ]


SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("waited", "retry_after", "wait"),
    [
        (timedelta(0), None, SHORTEST_WAIT),
        (SHORTEST_WAIT + SECOND, None, SHORTEST_WAIT + SECOND),
        (LONGEST_WAIT + SECOND, None, LONGEST_WAIT),
        (timedelta(0), 4.0, SHORTEST_WAIT),
        (timedelta(0), 6.0, timedelta(seconds=6)),
        (LONGEST_WAIT, 900.0, timedelta(seconds=900)),
        (TRIED_FOR - SECOND, None, LONGEST_WAIT),
        (TRIED_FOR, None, None),
        (TRIED_FOR, 1.0, None),
    ],
)
def test_a_request_is_tried_later_and_later_and_then_given_up(
    waited: timedelta, retry_after: float | None, wait: timedelta | None
) -> None:
    found = next_try(NOON - waited, NOON, retry_after)
    assert found == (None if wait is None else NOON + wait)


@pytest.mark.parametrize("kind", RequestKind)
@pytest.mark.parametrize("state", OrderState)
def test_a_request_without_news_ends_as_its_order_shows(kind: RequestKind, state: OrderState) -> None:
    """A refill shows in an order that ended since; a cancellation in one that ended early."""
    refilled = {
        OrderState.PENDING: None,
        OrderState.PROCESSING: None,
        OrderState.IN_PROGRESS: None,
        OrderState.COMPLETED: (RequestState.DONE, ""),
        OrderState.PARTIAL: (RequestState.DONE, ""),
    }
    canceled = {
        OrderState.CANCELED: (RequestState.DONE, ""),
        OrderState.PARTIAL: (RequestState.DONE, ""),
        OrderState.COMPLETED: (RequestState.REJECTED, ""),
    }
    ends = refilled if kind is RequestKind.REFILL else canceled
    order = replace(ORDER, state=state, changed_at=NOON + SECOND)
    wanted = ends.get(state, (RequestState.REFUSED, NO_NEWS))
    assert end_without_news(replace(REFILL, kind=kind), order, NOON) == wanted


def test_an_order_that_ended_before_the_refill_was_asked_for_shows_no_refill() -> None:
    order = replace(ORDER, state=OrderState.COMPLETED, changed_at=NOON)
    assert end_without_news(REFILL, order, NOON) == (RequestState.REFUSED, NO_NEWS)


AT_WORK = replace(ORDER, state=OrderState.IN_PROGRESS, terms=replace(TERMS, cancel=True))


def cancel(requests: Requests, order: Order) -> bool:
    return asyncio.run(ask_cancel(requests, requests, order, NOON, by=9))


def test_an_order_not_sent_is_withdrawn_and_one_at_work_is_asked_back() -> None:
    requests = Requests(withdraws=True)
    assert cancel(requests, ORDER)
    assert requests.written == [("withdraw", 5, 7, NOON, 9)]
    requests = Requests()
    assert not cancel(requests, AT_WORK)
    assert requests.written[1:] == [("ask", AT_WORK, RequestKind.CANCEL, NOON, 9)]


@pytest.mark.parametrize(
    ("order", "key"),
    [
        (replace(AT_WORK, panel_order_id=None), "cancel_not_now"),
        (replace(AT_WORK, state=OrderState.COMPLETED), "cancel_not_now"),
        (replace(AT_WORK, requests=(CANCEL,)), "request_under_way"),
    ],
)
def test_why_an_order_cannot_be_asked_back(order: Order, key: str) -> None:
    with pytest.raises(ShopError) as refused:
        cancel(Requests(), order)
    assert refused.value.key == key
